// `3rc capacity`: how many hosts of a site may fail at once, computed from its scenario without running it.

import { alternativesTo } from "../../../../core/capacity/alternatives.ts";
import { capacityOf, EFFORT, singleFailures } from "../../../../core/capacity/analyse.ts";
import { limitsOf } from "../../../../core/capacity/limits.ts";
import { withOneMore } from "../../../../core/capacity/one-more.ts";
import type { Scenario } from "../../../../core/scenario/scenario.ts";
import { loadScenario } from "../../load-scenario.ts";
import { onEveryFile } from "../../read-input.ts";
import { lineWidth } from "../../terminal/width.ts";
import { print } from "../../terminal/print.ts";
import { capacityText, type SiteCapacity } from "./capacity-text.ts";

/** Checks every file before it answers for any, so that all problems are reported. */
export function capacity(files: readonly string[], options: { readonly set: readonly string[]; json?: true }): void {
  const scenarios = onEveryFile(files, (file) => loadScenario(file, options.set).scenario);
  scenarios.map(siteCapacity).forEach((site, i) => {
    if (options.json === true) print(`${JSON.stringify(site, null, 2)}\n`);
    else print(`${i > 0 ? "\n" : ""}${capacityText(site, lineWidth())}\n`);
  });
}

function siteCapacity({ name, hash, settings }: Scenario): SiteCapacity {
  const present = capacityOf(settings, EFFORT.thorough);
  const { worst } = present;
  return {
    scenario: { name, hash },
    ...present,
    ...(worst === undefined ? {} : { alternatives: alternativesTo(settings, worst, EFFORT.search) }),
    single: singleFailures(settings),
    limits: limitsOf(settings),
    oneMore: withOneMore(settings, present, EFFORT.thorough),
  };
}
