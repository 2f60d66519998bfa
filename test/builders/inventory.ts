// An inventory for the scenarios of the lab, with machines that do not answer: everything is on loopback, on a port
// where nothing listens. The commands that run here only leave a file behind.

import { stringify } from "yaml";
import type { Inventory } from "../../src/live/inventory/inventory.ts";
import { parseInventory } from "../../src/live/inventory/parse.ts";
import { check } from "../../src/base/prelude/check.ts";

const HOMES = {
  gridce: "alfa01",
  gridui: "alfa01",
  gridse: "alfa02",
  gridbdii: "alfa02",
  web1: "alfa03",
  web2: "alfa03",
};

export type WrittenInventory = Record<string, unknown> & { hosts: Record<string, object>; vms: Record<string, object> };

/** Its text; `folder` is where the files are left: off-alfa01, cut-alfa02 and so on. */
export function inventoryText(folder: string, change: (written: WrittenInventory) => void = () => undefined): string {
  const leave = (what: string) => ["touch", `${folder}/${what}`];
  const hosts = Object.fromEntries(
    ["alfa01", "alfa02", "alfa03"].map((name, i) => [
      name,
      {
        address: `127.0.0.${i + 11}`,
        fence: { command: { powerOff: leave(`off-${name}`), powerOn: leave(`on-${name}`), status: ["echo", "off"] } },
        network: { cut: leave(`cut-${name}`), join: leave(`join-${name}`) },
        storePath: { begin: leave(`part-${name}`), end: leave(`connect-${name}`) },
        silence: { begin: leave(`silence-${name}`), end: leave(`speak-${name}`) },
      },
    ]),
  );
  const vms = Object.fromEntries(
    Object.keys(HOMES).map((name, i) => [
      name,
      {
        address: `127.0.0.${i + 101}`,
        mac: `52:54:00:00:00:0${i}`,
        hostType: "grid",
        probe: { tcp: 1 },
        definition: `${folder}/${name}.xml`,
        installDefinition: `${folder}/${name}-install.xml`,
        disk: `${folder}/${name}.img`,
        expendable: true,
      },
    ]),
  );
  const written: WrittenInventory = {
    name: "nowhere",
    ssh: { port: 1, identity: "/dev/null", knownHosts: "/dev/null" },
    guestSsh: { port: 1, identity: "/dev/null", knownHosts: "/dev/null" },
    hosts,
    vms,
    storage: { path: folder, stall: { begin: leave("stall"), end: leave("go") } },
    provisioning: {
      address: "127.0.0.1",
      domain: "lab",
      prefix: 24,
      httpPort: 1,
      interface: "lo",
      hostTypes: { grid: { os: "linux", kernel: "k", initrd: "i", root: "r" } },
      outage: { begin: leave("away"), end: leave("back") },
    },
    allow: { hosts: "all", vms: "all" },
    limits: { affectedVms: 6 },
  };
  change(written);
  return stringify(written, { compat: "yaml-1.1" }); // quotes what YAML 1.1 reads as a boolean, such as off
}

export function inventoryIn(folder: string, change?: (written: WrittenInventory) => void): Inventory {
  const parsed = parseInventory(inventoryText(folder, change), "inventory.yaml", folder);
  check(parsed.ok, () => JSON.stringify(parsed));
  return parsed.inventory;
}
