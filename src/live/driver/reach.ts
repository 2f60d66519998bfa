// How each host and guest of an inventory is reached: one SSH connection, one libvirt, one switch for each; and the
// record of how often the switches were used against a host.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../base/prelude/check.ts";
import type { HostEntry, Inventory, VmEntry } from "../inventory/inventory.ts";
import { FenceRecord } from "./fencing/fence-record.ts";
import { Libvirt, type Reply } from "./hypervisor/libvirt.ts";
import { powerOf, type Power } from "./fencing/power.ts";
import { Ssh } from "./transport/ssh.ts";

export type HostReach = {
  readonly entry: HostEntry;
  readonly ssh: Ssh;
  readonly libvirt: Libvirt;
  readonly power: Power;
};

export class Reach {
  readonly inventory: Inventory;
  readonly hosts: ReadonlyMap<string, HostReach>;
  /** Undefined: no driver fences anything. */
  readonly fences: FenceRecord | undefined;
  readonly #guests: ReadonlyMap<string, Ssh>;
  readonly #vms: ReadonlyMap<string, VmEntry>;
  readonly #folder: string;

  /**
   * `fenceRecord`: the file that keeps when hosts were fenced, the same for all who count them together. Who only looks
   * needs none.
   */
  constructor(inventory: Inventory, fenceRecord?: string) {
    this.inventory = inventory;
    this.fences = fenceRecord === undefined ? undefined : new FenceRecord(fenceRecord);
    this.#folder = mkdtempSync(join(tmpdir(), "3rc-"));
    this.hosts = new Map(
      inventory.hosts.map((entry) => {
        const ssh = new Ssh(entry.ssh, this.#folder);
        return [
          entry.name,
          { entry, ssh, libvirt: new Libvirt(entry, ssh), power: powerOf(entry.fence, this.#folder) },
        ];
      }),
    );
    this.#vms = new Map(inventory.vms.map((vm) => [vm.name, vm]));
    this.#guests = new Map(
      inventory.vms.flatMap((vm) => (vm.ssh === undefined ? [] : [[vm.name, new Ssh(vm.ssh, this.#folder)]])),
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

  /** Into the guest; undefined if the inventory does not say how. */
  guest(name: string): Ssh | undefined {
    return this.#guests.get(name);
  }

  /** Moves a VM that runs to another host, as the inventory's storage and limits have it. */
  migrate(vm: VmEntry, from: HostReach, to: HostReach, signal: AbortSignal): Promise<Reply> {
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
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
