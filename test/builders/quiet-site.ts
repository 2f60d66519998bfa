// A site where nothing fails, for campaigns whose faults affect nothing: its guests are ports on loopback, and commands
// to its hosts go to an ssh that answers which domains run there. Commands to its boards leave files behind.

import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { delimiter, join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../ui/cli/command.ts";
import { inventoryText, type WrittenInventory } from "./inventory.ts";

const GUESTS = ["gridce", "gridui", "gridse", "gridbdii", "web1", "web2"];
const HOSTS = { alfa01: "127.0.0.11", alfa02: "127.0.0.12", alfa03: "127.0.0.13" };

export type QuietSite = {
  readonly inventory: string;
  /** Whether a command of the inventory left this behind. */
  has(file: string): boolean;
  /** From now on the host answers that it runs these. */
  runs(host: keyof typeof HOSTS, ...domains: readonly string[]): void;
  /** From now on the host does not answer. */
  silence(host: keyof typeof HOSTS): void;
  /** The service of this guest stops. */
  lose(guest: string): Promise<void>;
};

/** Programs find its ssh until the test is over. */
export async function quietSite(change: (written: WrittenInventory) => void = () => undefined): Promise<QuietSite> {
  const folder = temporaryFolder();
  const servers = await listening();
  const port = (servers[0].address() as AddressInfo).port;
  const inventory = join(folder, "inventory.yaml");
  writeFileSync(
    inventory,
    inventoryText(folder, (written) => {
      for (const name of GUESTS) written.vms[name] = { ...written.vms[name], probe: { tcp: port } };
      change(written);
    }),
  );
  useSsh(folder);
  const runs: QuietSite["runs"] = (host, ...domains) =>
    writeFileSync(join(folder, "bin", HOSTS[host]), domains.map((domain) => `${domain}\n`).join(""));
  runs("alfa01", "gridce", "gridui");
  runs("alfa02", "gridse", "gridbdii");
  runs("alfa03", "web1", "web2");
  return {
    inventory,
    runs,
    has: (file) => existsSync(join(folder, file)),
    silence: (host) => rmSync(join(folder, "bin", HOSTS[host])),
    lose: (guest) => new Promise((closed) => void servers[GUESTS.indexOf(guest)].close(() => closed())),
  };
}

async function listening(): Promise<Server[]> {
  const servers: Server[] = [];
  onTestFinished(() => servers.forEach((server) => server.close()));
  for (const [i] of GUESTS.entries()) {
    const server = createServer((socket) => socket.on("error", () => undefined).end());
    const port = i === 0 ? 0 : (servers[0].address() as AddressInfo).port;
    await new Promise<void>((ready, failed) => server.once("error", failed).listen(port, `127.0.0.${101 + i}`, ready));
    servers.push(server);
  }
  return servers;
}

function useSsh(folder: string): void {
  const bin = join(folder, "bin");
  const before = process.env["PATH"];
  mkdirSync(bin);
  writeFileSync(
    join(bin, "ssh"),
    "#!/bin/sh\naddress=; last=\nfor word; do address=$last; last=$word; done\n" +
      `case "$last" in *paused*|*event*) ;; *" list "*) exec cat ${bin}/$address;; esac\n`,
  );
  chmodSync(join(bin, "ssh"), 0o755);
  process.env["PATH"] = `${bin}${delimiter}${before}`;
  onTestFinished(() => {
    process.env["PATH"] = before;
  });
}
