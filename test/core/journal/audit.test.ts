// The audit of a journal: what it proves, what it cannot decide, and that missing entries do not deceive it.

import { describe, expect, test } from "vitest";
import { DAY, later, seconds, START } from "../../../src/base/prelude/time.ts";
import { audit } from "../../../src/core/journal/audit.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Controller } from "../../../src/core/controller/contract/controller.ts";
import { aHead, aJournal, asRead } from "../../builders/journal.ts";
import { hardScenario } from "../../builders/hard-scenario.ts";
import { observe } from "../../builders/run.ts";

const at = (second: number) => later(START, seconds(second));
const started = (second: number, host: string): Entry => ({
  kind: "domain-started",
  at: at(second),
  subject: "vm/web",
  host,
  how: second === 0 ? "present" : "boot",
});
const ended = (second: number, host: string): Entry => ({
  kind: "domain-ended",
  at: at(second),
  subject: "vm/web",
  host,
  how: "stopped",
});
const judged = (...entries: readonly Entry[]) => audit(asRead(aJournal(entries)));

describe("of a simulated journal", () => {
  test("a VM that ends before it starts elsewhere, or migrates, ran once", () => {
    const moved: Entry = { kind: "migration-arrived", at: at(3), subject: "vm/web", from: "b", host: "c" };
    expect(judged(started(0, "a"), ended(1, "a"), started(2, "b"), moved, ended(4, "c"))).toMatchObject({
      by: "domains",
      doubles: [],
      seen: 3,
      missing: [],
    });
  });

  test("a VM that starts on another host, or on its own, while it runs ran twice, there and then", () => {
    expect(judged(started(0, "a"), started(5, "b")).doubles).toEqual([{ at: at(5), vm: "vm/web", hosts: ["a", "b"] }]);
    expect(judged(started(0, "a"), started(5, "a")).doubles).toEqual([{ at: at(5), vm: "vm/web", hosts: ["a", "a"] }]);
  });

  test("what is missing is told: everything, the end, lines, a start, a whole last line", () => {
    const whole = aJournal([started(0, "a"), ended(1, "a")]);
    expect(audit(asRead(whole.slice(0, 1))).missing).toEqual([
      "it has a head and nothing else",
      "no domain ever started: there is nothing to judge by",
    ]);
    expect(audit(asRead(whole.slice(0, -1))).missing).toEqual([expect.stringMatching(/^it has no end/)]);
    expect(audit(asRead(whole.toSpliced(2, 1))).missing).toEqual(["it has 3 lines, and ended with 4"]);
    expect(judged(started(0, "a"), ended(1, "b")).missing).toEqual(["vm/web ended on b without having started there"]);
    expect(audit({ ...asRead(whole), torn: true }).missing).toEqual(["its last line is torn"]);
    expect(judged(started(2, "a"), ended(1, "a")).missing).toEqual([expect.stringMatching(/earlier instant/)]);
  });
});

describe("of a journal of real machines", () => {
  const said = (second: number, host: string, running: readonly string[] | null): Entry => ({
    kind: "witnessed",
    at: at(second),
    subject: `host/${host}`,
    running,
  });
  const seen = (...entries: readonly Entry[]) => audit(asRead(aJournal(entries, aHead({ world: "real" }))));

  test("without a witness it cannot tell", () => {
    expect(seen(started(0, "a")).by).toBe("none");
  });

  test("a VM that is seen here and then there has moved, as far as anybody saw", () => {
    const audited = seen(said(1, "a", ["web"]), said(2, "b", ["web"]), said(3, "a", []), said(4, "b", ["web"]));
    expect(audited).toMatchObject({ by: "witness", doubles: [], seen: 4 });
  });

  test("a VM that is seen here, there, here and there was on both; and so it is when the witness says so", () => {
    const rounds = [1, 2].flatMap((round) => [said(round, "a", ["web"]), said(round, "b", ["web"])]);
    expect(seen(...rounds).doubles).toMatchObject([{ at: at(2), vm: "vm/web", hosts: ["a", "b"] }]);
    const twice: Entry = { kind: "seen-twice", at: at(3), subject: "vm/web", hosts: ["a", "b"] };
    expect(seen(said(1, "a", []), twice).doubles).toMatchObject([{ vm: "vm/web", hosts: ["a", "b"] }]);
  });

  test("the longest time without an answer is reported for each host", () => {
    const { gaps } = seen(said(1, "a", []), said(2, "b", null), said(9, "a", []), said(10, "b", []));
    expect(gaps).toEqual([
      { host: "host/b", from: at(0), to: at(10), length: seconds(10) },
      { host: "host/a", from: at(1), to: at(9), length: seconds(8) },
    ]);
  });
});

/** Starts VMs on another host without any proof: what a controller must never do. */
const reckless: Controller<unknown> = {
  ...(threeRc as Controller<unknown>),
  step: (state, event) =>
    (threeRc as Controller<unknown>).step(state, event).flatMap((command): readonly Command[] => {
      if (command.kind !== "reboot-vm") return [command];
      const host = command.host === "alfa01" ? "alfa02" : "alfa01";
      return [{ ...command, kind: "start-vm", host }];
    }),
};

test("a controller that starts VMs which still run is detected, from the domains alone", () => {
  const { journal } = observe(hardScenario({ seed: "canary" }), { lasting: DAY, controller: reckless });
  const unjudged = journal.filter(({ kind }) => kind !== "invariant-violated" && kind !== "end");
  expect(audit(asRead(aJournal(unjudged.slice(1)))).doubles.length).toBeGreaterThan(0);
});
