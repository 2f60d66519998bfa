// One run of a cluster of 20 VMs, with every probe or without those that cannot matter.
// Arguments: "every" or "skip", years, runs. Prints { cpuSeconds: of one run, fingerprint: of the journal, entries: in
// it }.

import { playIncident } from "../../../dist/study/experiment/incident.js";
import { hash64Hex } from "../../../dist/base/prelude/hash.js";
import { YEAR } from "../../../dist/base/prelude/time.js";
import { parseScenario } from "../../../dist/core/scenario/parse.js";
import { cluster } from "../cluster.mjs";

const [how, years, runs] = process.argv.slice(2);
const { scenario } = parseScenario(cluster(20, 1), "cluster.yaml");

const begun = process.cpuUsage();
let journal;
for (let run = 0; run < Number(runs); run++) {
  journal = [];
  playIncident(scenario, { horizon: Number(years) * YEAR }, (entry) => journal.push(entry), how === "every");
}
const { user, system } = process.cpuUsage(begun);
const fingerprint = hash64Hex(journal.map((entry) => JSON.stringify(entry)).join("\n"));
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6 / Number(runs), fingerprint, entries: journal.length }));
