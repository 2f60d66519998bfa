// Shards: however a campaign is cut up, and in whatever order its parts are run, the result is the same, byte for byte.

import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { runTrial } from "../../../src/study/experiment/crash-trial.ts";
import { runShards, type RunOptions } from "../../../src/study/runners/run-shards.ts";
import { fromThread } from "../../../src/study/runners/work-through.ts";
import { runShard, shardsOf, type Shard, type ShardResult } from "../../../src/study/experiment/shard.ts";
import { Defect } from "../../../src/base/prelude/check.ts";
import { HOUR, YEAR, type Duration } from "../../../src/base/prelude/time.ts";
import type { TrialColumns } from "../../../src/core/measurement/trial-table.ts";
import { TrialTable } from "../../../src/core/measurement/trial-table.ts";
import type { AvailabilityStudy, CrashCampaign } from "../../../src/core/scenario/scenario.ts";
import { HOSTS, hardScenario, VMS } from "../../builders/hard-scenario.ts";

const TRIALS = 60;
const campaign: CrashCampaign = {
  kind: "crash-campaign",
  trials: TRIALS,
  timeout: (2 * HOUR) as Duration,
  order: "random",
  published: undefined,
  inject: [
    { kind: "guest-kernel-crash", on: VMS, weight: 2, lasts: undefined },
    { kind: "host-broken", on: HOSTS, weight: 1, lasts: undefined },
    // A mistake of ours in the middle of a campaign must not touch the trials after it.
    { kind: "guest-shutdown", on: ["nobody"], weight: 0.2, lasts: undefined },
  ],
};
const scenario = hardScenario({ seed: "shards", faultsADay: 10 });
const alone = Array.from({ length: TRIALS }, (_, index) => runTrial(scenario, campaign, index));

function columnsOf(results: readonly ShardResult[]): TrialColumns[] {
  return results.flatMap((result) => (result.kind === "trials" ? [result.columns] : []));
}

const someCuts = fc
  .uniqueArray(fc.integer({ min: 1, max: TRIALS - 1 }), { maxLength: 5 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), TRIALS])
  .map((ends) => ends.slice(1).map((end, i): Shard => ({ first: ends[i], length: end - ends[i] })))
  .chain((shards) => fc.shuffledSubarray(shards, { minLength: shards.length }));

test("cut up in any way and run in any order, a campaign is the same list of trials as each of them alone", () => {
  expect(alone.some(({ outcome }) => outcome === "error")).toBe(true);
  fc.assert(
    fc.property(someCuts, (shards) => {
      const table = new TrialTable(columnsOf(shards.map((shard) => runShard(scenario, campaign, shard))));
      expect([...table]).toEqual(alone);
      expect(table.length).toBe(TRIALS);
    }),
    { numRuns: 15 },
  );
});

test("the shards of an experiment cover each of its parts once", () => {
  for (const trials of [1, 499, 500, 501, 10_000]) {
    const shards = shardsOf({ ...campaign, trials });
    expect(shards.flatMap(({ first, length }) => Array.from({ length }, (_, i) => first + i))).toEqual(
      Array.from({ length: trials }, (_, i) => i),
    );
  }
});

describe("a run of all shards", () => {
  const study: AvailabilityStudy = { kind: "availability", replications: 6, horizon: HOUR, warmUp: 0 as Duration };
  const options: RunOptions = { workers: 1, done: [], onProgress: () => {}, signal: new AbortController().signal };
  const ordered = (results: readonly ShardResult[]) => results.toSorted((a, b) => a.shard.first - b.shard.first);

  test("tells its progress", async () => {
    const progress: number[] = [];
    await runShards(scenario, study, { ...options, onProgress: (parts) => progress.push(parts) });
    expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("reacts to a signal in the middle of a long replication, and abandons it", async () => {
    const abort = new AbortController();
    const long: AvailabilityStudy = { ...study, replications: 1, horizon: (1000 * YEAR) as Duration };
    setTimeout(() => abort.abort(), 100);
    expect(await runShards(scenario, long, { ...options, signal: abort.signal })).toEqual([]);
  });

  test("takes a defect of a thread for a defect, and what the machine refuses for what it is", async () => {
    const thrown = (what: string) =>
      new Promise<Error>(
        (resolve) =>
          void new Worker(`class Defect extends Error { name = "Defect" }; throw ${what}`, { eval: true }).on(
            "error",
            resolve,
          ),
      );
    const defect = fromThread(await thrown('new Defect("ours")'));
    expect(defect).toBeInstanceOf(Defect);
    expect(defect.message).toBe("ours");
    expect(fromThread(await thrown('new RangeError("its own")'))).not.toBeInstanceOf(Defect);
  });

  test("that is interrupted leaves what it has done, and goes on from there to the same result", async () => {
    const whole = await runShards(scenario, study, options);
    const abort = new AbortController();
    const part = await runShards(scenario, study, {
      ...options,
      signal: abort.signal,
      onProgress: (parts) => parts === 2 && abort.abort(),
    });
    expect(part).toHaveLength(2);
    expect(ordered(await runShards(scenario, study, { ...options, done: part }))).toEqual(ordered(whole));
  });
});
