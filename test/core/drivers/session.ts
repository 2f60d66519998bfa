// A stand on which a driver is put through the contract, and what tests say and hear there. Times are those of the
// driver's own clock, counted in units of the test's own.

import type { CommandId, Event, Outcome, Target } from "../../../src/core/controller/contract/event.ts";
import type { Driver } from "../../../src/core/drivers/contract.ts";
import { later, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import { command, type Order } from "../../builders/order.ts";

/** Two hosts, alfa01 and alfa02; gridce serves on alfa01, gridse on alfa02; nothing is wrong. */
export type Stand = {
  readonly driver: Driver;
  /** All that was delivered so far. */
  readonly heard: readonly Event[];
  now(): Instant;
  pass(time: Duration): Promise<void>;
  /** Which hosts truly run the VM. */
  runsOn(vm: string): Promise<readonly string[]>;
};

export type StandOptions = {
  /** The pace of probes in the beginning. */
  readonly interval: Duration;
  /** What the door says of an event. */
  readonly ignores: (event: Event) => boolean;
};

export type Open = (options: StandOptions) => Promise<Stand>;

/** How fast the driver's world is. */
export type Pace = {
  /** What the tests call a second. */
  readonly second: Duration;
  /** Longer than any command of a driver that is well takes. */
  readonly patience: Duration;
  /** Long enough that what was abandoned would have come through. */
  readonly quiet: Duration;
};

export type Outcomes = readonly Extract<Event, { kind: "outcome" }>[];
export type Probes = readonly Extract<Event, { kind: "probed" }>[];

export type Session = Stand & {
  give(order: Order): CommandId;
  outcomes(id: CommandId): Outcomes;
  /** The first outcome of the command, once it is there. */
  settled(id: CommandId): Promise<Outcome | undefined>;
  probes(target: Target): Probes;
  wakes(): readonly Event[];
  /** Lets time pass until it holds; gives up when patience is over. */
  until(holds: () => boolean): Promise<void>;
};

export function session(stand: Stand, { second, patience }: Pace): Session {
  const { driver, heard } = stand;
  let ids = 0;
  const outcomes = (id: CommandId) =>
    heard.filter((event) => event.kind === "outcome").filter((event) => event.command === id);
  const until = async (holds: () => boolean) => {
    for (const end = later(stand.now(), patience); !holds() && stand.now() < end;) await stand.pass(second);
  };
  return {
    ...stand,
    give(order) {
      driver.perform(command(++ids, order));
      return ids;
    },
    outcomes,
    async settled(id) {
      await until(() => outcomes(id).length > 0);
      return outcomes(id)[0]?.result;
    },
    probes: (target) => heard.filter((event) => event.kind === "probed").filter((event) => event.target === target),
    wakes: () => heard.filter(({ kind }) => kind === "woke"),
    until,
  };
}
