// Requests of operators. A request that does not apply in the present state changes nothing; the status shows the
// state.

import { hostOf, vmOf, wantMove, type HostBelief, type State } from "./beliefs.ts";
import { nameOf, namesHost, type Request, type Target } from "../contract/event.ts";
import { signalHost } from "./host.ts";
import { hostTable } from "../state-machines/host-table.ts";
import { answering } from "./mend-host.ts";
import { signalSelf } from "./storm.ts";
import { callHuman, type OpenTurn } from "./turn.ts";
import { signalVm } from "./vm.ts";
import { vmTable } from "../state-machines/vm-table.ts";

const ASKED = "an operator asked for it";

export function takeRequest(turn: OpenTurn, request: Request): void {
  const { state } = turn;
  switch (request.kind) {
    case "maintain":
    case "resume":
      return signalTarget(turn, request.target, request.kind);
    case "disarm":
    case "arm":
      return signalSelf(turn, request.kind, ASKED);
    case "move":
      return wantMove(state, request.vm, request.to, ASKED);
    case "release":
      if ("release" in vmTable[state.vms[request.vm].state]) signalVm(turn, state.vms[request.vm], "release", ASKED);
      return;
    case "confirm-dead":
      return takeWord(turn, state.hosts[request.host]);
  }
}

/**
 * Whether the VMs and hosts that a request names exist. If not, it is ignored: it came from outside, and is not a
 * Defect.
 */
export function isKnown({ hosts, vms }: State, request: Request): boolean {
  switch (request.kind) {
    case "maintain":
    case "resume":
      return Object.hasOwn(namesHost(request.target) ? hosts : vms, nameOf(request.target));
    case "disarm":
    case "arm":
      return true;
    case "move":
      return Object.hasOwn(vms, request.vm) && Object.hasOwn(hosts, request.to);
    case "release":
      return Object.hasOwn(vms, request.vm);
    case "confirm-dead":
      return Object.hasOwn(hosts, request.host);
  }
}

/**
 * A human says that the host is off. If the host or one of its VMs still answers, the request is refused with an alert:
 * the human may have checked the wrong host, and VMs could run twice.
 */
function takeWord(turn: OpenTurn, host: HostBelief): void {
  if (!("confirm-dead" in hostTable[host.state])) return;
  const [alive] = host.answers ? [host.name] : answering(turn.state, host);
  if (alive === undefined) signalHost(turn, host, "confirm-dead", "a human has seen that it is off");
  else
    callHuman(
      turn,
      host.target,
      "investigate",
      `${host.name} is said to be off, but ${alive} answers: nothing was done; if it is off, say so again when ` +
        "that is silent",
    );
}

function signalTarget(turn: OpenTurn, target: Target, signal: "maintain" | "resume"): void {
  const host = hostOf(turn.state, target);
  if (host !== undefined) {
    if (signal in hostTable[host.state]) signalHost(turn, host, signal, ASKED);
    return;
  }
  const vm = vmOf(turn.state, target);
  if (signal in vmTable[vm.state]) signalVm(turn, vm, signal, ASKED);
}
