// Removes a lab: its processes, their mounts, its network, its folder. Everything is found by its properties, not by a
// list, so that a lab is removed completely even if its building was interrupted at any point.

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
/** A process that waits for a disk takes a moment to die. */
const PATIENCE = seconds(30);

/** Removes everything of the lab; does nothing if there is none. Throws a LabProblem if something remains. */
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

/** Releases what an interrupted build of a guest's disk left: mounts below the folder, loop devices of files in it. */
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
  if (existsSync(`/sys/class/net/${end}`)) await tools.run(`cannot remove ${end}`, ["ip", "link", "del", end]);
  for (const namespace of namespacesOf(plan)) {
    if (existsSync(join(NAMESPACES, namespace)))
      await tools.run(`cannot remove ${namespace}`, ["ip", "netns", "del", namespace]);
  }
  await forgetNamespaces(tools);
}

/** `ip netns add` bind-mounts this folder on itself and never unmounts it: it is removed when it holds no namespace. */
async function forgetNamespaces(tools: Tools): Promise<void> {
  if (!existsSync(NAMESPACES) || (await readdir(NAMESPACES)).length > 0) return;
  try {
    if (readFileSync("/proc/self/mountinfo", "utf8").includes(` ${NAMESPACES} `))
      await tools.run(`cannot unmount ${NAMESPACES}`, ["umount", NAMESPACES]);
    rmdirSync(NAMESPACES);
  } catch {
    // Another process is making a namespace: the folder is in use.
  }
}
