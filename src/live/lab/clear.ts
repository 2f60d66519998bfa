// Takes a lab away: its processes, what they mounted, its wires, its folder. Everything is found by what it is, not by
// a list, so it does not matter how far the building got or who was killed in the middle of it.

import { existsSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { now, pause } from "../../base/platform/clock.ts";
import { later, seconds } from "../../base/prelude/time.ts";
import { LabProblem } from "./lab-problem.ts";
import { namespacesOf, type LabPlan } from "./plan.ts";
import { endProcess } from "../../base/platform/process.ts";
import { processesOf } from "./processes.ts";
import { forgetLab, SIGN } from "./registry.ts";
import { Tools } from "./tools.ts";

const NAMESPACES = "/run/netns";
/** The dying of processes that wait for a disk takes a moment. */
const PATIENCE = seconds(30);

/** Leaves nothing of the lab behind; does nothing where there is nothing. Throws a LabProblem if something stays. */
export async function clearLab(plan: LabPlan): Promise<void> {
  const tools = new Tools(plan, new AbortController().signal); // cleaning up is not interrupted
  await endAll(plan);
  await releaseMounts(plan, tools);
  await cutWires(plan, tools);
  if (existsSync(join(plan.folder, SIGN))) rmSync(plan.folder, { recursive: true, force: true });
  forgetLab(plan.name);
}

async function endAll(plan: LabPlan): Promise<void> {
  const end = later(now(), PATIENCE);
  for (let left = processesOf(plan); left.length > 0; left = processesOf(plan)) {
    if (now() > end) throw new LabProblem(`processes of the lab do not end: ${left.join(", ")}`);
    left.forEach(endProcess);
    await pause(seconds(0.02));
  }
}

/**
 * What a disk of a guest was made with, if that was cut short: a mount below the folder, a loop device of a file in it.
 */
async function releaseMounts({ folder }: LabPlan, tools: Tools): Promise<void> {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .flatMap((line) => line.split(" ")[4] ?? []);
  for (const mount of mounts.filter((path) => path.startsWith(folder + sep)).toReversed())
    await tools.run(`cannot unmount ${mount}`, ["umount", mount]);
  const { loopdevices = [] } = JSON.parse(
    (await tools.run("cannot list loop devices", ["losetup", "--json", "--list"])) || "{}",
  ) as { loopdevices?: { name: string; "back-file": string | null }[] };
  for (const loop of loopdevices) {
    if (loop["back-file"]?.startsWith(folder + sep))
      await tools.run(`cannot release ${loop.name}`, ["losetup", "--detach", loop.name]);
  }
}

async function cutWires(plan: LabPlan, tools: Tools): Promise<void> {
  const { interface: end } = plan.control;
  if (existsSync(`/sys/class/net/${end}`)) await tools.run(`cannot take ${end} away`, ["ip", "link", "del", end]);
  for (const namespace of namespacesOf(plan)) {
    if (existsSync(join(NAMESPACES, namespace)))
      await tools.run(`cannot take ${namespace} away`, ["ip", "netns", "del", namespace]);
  }
  await forgetNamespaces(tools);
}

/** `ip netns add` mounts this folder upon itself, for good: without namespaces in it, it goes too. */
async function forgetNamespaces(tools: Tools): Promise<void> {
  if (!existsSync(NAMESPACES) || (await readdir(NAMESPACES)).length > 0) return;
  try {
    if (readFileSync("/proc/self/mountinfo", "utf8").includes(` ${NAMESPACES} `))
      await tools.run(`cannot unmount ${NAMESPACES}`, ["umount", NAMESPACES]);
    rmdirSync(NAMESPACES);
  } catch {
    // Somebody else makes a namespace right now: it is in use.
  }
}
