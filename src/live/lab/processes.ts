// Which processes belong to a lab: those in its network namespaces, and those whose environment says so. No list of
// numbers is kept that could name somebody else's process by the time it is read.

import { readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { thisProcess } from "../../base/platform/process.ts";
import { LAB_MARK, namespacesOf, type LabPlan } from "./plan.ts";

const NAMESPACES = "/run/netns";

/** Their numbers, in ascending order; never our own. */
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

/** Processes come and go while they are looked at. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
