// manifest.json: how a result folder was made, enough to make it again. It contains no clock time, so that equal runs
// give equal bytes.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseStoredScenario, renderProblems, type Problem } from "../../core/scenario/parse.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import type { ResultMark } from "./foreign.ts";
import { oldScenario, type OldScenario } from "./legacy/old-results.ts";
import { NODE_VERSION, VERSION } from "../../base/platform/version.ts";
import { withSeed } from "../../core/scenario/scenario.ts";

/** 1: of version 0.3 and before, in the language of that version. */
const SCHEMAS = [1, 2] as const;

const manifest = z.object({
  schema: z.literal(SCHEMAS),
  version: z.string(),
  node: z.string(),
  scenario: z.object({ name: z.string(), hash: z.string(), file: z.string(), overrides: z.array(z.string()) }),
  seed: z.string(),
  experiment: z.string(),
});
type Manifest = z.infer<typeof manifest>;

/** How a result folder is recognized. */
export const RESULT: ResultMark = {
  file: "manifest.json",
  what: "results of 3rc",
  isOurs: (value) => manifest.safeParse(value).success,
};

/** The copy of the scenario's text in a result folder. */
export const SCENARIO_COPY = "scenario.yaml";

export function manifestOf(scenario: Scenario, file: string, overrides: readonly string[]): Manifest {
  return {
    schema: 2,
    version: VERSION,
    node: NODE_VERSION,
    scenario: { name: scenario.name, hash: scenario.hash, file, overrides: [...overrides] },
    seed: scenario.seed,
    experiment: scenario.experiment.kind,
  };
}

/** How a result folder was made, in the present language. */
export type Source = {
  readonly scenario: Scenario;
  /** The scenario's text, and the scenario after --set. */
  readonly text: string;
  readonly overrides: readonly string[];
  /** Settings with which it was run, and which would be refused today. */
  readonly refusedToday: readonly Problem[];
};

/** Read from the copies in the folder; the hash of a folder of version 0.3 is the one that it had. */
export function sourceOf(folder: string): Source {
  const { schema, scenario, seed } = manifestIn(folder);
  const file = join(folder, SCENARIO_COPY);
  const bytes = read(folder, SCENARIO_COPY);
  const { text, overrides, hash } =
    schema === 1
      ? sound(oldScenario(bytes, file, scenario.overrides))
      : { text: bytes.toString("utf8"), overrides: scenario.overrides, hash: undefined };
  const parsed = parseStoredScenario(text, file, overrides);
  if (!parsed.ok) throw new Refusal(renderProblems(parsed.problems));
  if ((hash ?? parsed.scenario.hash) !== scenario.hash)
    throw new Refusal(`${folder}: ${SCENARIO_COPY} is not the scenario that made these results`);
  return {
    text,
    overrides,
    scenario: withSeed({ ...parsed.scenario, hash: scenario.hash }, seed),
    refusedToday: parsed.remarks,
  };
}

/** Throws a `Refusal` for what is not a result folder. */
function manifestIn(folder: string): Manifest {
  const made = manifest.safeParse(json(read(folder, "manifest.json").toString("utf8")));
  if (!made.success) throw new Refusal(`${folder}: its manifest.json is not one of this program`);
  return made.data;
}

/** Whether it is of version 0.3 or before. */
export function isOld(folder: string): boolean {
  return manifestIn(folder).schema === 1;
}

function sound(old: OldScenario | readonly Problem[]): OldScenario {
  if ("text" in old) return old;
  throw new Refusal(renderProblems(old));
}

/** Undefined for what is not JSON. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function read(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    throw new Refusal(`${folder}: is not a result folder; it has no ${name} that can be read`, undefined, {
      cause: error,
    });
  }
}
