// Hosts of the lab: their initial disks, and switching them on.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { now, pause } from "../../../base/platform/clock.ts";
import { writeWhole } from "../../../base/platform/files.ts";
import { later, seconds } from "../../../base/prelude/time.ts";
import { HOST_FOLDERS, hostFiles, onDisk } from "./host-files.ts";
import type { HostKeys } from "../keys.ts";
import type { LabHost, LabPlan } from "../plan.ts";
import type { Tools } from "../tools.ts";

/** From power-on to an answer of libvirt; two seconds on an idle machine. */
const UNTIL_READY = seconds(60);
const BETWEEN_PROBES = seconds(0.2);

/** Writes the initial disks of all hosts. Their keys must exist already. */
export function equipHosts({ hosts, paths }: LabPlan, { authorized, known }: HostKeys): void {
  for (const host of hosts) {
    for (const folder of HOST_FOLDERS) mkdirSync(onDisk(host, folder), { recursive: true });
    for (const [path, text] of hostFiles(host, paths, authorized, known)) writeWhole(onDisk(host, path), text);
  }
}

/** Switches a host on and waits until its libvirt answers; throws a LabProblem with its last message otherwise. */
export async function startHost({ paths }: LabPlan, tools: Tools, { name, address }: LabHost): Promise<void> {
  await tools.run(`cannot switch ${name} on`, [join(paths.bin, "power"), name, "on"]);
  const end = later(now(), UNTIL_READY);
  for (;;) {
    try {
      await tools.ssh(`${name} does not become ready`, address, "virsh", "-q", "list");
      return;
    } catch (error) {
      if (tools.signal.aborted || now() > end) throw error;
      await pause(BETWEEN_PROBES, tools.signal);
    }
  }
}
