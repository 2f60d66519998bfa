// What each fault is on real machines, and how what it put in the way is taken away again: plain data, so that it can
// be shown before it is done. What a fault destroys for good is made good by restore.ts, from what is found.

import type { Argv, HostEntry, Inventory, VmEntry } from "../../inventory/inventory.ts";
import type { FaultKind, Overload } from "../../../core/cluster/fault.ts";
import { formatDuration } from "../../../base/prelude/time.ts";
import type { Hearing } from "./ears.ts";
import type { Wound } from "../healing/wounds.ts";

export type Step =
  /**
   * A command here, beside `3rc`; on a host; in a guest; on whichever host runs the VM; a word with that host's
   * libvirt.
   */
  | { readonly where: "here"; readonly argv: Argv }
  | { readonly where: "host"; readonly host: string; readonly argv: Argv }
  | { readonly where: "guest"; readonly vm: string; readonly argv: Argv }
  | { readonly where: "its host"; readonly vm: string; readonly argv: Argv }
  | { readonly where: "its libvirt"; readonly vm: string; readonly words: Argv }
  /** The switch of a host. */
  | { readonly where: "power"; readonly host: string; readonly to: "on" | "off" }
  /** The monitor's own ears: no machine is touched. */
  | { readonly where: "ears"; readonly target: string; readonly hearing: Hearing };

/** A fault on one target, as a recipe needs to know it. */
export type Dealt = Pick<Wound, "kind" | "on" | "guests" | "by" | "delay">;

export type Recipe = { readonly deal: readonly Step[]; readonly undo: readonly Step[] };

/** A sentence says why the fault cannot be dealt with this inventory. */
export function recipeOf({ kind, on, guests, by, delay }: Dealt, inventory: Inventory): Recipe | string {
  const host = inventory.hosts.find(({ name }) => name === on);
  const vm = inventory.vms.find(({ name }) => name === on);
  if (kind === "monitor-false-alarm")
    return {
      deal: [{ where: "ears", target: on, hearing: delay ?? "deaf" }],
      undo: [{ where: "ears", target: on, hearing: "well" }],
    };
  if (vm !== undefined) return ofVm(kind, vm, by);
  if (host !== undefined) return ofHost(kind, host, guests, inventory);
  return ofSite(kind, inventory);
}

function ofVm(kind: FaultKind, vm: VmEntry, by: Overload = "cpu"): Recipe | string {
  const broken = (step: Step): Recipe => ({ deal: [step], undo: [] });
  const inGuest = (...argv: Argv): Recipe | string =>
    vm.ssh === undefined
      ? "the inventory does not say how its guest is reached (guestSsh)"
      : broken({ where: "guest", vm: vm.name, argv: marked(argv) });
  switch (kind) {
    case "guest-shutdown":
      return broken({ where: "its libvirt", vm: vm.name, words: ["shutdown", vm.domain] });
    case "domain-killed":
      return broken({ where: "its host", vm: vm.name, argv: killDomain(vm) });
    case "guest-overload":
      return inGuest("sh", "-c", OVERLOAD[by]);
    case "guest-kernel-crash":
      return inGuest("sh", "-c", PANIC);
    case "boot-disk-destroyed":
      return vm.installDefinition === undefined
        ? "the inventory does not say how it is installed again (installDefinition)"
        : inGuest("sh", "-c", DESTROY);
    case "service-hang":
      return vm.hang === undefined
        ? "the inventory does not say how its service is made to hang (hang)"
        : inGuest(...vm.hang);
    default:
      return NO_COUNTERPART;
  }
}

function ofHost(kind: FaultKind, host: HostEntry, guests: "die" | "survive", { vms }: Inventory): Recipe | string {
  const on = (argv: Argv): Step => ({ where: "host", host: host.name, argv });
  const restarted = [on(host.restartLayer)];
  switch (kind) {
    case "virtual-layer-crash":
      return {
        deal: [
          on(signalLayer("KILL")),
          ...(guests === "survive" ? [] : vms.filter(({ victim }) => victim).map((vm) => on(killDomain(vm)))),
        ],
        undo: restarted,
      };
    case "virtual-layer-hang":
      return { deal: [on(signalLayer("STOP"))], undo: restarted };
    case "host-power-loss":
      return {
        deal: [{ where: "power", host: host.name, to: "off" }],
        undo: [{ where: "power", host: host.name, to: "on" }],
      };
    case "host-reboot":
      return {
        deal: [
          { where: "power", host: host.name, to: "off" },
          { where: "power", host: host.name, to: "on" },
        ],
        undo: [],
      };
    case "network-cut":
      return host.network === undefined
        ? "the inventory does not say how it is cut off (network)"
        : { deal: [here(host.network.cut)], undo: [here(host.network.join)] };
    case "board-silent":
      return host.silence === undefined
        ? "the inventory does not say how its fence agent is silenced (silence)"
        : between(host.silence);
    case "board-refuses":
      return host.refusal === undefined
        ? "the inventory does not say how its fence agent is made to refuse (refusal)"
        : between(host.refusal);
    default:
      return NO_COUNTERPART;
  }
}

