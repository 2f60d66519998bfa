// A journal as lanes of a chart: the truth about each VM, and what the controller believed of each VM and host.

import { NO_TIME, toSeconds, type Instant } from "../../base/prelude/time.ts";
import { categoriesOf } from "../controller/contract/announcement.ts";
import { nameOf, type Target } from "../controller/contract/event.ts";
import type { Category } from "../controller/state-machines/categories.ts";
import { isTurnEntry, type Entry } from "./entry.ts";
import { traceLine } from "./trace.ts";

/** What a lane shows at a time: a state with its category, or whether a service serves. */
export type Condition = { readonly state: string; readonly kind: Category | "serving" | "not-serving" };
type Segment = Condition & { readonly from: number; readonly to: number };
/** Times in seconds since the beginning of the run. */
export type Lane = { readonly lane: string; readonly segments: readonly Segment[] };
export type Mark = { readonly at: number; readonly label: string };
export type Timeline = { readonly lanes: readonly Lane[]; readonly marks: readonly Mark[] };

/** Lanes of those VMs and hosts that the journal mentions up to `to`, in the order of their first mention. */
export function timelineOf(entries: readonly Entry[], from: Instant, to: Instant): Timeline {
  const lanes = new Map<string, { since: Instant; condition: Condition; segments: Segment[] }>();
  const marks: Mark[] = [];
  for (const entry of entries) {
    if (entry.at > to) break;
    const step = transitionOf(entry);
    if (step !== undefined) {
      const lane = lanes.get(step.lane) ?? { since: from, condition: step.before, segments: [] };
      lanes.set(step.lane, lane);
      push(lane.segments, lane.since, entry.at, lane.condition, from);
      lane.since = entry.at;
      lane.condition = step.after;
    }
    if (entry.kind === "fault-begun" && entry.at >= from)
      marks.push({ at: toSeconds(entry.at), label: `${entry.fault} ${plainName(entry.subject)}` });
  }
  for (const lane of lanes.values()) push(lane.segments, lane.since, to, lane.condition, from);
  return { lanes: [...lanes].map(([lane, { segments }]) => ({ lane, segments })), marks };
}

function push(segments: Segment[], since: Instant, until: Instant, condition: Condition, from: Instant): void {
  const begin = since < from ? from : since;
  if (until > begin) segments.push({ from: toSeconds(begin), to: toSeconds(until), ...condition });
}

function transitionOf(entry: Entry): { lane: string; before: Condition; after: Condition } | undefined {
  if (entry.kind === "service-lost" || entry.kind === "service-back") {
    const back = entry.kind === "service-back";
    return { lane: `${plainName(entry.subject)} in truth`, before: truth(!back), after: truth(back) };
  }
  if (entry.kind !== "command" || entry.command.kind !== "announce" || entry.command.from === entry.command.to)
    return undefined;
  const { subject, from, to } = entry.command;
  const kinds = categoriesOf(entry.command);
  return {
    lane: `${subject} believed`,
    before: { state: from, kind: kinds.from },
    after: { state: to, kind: kinds.to },
  };
}

function truth(serving: boolean): Condition {
  return serving ? { state: "serving", kind: "serving" } : { state: "not serving", kind: "not-serving" };
}

/** From the first change of the truth to the last entry that a trace shows; undefined if nothing changed. */
export function eventfulSpan(entries: readonly Entry[]): { readonly from: Instant; readonly to: Instant } | undefined {
  const eventful = entries.filter((entry) => isTurnEntry(entry) || traceLine(entry, NO_TIME) !== undefined);
  const first = eventful.find((entry) => !isTurnEntry(entry));
  const last = eventful.at(-1);
  return first === undefined || last === undefined ? undefined : { from: first.at, to: last.at };
}

/** The name without its kind, as lanes and marks show it. */
function plainName(subject: Target | "site"): string {
  return subject === "site" ? subject : nameOf(subject);
}
