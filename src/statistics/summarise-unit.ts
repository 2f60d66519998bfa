// The availability of one VM, one group or the site, over all replications.

import { YEAR, toSeconds } from "../prelude/time.ts";
import type { Tally, UnitTally } from "../recorder/tally.ts";
import { unavailabilityInterval } from "./availability-interval.ts";
import type { UnitSummary } from "./summary.ts";

/** `of` finds the unit in a tally. */
export function summariseUnit(tallies: readonly Tally[], of: (tally: Tally) => UnitTally): UnitSummary {
  let [seconds, down, outages] = [0, 0, 0];
  for (const tally of tallies) {
    seconds += tally.seconds;
    down += of(tally).downSeconds;
    outages += of(tally).outages;
  }
  const [low, high] = unavailabilityInterval(tallies.map((tally) => of(tally).downSeconds / tally.seconds));
  return {
    availability: 1 - down / seconds,
    availability_ci: [1 - high, 1 - low],
    nines: nines(down / seconds),
    nines_ci: [nines(high), nines(low)],
    downtime_seconds_per_year: (down / seconds) * toSeconds(YEAR),
    outages,
    mtbf_seconds: outages === 0 ? null : (seconds - down) / outages,
    mttr_seconds: outages === 0 ? null : down / outages,
  };
}

/** From the unavailability, because 1 - availability has lost its digits; 0 has no number of nines. */
function nines(unavailability: number): number | null {
  return unavailability === 0 ? null : 0 - Math.log10(unavailability);
}
