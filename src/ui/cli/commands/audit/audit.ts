// `3rc audit`: whether any VM ran twice, proven from a journal alone.

import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { between, formatDuration, formatInstant, START, type Instant } from "../../../../base/prelude/time.ts";
import { audit, type Audit } from "../../../../core/journal/audit.ts";
import { readJournal, type ReadJournal } from "../../../../core/journal/read-journal.ts";
import { EXIT } from "../../exit.ts";
import { print } from "../../terminal/print.ts";

/** The number of longest gaps without observation that are printed. */
const GAPS_TOLD = 3;

/** Sets the exit code: 1 if a VM ran twice, 3 if the journal cannot tell. */
export async function auditFile(file: string): Promise<void> {
  const journal = readJournal(await textOf(file), file);
  const audited = audit(journal);
  print(`${auditLines(journal, audited).join("\n")}\n`);
  if (audited.doubles.length > 0) process.exitCode = EXIT.verdict;
  else if (audited.by === "none" || audited.missing.length > 0) process.exitCode = EXIT.incomplete;
}

function auditLines(journal: ReadJournal, { by, doubles, seen, missing, gaps }: Audit): string[] {
  const { head, entries, unknown } = journal;
  const at = (instant: Instant) => formatInstant((START + between(head.at, instant)) as Instant);
  const { name, hash } = head.scenario;
  const seed = head.seed === null ? "" : `, seed ${head.seed}`;
  return [
    `${name}, hash ${hash}${seed}: ${entries.length} entries, ${at(head.at)} to ${at(entries[entries.length - 1].at)}`,
    ...doubles.map((double) => `${double.vm} ran on ${double.hosts.join(" and ")} at once, at ${at(double.at)}`),
    ...[...unknown].map(
      ([kind, count]) => `ignored: ${count} entries of kind ${kind}, which this version does not know`,
    ),
    ...missing.map((what) => `incomplete: ${what}`),
    verdictOf(by, doubles.length > 0, missing.length > 0, seen),
    ...gaps
      .slice(0, GAPS_TOLD)
      .map((gap) => `not observed: ${gap.host} from ${at(gap.from)} to ${at(gap.to)}, ${formatDuration(gap.length)}`),
  ];
}

function verdictOf(by: Audit["by"], twice: boolean, partly: boolean, seen: number): string {
  if (twice) return "A VM ran twice.";
  if (by === "none") return "Unknown: nothing but the controller observed where VMs ran.";
  if (partly) return "Unknown: the part that is there shows no VM that ran twice.";
  return by === "domains"
    ? `Proven by the beginnings and ends of ${seen} domains: no VM ran twice.`
    : `Observed, not proven: no VM ran twice in ${seen} answers of hypervisors to the witness.`;
}

async function textOf(file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "is a directory" : code;
    throw new Refusal(`${file}: ${why}; expected a journal`, "usage", { cause: error });
  }
}
