// manifest.json: what made a result folder, enough to make it again. No instant of a clock, so that equal runs give
// equal bytes.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseScenario, renderProblems } from "../../core/scenario/parse.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import type { Mark } from "./foreign.ts";
import { NODE_VERSION, VERSION } from "../../base/platform/version.ts";
import { withSeed } from "../../core/scenario/scenario.ts";

const manifest = z.object({
  schema: z.literal(1),
  version: z.string(),
  node: z.string(),
  scenario: z.object({ name: z.string(), hash: z.string(), file: z.string(), overrides: z.array(z.string()) }),
  seed: z.string(),
  experiment: z.string(),
});
export type Manifest = z.infer<typeof manifest>;

/** What tells a result folder from others. */
export const RESULT: Mark = {
  file: "manifest.json",
  what: "results of 3rc",
  isOurs: (value) => manifest.safeParse(value).success,
};

/** The copy of the scenario's text in a result folder. */
export const SCENARIO_COPY = "scenario.yaml";

export function manifestOf(scenario: Scenario, file: string, overrides: readonly string[]): Manifest {
  return {
    schema: 1,
    version: VERSION,
    node: NODE_VERSION,
    scenario: { name: scenario.name, hash: scenario.hash, file, overrides: [...overrides] },
    seed: scenario.seed,
    experiment: scenario.experiment.kind,
  };
}

/** The scenario that made a result folder, from the copy in it. */
export function scenarioOf(folder: string): Scenario {
  const made = manifest.safeParse(json(read(folder, "manifest.json")));
  if (!made.success) throw new Refusal(`${folder}: its manifest.json is not one of this program`);
  const {
    scenario: { overrides, hash },
    seed,
  } = made.data;
  const parsed = parseScenario(read(folder, SCENARIO_COPY), join(folder, SCENARIO_COPY), overrides);
  if (!parsed.ok) throw new Refusal(renderProblems(parsed.problems));
  if (parsed.scenario.hash !== hash)
    throw new Refusal(`${folder}: ${SCENARIO_COPY} is not the scenario that made these results`);
  return withSeed(parsed.scenario, seed);
}

/** Undefined for what is no JSON. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function read(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (error) {
    throw new Refusal(`${folder}: is no result folder; it has no ${name} that can be read`, undefined, {
      cause: error,
    });
  }
}
