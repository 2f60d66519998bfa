// The answer in one line, for `3rc validate`, the reports and the status page.

import { capacityOf, EFFORT } from "./analyse.ts";
import type { Capacity } from "./capacity.ts";
import type { Settings } from "../controller/contract/settings.ts";

/** What a glance at these settings shows, as `capacityInBrief` says it. */
export function capacityAtAGlance(settings: Settings): string {
  return capacityInBrief(capacityOf(settings, EFFORT.glance));
}

/** As `survives any 1 of 4 hosts; 2 may leave 3 VMs down`. */
export function capacityInBrief({ hosts, survives: { atLeast, atMost }, worst }: Capacity): string {
  if (atLeast === atMost && atLeast >= hosts - 1 && atLeast > 0)
    return `survives any ${atLeast} of ${counted(hosts, "host")}: one has room for all VMs`;
  const isNone = atLeast === 0 && atMost === 0;
  const open = atLeast === atMost ? "" : `, perhaps ${atMost},`;
  const borne = isNone
    ? "survives the failure of no host"
    : `survives any ${atLeast}${open} of ${counted(hosts, "host")}`;
  if (worst === undefined) return borne;
  const { hosts: failed, down } = worst;
  return `${borne}; ${failed.length}${isNone ? ` of ${hosts}` : ""} may leave ${counted(down.length, "VM")} down`;
}

/** As `1 host`, `2 hosts`. */
export function counted(n: number, what: string): string {
  return `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
}
