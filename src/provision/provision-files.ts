// From an inventory to the files of its provisioning server.

import type { Inventory } from "../inventory/inventory.ts";
import type { Provisioning, ProvisionOptions } from "./provisioning.ts";

/** `dnsmasq.conf`, `hosts`, `tftp/**` and `README.txt`: whole, or problems and no file. */
export function provisionFiles({ provisioning }: Inventory, _options: ProvisionOptions): Provisioning {
  if (provisioning === undefined) return { ok: false, problems: ["the inventory has no provisioning server: provisioning is missing"] };
  return { ok: true, files: new Map() };
}
