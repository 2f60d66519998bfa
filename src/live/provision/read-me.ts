// What whoever finds the files on a server has to know.

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
  return `The provisioning server of ${site}, made by 3rc provision.

It gives ${count(known.length)} of the network ${network} their addresses and tells their names; it answers nobody else.
These are erased and installed again whenever they boot from the network:

${list(installed.map(({ name, address, mac, install }) => `${name}  ${address}  ${mac}  ${install}`))}

How to use it

 1. Copy this folder to ${folder} on the machine that has the address
    ${server.address} on its interface ${server.interface}.
 2. Put what is installed where HTTP will find it:
${list(files.map((file) => `${folder}/${HTTP_ROOT}/${file}`))}
 3. If the firmware of your machines is not iPXE itself (that of QEMU is), put undionly.kpxe and ipxe.efi into
    ${folder}/${TFTP_ROOT}; Debian has them in its package ipxe, in /usr/lib/ipxe.
 4. Serve ${folder}/${HTTP_ROOT} as ${urlOf(server, "")} by any web server.
 5. Check the rest and serve it, as root:
      dnsmasq --test -C ${folder}/dnsmasq.conf
      dnsmasq -C ${folder}/dnsmasq.conf
    Names outside ${server.domain} are not known to it; --server=ADDRESS after that line has them asked from another
    server.
${
  example === undefined
    ? ""
    : ` 6. See whether it answers:
      dig @${server.address} ${example.name}.${server.domain} HINFO
      curl -f tftp://${server.address}/host-type/${example.install}.ipxe
`
}
An installer may take two files of one machine alone from the HTTP root, as those of the first machine from
${folder}/${machineFolder(example?.mac ?? "52:54:00:00:00:01")}:
host_key, the SSH host key that the machine keeps when it is installed again, and authorized_keys, who may log in.
Whoever reaches the web server can read them: let nobody reach it but the machines.
`;
}

function count(machines: number): string {
  return machines === 1 ? "one machine" : `${machines} machines`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? "    none" : lines.map((line) => `    ${line}`).join("\n");
}
