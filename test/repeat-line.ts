// Prints after a run, for each failure, the line that runs it again, alone and with the seed of its property.

import { relative } from "node:path";
import type { TestCase, TestModule } from "vitest/node";

/** The errors of a failure, as far as they are used here. */
export type Failure = {
  /** The file of the test, relative to the root of the project. */
  readonly file: string;
  /** The file of the configuration, relative to that too. */
  readonly config: string;
  /** The test with what it is part of, outermost first; empty where the file itself failed. */
  readonly names: readonly string[];
  readonly messages: readonly string[];
};

/** A line for a shell. A property reports its seed; `--retry 0`: it fails again at once. */
export function repeatLine({ file, config, names, messages }: Failure): string {
  const seed = /\{ seed: (-?\d+), path:/.exec(messages.join("\n"))?.[1];
  const pattern = names.join(" ").replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return [
    ...(seed === undefined ? [] : [`SEED=${seed}`]),
    "npx vitest run --config",
    config,
    file,
    ...(pattern === "" ? [] : ["-t", quoted(`^${pattern}$`)]),
  ].join(" ");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A reporter in addition to the one for the tests. */
export class RepeatReporter {
  #root = "";
  #config = "";

  onInit({ vite }: { readonly vite: { readonly config: { readonly root: string; readonly configFile?: string } } }) {
    this.#root = vite.config.root;
    this.#config = relative(this.#root, vite.config.configFile ?? "");
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) => this.#linesOf(module));
    if (lines.length > 0)
      process.stdout.write(`Each failure alone (after npm run build):\n${[...new Set(lines)].join("\n")}\n\n`);
  }

  #linesOf(module: TestModule): string[] {
    const failure = { file: relative(this.#root, module.moduleId), config: this.#config };
    const tests = [...module.children.allTests("failed")];
    if (tests.length === 0 && module.state() === "failed") return [repeatLine({ ...failure, names: [], messages: [] })];
    return tests.map((test) => repeatLine({ ...failure, names: namesOf(test), messages: messagesOf(test) }));
  }
}

function namesOf(test: TestCase): string[] {
  const names = [test.name];
  for (let above = test.parent; above.type === "suite"; above = above.parent) names.unshift(above.name);
  return names;
}

function messagesOf(test: TestCase): string[] {
  return (test.result().errors ?? []).map(({ message }) => message);
}
