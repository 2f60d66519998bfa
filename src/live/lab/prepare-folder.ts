// The contents of the lab's folder before anything is started: scripts, keys, names, the disks of the hosts.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../base/platform/files.ts";
import { equipHosts } from "./hosts/hosts.ts";
import { hostKey } from "./images/host-key.ts";
import type { Guest } from "./images/images.ts";
import { knownAs, makeKeys } from "./keys.ts";
import type { LabPlan } from "./plan.ts";
import { scriptsOf } from "./scripts.ts";
import type { Tools } from "./tools.ts";

/** Returns what differs from guest to guest, by the name of the VM. */
export async function prepareFolder(plan: LabPlan, tools: Tools): Promise<ReadonlyMap<string, Guest>> {
  const { folder, paths, hosts, vms, infra } = plan;
  const folders = [
    paths.bin,
    paths.log,
    paths.leases,
    join(paths.store, "disks"),
    join(paths.store, "definitions"),
    join(folder, "keys"),
  ];
  for (const path of folders) mkdirSync(path, { recursive: true });
  for (const [name, text] of scriptsOf(plan)) writeWhole(join(paths.bin, name), text, 0o755);
  const named = [
    { name: "localhost", address: "127.0.0.1" },
    { name: "infra", address: infra.address },
    ...hosts,
    ...vms,
  ];
  writeWhole(paths.hosts, named.map(({ name, address }) => `${address} ${name}\n`).join(""));

  const keys = await makeKeys(plan, tools);
  equipHosts(plan, keys);
  const keyFile = (name: string) => join(folder, "keys", name);
  const known = await Promise.all(vms.map(async (vm) => knownAs(vm, await hostKey(keyFile(vm.name)))));
  writeWhole(paths.knownHosts, keys.known + known.join(""));
  return new Map(
    vms.map(({ name }) => [name, { hostname: name, hostKey: keyFile(name), authorizedKeys: keys.authorized }]),
  );
}
