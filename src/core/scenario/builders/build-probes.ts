// Builds how VMs and hosts are probed. A probe must be answered, or given up, before the next one of its target is
// sent: a monitor that skips probes could not foresee the answers otherwise.

import type { Settings } from "../../controller/contract/settings.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import type { Path } from "../../../base/document/path.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenScenario } from "../shape.ts";
import { durationOf } from "../../../base/document/well-formed.ts";

type Quantity = string | number;

/** Hosts get the values of VMs by default; but in doubt they are not probed less often than otherwise. */
export function buildProbes(
  { monitor = {}, controller = {} }: WrittenScenario,
  refuse: Complain,
): Pick<Settings, "probes" | "hostProbes"> {
  const { interval, retry } = { ...SCENARIO_DEFAULTS.monitor, ...monitor };
  const hostInterval = monitor.hosts?.interval ?? interval;
  const hostRetry = monitor.hosts?.retry ?? (durationOf(retry) < durationOf(hostInterval) ? retry : hostInterval);
  const { fall, rise } = { ...SCENARIO_DEFAULTS.controller, ...controller };
  checkPatience(monitor, refuse);
  return {
    probes: { interval: durationOf(interval), retry: durationOf(retry), fall, rise },
    hostProbes: {
      interval: durationOf(hostInterval),
      retry: durationOf(hostRetry),
      fall: controller.hosts?.fall ?? fall,
      rise: controller.hosts?.rise ?? rise,
    },
  };
}

/**
 * Compares the patience with every time between two probes. The problem is at the patience if it is written, else at
 * the time. What hosts have by default is that of VMs, or their own interval, so that nothing is said of it again.
 */
function checkPatience(monitor: NonNullable<WrittenScenario["monitor"]>, complain: Complain): void {
  const { interval, retry, patience } = { ...SCENARIO_DEFAULTS.monitor, ...monitor };
  const check = (name: string, time: Quantity | undefined, at: Path) => {
    if (time === undefined || durationOf(patience) <= durationOf(time)) return;
    complain(
      at,
      `patience (${patience}) is longer than ${name} (${time}): a probe would be sent before the last one is answered`,
    );
  };
  const ofVms = (name: "interval" | "retry"): Path => ["monitor", monitor.patience === undefined ? name : "patience"];
  check("interval", interval, ofVms("interval"));
  check("retry", retry, ofVms("retry"));
  check("hosts.interval", monitor.hosts?.interval, ["monitor", "hosts", "interval"]);
  check("hosts.retry", monitor.hosts?.retry, ["monitor", "hosts", "retry"]);
}
