// The body of a worker thread: it gets a scenario once and then shards, one at a time, and sends back each result.

import { parentPort, workerData } from "node:worker_threads";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { runShard, type Divisible, type Shard } from "../experiment/shard.ts";

const { scenario, experiment } = workerData as { scenario: Scenario; experiment: Divisible };

parentPort?.on("message", (shard: Shard) => {
  const result = runShard(scenario, experiment, shard);
  const moved = result.kind === "trials" ? [result.columns.codes.buffer, result.columns.seconds.buffer] : [];
  parentPort?.postMessage(result, moved);
});
