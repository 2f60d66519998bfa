// Whether a lab can be built on this machine.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { requireProgramsOfLab } from "../../../src/live/lab/needs.ts";

/** Why not; undefined if it can. */
export const noLab: string | undefined = whyNot();

/** Building the images of guests takes long: the labs of all tests share them. */
export const IMAGES = resolve(import.meta.dirname, "../../../node_modules/.cache/3rc-images");

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return "only root can build a lab";
  const lacking = lackingPrograms();
  if (lacking !== undefined) return lacking;
  const name = `t3rc-probe-${process.pid}`;
  const made = spawnSync("ip", ["netns", "add", name]);
  if (made.status !== 0) return "no network namespace can be made (ip netns add)";
  const entered = spawnSync("ip", [
    "netns",
    "exec",
    name,
    "unshare",
    "--mount",
    "--uts",
    "--ipc",
    "--pid",
    "--fork",
    "true",
  ]);
  spawnSync("ip", ["netns", "delete", name]);
  return entered.status === 0 ? undefined : "no process can be given namespaces of its own (unshare)";
}

function lackingPrograms(): string | undefined {
  try {
    requireProgramsOfLab();
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ");
  }
}
