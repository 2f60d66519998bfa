// What to do about a host in trouble: restart its layer, fence it, switch it on again; a bounded number of times each.

import type { HostBelief } from "./beliefs.ts";
import { signalHost } from "./host.ts";
import type { AttemptSettings } from "./settings.ts";
import { orderHost, type Turn } from "./turn.ts";
import type { VmState } from "./vm-table.ts";

/** Gives the host the command that its state waits for, if it may have it now. */
export function mend(turn: Turn, host: HostBelief): void {
  const { fence, restartLayer, powerOn } = turn.state.settings.hostActions;
  switch (host.state) {
    case "layer-down":
      return act(turn, host, "restart-layer", restartLayer, "the host answers, its virtual layer does not");
    case "unreachable":
      if (host.vms.some((name) => ANSWERING.has(turn.state.vms[name].state))) return;
      return act(turn, host, "fence-host", fence, "it cannot be used and none of its VMs answers; without proof of death none may start elsewhere");
    case "fenced":
      return act(turn, host, "power-on-host", powerOn, "it is fenced; its room may be needed");
    case "up": case "suspected": case "mending": case "fencing": case "unfenced": case "booting": case "broken":
    case "returning": case "doubted": case "resting":
      return;
  }
}

/** While one of these is on a host, the host may be alive behind a monitor that cannot see it. */
const ANSWERING: ReadonlySet<VmState> = new Set(["up", "suspected", "probation", "relapsing", "migrating"]);

function act(turn: Turn, host: HostBelief, kind: "restart-layer" | "fence-host" | "power-on-host", allowed: AttemptSettings, because: string): void {
  if (host.attempts >= allowed.attempts) {
    signalHost(turn, host, "exhausted", `${kind} did not help, attempted ${host.attempts} of ${allowed.attempts} times`);
    return mend(turn, host);
  }
  const attempt = `${because} (attempt ${host.attempts + 1} of ${allowed.attempts})`;
  signalHost(turn, host, "act", attempt);
  orderHost(turn, kind, host.name, attempt);
}
