// The results of an interrupted run, so that the same command with --resume does only the rest. A checkpoint is valid
// only for the same scenario, seed and version; it is removed when the run is complete.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import type { ShardResult } from "../experiment/shard.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import { writeOrRefuse } from "./result-folder.ts";

/** Everything that determines the results. */
export type Identity = { readonly version: string; readonly hash: string; readonly seed: string };

export function saveCheckpoint(file: string, identity: Identity, done: readonly ShardResult[]): void {
  writeOrRefuse(file, serialize({ identity, done }));
}

/** The results in the checkpoint; none if there is no checkpoint. */
export function loadCheckpoint(file: string, identity: Identity): readonly ShardResult[] {
  if (!existsSync(file)) return [];
  const saved = read(file);
  if (JSON.stringify(saved.identity) !== JSON.stringify(identity)) {
    throw new Refusal(
      `${file}: belongs to another scenario, seed or version; to drop it and begin again, ` +
        "--fresh instead of --resume",
    );
  }
  return saved.done;
}

/** Throws a `Refusal` if something else has the name of the checkpoint. */
export function refuseOther(file: string): void {
  if (existsSync(file)) read(file);
}

/** Throws a `Refusal` if an unfinished run has left a checkpoint, which a new run would drop. */
export function refuseUnfinished(file: string): void {
  if (existsSync(file))
    throw new Refusal(
      `${file}: has results of an unfinished run; to continue, the same command with --resume; to drop it, --fresh`,
    );
}

export function dropCheckpoint(file: string): void {
  rmSync(file, { force: true });
}

function read(file: string): { identity: Identity; done: readonly ShardResult[] } {
  try {
    return deserialize(readFileSync(file)) as { identity: Identity; done: readonly ShardResult[] };
  } catch (error) {
    throw new Refusal(
      `${file}: is not a checkpoint of this program, and would be replaced; remove it, or give --out another folder`,
      undefined,
      { cause: error },
    );
  }
}
