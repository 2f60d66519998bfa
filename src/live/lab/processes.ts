// The processes of a lab: those in its network namespaces, and those with its environment variable. No list of pids is
// kept, since a pid may belong to another process by the time it is read.

import { readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { thisProcess } from "../../base/platform/process.ts";
import { LAB_MARK, namespacesOf, type LabPlan } from "./plan.ts";

const NAMESPACES = "/run/netns";

/** Their pids, ascending, without this process. */
export function processesOf(plan: LabPlan): readonly number[] {
  const { pid: ourselves } = thisProcess();
  const spaces = new Set(
    namespacesOf(plan).flatMap((name) => quietly(() => `net:[${statSync(join(NAMESPACES, name)).ino}]`) ?? []),
  );
  const mark = `${LAB_MARK}=${plan.folder}`;
  const belongs = (process: string) => {
    const space = quietly(() => readlinkSync(`/proc/${process}/ns/net`));
    return (
      (space !== undefined && spaces.has(space)) ||
      (quietly(() => readFileSync(`/proc/${process}/environ`, "latin1"))
        ?.split("\0")
        .includes(mark) ??
        false)
    );
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== ourselves && belongs(name))
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** Processes may end while they are being read. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
