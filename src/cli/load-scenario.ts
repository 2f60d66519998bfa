// A scenario from a file: whatever is wrong with the file or in it becomes one refusal that names it.

import { readFileSync, statSync } from "node:fs";
import { parseScenario, renderProblems } from "../scenario/parse.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { Refusal } from "./exit.ts";

/** No scenario that a person writes is larger; read nothing that is. */
const LARGEST = 1_000_000;

export type Loaded = { readonly scenario: Scenario; readonly text: string };

export function loadScenario(file: string, overrides: readonly string[]): Loaded {
  const bytes = read(file);
  const parsed = parseScenario(bytes, file, overrides);
  if (!parsed.ok) throw new Refusal(renderProblems(parsed.problems));
  return { scenario: parsed.scenario, text: bytes.toString("utf8") };
}

function read(file: string): Buffer {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) throw new Refusal(`${file}: is a directory; expected a scenario file (YAML)`);
    if (!stat.isFile()) throw new Refusal(`${file}: is not a regular file; expected a scenario file (YAML)`);
    if (stat.size > LARGEST) throw new Refusal(`${file}: has ${stat.size} bytes; expected a scenario file (YAML) of at most ${LARGEST}`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new Refusal(`${file}: ${code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "may not be read" : String(code)}`, undefined, { cause: error });
  }
}
