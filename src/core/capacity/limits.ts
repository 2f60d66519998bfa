// What holds of single VMs and hosts, whatever else runs: VMs that have no other host, hosts that are of no use.

import type { Limits } from "./capacity.ts";
import { mayLeave } from "./may-leave.ts";
import type { HostSettings, Settings, VmSettings } from "../controller/contract/settings.ts";

export function limitsOf(settings: Settings): Limits {
  const { hosts, vms } = settings;
  const movable = vms.filter((vm) => mayLeave(settings, vm));
  const takes = (host: HostSettings, vm: VmSettings) =>
    vm.home !== host.name && (vm.hosts?.includes(host.name) ?? true) && vm.cpu <= host.cpu && vm.memory <= host.memory;
  const placed = new Set(movable.filter((vm) => hosts.some((host) => takes(host, vm))));
  return {
    nowhereElse: vms.filter((vm) => !placed.has(vm)).map(({ name }) => name),
    takeNone: hosts
      .filter((host) => movable.some(({ home }) => home !== host.name) && !movable.some((vm) => takes(host, vm)))
      .map(({ name }) => name),
  };
}
