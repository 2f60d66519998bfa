// A provisioning server for a guest in a QEMU of its own: QEMU itself answers DHCP and TFTP and hands on HTTP; the boot
// scripts are those that provision makes, and what they ask for is served by the test.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { parseInventory } from "../../../src/live/inventory/parse.ts";
import { KERNEL_ARGUMENTS, type Images } from "../../../src/live/lab/images/images.ts";
import { provisionFiles } from "../../../src/live/provision/provision-files.ts";
import { HTTP_ROOT, machineFolder, TFTP_ROOT } from "../../../src/live/provision/provisioning.ts";

export type Installation = {
  /** Properties of QEMU's network that make the guest find it. */
  readonly network: string;
  close(): void;
};

const SERVER = "10.0.2.100"; // in the network that QEMU makes up

export async function serveInstallation(
  images: Images,
  folder: string,
  machine: { mac: string; hostKey: string; authorizedKeys: string },
): Promise<Installation> {
  const site = join(folder, "site");
  for (const [name, text] of scripts(machine.mac, site)) write(join(site, name), text);
  const own = join(site, machineFolder(machine.mac));
  mkdirSync(own, { recursive: true });
  copyFileSync(machine.hostKey, join(own, "host_key"));
  writeFileSync(join(own, "authorized_keys"), machine.authorizedKeys);
  const served: Readonly<Record<string, string>> = {
    "/vmlinuz": images.kernel,
    "/installer.img": images.installer,
    "/root.tar.gz": images.root,
  };
  const server = createServer(({ url = "" }, response) => {
    const file = served[url] ?? join(site, HTTP_ROOT, url);
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(url.startsWith("/done") ? 200 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the web server has no port");
  return {
    network:
      `,tftp=${join(site, TFTP_ROOT)},bootfile=host-type/grid.ipxe,guestfwd=tcp:${SERVER}:80-cmd:socat - ` +
      `TCP4:127.0.0.1:${address.port}`,
    close: () => void server.close(),
  };
}

function scripts(mac: string, folder: string): ReadonlyMap<string, string> {
  const parsed = parseInventory(
    JSON.stringify({
      name: "one",
      hosts: {
        alfa01: { address: "10.0.2.3", fence: { command: { powerOff: ["a"], powerOn: ["b"], status: ["c"] } } },
      },
      vms: {
        gridce: {
          address: "10.0.2.15",
          mac,
          hostType: "grid",
          probe: { ping: true },
          definition: "a",
          installDefinition: "b",
          disk: "c",
        },
      },
      provisioning: {
        address: SERVER,
        domain: "lab",
        prefix: 24,
        interface: "up0",
        hostTypes: {
          grid: {
            os: "linux",
            kernel: "vmlinuz",
            initrd: "installer.img",
            root: "root.tar.gz",
            kernelArguments: KERNEL_ARGUMENTS,
          },
        },
      },
      allow: { vms: "all" },
    }),
    "one.yaml",
    folder,
  );
  const made = parsed.ok ? provisionFiles(parsed.inventory, { folder, doneUrl: `http://${SERVER}/done` }) : undefined;
  if (!made?.ok) throw new Error(JSON.stringify(made ?? parsed));
  return made.files;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
