// Scripts for iPXE: one for each host type, and one for machines that are not to be installed.

import type { HostType, ProvisioningEntry } from "../inventory/inventory.ts";
import { machineUrl, urlOf } from "./url.ts";

/** Path below the TFTP root. */
export const DEFAULT_SCRIPT = "default.ipxe";

/** Path below the TFTP root. */
export function scriptOf(hostType: string): string {
  return `host-type/${hostType}.ipxe`;
}

/**
 * Loads kernel and installer by HTTP. The kernel's arguments configure the installer: `install.root` (URL of the
 * archive), `install.machine` (URL of this machine's own files) and `install.done` (URL to request at the end).
 */
export function installScript(
  name: string,
  { kernel, initrd, root, kernelArguments }: HostType,
  server: ProvisioningEntry,
  doneUrl: string | undefined,
): string {
  const words = [
    "initrd=initrd", // names the loaded file; needed on UEFI machines
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
# For machines that are known but not to be installed: continues with the next boot device.
echo Nothing is to be installed on \${netX/mac}
exit 0
`;
}
