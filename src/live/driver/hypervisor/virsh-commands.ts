// The command lines of virsh and fence agents, made by pure functions. Changes of a domain take a lock on its host, and
// each remote process has its own timeout (libvirt.ts says why).

import type { Argv, FenceAgent, HostEntry, Inventory, VmEntry } from "../../inventory/inventory.ts";
import { seconds, toSeconds, type Duration } from "../../../base/prelude/time.ts";

/** Starting or ending a domain takes seconds; after this time it hangs. */
export const QUICK = seconds(60);
/** How much longer than its own time a change may take on its host: the waits for two locks, and other steps of it. */
export const LATEST_END = seconds(300);
/** Time for a virtual layer that was just started to answer. */
export const LAYER_PATIENCE = seconds(60);

/** A virsh command, to be run on the host itself. */
export function virsh({ libvirt }: HostEntry, within: Duration, ...words: Argv): Argv {
  return ["timeout", "-s", "KILL", text(within), "virsh", "-q", "-c", libvirt, ...words];
}

/** Lists domains, once all changes under way are done. */
export function listing(host: HostEntry, ...which: Argv): Argv {
  return ["flock", "-w", text(QUICK), lockOf("host"), ...virsh(host, QUICK, "list", "--name", ...which)];
}

/** Changes a domain, once an earlier change of it is done. */
export function changing(host: HostEntry, { domain }: VmEntry, within: Duration, ...words: Argv): Argv {
  return [
    "flock",
    "-s",
    "-w",
    text(QUICK),
    lockOf("host"),
    "flock",
    "-w",
    text(QUICK),
    lockOf(`vm.${domain}`),
    ...virsh(host, within, ...words),
  ];
}

/** Does nothing, once an earlier change of the domain is done; it fails if that is not so `within`. */
export function awaiting({ domain }: VmEntry, within: Duration): Argv {
  const wait = ["-w", text(within)];
  return ["flock", "-s", ...wait, lockOf("host"), "flock", ...wait, lockOf(`vm.${domain}`), "true"];
}

/** The arguments of virsh for a live migration. */
export function migrating({ domain }: VmEntry, { migration: { uri, transport } }: HostEntry, unsafe: boolean): Argv {
  return [
    "migrate",
    "--live",
    ...(unsafe ? ["--unsafe"] : []),
    domain,
    uri,
    ...(transport === undefined ? [] : [transport]),
  ];
}

/** Reads the first sector of the VM's disk, on a host. */
export function readingDisk({ disk }: VmEntry): Argv {
  return ["timeout", "-s", "KILL", "5", "head", "-c", "512", disk];
}

/** URL of the initrd of the VM's installer; undefined if there is no provisioning server. */
export function installerUrl({ provisioning }: Inventory, { hostType }: VmEntry): string | undefined {
  return provisioning === undefined
    ? undefined
    : `http://${provisioning.address}:${provisioning.httpPort}/${provisioning.hostTypes[hostType].initrd}`;
}

export type Switching = { readonly off: Argv; readonly on: Argv; readonly status: Argv };

/**
 * The commands of a fence agent, run on this machine or, for `ssh`, where its access leads. They name a password only
 * by its file.
 */
export function switching(agent: Exclude<FenceAgent, { kind: "redfish" }>): Switching {
  switch (agent.kind) {
    case "ipmi": {
      // ipmitool reads the password from the file, so that no list of processes shows it.
      const board = [
        "ipmitool",
        "-I",
        "lanplus",
        "-C",
        String(agent.cipher),
        "-H",
        agent.address,
        "-p",
        String(agent.port),
        "-U",
        agent.user,
        "-f",
        agent.passwordFile,
        "-R",
        "2",
        "-N",
        "3",
      ];
      return {
        off: [...board, "chassis", "power", "off"],
        on: [...board, "chassis", "power", "on"],
        status: [...board, "chassis", "power", "status"],
      };
    }
    case "libvirt": {
      const words = ["virsh", "-q", "-c", agent.uri];
      return {
        off: [...words, "destroy", agent.domain],
        on: [...words, "start", agent.domain],
        status: [...words, "domstate", agent.domain],
      };
    }
    case "ssh":
    case "command":
      return { off: agent.powerOff, on: agent.powerOn, status: agent.status };
  }
}

function text(time: Duration): string {
  return String(toSeconds(time));
}

function lockOf(what: string): string {
  return `/run/lock/3rc.${what}`;
}
