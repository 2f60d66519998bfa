// How each fault of the monitor is injected on real machines, and undone: on the monitor's own ears.

import type { MonitorFault } from "../../../core/cluster/fault.ts";
import type { AllOnMachines } from "./recipe.ts";

export const MONITOR_FAULTS_ON_MACHINES: AllOnMachines<MonitorFault> = {
  "monitor-false-alarm": ({ delay }, target) => ({
    inject: [{ where: "probes", target, probeFault: delay ?? "deaf" }],
    undo: [{ where: "probes", target, probeFault: "well" }],
  }),
};
