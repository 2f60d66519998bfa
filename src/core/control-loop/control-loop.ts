// The one loop, in every mode: an event arrives, the controller takes a step, and the turn (the event, its commands,
// the next deadline) is first recorded and then handed to the driver. So a journal is the controller's write-ahead log.

import type { Controller } from "../controller/contract/controller.ts";
import type { Event } from "../controller/contract/event.ts";
import type { EventTurn } from "../controller/contract/turn.ts";
import type { Connect } from "../drivers/contract.ts";

/**
 * Connects a controller in `state` to a driver. From then on the driver's events drive the loop. `record` returns when
 * it has stored the turn; if it throws, nothing of the turn is performed. It does not get the opening turn, which has
 * no event.
 */
export function startLoop<State>(
  controller: Controller<State>,
  state: State,
  connect: Connect,
  record: (turn: EventTurn) => void,
): void {
  const driver = connect({ deliver, ignores: (event) => controller.ignores(state, event) });
  driver.perform({ event: undefined, commands: [], deadline: controller.nextDeadline(state) });

  function deliver(event: Event): void {
    if (controller.ignores(state, event)) return;
    const commands = controller.step(state, event);
    const turn: EventTurn = { event, commands, deadline: controller.nextDeadline(state) };
    record(turn);
    driver.perform(turn);
  }
}
