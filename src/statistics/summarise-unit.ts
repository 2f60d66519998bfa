// The availability of one VM, one group or the site, over all replications.

import { YEAR, toSeconds } from "../prelude/time.ts";
import type { Tally, UnitTally } from "../recorder/tally.ts";
import { unavailabilityInterval } from "./availability-interval.ts";
import type { UnitSummary } from "./summary.ts";

/** `of` finds the unit in a tally; `longestSeconds` is the longest outage of any VM. */
export function summariseUnit(tallies: readonly Tally[], of: (tally: Tally) => UnitTally, longestSeconds: number): UnitSummary {
  const sum = (figure: (unit: UnitTally) => number) => tallies.reduce((total, tally) => total + figure(of(tally)), 0);
  const seconds = tallies.reduce((total, tally) => total + tally.seconds, 0);
  const downSeconds = sum((unit) => unit.downSeconds);
  const outages = sum((unit) => unit.outages);
  const ended = sum((unit) => unit.ended);
  const unavailability = downSeconds / seconds;
  const [low, high] = unavailabilityInterval({
    seconds, downSeconds, outages: outages + sum((unit) => unit.inherited), longestSeconds,
    perReplication: tallies.map((tally) => of(tally).downSeconds / tally.seconds),
    years: {
      n: tallies.reduce((total, tally) => total + Math.floor(tally.seconds / toSeconds(YEAR)), 0),
      seconds: sum((unit) => unit.yearSeconds), squares: sum((unit) => unit.yearSquares),
    },
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
  };
}

/** From the unavailability, because 1 - availability has lost its digits; 0 has no number of nines. */
function nines(unavailability: number): number | null {
  return unavailability === 0 ? null : 0 - Math.log10(unavailability);
}
