// A shard of an experiment: some consecutive trials, or replications, run on one thread. The thread and the order of
// shards do not change the results: each trial has its own streams, and shards are combined by their numbers.

import { Engine } from "../../simulated/engine/engine.ts";
import { TrialColumnsBuilder, type TrialColumns } from "../../core/measurement/trial-table.ts";
import type { Tally } from "../../core/measurement/tally.ts";
import type { AvailabilityStudy, CrashCampaign, Scenario } from "../../core/scenario/scenario.ts";
import { replicationInSteps } from "./availability-replication.ts";
import { runTrial } from "./crash-trial.ts";
import { atOnce, type Steps } from "./steps.ts";

export type Shard = { readonly first: number; readonly length: number };

export type ShardResult =
  | { readonly kind: "trials"; readonly shard: Shard; readonly columns: TrialColumns }
  | { readonly kind: "tallies"; readonly shard: Shard; readonly tallies: readonly Tally[] };

/** An experiment that consists of many similar parts. */
export type Divisible = CrashCampaign | AvailabilityStudy;

/** The number of trials or replications. */
export function partsOf(experiment: Divisible): number {
  return experiment.kind === "crash-campaign" ? experiment.trials : experiment.replications;
}

/** The shards of an experiment: large enough to be worth a message between threads, small enough to show progress. */
export function shardsOf(experiment: Divisible): Shard[] {
  const size = experiment.kind === "crash-campaign" ? 500 : 1;
  const all = partsOf(experiment);
  return Array.from({ length: Math.ceil(all / size) }, (_, i) => ({
    first: i * size,
    length: Math.min(size, all - i * size),
  }));
}

/** Runs the whole shard. */
export function runShard(scenario: Scenario, experiment: Divisible, shard: Shard): ShardResult {
  return atOnce(shardInSteps(scenario, experiment, shard));
}

/** The same in short steps. */
export function* shardInSteps(scenario: Scenario, experiment: Divisible, shard: Shard): Steps<ShardResult> {
  if (experiment.kind === "crash-campaign") {
    const engine = new Engine();
    const builder = new TrialColumnsBuilder(shard.first, shard.length);
    for (let i = 0; i < shard.length; i++) {
      builder.add(runTrial(scenario, experiment, shard.first + i, undefined, engine));
      yield;
    }
    return { kind: "trials", shard, columns: builder.columns };
  }
  const tallies: Tally[] = [];
  for (let i = 0; i < shard.length; i++) tallies.push(yield* replicationInSteps(scenario, experiment, shard.first + i));
  return { kind: "tallies", shard, tallies };
}
