// What would be possible after a failure, other than what the controller does: another placement of the VMs that lost
// their hosts, or one of all VMs.

import type { Alternatives, Bounds, Failure } from "./capacity.ts";
import type { Settings } from "../controller/contract/settings.ts";
import { solvable } from "./solve.ts";

/** `effort`: the steps that each search may take. */
export function alternativesTo(settings: Settings, failure: Failure, effort: number): Alternatives {
  const { hosts: failed } = failure;
  return {
    leastDown: leastDown(settings, failure, effort),
    ifAllMoved: solvable(settings, { failed, movers: "all", without: 0 }, { left: effort }),
  };
}

function leastDown(settings: Settings, { hosts: failed, down }: Failure, effort: number): Bounds {
  let [low, high] = [0, down.length];
  while (low < high) {
    const without = Math.floor((low + high) / 2);
    const found = solvable(settings, { failed, movers: "of-failed-hosts", without }, { left: effort });
    if (found === undefined) break;
    if (found) high = without;
    else low = without + 1;
  }
  return { atLeast: low, atMost: high };
}
