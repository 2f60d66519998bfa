// Whether a lab can be built on this machine at all: for whoever is not root, or sits in a box without namespaces, tests
// that need one say so and are skipped.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Why not; undefined if it can. */
export const noLab: string | undefined = whyNot();

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return "only root can build a lab";
  for (const device of ["/dev/fuse", "/dev/net/tun"]) if (!existsSync(device)) return `there is no ${device}`;
  const name = `t3rc-probe-${process.pid}`;
  const made = spawnSync("ip", ["netns", "add", name]);
  if (made.status !== 0) return "no network namespace can be made (ip netns add)";
  const entered = spawnSync("ip", ["netns", "exec", name, "unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "true"]);
  spawnSync("ip", ["netns", "delete", name]);
  return entered.status === 0 ? undefined : "no process can be given namespaces of its own (unshare)";
}
