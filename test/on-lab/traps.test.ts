// The traps: hosts that are cut off and continue to run, while their boards obey, refuse or do not answer, and a
// hanging virtual layer. No VM may start elsewhere before its host is proven dead, and no wait is without an alert.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Command } from "../../src/core/controller/contract/command.ts";
import type { Event } from "../../src/core/controller/contract/event.ts";
import type { Entry } from "../../src/core/journal/entry.ts";
import { campaign, type Campaign } from "./campaign.ts";
import { describeOnLab, HOMES } from "./on-lab.ts";

type Given<Kind> = Extract<Command, { kind: Kind }>;
type Told = Extract<Event, { kind: "outcome" }>;

describeOnLab("a campaign of traps", () => {
  let out: string;
  let trapped: Campaign;
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), "3rc-test-"));
    trapped = await campaign("lab-traps", out);
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const commands = <Kind extends Command["kind"]>(trial: number, kind: Kind): readonly Given<Kind>[] =>
    trapped.journals[trial].flatMap((entry) =>
      entry.kind === "command" && entry.command.kind === kind ? [entry.command as Given<Kind>] : [],
    );
  const outcomes = (trial: number): readonly Told[] =>
    trapped.journals[trial].flatMap((entry) =>
      entry.kind === "event" && entry.event.kind === "outcome" ? [entry.event] : [],
    );
  const callsForProof = (trial: number) => commands(trial, "alert").filter(({ task }) => task === "prove-dead");

  test("ends each trial with the service back or a human called", () => {
    expect(trapped.rows.map(({ fault, target }) => `${fault} ${target}`)).toEqual([
      "network-cut alfa01",
      "network-cut alfa02",
      "network-cut alfa03",
      "virtual-layer-hang alfa01",
    ]);
    for (const [trial, { outcome }] of trapped.rows.entries()) {
      if (commands(trial, "alert").length === 0) expect(outcome).toMatch(/^recovered-|^unharmed$/);
    }
  });

  test("has a witness that asked, and saw no VM twice", () => {
    expect(trapped.summary.violations).toEqual({});
    expect(trapped.summary.live?.witness).toMatchObject({ twice: 0 });
    expect(trapped.summary.live?.witness.answered).toBeGreaterThan(100);
  });

  test.each([0, 1, 2, 3])(
    "starts no VM elsewhere before its host is proven dead, or it is ended there: trial %i",
    (trial) => {
      const host = trapped.rows[trial].target;
      const proofs = (vm: string) =>
        new Set(
          [...commands(trial, "fence-host"), ...commands(trial, "stop-vm").filter((stop) => stop.vm === vm)]
            .filter((each) => each.host === host)
            .map(({ id }) => id),
        );
      const elsewhere = commands(trial, "start-vm").filter(
        (start) => HOMES.get(start.vm) === host && start.host !== host,
      );
      for (const start of elsewhere)
        expect(before(start, trapped.journals[trial]).some((entry) => isDone(entry, proofs(start.vm)))).toBe(true);
    },
  );

  test("fences a host that is cut off, and starts its VMs elsewhere", () => {
    expect(commands(0, "fence-host").map(({ host }) => host)).toContain("alfa01");
    expect(commands(0, "start-vm").length).toBeGreaterThan(0);
  });

  test("with a fence that is refused: it is not a proof, and a human is called", () => {
    const fences = new Set(commands(1, "fence-host").map(({ id }) => id));
    const told = outcomes(1).filter(({ command }) => fences.has(command));
    expect(told.length).toBeGreaterThan(0);
    for (const { result } of told) expect(result.kind).toBe("failed");
    expect(callsForProof(1).length).toBeGreaterThan(0);
  });

  test("with a fence that never answers: it is given up, and a human is called", () => {
    const told = new Set(outcomes(2).map(({ command }) => command));
    expect(commands(2, "fence-host").filter(({ id }) => !told.has(id)).length).toBeGreaterThan(0);
    expect(callsForProof(2).length).toBeGreaterThan(0);
  });

  test("restarts a virtual layer that hangs, and leaves its VMs alone", () => {
    expect(commands(3, "restart-layer").map(({ host }) => host)).toContain("alfa01");
    expect(commands(3, "fence-host")).toEqual([]);
    for (const kind of ["start-vm", "reinstall-vm"] as const)
      expect(commands(3, kind).filter(({ vm }) => HOMES.get(vm) === "alfa01")).toEqual([]);
  });
});

function before(command: Command, journal: readonly Entry[]): readonly Entry[] {
  return journal.slice(
    0,
    journal.findIndex((entry) => entry.kind === "command" && entry.command.id === command.id),
  );
}

function isDone(entry: Entry, commands: ReadonlySet<number>): boolean {
  return (
    entry.kind === "event" &&
    entry.event.kind === "outcome" &&
    commands.has(entry.event.command) &&
    entry.event.result.kind === "done"
  );
}
