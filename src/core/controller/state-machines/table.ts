// The type of a transition table, and the one function that reads a transition from it.

import { check } from "../../../base/prelude/check.ts";

/** The state that a signal leads to, and the actions on the way. */
export type Transition<State extends string, Action extends string> = {
  readonly to: State;
  readonly actions: readonly Action[];
};

export type Table<State extends string, Signal extends string, Action extends string> = {
  readonly [S in State]: { readonly [K in Signal]?: Transition<State, Action> };
};

/** The transition of `signal` in `state`; a Defect if the table has none. */
export function transitionOf<State extends string, Signal extends string, Action extends string>(
  table: Table<State, Signal, Action>,
  state: State,
  signal: Signal,
  who: string,
): Transition<State, Action> {
  const step = table[state][signal];
  check(step !== undefined, () => `${who} is ${state} and was signalled ${signal}, which its table does not list`);
  return step;
}
