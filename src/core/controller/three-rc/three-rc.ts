// 3RC, the controller of this project. An event becomes signals to the state machines; then the controller decides what
// to do next; the commands of both are its answer.

import type { Instant } from "../../../base/prelude/time.ts";
import { expire, isAwaited, takeOutcome } from "./answer.ts";
import { beginBeliefs, hostOf, vmOf, type State } from "./beliefs.ts";
import type { Command } from "../contract/command.ts";
import type { Controller } from "../contract/controller.ts";
import { decide } from "./decide.ts";
import type { Event } from "../contract/event.ts";
import { judgeHostProbe, judgeVmProbe, ignoresHostProbe, ignoresVmProbe } from "./judge-probes.ts";
import { pickUp } from "./pick-up.ts";
import { isKnown, takeRequest } from "./request.ts";
import type { OpenTurn } from "./turn.ts";

export const threeRc: Controller<State> = { begin: beginBeliefs, step, nextDeadline, ignores };

function step(state: State, event: Event): readonly Command[] {
  if (ignores(state, event)) return [];
  const turn: OpenTurn = { state, at: event.at, commands: [] };
  take(turn, event);
  decide(turn);
  return turn.commands;
}

function take(turn: OpenTurn, event: Event): void {
  const { state } = turn;
  switch (event.kind) {
    case "probed": {
      const host = hostOf(state, event.target);
      return host !== undefined
        ? judgeHostProbe(turn, host, event.answer)
        : judgeVmProbe(turn, vmOf(state, event.target), event.answer);
    }
    case "outcome":
      return takeOutcome(turn, event.command, event.result);
    case "woke":
      return expire(turn);
    case "requested":
      return takeRequest(turn, event.request);
    case "resumed":
      return pickUp(turn);
  }
}

function nextDeadline(state: State): Instant | undefined {
  let next = state.self.deadline ?? Infinity;
  for (const { at } of state.deadlines) if (at < next) next = at;
  return next === Infinity ? undefined : (next as Instant);
}

function ignores(state: State, event: Event): boolean {
  switch (event.kind) {
    case "probed": {
      const host = hostOf(state, event.target);
      return host !== undefined
        ? ignoresHostProbe(host, event.asked, event.answer)
        : ignoresVmProbe(vmOf(state, event.target), event.asked, event.answer);
    }
    case "outcome":
      return !isAwaited(state, event.command);
    case "woke":
      return (nextDeadline(state) ?? Infinity) > event.at;
    case "requested":
      return !isKnown(state, event.request);
    case "resumed":
      return false;
  }
}
