// Healing: first everything that wounds have put in the way is taken away, whatever happens. Then hosts and victims are
// brought back, unless the stop switch is thrown. Where no wound is open, nothing was broken, and nothing is touched.

import type { Reach } from "../../driver/reach.ts";
import { hidesHost } from "../../../core/cluster/fault.ts";
import { noted, undoAll } from "../faults/carry-out.ts";
import { restoreAll, type Homes } from "../restore.ts";
import { faultText, type UnhealedFaults } from "./unhealed-faults.ts";

type Healing = {
  readonly reach: Reach;
  readonly unhealedFaults: UnhealedFaults;
  /** Where VMs belong that are to be brought back besides, though no wound tells of them. */
  readonly homes?: Homes;
  /** Whether the stop switch is thrown: looked at all the time. */
  readonly stopped: () => boolean;
  readonly say: (what: string) => void;
};

/** Sentences about what is not as it was. */
export async function heal({
  reach,
  unhealedFaults,
  homes: besides = new Map(),
  stopped,
  say,
}: Healing): Promise<readonly string[]> {
  const left = [...(await undoAll(unhealedFaults, reach))];
  const hiding = unhealedFaults.inTheWay.find(({ kind }) => hidesHost(kind));
  if (hiding !== undefined)
    return [...left, `nothing is brought back while ${faultText(hiding)} may hide what runs there`];
  const open = unhealedFaults.open;
  const homes: Homes = new Map([
    ...[...open].reverse().flatMap((unhealedFault) => Object.entries(unhealedFault.homes)),
    ...besides,
  ]);
  if (open.length === 0 && homes.size === 0) return left;
  if (stopped()) return [...left, "nothing is brought back: everything is stopped"];
  const lost = await untilStopped(stopped, (signal) => restoreAll(reach, homes, say, { unhealedFaults: open, signal }));
  const waits = new Set(unhealedFaults.inTheWay);
  for (const unhealedFault of open) {
    const isOfVm = reach.inventory.vms.some(({ name }) => name === unhealedFault.on);
    const well = isOfVm ? !lost.has(unhealedFault.on) : lost.size === 0;
    if (well && !waits.has(unhealedFault))
      left.push(...noted(unhealedFault, () => unhealedFaults.healed(unhealedFault)));
  }
  return [...left, ...lost.values()];
}

/** Milliseconds. */
const BETWEEN_PROBES = 200;

async function untilStopped<T>(stopped: () => boolean, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const watch = setInterval(() => {
    if (stopped()) abort.abort();
  }, BETWEEN_PROBES);
  try {
    return await work(abort.signal);
  } finally {
    clearInterval(watch);
  }
}
