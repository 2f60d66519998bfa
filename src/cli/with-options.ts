// Options of the command line that change a scenario are changes of its text, so that its hash tells of them.

import type { Scenario } from "../scenario/scenario.ts";

/** The seed is no part of the hash: it is told beside it. */
export function withSeed(scenario: Scenario, seed: string | undefined): Scenario {
  return seed === undefined ? scenario : { ...scenario, seed };
}

/** --trials and --replications as overrides of the text. */
export function overridesOf(options: { readonly set: readonly string[]; readonly trials?: number; readonly replications?: number }): string[] {
  return [
    ...options.set,
    ...(options.trials === undefined ? [] : [`experiment.crash-campaign.trials=${options.trials}`]),
    ...(options.replications === undefined ? [] : [`experiment.availability.replications=${options.replications}`]),
  ];
}
