// What an incident is expected to show is judged by its journal, each kind held and missed.

import { describe, expect, test } from "vitest";
import { later, seconds, START, type Instant } from "../../../src/base/prelude/time.ts";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Outcome } from "../../../src/core/controller/contract/event.ts";
import type { Expectation } from "../../../src/core/expectations/expectation.ts";
import { judgeIncident } from "../../../src/core/expectations/judge-incident.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";

const at = (second: number): Instant => later(START, seconds(second));

function started(second: number, host: string): Entry {
  return { kind: "domain-started", at: at(second), subject: "vm/web", host, how: second === 0 ? "present" : "boot" };
}
function ended(second: number, host: string): Entry {
  return { kind: "domain-ended", at: at(second), subject: "vm/web", host, how: "stopped" };
}
const lost = (second: number): Entry => ({ kind: "service-lost", at: at(second), subject: "vm/web", cause: null });
const back = (second: number): Entry => ({ kind: "service-back", at: at(second), subject: "vm/web" });
const command = (second: number, what: Command): Entry => ({ kind: "command", at: at(second), command: what });
const outcome = (second: number, id: number, result: Outcome): Entry => ({
  kind: "event",
  at: at(second),
  event: { kind: "outcome", at: at(second), command: id, result },
});
const fence = (id: number): Command => ({ kind: "fence-host", id, host: "a", because: "it is silent" });
const start = (id: number): Command => ({ kind: "start-vm", id, vm: "web", host: "b", because: "it is lost" });
const call = (id: number): Command => ({ kind: "alert", id, subject: "vm/web", task: "make-room", because: "full" });
const step = (id: number, to: "queued" | "up"): Command => ({
  kind: "announce",
  id,
  subject: "vm/web",
  from: "suspected",
  to,
  on: "confirmed",
  because: "3 probes failed",
});

function verdictOn(expectation: Expectation, ...entries: readonly Entry[]): string {
  const [{ verdict, found }] = judgeIncident([expectation], entries);
  return `${verdict}: ${found}`;
}

const MOVED = [started(0, "a"), lost(10), ended(20, "a"), started(30, "b"), back(50)];

describe("serves", () => {
  const serves = (second: number, ...hosts: readonly string[]): Expectation => ({
    kind: "serves",
    vm: "web",
    hosts,
    by: at(second),
  });

  test("holds if the service answers at that instant, on one of the hosts", () => {
    expect(verdictOn(serves(50, "b", "c"), ...MOVED)).toBe("held: it serves on b");
    expect(verdictOn(serves(9), ...MOVED)).toBe("held: it serves on a");
  });

  test("is missed if it does not answer, or runs elsewhere", () => {
    expect(verdictOn(serves(49), ...MOVED)).toBe("missed: its service does not answer");
    expect(verdictOn(serves(60, "a"), ...MOVED)).toBe("missed: it serves on b");
  });
});

test("never-twice is missed at the instant at which a second copy starts, also on the same host", () => {
  const never: Expectation = { kind: "never-twice", vms: ["web"] };
  expect(verdictOn(never, ...MOVED)).toBe("held: none did");
  expect(verdictOn(never, started(0, "a"), started(5, "b"))).toBe("missed: web runs on a and b at once");
  expect(verdictOn(never, started(0, "a"), started(5, "a"))).toBe("missed: web runs on a at once");
  const arrived: Entry = { kind: "migration-arrived", at: at(3), subject: "vm/web", from: "a", host: "b" };
  expect(verdictOn(never, started(0, "a"), arrived)).toBe("held: none did");
});

test("no-command is about some commands and targets, or about any target", () => {
  const none = (...targets: readonly ("vm/web" | "host/a" | "host/b")[]): Expectation => ({
    kind: "no-command",
    commands: ["fence-host", "reinstall-vm"],
    targets,
  });
  expect(verdictOn(none(), command(1, start(1)))).toBe("held: none was given");
  expect(verdictOn(none("host/b", "vm/web"), command(1, fence(1)))).toBe("held: none was given");
  expect(verdictOn(none(), command(1, fence(1)))).toBe("missed: fence-host of host/a was given: it is silent");
});

describe("command-after", () => {
  const after: Expectation = {
    kind: "command-after",
    command: "start-vm",
    target: "vm/web",
    after: "fence-host",
    of: "host/a",
  };
  const fenced = [command(1, fence(1)), outcome(2, 1, { kind: "done" })];

  test("holds if the first such command follows an outcome `done` of the other", () => {
    expect(verdictOn(after, ...fenced, command(3, start(2)))).toBe("held: it was given after that");
  });

  test("is missed if it comes before, after a failure, or never", () => {
    expect(verdictOn(after, command(0, start(2)), ...fenced)).toBe("missed: it was given before that");
    const failed = outcome(2, 1, { kind: "failed", reason: "no power" });
    expect(verdictOn(after, command(1, fence(1)), failed, command(3, start(2)))).toMatch(/^missed: .* before/);
    expect(verdictOn(after, ...fenced)).toBe("missed: it was never given");
  });
});

test("alert may be needed by an instant, and be limited in number", () => {
  const alert = (by: number | undefined, atMost?: number): Expectation => ({
    kind: "alert",
    task: "make-room",
    about: "vm/web",
    by: by === undefined ? undefined : at(by),
    atMost,
  });
  const calls = [command(10, call(1)), command(20, call(2))];
  expect(verdictOn(alert(10), ...calls)).toBe("held: 2 calls");
  expect(verdictOn(alert(9), ...calls)).toBe("missed: 2 calls, the first too late");
  expect(verdictOn(alert(9))).toBe("missed: no call");
  expect(verdictOn(alert(undefined, 1), ...calls)).toBe("missed: 2 calls");
  expect(verdictOn(alert(undefined, 0))).toBe("held: 0 calls");
  expect(verdictOn({ ...alert(undefined, 0), task: "repair-vm" } as Expectation, ...calls)).toBe("held: 0 calls");
});

test("state is what the controller announces", () => {
  const state = (second: number): Expectation => ({ kind: "state", of: "vm/web", state: "queued", by: at(second) });
  expect(verdictOn(state(5), command(5, step(1, "queued")))).toBe("held: it is reached");
  expect(verdictOn(state(4), command(5, step(1, "queued")))).toBe("missed: it is reached too late");
  expect(verdictOn(state(4), command(3, step(1, "up")))).toBe("missed: only up");
  expect(verdictOn(state(4))).toBe("missed: its state never changes");
});
