// URLs of the files that the provisioning server serves by HTTP.

import type { ProvisioningEntry } from "../inventory/inventory.ts";

/** `name` is a path below the HTTP root. */
export function urlOf({ address, httpPort }: ProvisioningEntry, name: string): string {
  const port = httpPort === 80 ? "" : `:${httpPort}`;
  return `http://${address}${port}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

/** URL of a machine's own files, in iPXE's syntax: iPXE inserts the MAC address from which it has booted. */
export function machineUrl(server: ProvisioningEntry): string {
  return `${urlOf(server, "machines")}/\${netX/mac:hexhyp}`;
}
