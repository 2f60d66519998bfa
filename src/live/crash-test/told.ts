// What a fault, its undoing and the healing after it start on real machines, told before any of it is done. Where a VM
// is looked for, it is told as if it were at home, as it is behind a gate.

import { ending, creating, hangUp, installing, migration, on, turning, type Program } from "../driver/programs.ts";
import { LAYER_PATIENCE, listing, virsh } from "../driver/hypervisor/words.ts";
import type { Argv, HostEntry, Inventory, VmEntry } from "../inventory/inventory.ts";
import type { Step } from "./faults/recipe.ts";
import { MARK } from "./faults/vm-faults.ts";
import type { Homes } from "./restore.ts";

/** None for the monitor's own ears. */
export function programsOfStep(step: Step, homes: Homes, inventory: Inventory): readonly Program[] {
  switch (step.where) {
    case "here":
      return [step];
    case "host":
      return [{ where: "host", name: step.host, argv: step.argv }];
    case "guest":
      return [{ where: "guest", name: step.vm, argv: step.argv }];
    case "its host":
      return atHome(step.vm, () => step.argv, homes, inventory);
    case "its libvirt":
      return atHome(step.vm, ({ libvirt }) => ["virsh", "-q", "-c", libvirt, ...step.words], homes, inventory);
    case "power":
      return inventory.hosts.filter(({ name }) => name === step.host).flatMap((host) => turning(host, step.to));
    case "ears":
      return [];
  }
}

/** All that may be done to bring this host back; what is not needed is not done. */
export function programsOfHost(host: HostEntry): readonly Program[] {
  return [
    hangUp(host),
    ...turning(host, "on"),
    on(host, ["true"]),
    on(host, host.restartLayer),
    on(host, virsh(host, LAYER_PATIENCE, "list", "--name")),
  ];
}

/** All that may be done to bring this VM home; what is not needed is not done. */
export function programsOfVm(vm: VmEntry, home: HostEntry, inventory: Inventory): readonly Program[] {
  const elsewhere = inventory.hosts.filter(({ name }) => name !== home.name);
  return [
    ...(vm.ssh === undefined ? [] : [{ where: "guest" as const, name: vm.name, argv: ["test", "!", "-e", MARK] }]),
    ...inventory.hosts.map((host) => on(host, listing(host))),
    ...elsewhere.map((host) => migration(host, vm, home, inventory)),
    ...inventory.hosts.map((host) => ending(host, vm)),
    ...installing(home, vm),
    creating(home, vm, vm.definition),
  ];
}

/** Hosts are asked one after another which of them runs it. */
function atHome(vm: string, argvOn: (host: HostEntry) => Argv, homes: Homes, { hosts }: Inventory): readonly Program[] {
  const home = hosts.findIndex(({ name }) => name === homes.get(vm));
  if (home < 0) return [];
  const asked = hosts.slice(0, home + 1).map((host) => on(host, ["virsh", "-q", "-c", host.libvirt, "list", "--name"]));
  return [...asked, on(hosts[home], argvOn(hosts[home]))];
}
