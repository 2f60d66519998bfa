// The VMs of the lab: their definitions on the store, their first start, and their health.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { now, pause } from "../../../base/platform/clock.ts";
import { writeWhole } from "../../../base/platform/files.ts";
import { later, seconds, type Duration } from "../../../base/prelude/time.ts";
import { domainXml, type Accelerator } from "./domain.ts";
import { healthUrl } from "../inventory-file.ts";
import { LabProblem } from "../lab-problem.ts";
import type { LabHost, LabPlan, LabVm } from "../plan.ts";
import type { Tools } from "../tools.ts";

/** One emulated guest boots in 4.5 s on an idle machine. */
const UNTIL_WELL = seconds(120);
const BETWEEN_PROBES = seconds(0.2);
/** One for each processor of a small machine; more guests booting at the same time only slow each other down. */
const AT_ONCE = 2;

export function defineGuests({ vms }: LabPlan, accelerator: Accelerator): void {
  for (const vm of vms) {
    writeWhole(vm.definition, domainXml(vm, "disk", accelerator));
    writeWhole(vm.installDefinition, domainXml(vm, "network", accelerator));
    mkdirSync(dirname(vm.console), { recursive: true });
  }
}

/**
 * Starts every VM on its home, two at a time, and waits until it is healthy. `ready` resolves when a host can run VMs.
 */
export async function startGuests(
  { vms, hosts }: LabPlan,
  tools: Tools,
  ready: (host: LabHost) => Promise<void> | undefined,
  told: (vm: LabVm) => void,
): Promise<void> {
  const waiting = [...vms];
  const starter = async () => {
    for (let vm = waiting.shift(); vm !== undefined; vm = waiting.shift()) {
      const place = vm.host;
      const host = hosts.find(({ name }) => name === place);
      if (host === undefined) throw new LabProblem(`${vm.name} belongs on ${place}, which is not a host`);
      await ready(host);
      await tools.ssh(`cannot start ${vm.name} on ${host.name}`, host.address, "virsh", "-q", "create", vm.definition);
      await waitUntilWell(vm, tools.signal);
      told(vm);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, starter));
}

async function waitUntilWell(vm: LabVm, signal: AbortSignal): Promise<void> {
  const end = later(now(), UNTIL_WELL);
  while (!(await guestIsWell(vm, seconds(2)))) {
    if (signal.aborted || now() > end)
      throw new LabProblem(`${vm.name} does not become healthy; its console is in ${vm.console}`);
    await pause(BETWEEN_PROBES, signal);
  }
}

/** Whether the guest's health page answers so within this time. */
export async function guestIsWell({ address }: LabVm, within: Duration): Promise<boolean> {
  try {
    const answer = await fetch(healthUrl(address), { signal: AbortSignal.timeout(within / 1000) });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}
