// Healing: first every fault that is still in effect is undone, in any case. Then affected hosts and VMs are restored,
// unless the stop switch is thrown. If every fault is healed, nothing is touched.

import type { Reach } from "../../driver/reach.ts";
import { hidesHost } from "../../../core/cluster/fault.ts";
import { noted, undoAll } from "../faults/carry-out.ts";
import { restoreAll, type Homes } from "../restore.ts";
import { faultText, type UnhealedFaults } from "./unhealed-faults.ts";

type Healing = {
  readonly reach: Reach;
  readonly unhealedFaults: UnhealedFaults;
  /** Homes of further VMs to restore, which no fault in the ledger mentions. */
  readonly homes?: Homes;
  /** Whether the stop switch is thrown; checked continuously. */
  readonly stopped: () => boolean;
  readonly say: (what: string) => void;
};

/** Heals; returns sentences about what is not restored. */
export async function heal({
  reach,
  unhealedFaults,
  homes: besides = new Map(),
  stopped,
  say,
}: Healing): Promise<readonly string[]> {
  const left = [...(await undoAll(unhealedFaults, reach))];
  const hiding = unhealedFaults.inTheWay.find(({ kind }) => hidesHost(kind));
  if (hiding !== undefined) return [...left, `nothing is restored while ${faultText(hiding)} may hide what runs there`];
  const open = unhealedFaults.open;
  const homes: Homes = new Map([
    ...[...open].reverse().flatMap((unhealedFault) => Object.entries(unhealedFault.homes)),
    ...besides,
  ]);
  if (open.length === 0 && homes.size === 0) return left;
  if (stopped()) return [...left, "nothing is restored: the stop switch is thrown"];
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
