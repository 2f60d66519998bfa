// What operators ask for. A request that makes no sense in the present state changes nothing; a status shows the state.

import { hostOf, vmOf, wantMove } from "./beliefs.ts";
import type { Request, Target } from "./event.ts";
import { signalHost } from "./host.ts";
import { hostTable } from "./host-table.ts";
import { signalSelf } from "./storm.ts";
import type { Turn } from "./turn.ts";
import { signalVm } from "./vm.ts";
import { vmTable } from "./vm-table.ts";

const ASKED = "an operator asked for it";

export function takeRequest(turn: Turn, request: Request): void {
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
    case "confirm-dead": {
      const host = state.hosts[request.host];
      if ("confirm-dead" in hostTable[host.state]) signalHost(turn, host, "confirm-dead", "a human has seen that it is off");
      return;
    }
  }
}

function signalTarget(turn: Turn, target: Target, signal: "maintain" | "resume"): void {
  const host = hostOf(turn.state, target);
  if (host !== undefined) {
    if (signal in hostTable[host.state]) signalHost(turn, host, signal, ASKED);
    return;
  }
  const vm = vmOf(turn.state, target);
  if (signal in vmTable[vm.state]) signalVm(turn, vm, signal, ASKED);
}
