// The provisioning server of the lab: dnsmasq for DHCP, DNS, TFTP and network boot, and an HTTP server for the files of
// the installers.

import { copyFileSync, linkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Inventory } from "../inventory/inventory.ts";
import { provisionFiles } from "../provision/provision-files.ts";
import { HTTP_ROOT, machineFolder } from "../provision/provisioning.ts";
import type { Guest, Images } from "./images/images.ts";
import { SERVED } from "./inventory-file.ts";
import { LabProblem } from "./lab-problem.ts";
import type { LabPlan } from "./plan.ts";
import type { Tools } from "./tools.ts";

/** Starts the server. `guests`: each guest's own files, by the name of the VM. */
export async function startProvisioning(
  plan: LabPlan,
  tools: Tools,
  inventory: Inventory,
  images: Images,
  guests: ReadonlyMap<string, Guest>,
): Promise<void> {
  const { folder, namespace, address, ipv6Prefix } = plan.infra;
  const made = provisionFiles(inventory, { folder, ipv6Prefix });
  if (!made.ok) throw new LabProblem(`the provisioning server cannot serve the lab: ${made.problems.join("; ")}`);
  for (const [path, text] of made.files) put(join(folder, path), (file) => writeFileSync(file, text));
  for (const [image, name] of Object.entries({
    kernel: SERVED.kernel,
    installer: SERVED.initrd,
    root: SERVED.root,
  }) as [keyof Images, string][]) {
    put(join(folder, HTTP_ROOT, name), (file) => linkOrCopy(images[image], file));
  }
  for (const { name, mac } of plan.vms) {
    const guest = guests.get(name);
    if (guest === undefined) continue;
    const own = join(folder, machineFolder(mac));
    // Not a secret: the installer of any guest may read it.
    put(join(own, "host_key"), (file) => copyFileSync(guest.hostKey, file));
    put(join(own, "authorized_keys"), (file) => writeFileSync(file, guest.authorizedKeys));
  }
  await tools.start("cannot start dnsmasq", namespace, "dnsmasq", [
    "dnsmasq",
    "--keep-in-foreground",
    `--conf-file=${join(folder, "dnsmasq.conf")}`,
    "--pid-file=",
    "--user=root",
    "--log-facility=-",
  ]);
  await tools.start("cannot start the HTTP server", namespace, "httpd", [
    "busybox",
    "httpd",
    "-f",
    "-p",
    `${address}:80`,
    "-h",
    join(folder, HTTP_ROOT),
  ]);
}

function put(path: string, write: (path: string) => void): void {
  mkdirSync(dirname(path), { recursive: true });
  write(path);
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // on another file system
  }
}
