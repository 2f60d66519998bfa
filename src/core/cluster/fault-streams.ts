// The names of the random streams of faults. A stream is named for the fault (its name, else its kind) and the one
// target into which it is injected, never for a place in a list: so removing a fault, or adding a host, moves no other
// fault. Faults that would bear one name are numbered among themselves; those that draw nothing take no number.

import type { Fault } from "./fault.ts";

type Named = Pick<Fault, "kind" | "name" | "together" | "when" | "lasts">;

/** What a fault has one timer for: one target ("vm/web", "host/alfa01", "site"), or all of its targets together. */
export type TimedFor = `vm/${string}` | `host/${string}` | "site" | "together";

/** What the streams of a fault begin with: "fault/guest-kernel-crash/vm/web". Each call is another fault or target. */
type StreamNames = (fault: Named, of: TimedFor) => string;

/** Names the streams of the faults of one run, which are to be passed in their order. */
export function streamNames(): StreamNames {
  const taken = new Map<string, number>();
  return (fault, of) => {
    const name = unnumbered(fault, of);
    if (!isRandom(fault)) return `fault/${name}`;
    const number = (taken.get(name) ?? 0) + 1;
    taken.set(name, number);
    // A name has no "#", nor has a target.
    return number === 1 ? `fault/${name}` : `fault/${name}#${number}`;
  };
}

/** The name of the stream if no other fault would bear it. */
export function unnumbered({ kind, name }: Named, of: TimedFor): string {
  return `${name ?? kind}/${of}`;
}

/** Whether the fault draws random numbers. */
export function isRandom({ when, lasts }: Named): boolean {
  const every = when.kind === "every" ? when.distribution : undefined;
  return [every, lasts].some((drawn) => drawn !== undefined && drawn.kind !== "constant");
}
