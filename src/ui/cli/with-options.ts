// Command line options that change a scenario.

import type { Scenario } from "../../core/scenario/scenario.ts";

/** --trials and --replications as overrides, as far as they apply to the kind of the scenario. */
export function sizeOverrides(
  scenario: Scenario,
  options: { readonly trials?: number; readonly replications?: number },
): string[] {
  const { kind } = scenario.experiment;
  if (kind === "crash-campaign" && options.trials !== undefined)
    return [`experiment.crash-campaign.trials=${options.trials}`];
  if (kind === "availability" && options.replications !== undefined)
    return [`experiment.availability.replications=${options.replications}`];
  return [];
}
