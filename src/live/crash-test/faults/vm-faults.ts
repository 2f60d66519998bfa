// How each fault of a guest is injected on real machines. Nothing is undone: a guest that is broken is started or
// installed again.
//
// What a shell at the other end is given are fixed words; what varies comes as arguments, never as a part of them.

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
 * A file on the root file system takes all that is left there, piece by piece, the smallest last, and whatever becomes
 * free later. Each piece is on the disk before the next is written: whoever finds the disk full finds it full after a
 * power cut too.
 */
const FILL =
  "{ while :; do for bs in 1M 64k 512; do while dd if=/dev/zero bs=$bs count=1 conv=fsync >> /3rc.full; do :; done; " +
  "sync; done; sleep 1; done; } </dev/null >/dev/null 2>&1 &";
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
export const BROKEN_MARK = "/run/3rc.wounded";

/** Broken from inside, and marked as that before. What only a new disk mends is not broken where none can be made. */
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
