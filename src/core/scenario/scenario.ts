// A scenario as plain data: checked, with all defaults filled in. Made from YAML by parse.ts; run by study/experiment.

import type { Request } from "../controller/contract/event.ts";
import type { Settings } from "../controller/contract/settings.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";
import type { Fault, FaultOf } from "../cluster/fault.ts";
import type { ByHand, ControllerOutage } from "../cluster/intervention.ts";
import type { SiteSpec } from "../cluster/site.ts";
import type { Expectations } from "../expectations/expectation.ts";

export type Scenario = {
  readonly name: string;
  /** Hash of the effective text (after --set), 16 hex digits. */
  readonly hash: string;
  readonly seed: string;
  readonly description: string;
  readonly site: SiteSpec;
  readonly settings: Settings;
  readonly faults: readonly Fault[];
  /** The requests of operators, at scripted instants. */
  readonly operations: readonly { readonly at: Instant; readonly request: Request }[];
  /** What people change by hand, behind the controller's back. */
  readonly byHand: readonly ByHand[];
  readonly controllerOutages: readonly ControllerOutage[];
  readonly experiment: Experiment;
  /** What is to come out; empty if the scenario does not say. */
  readonly expect: Expectations;
};

export type Experiment = CrashCampaign | AvailabilityStudy | Incident;

/** n independent trials: begin with a healthy site, inject one fault, wait for verified recovery or timeout. */
export type CrashCampaign = {
  readonly kind: "crash-campaign";
  readonly trials: number;
  /**
   * How the fault of each trial is chosen: one of `inject` at random by weight, or one after the other. Then one of its
   * targets is drawn at random.
   */
  readonly order: "random" | "round-robin";
  readonly inject: readonly Injection[];
  /** A trial that has not recovered after this long is timed out (censored). */
  readonly timeout: Duration;
  /** Published figures to compare with. */
  readonly published: Published | undefined;
};

/** A fault that a trial may get. */
export type Injection = FaultOf & {
  readonly on: readonly string[];
  readonly weight: number;
  readonly lasts: Distribution | undefined;
};

export type Published = {
  readonly source: string;
  readonly meanSeconds: number;
  readonly sdSeconds: number;
  readonly n: number;
};

export type AvailabilityStudy = {
  readonly kind: "availability";
  readonly replications: number;
  readonly horizon: Duration;
  /** Left out of the statistics, at the beginning of each replication. */
  readonly warmUp: Duration;
};

/** One run of the scripted (and random) faults, shown as a timeline. */
export type Incident = {
  readonly kind: "incident";
  readonly horizon: Duration;
  /** The wall-clock time at the beginning: the trace shows instants as this plus the elapsed time. */
  readonly clock: Duration;
};

/** The scenario with another seed, if one is given. The seed is not part of the hash: results record it separately. */
export function withSeed(scenario: Scenario, seed: string | undefined): Scenario {
  return seed === undefined ? scenario : { ...scenario, seed };
}
