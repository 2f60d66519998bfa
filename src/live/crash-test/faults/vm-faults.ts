// How each fault of a guest is injected on real machines. There is nothing to undo: a broken guest is restarted or
// reinstalled.
//
// Shell commands at the other end are fixed texts; what varies is passed as arguments, never inserted into them.

import { needsReinstall, type FaultOf, type Overload, type VmFault } from "../../../core/cluster/fault.ts";
import type { Argv, VmEntry } from "../../inventory/inventory.ts";
import { broken, type AllOnMachines, type Recipe } from "./recipe.ts";

export const VM_FAULTS_ON_MACHINES: AllOnMachines<VmFault> = {
  "guest-shutdown": (_fault, { name, domain }) =>
    broken({ where: "its libvirt", vm: name, words: ["shutdown", domain] }),
  "guest-overload": (fault, vm) => inGuest(fault, vm, shell(OVERLOAD[fault.by])),
  "guest-kernel-crash": (fault, vm) => inGuest(fault, vm, shell(PANIC)),
  "service-hang": (fault, vm) =>
    vm.hang === undefined
      ? "the inventory does not say how its service is made to hang (hang)"
      : inGuest(fault, vm, vm.hang),
  "boot-disk-destroyed": (fault, vm) => inGuest(fault, vm, shell(DESTROY)),
  "disk-full": (fault, vm) => inGuest(fault, vm, shell(FILL)),
  "domain-killed": (_fault, vm) => broken({ where: "its host", vm: vm.name, argv: killDomain(vm) }),
};

const PANIC = "echo 1 > /proc/sys/kernel/sysrq; echo 0 > /proc/sys/kernel/panic; echo c > /proc/sysrq-trigger";
const DESTROY = "rm -rf /boot; sync; reboot -f";
/**
 * A file on the root file system takes all free space, in ever smaller blocks, and whatever becomes free later. Each
 * block is synced to the disk before the next is written, so that a full disk is still full after a power cut.
 */
const FILL =
  "{ while :; do for bs in 1M 64k 512; do while dd if=/dev/zero bs=$bs count=1 conv=fsync >> /3rc.full; do :; done; " +
  "sync; done; sleep 1; done; } </dev/null >/dev/null 2>&1 &";
const OVERLOAD: Record<Overload, string> = {
  /** So many busy loops that nothing else answers in time. */
  cpu: "n=0; while [ $n -lt 300 ]; do (while :; do :; done) >/dev/null 2>&1 & n=$((n+1)); done",
  /** Files in memory: unlike a process, they are not killed when memory runs out. */
  memory:
    "mkdir -p /run/3rc.full && mount -t tmpfs -o size=100% 3rc /run/3rc.full && { n=0; while :; do dd " +
    "if=/dev/zero of=/run/3rc.full/$n bs=64k; n=$((n+1)); done </dev/null >/dev/null 2>&1 & }",
  /** Each process starts two more, without end. */
  fork: "{ f() { f | f & }; while :; do f; done; } </dev/null >/dev/null 2>&1 &",
};

/**
 * A file in a guest that was broken from inside, removed by the next boot: while it exists, the guest is still the
 * broken one.
 */
export const BROKEN_MARK = "/run/3rc.broken";

/**
 * Marks the guest as broken, then breaks it from inside. A fault that needs a reinstall is refused if the VM has none.
 */
function inGuest({ kind }: FaultOf, vm: VmEntry, argv: Argv): Recipe | string {
  if (needsReinstall(kind) && vm.installDefinition === undefined)
    return "the inventory does not say how it is installed again (installDefinition)";
  return vm.ssh === undefined
    ? "the inventory does not say how its guest is reached (guestSsh)"
    : broken({ where: "guest", vm: vm.name, argv: ["sh", "-c", ': > "$0"; exec "$@"', BROKEN_MARK, ...argv] });
}

function shell(words: string): Argv {
  return ["sh", "-c", words];
}

/** Kills the process of the VM's domain, where it runs. */
export function killDomain({ domain }: VmEntry): Argv {
  return ["sh", "-c", 'test ! -e "$1" || kill -KILL "$(cat "$1")"', "sh", `/run/libvirt/qemu/${domain}.pid`];
}
