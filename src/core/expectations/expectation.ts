// What a scenario says is to come out of it. Plain data: a scenario file is read into it, and judges take it apart.

import type { ActionKind } from "../cluster/actions.ts";
import type { AlertSubject, HumanTask } from "../controller/contract/command.ts";
import type { HostName, Target, VmName } from "../controller/contract/event.ts";
import type { Instant } from "../../base/prelude/time.ts";

/** Of an incident: judged by its journal. Instants are those of the incident. */
export type Expectation =
  /** At `by` the service of the VM answers, and it runs on one of `hosts` (empty: on any). */
  | { readonly kind: "serves"; readonly vm: VmName; readonly hosts: readonly HostName[]; readonly by: Instant }
  /** None of these VMs ever runs twice at the same time. */
  | { readonly kind: "never-twice"; readonly vms: readonly VmName[] }
  /** None of these commands is given about any of `targets` (empty: about anything). */
  | { readonly kind: "no-command"; readonly commands: readonly ActionKind[]; readonly targets: readonly Target[] }
  /** The command is given about the target, and not before the other one's outcome `done`. */
  | {
      readonly kind: "command-after";
      readonly command: ActionKind;
      readonly target: Target;
      readonly after: ActionKind;
      readonly of: Target;
    }
  /**
   * A human is called about `about` (undefined: about anything) for `task` (undefined: for any), at the latest at `by`,
   * and at most `atMost` times in the whole incident. Without `by` no call is needed.
   */
  | {
      readonly kind: "alert";
      readonly task: HumanTask | undefined;
      readonly about: AlertSubject | undefined;
      readonly by: Instant | undefined;
      readonly atMost: number | undefined;
    }
  /** The controller believes, at the latest at `by`, that the target (or itself) is in the state. */
  | { readonly kind: "state"; readonly of: AlertSubject; readonly state: string; readonly by: Instant };

/** A bound on a figure of the summary: at least, at most, or both. Durations in seconds. */
export type Bound = {
  /** Its place in the summary, as `recovery.p95`; `_seconds` is left out. */
  readonly figure: string;
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
  /** As it is written in the scenario, for reports: "at most 200s". */
  readonly text: string;
};

/** All that is expected of a scenario. `incident` is empty for campaigns and studies. */
export type Expectations = { readonly incident: readonly Expectation[]; readonly figures: readonly Bound[] };

/** `unknown`: the interval of the figure contains the bound, or the figure does not exist. */
export type ExpectationVerdict = "held" | "missed" | "unknown";

/**
 * An expectation and what became of it, for people. `figure`: its place in the summary, if it is a bound on one. `at`:
 * the instant of an incident that decided it.
 */
export type Judged = {
  readonly verdict: ExpectationVerdict;
  readonly figure?: string;
  readonly expected: string;
  readonly found: string;
  readonly at?: Instant;
};
