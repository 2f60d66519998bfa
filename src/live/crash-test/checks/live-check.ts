// Checks everything that the inventory states: connections, host keys, domains, permissions, clocks, files, programs,
// the provisioning server. It only reads, and breaks nothing.

import type { Reach } from "../../driver/reach.ts";
import { checkHere } from "./check-here.ts";
import { checkHost } from "./check-host.ts";
import { checkVm } from "./check-vm.ts";
import type { CheckResult } from "./check-result.ts";

export async function checkInventory(reach: Reach): Promise<readonly CheckResult[]> {
  const parts = [
    checkHere(reach.inventory),
    ...[...reach.hosts.values()].map((host) => checkHost(host, reach)),
    ...reach.inventory.vms.map((vm) => checkVm(vm, reach)),
  ];
  return (await Promise.all(parts)).flat();
}
