// The README of the files: what they do and how to use them.

import { HTTP_ROOT, machineFolder, TFTP_ROOT, type ProvisionOptions } from "./provisioning.ts";
import type { Served } from "./served.ts";
import { urlOf } from "./url.ts";

export function readMe(site: string, { server, network, machines }: Served, { folder }: ProvisionOptions): string {
  const known = machines.filter(({ mac }) => mac !== undefined);
  const installed = machines.filter(({ install }) => install !== undefined);
  const files = [
    ...new Set(Object.values(server.hostTypes).flatMap(({ kernel, initrd, root }) => [kernel, initrd, root])),
  ];
  const [example] = installed;
  return `The provisioning server of ${site}, written by 3rc provision.

It serves addresses and names to ${count(known.length)} of the network ${network}, and answers no others.
These are erased and reinstalled whenever they boot from the network:

${list(installed.map(({ name, address, mac, install }) => `${name}  ${address}  ${mac}  ${install}`))}

How to use it

 1. Copy this folder to ${folder} on the machine that has the address
    ${server.address} on its interface ${server.interface}.
 2. Put the files to install where HTTP serves them:
${list(files.map((file) => `${folder}/${HTTP_ROOT}/${file}`))}
 3. If the firmware of your machines is not iPXE itself (that of QEMU is), put undionly.kpxe and ipxe.efi into
    ${folder}/${TFTP_ROOT}; Debian has them in its package ipxe, in /usr/lib/ipxe.
 4. Serve ${folder}/${HTTP_ROOT} as ${urlOf(server, "")} by any web server.
 5. Check the rest and serve it, as root:
      dnsmasq --test -C ${folder}/dnsmasq.conf
      dnsmasq -C ${folder}/dnsmasq.conf
    It does not know names outside ${server.domain}; to forward such queries, add --server=ADDRESS.
${
  example === undefined
    ? ""
    : ` 6. Check that it answers:
      dig @${server.address} ${example.name}.${server.domain} HINFO
      curl -f tftp://${server.address}/host-type/${example.install}.ipxe
`
}
An installer copies two optional files of its own machine from the HTTP root, those of the first machine from
${folder}/${machineFolder(example?.mac ?? "52:54:00:00:00:01")}:
host_key, the SSH host key that the machine keeps when it is reinstalled, and authorized_keys, the keys that may log in.
Everybody who can reach the web server can read them: allow access only to the machines.
`;
}

function count(machines: number): string {
  return machines === 1 ? "one machine" : `${machines} machines`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? "    none" : lines.map((line) => `    ${line}`).join("\n");
}
