// What to do about a host in trouble: restart its layer, fence it, switch it on again; a bounded number of times each.

import type { HostBelief, State } from "./beliefs.ts";
import type { VmName } from "../contract/event.ts";
import { signalHost } from "./host.ts";
import type { AttemptSettings } from "../contract/settings.ts";
import { orderHost, type Turn } from "./turn.ts";
import type { VmState } from "../state-machines/vm-table.ts";

/** Gives the host the command that its state waits for, if it may have it now. */
export function mend(turn: Turn, host: HostBelief): void {
  const { fence, restartLayer, powerOn } = turn.state.settings.hostActions;
  switch (host.state) {
    case "layer-down":
      return act(turn, host, "restart-layer", restartLayer, "the host answers, its virtual layer does not");
    case "unreachable":
      if (answering(turn.state, host).length > 0) return;
      return act(
        turn,
        host,
        "fence-host",
        fence,
        "it cannot be used and none of its VMs answers; without proof of death none may start elsewhere",
      );
    case "fenced":
      return act(turn, host, "power-on-host", powerOn, "it is fenced; its room may be needed");
    case "up":
    case "suspected":
    case "mending":
    case "fencing":
    case "unfenced":
    case "booting":
    case "broken":
    case "returning":
    case "doubted":
    case "resting":
      return;
  }
}

/** The VMs of a host that answer. While there is one, the host may be alive behind a monitor that cannot see it. */
export function answering(state: State, host: HostBelief): VmName[] {
  return host.vms.filter((name) => {
    const vm = state.vms[name];
    return (vm.host === host.name || vm.movingTo === host.name) && ANSWERING.has(vm.state);
  });
}

const ANSWERING: ReadonlySet<VmState> = new Set(["up", "suspected", "probation", "relapsing", "migrating"]);

function act(
  turn: Turn,
  host: HostBelief,
  kind: "restart-layer" | "fence-host" | "power-on-host",
  allowed: AttemptSettings,
  because: string,
): void {
  if (host.attempts >= allowed.attempts) {
    signalHost(
      turn,
      host,
      "exhausted",
      `${kind} did not help, attempted ${host.attempts} of ${allowed.attempts} times`,
    );
    return mend(turn, host);
  }
  const attempt = `${because} (attempt ${host.attempts + 1} of ${allowed.attempts})`;
  signalHost(turn, host, "act", attempt);
  orderHost(turn, kind, host.name, attempt);
}
