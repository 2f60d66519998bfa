// Instants in ISO 8601.

import type { Instant } from "../../../base/prelude/time.ts";

const FORMAT = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: "UTC" });

/** "2026-11-24 04:31:54", UTC. */
function wallTime(at: Instant): string {
  return FORMAT.format(at / 1000);
}

/** "2026-11-24T04:31:54Z". */
export function isoTime(at: Instant): string {
  return `${wallTime(at).replace(" ", "T")}Z`;
}
