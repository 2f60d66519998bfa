// How each fault of the monitor is injected in live mode, and undone: in the answers that the monitor receives.

import type { MonitorFault } from "../../../core/cluster/fault.ts";
import type { AllOnMachines } from "./recipe.ts";

export const MONITOR_FAULTS_ON_MACHINES: AllOnMachines<MonitorFault> = {
  "monitor-false-alarm": ({ delay }, target) => ({
    inject: [{ where: "probes", target, probeFault: delay ?? "lost" }],
    undo: [{ where: "probes", target, probeFault: "well" }],
  }),
};
