// Makes the files of a provisioning server from an inventory.

import type { Inventory } from "../inventory/inventory.ts";
import { DEFAULT_SCRIPT, defaultScript, installScript, scriptOf } from "./boot-script.ts";
import { dnsmasqConf, hostsFile } from "./dnsmasq-conf.ts";
import { TFTP_ROOT, type Provisioning, type ProvisionOptions } from "./provisioning.ts";
import { readMe } from "./read-me.ts";
import { servedBy } from "./served.ts";

/** `dnsmasq.conf`, `hosts`, `tftp/**` and `README.txt`; problems and no file if any of it cannot be made. */
export function provisionFiles(inventory: Inventory, options: ProvisionOptions): Provisioning {
  const { provisioning: server } = inventory;
  if (server === undefined)
    return { ok: false, problems: ["provisioning: is missing; there is no server to make files for"] };
  const { served, problems } = servedBy(inventory, server, options);
  if (problems.length > 0) return { ok: false, problems };
  const scripts = Object.entries(server.hostTypes).map(
    ([name, type]) => [`${TFTP_ROOT}/${scriptOf(name)}`, installScript(name, type, server, options.doneUrl)] as const,
  );
  const files = new Map([
    ["README.txt", readMe(inventory.name, served, options)],
    ["dnsmasq.conf", dnsmasqConf(served, options)],
    ["hosts", hostsFile(served)],
    [`${TFTP_ROOT}/${DEFAULT_SCRIPT}`, defaultScript()],
    ...scripts,
  ]);
  return { ok: true, files };
}
