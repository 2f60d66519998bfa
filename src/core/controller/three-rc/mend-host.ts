// What to do about a host in trouble: restart its layer, fence it, switch it on again; each a limited number of times.

import type { HostBelief, State } from "./beliefs.ts";
import type { VmName } from "../contract/event.ts";
import { attemptsOf, signalHost } from "./host.ts";
import { orderHost, type OpenTurn } from "./turn.ts";
import { HOST_FACTS, type HostRemedy } from "../state-machines/host-states.ts";
import { VM_FACTS } from "../state-machines/vm-states.ts";

/** Gives the host the command that its state waits for, if that is allowed now. */
export function mend(turn: OpenTurn, host: HostBelief): void {
  const { wants } = HOST_FACTS[host.state];
  if (wants === null || (wants === "fence-host" && answering(turn.state, host).length > 0)) return;
  const allowed = attemptsOf(turn.state.settings, wants);
  if (host.attempts >= allowed.attempts) {
    signalHost(
      turn,
      host,
      "exhausted",
      `${wants} did not help, attempted ${host.attempts} of ${allowed.attempts} times`,
    );
    return mend(turn, host);
  }
  const attempt = `${BECAUSE[wants]} (attempt ${host.attempts + 1} of ${allowed.attempts})`;
  signalHost(turn, host, "act", attempt);
  orderHost(turn, wants, host.name, attempt);
}

const BECAUSE: Readonly<Record<HostRemedy, string>> = {
  "restart-layer": "the host answers, its virtual layer does not",
  "fence-host": "it cannot be used and none of its VMs answers; without proof of death none may start elsewhere",
  "power-on-host": "it is fenced; its room may be needed",
};

/** The VMs of a host that answer. If there is one, the host may be alive although the monitor cannot reach it. */
export function answering(state: State, host: HostBelief): VmName[] {
  return host.vms.filter((name) => {
    const vm = state.vms[name];
    return (vm.host === host.name || vm.movingTo === host.name) && VM_FACTS[vm.state].serves;
  });
}
