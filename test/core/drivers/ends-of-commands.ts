// What every driver promises about the end of commands: a later command and the death of what performs it end one, and
// what ended takes no effect afterwards. Each test is a sentence of the contract. Stands make one action slow, where
// they can, so that it is under way when it is ended.

import { describe, expect } from "vitest";
import type { CommandId } from "../../../src/core/controller/contract/event.ts";
import type { Duration } from "../../../src/base/prelude/time.ts";
import type { Session, StandOptions } from "./session.ts";

export type Promising = (
  what: string,
  keep: (stand: Session) => Promise<void>,
  more: Omit<StandOptions, "interval">,
) => void;

/** The promises, each with its name. */
export function endsOfCommands(promise: Promising, quiet: Duration): void {
  const stopped = (stand: Session) => stand.settled(stand.give({ kind: "stop-vm", vm: "gridce", host: "alfa01" }));

  /** Nothing more happens to where gridce runs; returns that. */
  async function staysSo(stand: Session): Promise<readonly string[]> {
    const then = await stand.runsOn("gridce");
    await stand.pass(quiet);
    expect(await stand.runsOn("gridce")).toEqual(then);
    expect(then.length).toBeLessThanOrEqual(1);
    return then;
  }

  describe("ends a command for good", () => {
    promise(
      "with the host that performs it: a start does not come through when the host is back",
      async (stand) => {
        await stopped(stand);
        stand.give({ kind: "start-vm", vm: "gridce", host: "alfa02" });
        expect(await stand.settled(stand.give({ kind: "fence-host", host: "alfa02" }))).toEqual({ kind: "done" });
        await stand.settled(stand.give({ kind: "power-on-host", host: "alfa02" }));
        expect(await staysSo(stand)).toEqual([]);
      },
      { slow: "start-vm" },
    );

    promise(
      "with the host that performs it, which claims nothing of it after its death",
      async (stand) => {
        await stopped(stand);
        const start = stand.give({ kind: "start-vm", vm: "gridce", host: "alfa02" });
        await stand.settled(stand.give({ kind: "fence-host", host: "alfa02" }));
        const before = stand.outcomes(start).length;
        await stand.pass(quiet);
        const claims = stand.outcomes(start).slice(before);
        expect(claims.filter(({ result }) => result.kind !== "lost" && result.kind !== "undelivered")).toEqual([]);
      },
      { slow: "start-vm" },
    );

    promise(
      "but not one of its board: a host that is fenced can be switched on, and a fence of it is done",
      async (stand) => {
        const [first, second] = [
          stand.give({ kind: "fence-host", host: "alfa02" }),
          stand.give({ kind: "fence-host", host: "alfa02" }),
        ];
        expect(await stand.settled(second)).toEqual({ kind: "done" });
        expect(stand.outcomes(first)).toEqual([]);
        expect(await stand.settled(stand.give({ kind: "power-on-host", host: "alfa02" }))).toEqual({ kind: "done" });
      },
      {},
    );

    promise(
      "on whichever host it works: a start is over when a stop on another host is done",
      async (stand) => {
        await stopped(stand);
        const start = stand.give({ kind: "start-vm", vm: "gridce", host: "alfa02" });
        expect(await stopped(stand)).toEqual({ kind: "done" });
        const before: readonly CommandId[] = stand.outcomes(start).map(({ command }) => command);
        await staysSo(stand);
        expect(stand.outcomes(start).map(({ command }) => command)).toEqual(before);
      },
      { slow: "start-vm" },
    );

    promise(
      "on whichever host it works: a migration does not arrive after a stop at its destination is done",
      async (stand) => {
        stand.give({ kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" });
        expect(await stand.settled(stand.give({ kind: "stop-vm", vm: "gridce", host: "alfa02" }))).toEqual({
          kind: "done",
        });
        expect(await staysSo(stand)).not.toContain("alfa02");
      },
      { slow: "migrate-vm" },
    );

    promise(
      "with the host to which it leads: a migration to a host that dies leaves the VM where it was",
      async (stand) => {
        const migration = stand.give({ kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" });
        await stand.settled(stand.give({ kind: "fence-host", host: "alfa02" }));
        await stand.settled(stand.give({ kind: "power-on-host", host: "alfa02" }));
        await staysSo(stand);
        const said = stand.outcomes(migration).map(({ result }) => result.kind);
        expect(await stand.runsOn("gridce")).toEqual(said.includes("done") ? [] : ["alfa01"]);
      },
      { slow: "migrate-vm" },
    );

    promise(
      "and an inspection ends none: what is under way may take effect after it",
      async (stand) => {
        await stopped(stand);
        const start = stand.give({ kind: "start-vm", vm: "gridce", host: "alfa02" });
        await stand.settled(stand.give({ kind: "inspect-host", host: "alfa02" }));
        expect(await stand.settled(start)).toEqual({ kind: "done" });
        expect(await stand.runsOn("gridce")).toEqual(["alfa02"]);
      },
      { slow: "start-vm" },
    );
  });
}