function ofSite(kind: FaultKind, { storage, provisioning }: Inventory): Recipe | string {
  switch (kind) {
    case "storage-outage":
      return storage?.stall === undefined
        ? "the inventory does not say how the store is stalled (storage.stall)"
        : between(storage.stall);
    case "provisioning-outage":
      return provisioning?.outage === undefined
        ? "the inventory does not say how the server is taken away (provisioning.outage)"
        : between(provisioning.outage);
    default:
      return NO_COUNTERPART;
  }
}

const NO_COUNTERPART = "it has no counterpart on real machines";

function here(argv: Argv): Step {
  return { where: "here", argv };
}

function between({ begin, end }: { readonly begin: Argv; readonly end: Argv }): Recipe {
  return { deal: [here(begin)], undo: [here(end)] };
}

// Fixed words for a shell at the other end; what varies comes as arguments, never as a part of them.
const PANIC = "echo 1 > /proc/sys/kernel/sysrq; echo 0 > /proc/sys/kernel/panic; echo c > /proc/sysrq-trigger";
const DESTROY = "rm -rf /boot; sync; reboot -f";
const OVERLOAD: Record<Overload, string> = {
  /** As many busy loops as it takes that nothing else is answered in time. */
  cpu: "n=0; while [ $n -lt 300 ]; do (while :; do :; done) >/dev/null 2>&1 & n=$((n+1)); done",
  /** Files in memory: unlike a process that takes it, they are not ended when there is none left. */
  memory:
    "mkdir -p /run/3rc.full && mount -t tmpfs -o size=100% 3rc /run/3rc.full && { n=0; while :; do dd " +
    "if=/dev/zero of=/run/3rc.full/$n bs=64k; n=$((n+1)); done </dev/null >/dev/null 2>&1 & }",
  /** Each process begins two more, for ever. */
  fork: "{ f() { f | f & }; while :; do f; done; } </dev/null >/dev/null 2>&1 &",
};

/**
 * A file in a guest that was broken from inside, gone with its next boot: as long as it is there, the guest is the
 * broken one.
 */
export const MARK = "/run/3rc.wounded";

function marked(argv: Argv): Argv {
  return ["sh", "-c", ': > "$0"; exec "$@"', MARK, ...argv];
}

function killDomain({ domain }: VmEntry): Argv {
  return ["sh", "-c", 'test ! -e "$1" || kill -KILL "$(cat "$1")"', "sh", `/run/libvirt/qemu/${domain}.pid`];
}

function signalLayer(signal: "KILL" | "STOP"): Argv {
  return ["sh", "-c", 'kill -"$1" $(pidof libvirtd virtqemud)', "sh", signal];
}

/** A step as people read it. */
export function stepWords(step: Step): string {
  switch (step.where) {
    case "here":
      return `here: ${step.argv.join(" ")}`;
    case "host":
      return `on ${step.host}: ${step.argv.join(" ")}`;
    case "guest":
      return `in ${step.vm}: ${step.argv.join(" ")}`;
    case "its host":
      return `on the host of ${step.vm}: ${step.argv.join(" ")}`;
    case "its libvirt":
      return `by the libvirt of the host of ${step.vm}: ${step.words.join(" ")}`;
    case "power":
      return `by the fence agent of ${step.host}: power ${step.to}`;
    case "ears":
      return earsWords(step.target, step.hearing);
  }
}

function earsWords(target: string, hearing: Hearing): string {
  if (hearing === "well") return `the monitor hears ${target} again`;
  return hearing === "deaf"
    ? `the monitor no longer hears ${target}`
    : `the monitor hears ${target} ${formatDuration(hearing)} late`;
}
