// Rebuilds a controller's state after its own crash, by stepping through its journal's events again from the beginning.
// Pure. Every command must equal the recorded one, which verifies the journal. A journal does not show what became of
// commands under way at the crash: continue by delivering a `resumed` event, upon which the controller inspects hosts.

import type { Controller } from "../controller/contract/controller.ts";
import type { Settings } from "../controller/contract/settings.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../journal/entry.ts";
import { checkAnswer, turnsOf } from "../journal/turns.ts";

/**
 * The state of a controller begun at `at`, after all events of its journal; a Defect if it now answers them
 * differently.
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
