// What each fault of the monitor does: the target is as well as it was, and is not heard, or heard late.

import type { Duration } from "../../../base/prelude/time.ts";
import type { MonitorFault } from "../../../core/cluster/fault.ts";
import type { HostTruth, VmTruth, World } from "../state.ts";
import { always, type Behaviours } from "./behaviour.ts";

export const MONITOR_BEHAVIOURS: Behaviours<MonitorFault> = {
  "monitor-false-alarm": {
    canBegin: always,
    begin: (world, target, { delay }) => changeHearing(world, target, 1, delay),
    end: (world, target, { delay }) => changeHearing(world, target, -1, delay),
  },
};

function changeHearing(world: World, target: VmTruth | HostTruth, by: 1 | -1, delay: Duration | undefined): void {
  if (delay === undefined) target.unheard += by;
  else target.late = (target.late + by * delay) as Duration;
  world.watcher.hearingChanged(target);
}
