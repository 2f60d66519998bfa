// Reads trials.csv, as trialsCsv writes it. Columns are found by their names, so columns may be added and reordered;
// the error for an invalid row has its line.

import { OUTCOMES, PHASES, type OutcomeClass, type Trial } from "../../core/measurement/trial.ts";

/** A problem of a table, and its line, counted from 1. */
export class TableProblem extends Error {
  override name = "TableProblem";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** The sum of phases may differ from the total by this rounding error. */
const SLACK_SECONDS = 1e-3;

/** Throws a `TableProblem`. */
export function readTrials(text: string): Trial[] {
  const rows = records(text);
  const head = rows.next();
  if (head.done === true) throw new TableProblem(1, "is empty: expected a table of trials with a head");
  const columns = new Map(head.value.cells.map((name, i) => [name, i]));
  const trials: Trial[] = [];
  for (const { cells, line } of rows) {
    if (cells.length !== columns.size)
      throw new TableProblem(line, `has ${cells.length} cells: expected ${columns.size}, as the head has`);
    trials.push(trialOf(cells, columns, line));
  }
  return trials;
}

function trialOf(cells: readonly string[], columns: ReadonlyMap<string, number>, line: number): Trial {
  const cell = (name: string): string => {
    const column = columns.get(name);
    if (column === undefined) throw new TableProblem(1, `has no column ${name}`);
    return cells[column];
  };
  const number = (name: string): number => {
    const value = cell(name).trim() === "" ? NaN : Number(cell(name));
    if (!(value >= 0 && value < Infinity))
      throw new TableProblem(line, `${name} is "${cell(name)}": expected a number, not negative`);
    return value;
  };
  const outcome = OUTCOMES.find((each) => each === cell("outcome"));
  if (outcome === undefined)
    throw new TableProblem(line, `outcome is "${cell("outcome")}": expected one of ${OUTCOMES.join(", ")}`);
  const trial: Trial = {
    index: number("trial"),
    fault: cell("fault") as Trial["fault"],
    target: cell("target"),
    vm: cell("vm"),
    outcome,
    recoverySeconds: number("recovery_seconds"),
    downtimeSeconds: number("downtime_seconds"),
    phaseSeconds: PHASES.map((phase) => number(`${phase.replaceAll("-", "_")}_seconds`)),
    attempts: number("attempts"),
    violations: cell("violations") === "" ? [] : cell("violations").split(";"),
    error: cell("error"),
  };
  checkSum(trial, outcome, line);
  return trial;
}

function checkSum({ phaseSeconds, recoverySeconds }: Trial, outcome: OutcomeClass, line: number): void {
  const sum = phaseSeconds.reduce((total, seconds) => total + seconds, 0);
  if (outcome !== "error" && Math.abs(sum - recoverySeconds) > SLACK_SECONDS)
    throw new TableProblem(line, `phases add up to ${sum} s: expected recovery_seconds, ${recoverySeconds}`);
}

/** Rows of a CSV text (RFC 4180), each with the line on which it begins; empty lines are skipped. */
function* records(text: string): Generator<{ readonly cells: string[]; readonly line: number }> {
  const token = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;
  let [line, next] = [1, 1];
  let cells: string[] = [];
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) throw new TableProblem(next, "a quotation mark is out of place");
    const [whole, cell, end] = found;
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    next += whole.split("\n").length - 1;
    if (end === ",") continue;
    if (cells.length > 1 || cells[0] !== "") yield { cells, line };
    cells = [];
    line = next;
  }
  if (cells.length > 0) yield { cells, line };
}
