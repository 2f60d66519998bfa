// Whether a journal shows that no VM ran twice, judged from the journal alone: a simulated one by the starts and ends
// of its domains, one of real machines by what its witness saw. Independent of the world's own check of its invariants,
// and of what the controller believed.

import { between, type Duration, type Instant } from "../../base/prelude/time.ts";
import type { Entry, WitnessEntry } from "./entry.ts";
import type { ReadJournal } from "./read-journal.ts";

/** A VM that ran on two hosts at once. */
type Double = { readonly at: Instant; readonly vm: string; readonly hosts: readonly string[] };
/** A time without an answer of a host's hypervisor. */
type Gap = { readonly host: string; readonly from: Instant; readonly to: Instant; readonly length: Duration };

export type Audit = {
  /** The evidence; `none` if only the controller observed the cluster. */
  readonly by: "domains" | "witness" | "none";
  readonly doubles: readonly Double[];
  /** The number of domains started, or of answers of hypervisors. */
  readonly seen: number;
  /** Why the evidence is incomplete, a sentence each. */
  readonly missing: readonly string[];
  /** For each host, the longest time without an observation; the longest first. */
  readonly gaps: readonly Gap[];
};

export function audit(journal: ReadJournal): Audit {
  const { entries, head } = journal;
  const missing = missingIn(journal);
  const witnessed = entries.filter(({ kind }) => kind === "witnessed" || kind === "seen-twice") as WitnessEntry[];
  if (head.world === "simulated") return byDomains(entries, missing);
  if (witnessed.length === 0) return { by: "none", doubles: [], seen: 0, missing, gaps: [] };
  return {
    by: "witness",
    doubles: doublesSeen(witnessed),
    seen: witnessed.filter((entry) => entry.kind === "witnessed" && entry.running !== null).length,
    missing,
    gaps: gapsIn(witnessed, head.at, entries[entries.length - 1].at),
  };
}

/** Removes one occurrence of the host; false if there is none. */
function takeOut(hosts: string[], host: string): boolean {
  const index = hosts.indexOf(host);
  if (index >= 0) hosts.splice(index, 1);
  return index >= 0;
}

function byDomains(entries: readonly Entry[], missing: string[]): Audit {
  const on = new Map<string, string[]>();
  const doubles: Double[] = [];
  let seen = 0;
  for (const entry of entries) {
    const move = moveOf(entry);
    if (move === undefined) continue;
    const hosts = on.get(move.vm) ?? []; // one for each copy, also of two on one host
    on.set(move.vm, hosts);
    if (move.from !== undefined && !takeOut(hosts, move.from))
      missing.push(`${move.vm} ended on ${move.from} without having started there`);
    if (move.to === undefined) continue;
    seen++;
    if (hosts.length > 0) doubles.push({ at: entry.at, vm: move.vm, hosts: [...hosts, move.to] });
    hosts.push(move.to);
  }
  if (seen === 0) missing.push("no domain ever started: there is nothing to judge by");
  return { by: "domains", doubles, seen, missing, gaps: [] };
}

function moveOf(entry: Entry): { readonly vm: string; readonly from?: string; readonly to?: string } | undefined {
  if (entry.kind === "domain-started") return { vm: entry.subject, to: entry.host };
  if (entry.kind === "domain-ended") return { vm: entry.subject, from: entry.host };
  if (entry.kind === "migration-arrived") return { vm: entry.subject, from: entry.from, to: entry.host };
  return undefined;
}

/**
 * An answer concerns one instant, and a VM may move between two answers. So only these VMs ran on two hosts at once:
 * one that was seen on host A, B, A and B again, while neither said otherwise; and one that the witness itself
 * reported.
 */
function doublesSeen(witnessed: readonly WitnessEntry[]): Double[] {
  const sightings = new Map<string, string[]>();
  const doubles = new Map<string, Double>();
  for (const entry of witnessed) {
    if (entry.kind === "seen-twice") {
      doubles.set(entry.subject, { at: entry.at, vm: entry.subject, hosts: entry.hosts });
      continue;
    }
    if (entry.running === null) continue;
    const running = new Set(entry.running.map((name) => `vm/${name}`));
    for (const [vm, hosts] of sightings) if (hosts.includes(entry.subject) && !running.has(vm)) sightings.delete(vm);
    for (const vm of running) {
      const hosts = sightings.get(vm) ?? [];
      sightings.set(vm, hosts);
      if (hosts.at(-1) !== entry.subject) hosts.push(entry.subject);
      if (hosts.length === 4) doubles.set(vm, { at: entry.at, vm, hosts: hosts.slice(0, 2).map(plain) });
    }
  }
  return [...doubles.values()];
}

/** For each host, the longest time between two answers of its hypervisor, or an answer and the begin or the end. */
function gapsIn(witnessed: readonly WitnessEntry[], begin: Instant, end: Instant): Gap[] {
  const asked = witnessed.filter(({ kind }) => kind === "witnessed") as Extract<WitnessEntry, { kind: "witnessed" }>[];
  const hosts = new Set(asked.map(({ subject }) => subject));
  return [...hosts]
    .map((host) => {
      const answers = asked.filter(({ subject, running }) => subject === host && running !== null).map(({ at }) => at);
      const instants = [begin, ...answers, end];
      const gaps = instants
        .slice(1)
        .map((to, i): Gap => ({ host, from: instants[i], to, length: between(instants[i], to) }));
      return gaps.reduce((longest, gap) => (gap.length > longest.length ? gap : longest));
    })
    .sort((a, b) => b.length - a.length);
}

const plain = (subject: string) => subject.slice(subject.indexOf("/") + 1);

/** The evidence that lines are missing, a sentence each. */
function missingIn({ entries, torn, unknown }: ReadJournal): string[] {
  const last = entries[entries.length - 1];
  const lines = entries.length + [...unknown.values()].reduce((sum, count) => sum + count, 0);
  const missing = torn ? ["its last line is torn"] : [];
  if (entries.length === 1) missing.push("it has a head and nothing else");
  else if (last.kind !== "end") missing.push("it has no end: what came after its last line is not known");
  else if (last.entries !== lines) missing.push(`it has ${lines} lines, and ended with ${last.entries}`);
  const back = entries.findIndex(({ at }, i) => i > 0 && at < entries[i - 1].at);
  if (back > 0) missing.push(`its entry ${back + 1} is of an earlier instant than the one before it`);
  return missing;
}
