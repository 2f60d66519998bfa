// The storm brake's first half. If more than a set share of all targets goes down together, the most likely cause is
// the monitor's own network, and acting on all targets would do great harm. A host that dies takes its VMs down too;
// that counts as one. The other half of the brake, `maxConcurrent`, is in recover-vm.ts.

import { later, type Duration, type Instant } from "../../../base/prelude/time.ts";
import { hostsOf, vmOf, type HostBelief, type State } from "./beliefs.ts";
import type { ControllerAction, ControllerSignal } from "../state-machines/controller-table.ts";
import { controllerTable } from "../state-machines/controller-table.ts";
import { namesHost, type Target } from "../contract/event.ts";
import { HOST_FACTS } from "../state-machines/host-states.ts";
import { transitionOf } from "../state-machines/table.ts";
import { announce, callHuman, type OpenTurn } from "./turn.ts";
import { VM_FACTS } from "../state-machines/vm-states.ts";

/** A target was confirmed down now. */
export function noteDown(turn: OpenTurn, target: Target): void {
  const { state, at } = turn;
  const { share, within } = state.settings.storm;
  const recent = state.recentlyDown;
  while (recent.length > 0 && recent[0].at + within <= at) recent.shift();
  const before = recent.findIndex((down) => down.target === target);
  if (before >= 0 && recent[before].told) return;
  if (before >= 0) recent.splice(before, 1);
  recent.push({ target, at, told: false });
  const gone = goneTogether(state, at);
  const all = gone.length + countWell(state, (well) => gone.length <= share * (gone.length + well));
  if (gone.length <= share * all) return;
  signalSelf(
    turn,
    "storm",
    `${gone.length} of ${all} targets that were well, each host counted with its VMs as one, went down together: ` +
      "the monitor's own network is suspected",
  );
  recent.length = 0;
  for (const each of gone) recent.push({ target: each, at, told: true });
}

/**
 * Hosts that went down, and VMs that went down on hosts that are not in doubt. Hosts in doubt are counted too, from the
 * beginning of the doubt: otherwise the last of them would be confirmed only when the first are already fenced.
 */
function goneTogether(state: State, at: Instant): Target[] {
  const { within } = state.settings.storm;
  const gone = new Set<Target>();
  for (const { target, state: host, since } of hostsOf(state)) {
    if (HOST_FACTS[host].category === "in-doubt" && since + within > at) gone.add(target);
  }
  for (const { target } of state.recentlyDown) {
    if (namesHost(target) || inNoDoubt(state.hosts[vmOf(state, target).host])) gone.add(target);
  }
  for (const { target, told } of state.recentlyDown) if (told) gone.delete(target);
  return [...gone];
}

/** Trusted, or in maintenance. */
function inNoDoubt({ state }: HostBelief): boolean {
  const { trusted, category } = HOST_FACTS[state];
  return trusted || category === "held";
}

/** How many targets still answer: evidence that the monitor works. Counting stops when `enough`, for speed. */
function countWell(state: State, enough: (well: number) => boolean): number {
  let well = 0;
  for (const host of hostsOf(state)) {
    if (enough(well)) return well;
    if (host.answers && inNoDoubt(host)) well++;
  }
  for (const { name } of state.settings.vms) {
    if (enough(well)) return well;
    if (VM_FACTS[state.vms[name].state].trusted) well++;
  }
  return well;
}

/** Sends a signal to the controller itself. */
export function signalSelf(turn: OpenTurn, signal: ControllerSignal, because: string): void {
  const self = turn.state.self;
  const from = self.state;
  const step = transitionOf(controllerTable, from, signal, "controller");
  self.state = step.to;
  if (from !== step.to) {
    self.deadline = null;
    announce(turn, { subject: "controller", from, to: step.to, on: signal, because });
  }
  for (const action of step.actions) actions[action](turn, because);
}

const actions: Record<ControllerAction, (turn: OpenTurn, because: string) => void> = {
  hold: ({ state, at }) => {
    state.self.deadline = later(at, state.settings.storm.hold);
  },
  /** Holds until every target in doubt has been probed often enough, and not less than the present hold. */
  survey: ({ state, at }) => {
    const { probes, hostProbes } = state.settings;
    const longest = Math.max(
      ...[probes, hostProbes].map(({ retry, fall, rise }) => (Math.max(fall, rise) + 1) * retry),
    );
    const probedBy = later(at, longest as Duration);
    if (state.self.deadline === null || state.self.deadline < probedBy) state.self.deadline = probedBy;
  },

  "call-to-investigate": (turn, because) => callHuman(turn, "controller", "investigate", because),
};
