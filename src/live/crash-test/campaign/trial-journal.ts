// The journal of a live trial: the entries of the control loop, the injected faults, the services as an observer saw
// them, and the answers of hypervisors to the witness. Instants count from 1970.

import { join } from "node:path";
import { VERSION } from "../../../base/platform/version.ts";
import type { Instant } from "../../../base/prelude/time.ts";
import { parametersOf, targetsOf } from "../../../core/cluster/fault.ts";
import type { SiteSpec } from "../../../core/cluster/site.ts";
import type { Entry, Head, TruthEntry } from "../../../core/journal/entry.ts";
import { beginJournal, journalHeadOf } from "../../../core/journal/write-journal.ts";
import type { Scenario } from "../../../core/scenario/scenario.ts";
import type { Seen } from "../observers/truth.ts";
import type { ObservedInjection, ObservedTrial } from "./observed.ts";

export function journalPath(folder: string, trial: number): string {
  return join(folder, "journals", `trial-${trial}.jsonl`);
}

/** The head of a journal of real machines that begins at `at`; `trial` is null for the journal of a whole campaign. */
export function liveHead({ name, hash, seed }: Scenario, trial: number | null, at: Instant): Head {
  const scenario = { name, hash };
  return journalHeadOf({
    at,
    version: VERSION,
    world: "real",
    scenario,
    seed,
    replication: trial,
    clock: { kind: "unix" },
  });
}

/** The whole journal, in the order of its instants. */
export function journalOf(head: Head, site: SiteSpec, observed: ObservedTrial): readonly Entry[] {
  const { entries, seen, injections, witnessed, endedAt } = observed;
  const all = [
    ...injections.flatMap((injection) => injectionEntries(injection, site)),
    ...serviceEntries(seen),
    ...witnessed,
    ...entries,
  ].sort((a, b) => a.at - b.at);
  const journal: Entry[] = [];
  const { record, end } = beginJournal(head, (entry) => journal.push(entry));
  all.forEach(record);
  end(endedAt);
  return journal;
}

function injectionEntries({ kind, fault, at }: ObservedInjection, site: SiteSpec): TruthEntry[] {
  return targetsOf(fault, site).map((subject) =>
    kind === "fault-ended"
      ? { kind, at, subject, fault: fault.kind }
      : { kind, at, subject, fault: fault.kind, parameters: parametersOf(fault) },
  );
}

/** The first observation of a VM is not a change of its service. */
function serviceEntries(seen: readonly Seen[]): TruthEntry[] {
  const served = new Map<string, boolean>();
  return seen
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ at, told, vm, answer }): TruthEntry[] => {
      const subject = `vm/${vm}` as const;
      const [before, now] = [served.get(vm), answer === "service"];
      served.set(vm, now);
      return [
        { kind: "answer-changed", at, subject, answer, noticed: told },
        ...(before === true && !now ? [{ kind: "service-lost", at, subject, cause: null } as const] : []),
        ...(before === false && now ? [{ kind: "service-back", at, subject } as const] : []),
      ];
    });
}
