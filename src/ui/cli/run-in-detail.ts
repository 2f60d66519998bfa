// The run that a report shows in detail.

import type { Entry } from "../../core/journal/entry.ts";
import type { Duration } from "../../base/prelude/time.ts";

/** One run entry by entry, for a timeline: the median trial of a campaign, or the incident. */
export type Told = {
  readonly kind: "trial" | "incident";
  readonly title: string;
  readonly entries: readonly Entry[];
  readonly clock: Duration;
};
