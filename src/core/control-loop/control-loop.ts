// The one loop, in every mode: an event comes in, the controller takes a step, its commands are recorded and performed,
// its next deadline is set. Recorded comes before performed, so a journal is the controller's write-ahead log.

import type { Controller } from "../controller/contract/controller.ts";
import type { Event } from "../controller/contract/event.ts";
import type { Connect } from "../drivers/contract.ts";
import type { Recorder } from "../journal/entry.ts";

/** Connects a controller in `state` to a driver. From then on the driver's events move everything. */
export function startLoop<State>(
  controller: Controller<State>,
  state: State,
  connect: Connect,
  record: Recorder,
): void {
  const driver = connect({ deliver, ignores: (event) => controller.ignores(state, event) });
  driver.wakeAt(controller.nextDeadline(state));

  function deliver(event: Event): void {
    if (controller.ignores(state, event)) return;
    record({ kind: "event", at: event.at, event });
    for (const command of controller.step(state, event)) {
      record({ kind: "command", at: event.at, command });
      driver.perform(command);
    }
    driver.wakeAt(controller.nextDeadline(state));
  }
}
