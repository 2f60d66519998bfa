// Addresses of what the provisioning server serves by HTTP.

import type { ProvisioningEntry } from "../inventory/inventory.ts";

/** `name` is a path below the HTTP root. */
export function urlOf({ address, httpPort }: ProvisioningEntry, name: string): string {
  const port = httpPort === 80 ? "" : `:${httpPort}`;
  return `http://${address}${port}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

/** Where files of one machine alone are, as iPXE spells it: it puts in the MAC address from which it has booted. */
export function machineUrl(server: ProvisioningEntry): string {
  return `${urlOf(server, "machines")}/\${netX/mac:hexhyp}`;
}
