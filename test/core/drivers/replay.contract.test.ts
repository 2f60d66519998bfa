// The replay driver keeps of the contract what a replay can keep: on journals of what simulated stands went through.
// What real ones went through is replayed where the live driver is put through the contract.

import { describe, expect, test } from "vitest";
import { replay } from "../../../src/core/drivers/replay-driver.ts";
import { Defect } from "../../../src/base/prelude/check.ts";
import { START } from "../../../src/base/prelude/time.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";
import { command } from "../../builders/order.ts";
import { driverContract } from "./contract.ts";
import { andReplayed, NOT_IN_A_REPLAY } from "./replayed.ts";
import { simulated } from "../../simulated/driver/simulated-stand.ts";

driverContract("replay", simulated, { gaps: NOT_IN_A_REPLAY, carryOut: andReplayed });

describe("a replay", () => {
  const [fence, inspect] = [
    command(1, { kind: "fence-host", host: "alfa01" }),
    command(2, { kind: "inspect-host", host: "alfa02" }),
  ];
  const woke: Entry = { kind: "event", at: START, event: { kind: "woke", at: START } };
  const turn = (...commands: (typeof fence)[]) => ({ event: undefined, commands, deadline: undefined });
  const given = (what: typeof fence): Entry => ({ kind: "command", at: START, command: what });
  const journal = [woke, given(fence), woke, given(inspect), woke];

  function connected(entries: readonly Entry[]) {
    const { connect, next } = replay(entries);
    const driver = connect({ deliver: () => undefined, ignores: () => false });
    expect(next()).toBe(true);
    return { driver, next };
  }

  test("goes on as long as each event is answered by what the journal has, however late before the next", () => {
    const { driver, next } = connected(journal);
    driver.perform(turn(fence));
    expect(next()).toBe(true);
    driver.perform(turn(inspect));
    expect(next()).toBe(true);
    expect(next()).toBe(false);
  });

  test.each([
    ["by nothing", []],
    ["by something else", [inspect]],
    ["by something more", [fence, inspect]],
  ])("does not go on over an event that is answered otherwise: %s", (_, commands) => {
    const { driver, next } = connected(journal);
    driver.perform(turn(...commands));
    expect(next).toThrow(Defect);
  });
});
