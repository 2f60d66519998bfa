// The words with which programs are started: pure, so that they can be told before anything is done. What changes a
// domain is said under a lock on its host, and each remote process has a deadline of its own (libvirt.ts says why).

import type { Argv, FenceAgent, HostEntry, Inventory, VmEntry } from "../../inventory/inventory.ts";
import { seconds, toSeconds, type Duration } from "../../../base/prelude/time.ts";

/** Starting or ending a domain is a matter of seconds; what takes longer hangs. */
export const QUICK = seconds(60);
/** For a virtual layer that was just started to answer. */
export const LAYER_PATIENCE = seconds(60);

/** A word with the host's libvirt, on the host itself. */
export function virsh({ libvirt }: HostEntry, within: Duration, ...words: Argv): Argv {
  return ["timeout", "-s", "KILL", text(within), "virsh", "-q", "-c", libvirt, ...words];
}

/** A list of domains, when all that is under way about them is over. */
export function listing(host: HostEntry, ...which: Argv): Argv {
  return ["flock", "-w", text(QUICK), lockOf("host"), ...virsh(host, QUICK, "list", "--name", ...which)];
}

/** A change of a domain, when the one before it is over. */
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

/** The change that moves it. */
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

/** Reads the beginning of the VM's disk, on a host. */
export function readingDisk({ disk }: VmEntry): Argv {
  return ["timeout", "-s", "KILL", "5", "head", "-c", "512", disk];
}

/** What the installer of the VM begins with; undefined if there is no provisioning server. */
export function installerUrl({ provisioning }: Inventory, { hostType }: VmEntry): string | undefined {
  return provisioning === undefined
    ? undefined
    : `http://${provisioning.address}:${provisioning.httpPort}/${provisioning.hostTypes[hostType].initrd}`;
}

export type Switching = { readonly off: Argv; readonly on: Argv; readonly status: Argv };

/**
 * How a fence agent is spoken to with programs: here, or where `ssh` leads. A password is only ever named by its file.
 */
export function switching(agent: Exclude<FenceAgent, { kind: "redfish" }>): Switching {
  switch (agent.kind) {
    case "ipmi": {
      // The password is read from the file by ipmitool itself, and is seen in no list of processes.
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
