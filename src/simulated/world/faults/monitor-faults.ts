// The effects of faults of the monitor: the target does not change, but its answers are lost or late.

import type { Duration } from "../../../base/prelude/time.ts";
import type { MonitorFault } from "../../../core/cluster/fault.ts";
import type { HostTruth, VmTruth, World } from "../state.ts";
import { always, type Behaviours } from "./behaviour.ts";

export const MONITOR_BEHAVIOURS: Behaviours<MonitorFault> = {
  "monitor-false-alarm": {
    canBegin: always,
    begin: (world, target, { delay }) => changeProbing(world, target, 1, delay),
    end: (world, target, { delay }) => changeProbing(world, target, -1, delay),
  },
};

function changeProbing(world: World, target: VmTruth | HostTruth, by: 1 | -1, delay: Duration | undefined): void {
  if (delay === undefined) target.probesLost += by;
  else target.late = (target.late + by * delay) as Duration;
  world.watcher.probingChanged(target);
}
