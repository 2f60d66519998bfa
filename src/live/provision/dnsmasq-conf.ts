// The configuration of dnsmasq, which is DHCP, DNS and TFTP server in one. It answers only the machines of the
// inventory, so that it can run beside another DHCP server.

import { DEFAULT_SCRIPT, scriptOf } from "./boot-script.ts";
import { HINFO, hinfoHex } from "./hinfo.ts";
import { TFTP_ROOT, type ProvisionOptions } from "./provisioning.ts";
import type { Machine, Served } from "./served.ts";

export function dnsmasqConf(
  { server, network, machines }: Served,
  { folder, router, ipv6Prefix }: ProvisionOptions,
): string {
  const { domain } = server;
  const installed = [...new Set(machines.flatMap(({ install }) => install ?? []))];
  return text([
    ["Only on this interface.", `interface=${server.interface}`, "bind-interfaces"],
    [
      "Names: the machines of this site, and no others.",
      "no-resolv",
      "no-hosts",
      `addn-hosts=${folder}/hosts`,
      `domain=${domain}`,
      `local=/${domain}/`,
      "expand-hosts",
    ],
    ["HINFO records: the host type is in the CPU field.", ...machines.flatMap((machine) => hinfoOf(machine, domain))],
    [
      "Addresses: only those of the machines below.",
      `dhcp-range=${network.base},static,${network.mask},1h`,
      `dhcp-leasefile=${folder}/leases`,
      router === undefined ? "dhcp-option=option:router" : `dhcp-option=option:router,${router}`,
    ],
    ["The machines. The tag names the host type that a network boot installs.", ...machines.flatMap(leaseOf)],
    ...(ipv6Prefix === undefined
      ? []
      : [
          [
            "iPXE waits for a router advertisement of an IPv6 network.",
            "enable-ra",
            `dhcp-range=${ipv6Prefix},ra-stateless,64,1h`,
          ],
        ]),
    [
      "Network boot: firmware gets iPXE, and iPXE gets the script of the host type.",
      "enable-tftp",
      `tftp-root=${folder}/${TFTP_ROOT}`,
      "dhcp-match=set:ipxe,175",
      "dhcp-match=set:efi,option:client-arch,7",
      "dhcp-match=set:efi,option:client-arch,9",
      "dhcp-boot=tag:!ipxe,tag:!efi,undionly.kpxe",
      "dhcp-boot=tag:!ipxe,tag:efi,ipxe.efi",
      ...installed.map((type) => `dhcp-boot=tag:ipxe,tag:${tagOf(type)},${scriptOf(type)}`),
      `dhcp-boot=tag:ipxe,${installed.map((type) => `tag:!${tagOf(type)},`).join("")}${DEFAULT_SCRIPT}`,
    ],
  ]);
}

/** IPv4 addresses of hosts and VMs by name, as /etc/hosts has them. */
export function hostsFile({ machines }: Served): string {
  return machines.map(({ address, name }) => `${address} ${name}\n`).join("");
}

function hinfoOf({ name, hinfo }: Machine, domain: string): string[] {
  return hinfo === undefined ? [] : [`dns-rr=${name}.${domain},${HINFO},${hinfoHex(hinfo)}`];
}

function leaseOf({ name, address, mac, install }: Machine): string[] {
  if (mac === undefined) return [];
  return [`dhcp-host=${[mac, ...(install === undefined ? [] : [`set:${tagOf(install)}`]), address, name].join(",")}`];
}

function tagOf(hostType: string): string {
  return `install-${hostType}`;
}

/** Paragraphs, each a comment and its lines; a paragraph without lines is omitted. */
function text(paragraphs: readonly (readonly string[])[]): string {
  return paragraphs
    .filter(({ length }) => length > 1)
    .map(([comment, ...lines]) => `# ${comment}\n${lines.join("\n")}\n`)
    .join("\n");
}
