// The storm brake's first half: when more than a set share of everything goes down at the same moment, the likeliest
// thing to have failed is the monitor's own network, and the worst thing to do is to act on all of it.
// (The other half, `maxConcurrent`, is in decide.ts.)

import { later, type Duration } from "../prelude/time.ts";
import type { ControllerAction, ControllerSignal } from "./controller-table.ts";
import { controllerTable } from "./controller-table.ts";
import type { Target } from "./event.ts";
import { stepOf } from "./table.ts";
import { announce, callHuman, type Turn } from "./turn.ts";

/** A target was confirmed down now. */
export function noteDown(turn: Turn, target: Target): void {
  const { state, at } = turn;
  const { share, within } = state.settings.storm;
  const recent = state.recentlyDown;
  while (recent.length > 0 && recent[0].at + within <= at) recent.shift();
  const before = recent.findIndex((down) => down.target === target);
  if (before >= 0) recent.splice(before, 1);
  recent.push({ target, at });
  const all = state.settings.hosts.length + state.settings.vms.length;
  if (recent.length <= share * all) return;
  signalSelf(turn, "storm", `${recent.length} of ${all} targets went down together: the monitor's own network is suspected`);
  recent.length = 0;
}

/** Sends a signal to the controller itself. */
export function signalSelf(turn: Turn, signal: ControllerSignal, because: string): void {
  const self = turn.state.self;
  const from = self.state;
  const step = stepOf(controllerTable, from, signal, "controller");
  self.state = step.to;
  if (from !== step.to) {
    self.deadline = null;
    announce(turn, "controller", from, step.to, signal, because);
  }
  for (const action of step.actions) actions[action](turn, because);
}

const actions: Record<ControllerAction, (turn: Turn, because: string) => void> = {
  hold: ({ state, at }) => {
    state.self.deadline = later(at, state.settings.storm.hold);
  },
  /** For as long as it takes to hear again of every target that is in doubt, and no less than it was holding already. */
  "look-around": ({ state, at }) => {
    const { retry, fall, rise } = state.settings.probes;
    const heard = later(at, ((Math.max(fall, rise) + 1) * retry) as Duration);
    if (state.self.deadline === null || state.self.deadline < heard) state.self.deadline = heard;
  },

  "call-for-a-look": (turn, because) => callHuman(turn, "controller", "look", because),
};
