// A journal as lanes of a chart: what was true of each VM, what the controller believed of it, and of each host.

import { NO_TIME, toSeconds, type Instant } from "../../base/prelude/time.ts";
import { isTurnEntry, type Entry } from "./entry.ts";
import { plainName, traceLine } from "./trace.ts";

export type Segment = { readonly from: number; readonly to: number; readonly state: string };
/** Times in seconds since the beginning of the run. */
export type Lane = { readonly lane: string; readonly segments: readonly Segment[] };
export type Mark = { readonly at: number; readonly label: string };
export type Timeline = { readonly lanes: readonly Lane[]; readonly marks: readonly Mark[] };

/**
 * Lanes of those VMs and hosts of which anything was said between `from` and `to`, in the order of their first mention.
 */
export function timelineOf(entries: readonly Entry[], from: Instant, to: Instant): Timeline {
  const lanes = new Map<string, { since: Instant; state: string; segments: Segment[] }>();
  const marks: Mark[] = [];
  for (const entry of entries) {
    if (entry.at > to) break;
    const step = stepOf(entry);
    if (step !== undefined) {
      const lane = lanes.get(step.lane) ?? { since: from, state: step.before, segments: [] };
      lanes.set(step.lane, lane);
      push(lane.segments, lane.since, entry.at, lane.state, from);
      lane.since = entry.at;
      lane.state = step.after;
    }
    if (entry.kind === "fault-begun" && entry.at >= from)
      marks.push({ at: toSeconds(entry.at), label: `${entry.fault} ${plainName(entry.subject)}` });
  }
  for (const lane of lanes.values()) push(lane.segments, lane.since, to, lane.state, from);
  return { lanes: [...lanes].map(([lane, { segments }]) => ({ lane, segments })), marks };
}

function push(segments: Segment[], since: Instant, until: Instant, state: string, from: Instant): void {
  const begin = since < from ? from : since;
  if (until > begin) segments.push({ from: toSeconds(begin), to: toSeconds(until), state });
}

function stepOf(entry: Entry): { lane: string; before: string; after: string } | undefined {
  if (entry.kind === "service-lost" || entry.kind === "service-back") {
    const [before, after] = entry.kind === "service-lost" ? ["serving", "not serving"] : ["not serving", "serving"];
    return { lane: `${plainName(entry.subject)} in truth`, before, after };
  }
  if (entry.kind !== "command" || entry.command.kind !== "announce" || entry.command.from === entry.command.to)
    return undefined;
  const { subject, from, to } = entry.command;
  return { lane: `${subject} believed`, before: from, after: to };
}

/** From the first change of the truth to the last thing that happened; undefined where nothing changed. */
export function eventfulSpan(entries: readonly Entry[]): { readonly from: Instant; readonly to: Instant } | undefined {
  const eventful = entries.filter((entry) => isTurnEntry(entry) || traceLine(entry, NO_TIME) !== undefined);
  const first = eventful.find((entry) => !isTurnEntry(entry));
  const last = eventful.at(-1);
  return first === undefined || last === undefined ? undefined : { from: first.at, to: last.at };
}
