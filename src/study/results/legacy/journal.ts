// The journals of live trials as version 0.3 wrote them: no head, no end, and changes of the truth told in sentences.
// Read as entries of today, as far as they say as much.

import type { Answer } from "../../../core/controller/contract/event.ts";
import { targetsOf, type FaultKind } from "../../../core/cluster/fault.ts";
import type { Entry, TruthEntry } from "../../../core/journal/entry.ts";
import { journalHeadOf } from "../../../core/journal/write-journal.ts";
import type { Scenario } from "../../../core/scenario/scenario.ts";
import type { Instant } from "../../../base/prelude/time.ts";

/** Events and commands are those of today, but for the names that `NEW_NAMES` lists. */
type OldEntry =
  | Extract<Entry, { kind: "event" | "command" }>
  | { readonly kind: "change"; readonly at: Instant; readonly subject: string; readonly change: string };

/** Whether a journal's first line is one of version 0.3. */
export function isOldJournal(text: string): boolean {
  return /^\{"kind":"(?:event|command|change)"/.test(text);
}

/** `scenario` made the result in which the journal was kept. */
export function readOldJournal(text: string, scenario: Scenario, trial: number): readonly Entry[] {
  const { name, hash, seed, site } = scenario;
  const old = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line, withNewName) as OldEntry);
  const head = journalHeadOf({
    at: old[0].at,
    version: "0.3",
    world: "real",
    scenario: { name, hash },
    seed,
    replication: trial,
    clock: { kind: "unix" },
  });
  const entries = old.flatMap((entry): Entry[] => (entry.kind === "change" ? truthOf(entry, site) : [entry]));
  return [head, ...entries];
}

/** Kinds of outcomes and tasks of alerts that have been renamed since, by the key that they stand under. */
const NEW_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: { looked: "inspected" },
  task: { look: "investigate" },
};

function withNewName(key: string, value: unknown): unknown {
  return typeof value === "string" ? (NEW_NAMES[key]?.[value] ?? value) : value;
}

/** The sentences of version 0.3 about a trial on real machines. */
function truthOf({ at, subject, change }: Extract<OldEntry, { kind: "change" }>, site: Scenario["site"]): TruthEntry[] {
  const vm = `vm/${subject}` as const;
  const answers = (answer: Answer): TruthEntry => ({ kind: "answer-changed", at, subject: vm, answer });
  if (change === "its service is back") return [{ kind: "service-back", at, subject: vm }];
  if (change === "its service is lost") return [{ kind: "service-lost", at, subject: vm, cause: null }];
  if (change === "its guest is starting") return [answers("system")];
  const fault = /^fault: (.+)$/.exec(change)?.[1] as FaultKind | undefined;
  if (fault === undefined) return [];
  const [target] = targetsOf({ on: subject === "site" ? [] : [subject] }, site);
  return [{ kind: "fault-begun", at, subject: target, fault, parameters: {} }];
}
