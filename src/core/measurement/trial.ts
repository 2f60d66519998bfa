// The record of one trial: its phases and how it ended. A row of trials.csv, and the input of the statistics.

import { RUNG_KINDS, type RungKind } from "../cluster/rungs.ts";
import type { FaultKind } from "../cluster/fault.ts";

const BEFORE_RUNGS = [
  /** Fault injected, service still answers (for example during an orderly shutdown). */
  "onset",
  /** Service lost, no probe has failed yet. */
  "detection",
  /** First failed probe to the verdict down: hysteresis. */
  "confirmation",
  /** Verdict to first action, and between actions: waiting for a slot, a host, a fence. */
  "waiting",
  /** The host's own recovery while the VM waits for it: fence, virtual layer. */
  "host-recovery",
] as const;

const AFTER_FAILED_RUNGS = [
  /** The rung that helped: from its first command to the effect (for a reinstall, the whole installation)… */
  "action",
  /** …to a guest that answers… */
  "guest-boot",
  /** …to a service that answers… */
  "service-start",
  /** …to enough good probes. */
  "verification",
  /** A human works on it, or is awaited. */
  "human",
] as const;

/** The phase of all time in rungs of this kind that did not help. */
export function failedPhase<Kind extends RungKind>(rung: Kind): `failed-${Kind}` {
  return `failed-${rung}`;
}

export type Phase = (typeof BEFORE_RUNGS)[number] | `failed-${RungKind}` | (typeof AFTER_FAILED_RUNGS)[number];

/** In the order in which a recovery passes through them. Durations add up to the total. */
export const PHASES: readonly Phase[] = [...BEFORE_RUNGS, ...RUNG_KINDS.map(failedPhase), ...AFTER_FAILED_RUNGS];

/** The outcome of a trial whose last rung, of this kind, has helped. */
export function recoveredBy<Kind extends RungKind>(rung: Kind): `recovered-by-${Kind}` {
  return `recovered-by-${rung}`;
}

export type OutcomeClass =
  | "recovered-by-itself"
  | `recovered-by-${RungKind}`
  | "recovered-with-host"
  | "recovered-by-human"
  | "unharmed"
  | "not-injected"
  | "timed-out"
  | "error";

/**
 * `unharmed`: the fault was injected, and no service was lost. `not-injected`: its target was already down for another
 * reason.
 */
export const OUTCOMES: readonly OutcomeClass[] = [
  "recovered-by-itself",
  ...RUNG_KINDS.map(recoveredBy),
  "recovered-with-host",
  "recovered-by-human",
  "unharmed",
  "not-injected",
  "timed-out",
  "error",
];
export type Trial = {
  /** 0, 1, 2…; the trial's random streams are those of replication `index`. */
  readonly index: number;
  readonly fault: FaultKind;
  /** The target of the fault. */
  readonly target: string;
  /** The VM whose recovery was measured (for a fault of a host: the last of its VMs to come back). */
  readonly vm: string;
  readonly outcome: OutcomeClass;
  /** From fault to verified service; for a trial that timed out, the time waited (censored). */
  readonly recoverySeconds: number;
  /** True loss of service, independent of what the controller believed. */
  readonly downtimeSeconds: number;
  /** Seconds, in the order of PHASES; they add up to recoverySeconds. */
  readonly phaseSeconds: readonly number[];
  /** The number of rungs begun. */
  readonly attempts: number;
  /** Violated invariants of the world, by name; empty in a correct run. */
  readonly violations: readonly string[];
  /** For an error: its message. */
  readonly error: string;
};

/** Trials in the order of their indices, read one at a time: a list, or a table that makes them on demand. */
export type Trials = Iterable<Trial> & { readonly length: number };
