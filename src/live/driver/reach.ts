// How each host and guest of an inventory is reached: its SSH connection, libvirt and power switch; and the record of
// fences.

import { check } from "../../base/prelude/check.ts";
import type { HostEntry, Inventory, VmEntry } from "../inventory/inventory.ts";
import type { Effects } from "./effects.ts";
import type { Fences } from "./fencing/fence-record.ts";
import { Libvirt, type LibvirtReply } from "./hypervisor/libvirt.ts";
import { powerOf } from "./fencing/power.ts";
import type { Power } from "./fencing/power-switch.ts";
import { realEffects } from "./real-effects.ts";
import type { Remote } from "./transport/remote.ts";

export type HostReach = {
  readonly entry: HostEntry;
  readonly ssh: Remote;
  readonly libvirt: Libvirt;
  readonly power: Power;
  readonly effects: Effects;
};

export class Reach {
  readonly inventory: Inventory;
  readonly hosts: ReadonlyMap<string, HostReach>;
  /** Undefined: no host may be fenced. */
  readonly fences: Fences | undefined;
  readonly effects: Effects;
  readonly #guests: ReadonlyMap<string, Remote>;
  readonly #vms: ReadonlyMap<string, VmEntry>;

  /** `fences`: to be shared by all whose fences are counted together; not needed by observers. */
  constructor(inventory: Inventory, fences?: Fences, effects: Effects = realEffects()) {
    this.inventory = inventory;
    this.fences = fences;
    this.effects = effects;
    this.hosts = new Map(
      inventory.hosts.map((entry) => {
        const ssh = effects.remote(entry.ssh);
        const libvirt = new Libvirt(entry, ssh, effects.clock);
        return [entry.name, { entry, ssh, libvirt, power: powerOf(entry.fence, effects), effects }];
      }),
    );
    this.#vms = new Map(inventory.vms.map((vm) => [vm.name, vm]));
    this.#guests = new Map(
      inventory.vms.flatMap((vm) => (vm.ssh === undefined ? [] : [[vm.name, effects.remote(vm.ssh)]])),
    );
  }

  host(name: string): HostReach {
    const host = this.hosts.get(name);
    check(host !== undefined, () => `the inventory has no host ${name}`);
    return host;
  }

  vm(name: string): VmEntry {
    const vm = this.#vms.get(name);
    check(vm !== undefined, () => `the inventory has no VM ${name}`);
    return vm;
  }

  /** SSH into the guest; undefined if the inventory does not say how. */
  guest(name: string): Remote | undefined {
    return this.#guests.get(name);
  }

  /** Moves a running VM to another host, with the inventory's storage settings and limits. */
  migrate(vm: VmEntry, from: HostReach, to: HostReach, signal: AbortSignal): Promise<LibvirtReply> {
    const how = {
      unsafe: this.inventory.storage?.unsafeMigration ?? false,
      within: this.inventory.limits.actionTimeout,
    };
    return from.libvirt.migrate(vm, to.entry, how, signal);
  }

  async close(): Promise<void> {
    await Promise.all(
      [...[...this.hosts.values()].map(({ ssh }) => ssh), ...this.#guests.values()].map((ssh) => ssh.close()),
    );
    this.effects.close();
  }
}
