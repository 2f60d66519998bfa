// After a crash of the controller. It waits for new probes before it acts, since a host that was silent may have come
// back. It inspects hosts to find the effects of commands that were under way, keeps the short probe intervals, and
// calls humans again, since an alert may have been lost: calling twice costs less than never.

import { setDeadline, type HostBelief, type VmBelief } from "./beliefs.ts";
import { hostTable } from "../state-machines/host-table.ts";
import { signalHost } from "./host.ts";
import { signalSelf } from "./storm.ts";
import { orderWatch, type OpenTurn } from "./turn.ts";
import { VM_FACTS } from "../state-machines/vm-states.ts";
import { vmTable } from "../state-machines/vm-table.ts";
import { signalVm } from "./vm.ts";

const BECAUSE = "the controller was started again; what was in flight may or may not have happened";

export function pickUp(turn: OpenTurn): void {
  signalSelf(
    turn,
    "interrupted",
    "the controller was started again; what it believes is out of date, so it probes before it acts",
  );
  for (const host of Object.values(turn.state.hosts)) pickUpHost(turn, host);
  for (const vm of Object.values(turn.state.vms)) pickUpVm(turn, vm);
}

function pickUpHost(turn: OpenTurn, host: HostBelief): void {
  host.called = false;
  if ("interrupted" in hostTable[host.state]) signalHost(turn, host, "interrupted", BECAUSE);
  else if ("expired" in hostTable[host.state]) callAgain(turn, host);
  if (host.state !== "up") orderWatch(turn, host.target, true, BECAUSE);
}

function pickUpVm(turn: OpenTurn, vm: VmBelief): void {
  const wasCalled = vm.called;
  vm.called = false;
  if ("interrupted" in vmTable[vm.state]) signalVm(turn, vm, "interrupted", BECAUSE);
  else if (wasCalled && vm.state === "queued") callAgain(turn, vm);
  if (!VM_FACTS[vm.state].trusted) orderWatch(turn, vm.target, true, BECAUSE);
}

/** If the state's deadline has passed, a human was called. The deadline is set to now, so that it passes once more. */
function callAgain({ state, at }: OpenTurn, { target }: HostBelief | VmBelief): void {
  if (!state.deadlines.some((deadline) => deadline.target === target)) setDeadline(state, target, at);
}
