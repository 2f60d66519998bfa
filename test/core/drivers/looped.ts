// A driver in the control loop, under a controller that gives one turn of commands: what the loop recorded, what it
// handed over, and what was known at that moment.

import { startLoop } from "../../../src/core/control-loop/control-loop.ts";
import type { Controller } from "../../../src/core/controller/contract/controller.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import type { EventTurn, Turn } from "../../../src/core/controller/contract/turn.ts";
import { later, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import { command, type Order } from "../../builders/order.ts";
import type { Stand } from "./session.ts";

type Script = { readonly orders: readonly Order[]; readonly wakeAfter: Duration };
type Scripted = { given: boolean; deadline: Instant | undefined };

/** Answers the first event with the orders, whose ids are 1, 2…, and wants to be woken once. */
function scripted({ orders, wakeAfter }: Script): Controller<Scripted> {
  return {
    begin: () => ({ given: false, deadline: undefined }),
    step(state, event) {
      if (event.kind === "woke") state.deadline = undefined;
      if (state.given) return [];
      state.given = true;
      state.deadline = later(event.at, wakeAfter);
      return orders.map((order, i) => command(i + 1, order));
    },
    nextDeadline: ({ deadline }) => deadline,
    ignores: () => false,
  };
}

export type Looped = {
  /** What was delivered, from the first event that the loop recorded on. */
  readonly recorded: readonly EventTurn[];
  /** Turns in the order in which the driver was handed them; `unrecorded`: not the one that was recorded last. */
  readonly performed: readonly { readonly turn: Turn; readonly unrecorded: boolean }[];
  /** Whatever the driver delivered while it was handed a turn. */
  readonly interrupting: readonly Event[];
};

/** Starts the loop on the stand. `refuse`: the turn with commands cannot be recorded, and that is thrown. */
export function looped(stand: Stand, script: Script, refuse?: Error): Looped {
  const recorded: EventTurn[] = [];
  const performed: { turn: Turn; unrecorded: boolean }[] = [];
  const interrupting: Event[] = [];
  const controller = scripted(script);
  startLoop(
    controller,
    { given: false, deadline: undefined },
    (door) => {
      let performing = false;
      const driver = stand.connect({
        ignores: (event) => door.ignores(event),
        deliver(event) {
          if (performing) interrupting.push(event);
          try {
            door.deliver(event);
          } catch (error) {
            if (error !== refuse) throw error;
          }
        },
      });
      return {
        perform(turn) {
          performed.push({ turn, unrecorded: turn.event !== undefined && turn !== recorded.at(-1) });
          performing = true;
          driver.perform(turn);
          performing = false;
        },
      };
    },
    (turn) => {
      if (refuse !== undefined && turn.commands.length > 0) throw refuse;
      recorded.push(turn);
    },
  );
  return { recorded, performed, interrupting };
}
