// A controller's state after its own crash: its journal's events are stepped through again, from the beginning. Pure,
// and proof at the same time: every command must come out as it was recorded. What was in flight at the crash is not
// known from a journal; go on by delivering a `resumed` event, upon which the controller looks.

import type { Controller } from "../controller/contract/controller.ts";
import type { Settings } from "../controller/contract/settings.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../journal/entry.ts";
import { checkAnswer, turnsOf } from "../journal/turns.ts";

/**
 * The state of a controller begun at `at`, after all that its journal tells; a Defect if it would answer otherwise
 * today.
 */
export function rebuild<State>(
  controller: Controller<State>,
  settings: Settings,
  at: Instant,
  journal: readonly Entry[],
): State {
  const state = controller.begin(settings, at);
  for (const turn of turnsOf(journal)) checkAnswer(turn, controller.step(state, turn.event));
  return state;
}
