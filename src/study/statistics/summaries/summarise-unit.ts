// The availability of one VM, one group or the site, over all replications, and the variation between years.

import { YEAR, toSeconds } from "../../../base/prelude/time.ts";
import type { Tally, UnitTally } from "../../../core/measurement/tally.ts";
import { unavailabilityInterval } from "../intervals/availability-interval.ts";
import { quantile } from "../sample.ts";
import type { UnitSummary, YearsSummary } from "./summary.ts";

/** `of` finds the unit in a tally; `longestSeconds` is the longest outage of any VM. */
export function summariseUnit(
  tallies: readonly Tally[],
  of: (tally: Tally) => UnitTally,
  longestSeconds: number,
): UnitSummary {
  const sum = (figure: (unit: UnitTally) => number) => tallies.reduce((total, tally) => total + figure(of(tally)), 0);
  const seconds = tallies.reduce((total, tally) => total + tally.seconds, 0);
  const downSeconds = sum((unit) => unit.downSeconds);
  const outages = sum((unit) => unit.outages);
  const ended = sum((unit) => unit.ended);
  const unavailability = downSeconds / seconds;
  const years = downSecondsByYear(tallies, of);
  const [low, high] = unavailabilityInterval({
    seconds,
    downSeconds,
    outages: outages + sum((unit) => unit.inherited),
    longestSeconds,
    perReplication: tallies.map((tally) => of(tally).downSeconds / tally.seconds),
    years,
  });
  return {
    availability: 1 - unavailability,
    availability_ci: [1 - high, 1 - low],
    nines: nines(unavailability),
    nines_ci: [nines(high), nines(low)],
    downtime_seconds_per_year: unavailability * toSeconds(YEAR),
    outages,
    mtbf_seconds: outages === 0 ? null : (seconds - downSeconds) / outages,
    mttr_seconds: ended === 0 ? null : sum((unit) => unit.endedSeconds) / ended,
    downtime_by_year: summariseYears(years),
  };
}

/** Downtime of the unit in each whole counted year, in seconds, in ascending order. */
export function downSecondsByYear(tallies: readonly Tally[], of: (tally: Tally) => UnitTally): Float64Array {
  const years = new Float64Array(
    tallies.reduce((total, tally) => total + Math.floor(tally.seconds / toSeconds(YEAR)), 0),
  );
  let next = 0;
  for (const tally of tallies) {
    years.set(of(tally).yearSeconds, next);
    next += of(tally).yearSeconds.length;
  }
  return years.sort();
}

function summariseYears(sorted: Float64Array): YearsSummary {
  const at = (p: number) => quantile(sorted, p);
  const without = sorted.findIndex((seconds) => seconds > 0);
  return {
    p50_seconds: at(0.5),
    p90_seconds: at(0.9),
    p99_seconds: at(0.99),
    max_seconds: at(1),
    years_without: without < 0 ? sorted.length : without,
  };
}

/** Computed from the unavailability, because 1 - availability has lost digits; null for an unavailability of 0. */
function nines(unavailability: number): number | null {
  return unavailability === 0 ? null : 0 - Math.log10(unavailability);
}
