// The programs that each action starts when all goes well, in their order, so that they can be told before anything is
// done. Looks that are repeated until something is seen are told once; what is only asked after a refusal is left out.

import type { Argv, FenceAgent, HostEntry, Inventory, VmEntry } from "../inventory/inventory.ts";
import { check } from "../../base/prelude/check.ts";
import type { Action } from "../../core/controller/contract/command.ts";
import type { PowerState } from "./fencing/power-switch.ts";
import { RESET, resetTo } from "./fencing/redfish.ts";
import {
  changing,
  installerUrl,
  LAYER_PATIENCE,
  listing,
  migrating,
  QUICK,
  readingDisk,
  switching,
  virsh,
} from "./hypervisor/words.ts";

export type Program =
  /** Here, beside `3rc`; on a host or in a guest, through SSH; on the machine that holds the switch of a host. */
  | { readonly where: "here"; readonly argv: Argv }
  | { readonly where: "host" | "guest" | "switch of"; readonly name: string; readonly argv: Argv }
  /** The connection to a host is ended. */
  | { readonly where: "hang up"; readonly name: string }
  /** No program: a word by HTTP. */
  | { readonly where: "http"; readonly method: "GET" | "POST"; readonly url: string; readonly body?: string };

export function programsOf(action: Action, inventory: Inventory): readonly Program[] {
  const host = found(inventory.hosts, action.host);
  switch (action.kind) {
    case "inspect-host":
      return [on(host, listing(host)), on(host, listing(host, "--state-paused"))];
    case "restart-layer":
      return [on(host, host.restartLayer), on(host, virsh(host, LAYER_PATIENCE, "list", "--name"))];
    case "fence-host":
      return [...turning(host, "off"), hangUp(host)];
    case "power-on-host":
      return [...turning(host, "on"), hangUp(host)];
    case "migrate-vm":
      return [migration(host, found(inventory.vms, action.vm), found(inventory.hosts, action.to), inventory)];
    case "stop-vm":
      return [ending(host, found(inventory.vms, action.vm))];
    case "start-vm":
    case "reboot-vm":
    case "reinstall-vm":
      return booting(action.kind, host, found(inventory.vms, action.vm), inventory);
  }
}

/** Looks, turns, and looks again. */
export function turning(host: HostEntry, to: PowerState): readonly Program[] {
  const { fence } = host;
  if (fence.kind === "redfish") return turningBoard(fence, to);
  const words = switching(fence);
  return [words.status, words[to], words.status].map((argv) =>
    fence.kind === "ssh" ? { where: "switch of", name: host.name, argv } : { where: "here", argv },
  );
}

export function hangUp({ name }: HostEntry): Program {
  return { where: "hang up", name };
}

export function ending(host: HostEntry, vm: VmEntry): Program {
  return on(host, changing(host, vm, QUICK, "destroy", vm.domain));
}

export function creating(host: HostEntry, vm: VmEntry, definition: string): Program {
  return on(host, changing(host, vm, QUICK, "create", definition));
}

/** The installer's own boot, and the look whether it is through. */
export function installing(host: HostEntry, vm: VmEntry): readonly Program[] {
  return vm.installDefinition === undefined
    ? []
    : [creating(host, vm, vm.installDefinition), on(host, virsh(host, QUICK, "domstate", vm.domain))];
}

export function migration(from: HostEntry, vm: VmEntry, to: HostEntry, { limits, storage }: Inventory): Program {
  return on(from, changing(from, vm, limits.actionTimeout, ...migrating(vm, to, storage?.unsafeMigration ?? false)));
}

export function on({ name }: HostEntry, argv: Argv): Program {
  return { where: "host", name, argv };
}

function booting(
  kind: "start-vm" | "reboot-vm" | "reinstall-vm",
  host: HostEntry,
  vm: VmEntry,
  inventory: Inventory,
): readonly Program[] {
  const url = kind === "reinstall-vm" ? installerUrl(inventory, vm) : undefined;
  return [
    on(host, readingDisk(vm)),
    ...(url === undefined ? [] : [{ where: "http" as const, method: "GET" as const, url }]),
    ...(kind === "start-vm" ? [] : [ending(host, vm)]),
    ...(kind === "reinstall-vm" ? installing(host, vm) : []),
    creating(host, vm, vm.definition),
  ];
}

function turningBoard({ url }: Extract<FenceAgent, { kind: "redfish" }>, to: PowerState): readonly Program[] {
  const look: Program = { where: "http", method: "GET", url };
  return [look, { where: "http", method: "POST", url: `${url}${RESET}`, body: JSON.stringify(resetTo(to)) }, look];
}

function found<Entry extends { readonly name: string }>(entries: readonly Entry[], name: string): Entry {
  const entry = entries.find((each) => each.name === name);
  check(entry !== undefined, () => `the inventory has no ${name}`);
  return entry;
}
