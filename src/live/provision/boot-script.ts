// What iPXE does on a machine of the site: a script for each host type, and one for machines that are not to be
// installed.

import type { HostType, ProvisioningEntry } from "../inventory/inventory.ts";
import { machineUrl, urlOf } from "./url.ts";

/** Below the TFTP root. */
export const DEFAULT_SCRIPT = "default.ipxe";

/** Below the TFTP root. */
export function scriptOf(hostType: string): string {
  return `host-type/${hostType}.ipxe`;
}

/**
 * Loads kernel and installer by HTTP. The kernel's arguments tell the installer what it needs: `install.root` (the
 * archive), `install.machine` (where files of this machine alone are) and `install.done` (what to ask for at the end).
 */
export function installScript(
  name: string,
  { kernel, initrd, root, kernelArguments }: HostType,
  server: ProvisioningEntry,
  doneUrl: string | undefined,
): string {
  const words = [
    "initrd=initrd", // which of the loaded files it is; UEFI machines need to be told
    `install.root=${urlOf(server, root)}`,
    `install.machine=${machineUrl(server)}`,
    ...(doneUrl === undefined ? [] : [`install.done=${doneUrl}`]),
    ...kernelArguments,
  ];
  return `#!ipxe
# Erases the disk of the machine and installs it as ${name}.
echo Installing \${netX/mac} as ${name}
kernel ${urlOf(server, kernel)} ${words.join(" ")} || goto failed
initrd --name initrd ${urlOf(server, initrd)} || goto failed
boot || goto failed
:failed
echo The installation did not begin
exit 1
`;
}

export function defaultScript(): string {
  return `#!ipxe
# For machines that are known, but that nobody wants to be installed: goes on with the next boot device.
echo Nothing is to be installed on \${netX/mac}
exit 0
`;
}
