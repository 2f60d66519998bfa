// A small site with a provisioning server; each test changes what it is about.

import type { Inventory, ProvisioningEntry, VmEntry } from "../../../src/live/inventory/inventory.ts";
import { parseInventory } from "../../../src/live/inventory/parse.ts";
import { renderProblems } from "../../../src/base/document/problem.ts";
import { provisionFiles } from "../../../src/live/provision/provision-files.ts";
import type { ProvisionOptions } from "../../../src/live/provision/provisioning.ts";

export const SITE = `
name: pisa
hosts:
  alfa01: { address: 10.99.3.11, fence: { command: { powerOff: [a], powerOn: [b], status: [c] } } }
vms:
  gridce:
    address: 10.99.3.101
    mac: "52:54:00:99:03:01"
    hostType: grid
    probe: { tcp: 80 }
    definition: ce.xml
    installDefinition: ce-install.xml
    disk: ce.img
  squid:
    address: 10.99.3.102
    mac: "52:54:00:99:03:02"
    hostType: cache
    probe: { tcp: 80 }
    definition: sq.xml
    disk: sq.img
provisioning:
  address: 10.99.3.1
  domain: sns
  prefix: 24
  interface: eth9
  hostTypes:
    grid:
      os: Scientific Linux
      kernel: grid/vmlinuz
      initrd: grid/installer.img
      root: grid/root.tar.gz
      kernelArguments: [console=ttyS0]
    cache: { os: Debian, kernel: vmlinuz, initrd: cache.img, root: cache.tar.gz }
allow: { vms: all }
`;

export function site(text = SITE): Inventory {
  const parsed = parseInventory(text, "site.yaml", "/site");
  if (!parsed.ok) throw new Error(renderProblems(parsed.problems));
  return parsed.inventory;
}

export function withVm(change: Partial<VmEntry>): Inventory {
  const { vms, ...rest } = site();
  return { ...rest, vms: vms.map((vm) => (vm.name === "gridce" ? { ...vm, ...change } : vm)) };
}

export function withServer(change: Partial<ProvisioningEntry>): Inventory {
  const { provisioning, ...rest } = site();
  if (provisioning === undefined) throw new Error("the site has a provisioning server");
  return { ...rest, provisioning: { ...provisioning, ...change } };
}

export function filesOf(inventory: Inventory, options: Partial<ProvisionOptions> = {}): ReadonlyMap<string, string> {
  const made = provisionFiles(inventory, { folder: "/srv/pisa", ...options });
  if (!made.ok) throw new Error(made.problems.join("\n"));
  return made.files;
}

export function problemsOf(inventory: Inventory, options: Partial<ProvisionOptions> = {}): readonly string[] {
  const made = provisionFiles(inventory, { folder: "/srv/pisa", ...options });
  return made.ok ? [] : made.problems;
}

export function fileOf(inventory: Inventory, name: string, options: Partial<ProvisionOptions> = {}): string {
  const text = filesOf(inventory, options).get(name);
  if (text === undefined) throw new Error(`there is no ${name}`);
  return text;
}
