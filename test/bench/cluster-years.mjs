// How many years of a cluster one core simulates in a second, with the real controller.

import { incidentsAYear } from "./cluster.mjs";
import { check } from "../../dist/base/prelude/check.js";
import { asideRow, interleaved, median, ours, rateRow } from "./row.mjs";

const ROUNDS = 3;
const SIZES = [
  { vms: 20, years: 200, replications: 20, goal: 2000 },
  { vms: 200, years: 50, replications: 8, goal: 200 },
  { vms: 2000, years: 10, replications: 4, goal: 20 },
];

export async function clusterYears() {
  const turns = await interleaved(
    ROUNDS,
    ...SIZES.map(
      ({ vms, years, replications }) =>
        () =>
          ours("cluster_years", vms, years, replications),
    ),
  );
  return SIZES.flatMap(({ vms, goal }, i) => {
    const [{ years, incidents }] = turns[i];
    checkIncidents(incidents, incidentsAYear(vms) * years);
    const seconds = median(turns[i].map(({ cpuSeconds }) => cpuSeconds));
    return [
      rateRow(`${vms} VMs: cluster-years a CPU second, the goal`, years / seconds, goal, 1),
      asideRow(`${vms} VMs: µs an incident, incidents a year`, (1e6 * seconds) / incidents, incidents / years),
    ];
  });
}

/** Incidents are a Poisson count, so far as all is well again in no time. */
function checkIncidents(incidents, expected) {
  check(
    Math.abs(incidents - expected) < 5 * Math.sqrt(expected) + 0.01 * expected,
    `${incidents} incidents are not about ${expected}`,
  );
}
