// `3rc validate`: checks scenarios without running them, and says how many hosts of their sites may fail.

import { capacityOf, EFFORT } from "../../../../core/capacity/analyse.ts";
import { capacityInBrief } from "../../../../core/capacity/in-words.ts";
import { loadScenario, printRemarks } from "../../load-scenario.ts";
import { onEveryFile } from "../../read-input.ts";
import { print } from "../../terminal/print.ts";

/** Checks every file before it refuses any, so that all problems are reported. */
export function validate(files: readonly string[], overrides: readonly string[]): void {
  onEveryFile(files, (file) => {
    const { scenario, remarks } = loadScenario(file, overrides);
    const { site, experiment, settings } = scenario;
    print(
      `${file}: ${scenario.name}, ${experiment.kind}, ${site.hosts.length} hosts, ${site.vms.length} VMs, hash ` +
        `${scenario.hash}\n${file}: ${capacityInBrief(capacityOf(settings, EFFORT.glance))}\n`,
    );
    printRemarks(remarks);
  });
}
