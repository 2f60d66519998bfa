// `3rc validate`: checks scenarios without running them, and says how many hosts of their sites may fail.

import { capacityAtAGlance } from "../../../../core/capacity/in-words.ts";
import { loadScenario, printRemarks } from "../../load-scenario.ts";
import { onEveryFile } from "../../read-input.ts";
import { print } from "../../terminal/print.ts";

/** Checks every file before it refuses any, so that all problems are reported. */
export function validate(files: readonly string[], overrides: readonly string[]): void {
  onEveryFile(files, (file) => {
    const { scenario, remarks } = loadScenario(file, overrides);
    const { site, experiment } = scenario;
    print(
      `${file}: ${scenario.name}, ${experiment.kind}, ${site.hosts.length} hosts, ${site.vms.length} VMs, hash ` +
        `${scenario.hash}\n${file}: ${capacityAtAGlance(scenario.settings)}\n`,
    );
    printRemarks(remarks);
  });
}
