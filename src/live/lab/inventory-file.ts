// The inventory file of a lab: how to reach, fence, cut, stall and install its machines. Everything in it may be
// touched: the lab is made to be broken.

import { join } from "node:path";
import { stringify } from "yaml";
import { BOARD_CIPHER, BOARD_USER } from "./hosts/boards.ts";
import { WIRE, type LabHost, type LabPlan, type LabVm } from "./plan.ts";

/** The file of the JSON Schema beside an inventory. */
export const INVENTORY_SCHEMA = "inventory.schema.json";

/** Names of the installer's files below the root of the HTTP server; all host types share them. */
export const SERVED = { kernel: "kernel", initrd: "installer", root: "root.tar.gz" } as const;

/** Points editors to the JSON Schema. */
const MODELINE = `# yaml-language-server: $schema=${INVENTORY_SCHEMA}\n`;

/** YAML text. `kernelArguments`: of the installer. */
export function inventoryText(plan: LabPlan, kernelArguments: readonly string[]): string {
  const { name, paths, domain, infra, network } = plan;
  const ssh = { user: "root", identity: paths.identity, knownHosts: paths.knownHosts };
  const hostTypes = [...new Set(plan.vms.map(({ hostType }) => hostType))];
  const store = join(paths.bin, "store");
  return `${MODELINE}# Written by 3rc lab up; removed by 3rc lab down.\n${stringify(
    {
      name,
      ssh,
      guestSsh: ssh,
      hosts: Object.fromEntries(plan.hosts.map((host) => [host.name, hostEntry(plan, host)])),
      vms: Object.fromEntries(plan.vms.map((vm) => [vm.name, vmEntry(vm)])),
      storage: { path: paths.store, unsafeMigration: true, stall: { begin: [store, "stall"], end: [store, "resume"] } },
      provisioning: {
        address: infra.address,
        domain,
        prefix: network.prefix,
        interface: WIRE,
        hostTypes: Object.fromEntries(hostTypes.map((type) => [type, { os: "Linux", ...SERVED, kernelArguments }])),
        outage: { begin: wire(plan, infra.port, "down"), end: wire(plan, infra.port, "up") },
      },
      allow: { hosts: "all", vms: "all" },
      limits: { affectedVms: plan.vms.length, fencesPerHour: 120 }, // both harmless in a lab
    },
    { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" },
  )}`;
}

function hostEntry(plan: LabPlan, { name, address, board, port }: LabHost): object {
  const { bin, boardPassword } = plan.paths;
  return {
    address,
    migration: { uri: `qemu+ssh://root@${address}/system`, transport: `tcp://${address}` },
    fence: { ipmi: { address: board, user: BOARD_USER, passwordFile: boardPassword, cipher: BOARD_CIPHER } },
    restartLayer: [join(bin, "restart-libvirt")],
    network: { cut: wire(plan, port, "down"), join: wire(plan, port, "up") },
    storePath: { begin: [join(bin, "store"), "stall", name], end: [join(bin, "store"), "resume", name] },
    silence: { begin: boardAddress(plan, board, "del"), end: boardAddress(plan, board, "replace") },
    refusal: { begin: ["touch", refusalOf(plan, name)], end: ["rm", "-f", refusalOf(plan, name)] },
  };
}

function vmEntry({ address, mac, hostType, definition, installDefinition, disk }: LabVm): object {
  return {
    address,
    mac,
    hostType,
    probe: { http: healthUrl(address) },
    definition,
    installDefinition,
    disk,
    hang: ["killall", "-STOP", "httpd"],
    expendable: true,
  };
}

/** The health page of a guest of the lab. */
export function healthUrl(address: string): string {
  return `http://${address}/cgi-bin/health`;
}

function wire({ switch: { namespace } }: LabPlan, port: string, to: "up" | "down"): readonly string[] {
  return ["ip", "-n", namespace, "link", "set", port, to];
}

/** A board refuses commands while this file exists: its chassis program checks for it. */
function refusalOf({ paths }: LabPlan, host: string): string {
  return join(paths.boards, host, "refuses");
}

/** A board without its address cannot answer. */
function boardAddress({ boards: { namespace } }: LabPlan, board: string, how: "del" | "replace"): readonly string[] {
  return ["ip", "-n", namespace, "address", how, `${board}/32`, "dev", WIRE];
}
