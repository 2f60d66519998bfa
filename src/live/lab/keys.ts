// SSH keys of the lab: the user's login key, the host key of each host, and the key with which each host logs in to
// others. They are made together with the lab, so that every key is known before the first connection.

import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { HOST_KEY, onDisk, OWN_KEY } from "./hosts/host-files.ts";
import type { LabHost, LabPlan } from "./plan.ts";
import type { Tools } from "./tools.ts";

export type HostKeys = {
  /** Public keys that may log in to hosts and guests, one a line. */
  readonly authorized: string;
  /** The host keys, as lines of known_hosts. */
  readonly known: string;
};

/** Makes the key pair of the user, and both key pairs of each host on its disk. */
export async function makeKeys({ name, hosts, paths }: LabPlan, tools: Tools): Promise<HostKeys> {
  const make = async (file: string, comment: string) => {
    mkdirSync(dirname(file), { recursive: true });
    await tools.run("cannot make an SSH key", [
      "ssh-keygen",
      "-q",
      "-t",
      "ed25519",
      "-N",
      "",
      "-C",
      comment,
      "-f",
      file,
    ]);
    return readFileSync(`${file}.pub`, "utf8");
  };
  const user = await make(paths.identity, name);
  const own = await Promise.all(hosts.map((host) => make(onDisk(host, OWN_KEY), host.name)));
  const shown = await Promise.all(
    hosts.map(async (host) => knownAs(host, await make(onDisk(host, HOST_KEY), host.name))),
  );
  return { authorized: [user, ...own].join(""), known: shown.join("") };
}

/** A line of known_hosts. `key`: a public key, as `ssh-ed25519 AAAA… comment`. */
export function knownAs({ name, address }: Pick<LabHost, "name" | "address">, key: string): string {
  return `${name},${address} ${key.trim().split(" ").slice(0, 2).join(" ")}\n`;
}
