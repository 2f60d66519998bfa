// A stand on which a driver is tested against the contract, and the commands and events of the tests. Times are those
// of the driver's own clock, counted in units of the test's own.

import type { ActionKind } from "../../../src/core/cluster/actions.ts";
import type { CommandId, Event, Outcome, Target } from "../../../src/core/controller/contract/event.ts";
import type { Connect } from "../../../src/core/drivers/contract.ts";
import { later, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import { command, type Order } from "../../builders/order.ts";

/** Two hosts, alfa01 and alfa02; gridce serves on alfa01, gridse on alfa02; nothing is wrong. */
export type Stand = {
  /** To be called once, before anything else. */
  readonly connect: Connect;
  now(): Instant;
  pass(time: Duration): Promise<void>;
  /** Which hosts truly run the VM. */
  runsOn(vm: string): Promise<readonly string[]>;
};

export type StandOptions = {
  /** The pace of probes in the beginning. */
  readonly interval: Duration;
  /** An action that is to take as long as possible, where the stand has a say in it; still less than `quiet`. */
  readonly slow?: ActionKind;
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

export type Session = Omit<Stand, "connect"> & {
  /** All that was delivered so far. */
  readonly received: readonly Event[];
  /** Hands over one turn with this one command; the deadline stays as it is. */
  give(order: Order): CommandId;
  /** Hands over one turn with these commands and this deadline. */
  turn(orders: readonly Order[], deadline: Instant | undefined): readonly CommandId[];
  outcomes(id: CommandId): Outcomes;
  /** The first outcome of the command, once it is there. */
  settled(id: CommandId): Promise<Outcome | undefined>;
  probes(target: Target): Probes;
  wakes(): readonly Event[];
  /** Lets time pass until it holds; gives up when patience is over. */
  until(holds: () => boolean): Promise<void>;
};

/** Connects the stand's driver to a door that keeps all events, and ignores those that the test names. */
export function session(stand: Stand, ignores: (event: Event) => boolean, pace: Pace): Session {
  const received: Event[] = [];
  const driver = stand.connect({ deliver: (event) => received.push(event), ignores });
  let ids = 0;
  let wanted: Instant | undefined;
  const until = untilOn(stand, pace);
  const outcomes = (id: CommandId) =>
    received.filter((event) => event.kind === "outcome").filter((event) => event.command === id);
  const turn = (orders: readonly Order[], deadline: Instant | undefined) => {
    const commands = orders.map((order) => command(++ids, order));
    wanted = deadline;
    driver.perform({ event: undefined, commands, deadline });
    return commands.map(({ id }) => id);
  };
  return {
    received,
    now: () => stand.now(),
    pass: (time) => stand.pass(time),
    runsOn: (vm) => stand.runsOn(vm),
    turn,
    give: (order) => turn([order], wanted)[0],
    outcomes,
    async settled(id) {
      await until(() => outcomes(id).length > 0);
      return outcomes(id)[0]?.result;
    },
    probes: (target) => received.filter((event) => event.kind === "probed").filter((event) => event.target === target),
    wakes: () => received.filter(({ kind }) => kind === "woke"),
    until,
  };
}

/** Lets time pass on the stand until something holds, as long as patience lasts. */
export function untilOn(stand: Stand, { second, patience }: Pace): (holds: () => boolean) => Promise<void> {
  return async (holds) => {
    for (const end = later(stand.now(), patience); !holds() && stand.now() < end;) await stand.pass(second);
  };
}
