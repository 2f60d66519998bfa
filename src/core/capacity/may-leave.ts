// Whether a VM may be started on another host when its own has failed: the ladder decides it, and the VM's ceiling.

import { RUNG_HEIGHT } from "../cluster/rungs.ts";
import type { Settings, VmSettings } from "../controller/contract/settings.ts";

/** Whether a rung under the VM's ceiling starts it elsewhere: all do but a reboot. */
export function mayLeave({ ladder }: Settings, { ceiling }: VmSettings): boolean {
  const tooHigh = ladder.findIndex(({ kind }) => RUNG_HEIGHT[kind] > RUNG_HEIGHT[ceiling]);
  return ladder.slice(0, tooHigh < 0 ? ladder.length : tooHigh).some(({ kind }) => kind !== "reboot");
}
