// Refuses settings of the controller that are each well-formed and that cannot work together: a VM for which no rung is
// ever allowed, and a host that is acted on again before it can have been believed to answer.

import { RUNG_HEIGHT, RUNG_KINDS } from "../../cluster/rungs.ts";
import { findsDown, type Settings } from "../../controller/contract/settings.ts";
import { formatDuration, type Duration } from "../../../base/prelude/time.ts";
import type { Path } from "../../../base/document/path.ts";
import type { Complain } from "../../../base/document/problem.ts";
import { valueAt } from "../../../base/document/shape-problems.ts";
import type { BuiltVm } from "./build-vms.ts";
import type { WrittenScenario } from "../shape.ts";

/** Complains of a ceiling below every rung of the ladder. A range of VMs has one place, and is complained of once. */
export function checkCeilings({ ladder }: Pick<Settings, "ladder">, vms: readonly BuiltVm[], complain: Complain): void {
  if (ladder.length === 0) return;
  const lowest = Math.min(...ladder.map(({ kind }) => RUNG_HEIGHT[kind]));
  const allowed = RUNG_KINDS.slice(lowest);
  for (const { path, written } of vms) {
    const { ceiling } = written;
    if (ceiling === undefined || RUNG_HEIGHT[ceiling] >= lowest) continue;
    complain(
      [...path, "ceiling"],
      `the ladder begins with ${allowed[0]}, above this ceiling, so that no rung could ever be tried: expected ` +
        `${allowed.join(" or ")} here, or ${ceiling} in controller.ladder`,
    );
  }
}

const AGAIN = [
  {
    key: "fenceAgainAfter",
    action: "fence",
    what: "a failed fence is tried again",
    cost: "it would be fenced although it answers",
  },
  {
    key: "powerOnAgainAfter",
    action: "powerOn",
    what: "a failed power-on is tried again",
    cost: "it would be given up for ever although it answers",
  },
] as const;

/**
 * Complains of actions on hosts that are repeated sooner than the `rise` good probes that would show that the host is
 * healthy again, the last of them answered only when patience ends. Each action begins the count anew.
 */
export function checkAgain(
  { hostActions, hostProbes }: Pick<Settings, "hostActions" | "hostProbes">,
  patience: Duration,
  written: WrittenScenario,
  complain: Complain,
): void {
  const { retry, rise } = hostProbes;
  if (!findsDown(hostProbes)) return;
  const needed = (rise * retry + patience) as Duration;
  for (const { key, action, what, cost } of AGAIN) {
    if (hostActions[action].attempts === 0 || hostActions[key] >= needed) continue;
    complain(
      placeOf(key, written),
      `${what} after ${formatDuration(hostActions[key])}, but a host that is healthy again is only known to be so ` +
        `after ${formatDuration(needed)} (rise, ${rise}, times the ${formatDuration(retry)} between two probes, and ` +
        `the patience of ${formatDuration(patience)}): ${cost}; expected ${key} of at least ${formatDuration(needed)}`,
    );
  }
}

/** The setting, if it is written, else whichever of those with which it does not go is. */
function placeOf(key: string, written: WrittenScenario): Path {
  const own: Path = ["controller", "hosts", key];
  const others: readonly Path[] = [
    ["monitor", "hosts", "retry"],
    ["monitor", "retry"],
    ["monitor", "hosts", "interval"],
    ["monitor", "interval"],
    ["controller", "hosts", "rise"],
    ["controller", "rise"],
    ["monitor", "patience"],
  ];
  return [own, ...others].find((path) => valueAt(written, path) !== undefined) ?? own;
}
