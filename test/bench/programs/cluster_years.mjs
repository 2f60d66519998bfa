// Replications of a cluster with the real controller, warm: as many as are counted run before, uncounted, since only
// after some tens of thousands of incidents has the compiler done all it does. Arguments: VMs, years of a replication,
// replications. Prints { cpuSeconds, years, incidents, downSeconds }.

import { runReplication } from "../../../dist/study/experiment/availability-replication.js";
import { parseScenario } from "../../../dist/core/scenario/parse.js";
import { cluster } from "../cluster.mjs";

const [vms, years, replications] = process.argv.slice(2).map(Number);
const { scenario } = parseScenario(cluster(vms, years), "cluster.yaml");
for (let i = 0; i < replications; i++) runReplication(scenario, scenario.experiment, i);
const begun = process.cpuUsage();
let incidents = 0;
let downSeconds = 0;
for (let i = 0; i < replications; i++) {
  const tally = runReplication(scenario, scenario.experiment, replications + i);
  incidents += tally.incidents;
  for (const vm of tally.vms) downSeconds += vm.downSeconds;
}
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, years: years * replications, incidents, downSeconds }));
