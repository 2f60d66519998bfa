// Trials in columns: a million of them fit in 200 MB, move between workers without being copied, and are read one at a
// time like a list.

import { PHASES, type Trial } from "./trial.ts";

/** The columns of some consecutive trials. Words (names, kinds) are numbers into `words`. */
export type TrialColumns = {
  readonly first: number;
  readonly length: number;
  readonly words: readonly string[];
  /** By trial: fault, target, vm, outcome, violations, error, as words; then attempts. */
  readonly codes: Uint32Array<ArrayBuffer>;
  /** By trial: recovery, downtime, then each phase; seconds. */
  readonly seconds: Float64Array<ArrayBuffer>;
};

const CODES = 7;
const SECONDS = 2 + PHASES.length;
const VIOLATIONS_SEPARATOR = ";";

/** Columns under construction, for trials `first`, `first` + 1, … */
export class TrialColumnsBuilder {
  readonly #columns: TrialColumns;
  readonly #words: string[] = [];
  readonly #codeOf = new Map<string, number>();
  #filled = 0;

  constructor(first: number, length: number) {
    this.#columns = {
      first,
      length,
      words: this.#words,
      codes: new Uint32Array(length * CODES),
      seconds: new Float64Array(length * SECONDS),
    };
  }

  add(trial: Trial): void {
    const { codes, seconds } = this.#columns;
    let at = this.#filled * CODES;
    codes[at++] = this.#code(trial.fault);
    codes[at++] = this.#code(trial.target);
    codes[at++] = this.#code(trial.vm);
    codes[at++] = this.#code(trial.outcome);
    codes[at++] = this.#code(trial.violations.join(VIOLATIONS_SEPARATOR));
    codes[at++] = this.#code(trial.error);
    codes[at] = trial.attempts;
    at = this.#filled * SECONDS;
    seconds[at++] = trial.recoverySeconds;
    seconds[at++] = trial.downtimeSeconds;
    for (const phase of trial.phaseSeconds) seconds[at++] = phase;
    this.#filled++;
  }

  get columns(): TrialColumns {
    return this.#columns;
  }

  #code(word: string): number {
    let code = this.#codeOf.get(word);
    if (code === undefined) {
      code = this.#words.push(word) - 1;
      this.#codeOf.set(word, code);
    }
    return code;
  }
}

/** All trials of a campaign, in the order of their indices. */
export class TrialTable implements Iterable<Trial> {
  readonly #parts: readonly TrialColumns[];
  readonly length: number;

  constructor(parts: readonly TrialColumns[]) {
    this.#parts = parts.toSorted((a, b) => a.first - b.first);
    this.length = parts.reduce((sum, part) => sum + part.length, 0);
  }

  *[Symbol.iterator](): Iterator<Trial> {
    for (const part of this.#parts) for (let row = 0; row < part.length; row++) yield trialAt(part, row);
  }

  /** Trial number `index`, or undefined. */
  at(index: number): Trial | undefined {
    const part = this.#parts.find(({ first, length }) => index >= first && index < first + length);
    return part === undefined ? undefined : trialAt(part, index - part.first);
  }
}

function trialAt({ first, words, codes, seconds }: TrialColumns, row: number): Trial {
  const code = row * CODES;
  const second = row * SECONDS;
  const phaseSeconds: number[] = [];
  for (let phase = 0; phase < PHASES.length; phase++) phaseSeconds.push(seconds[second + 2 + phase]);
  const violations = words[codes[code + 4]];
  return {
    index: first + row,
    fault: words[codes[code]] as Trial["fault"],
    target: words[codes[code + 1]],
    vm: words[codes[code + 2]],
    outcome: words[codes[code + 3]] as Trial["outcome"],
    recoverySeconds: seconds[second],
    downtimeSeconds: seconds[second + 1],
    phaseSeconds,
    attempts: codes[code + 6],
    violations: violations === "" ? [] : violations.split(VIOLATIONS_SEPARATOR),
    error: words[codes[code + 5]],
  };
}
