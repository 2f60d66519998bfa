// Restores an expendable VM: at home, and serving. A serving VM is never ended; one that does not serve is started only
// when every host has answered that it does not run there, or is off. A disk is erased only if an injected fault
// destroyed it.

import { probeVm } from "../../driver/answering.ts";
import type { LibvirtReply } from "../../driver/hypervisor/libvirt.ts";
import type { HostReach, Reach } from "../../driver/reach.ts";
import type { VmEntry } from "../../inventory/inventory.ts";
import { breaksGuest, needsReinstall } from "../../../core/cluster/fault.ts";
import { seconds } from "../../../base/prelude/time.ts";
import { foundWell, PROBE_TIMEOUT, until } from "./is-well.ts";
import { BROKEN_MARK } from "../faults/vm-faults.ts";
import { whereIs } from "./whereabouts.ts";
import type { UnhealedFault } from "./unhealed-faults.ts";

type Care = {
  readonly reach: Reach;
  /** Faults that were injected into this VM. */
  readonly faults: readonly UnhealedFault[];
  readonly say: (what: string) => void;
  readonly signal: AbortSignal;
};

const BOOTS = seconds(900);
const GUEST_PATIENCE = seconds(20);

/** Why it could not be restored; undefined if it is at home and serves, or if the signal was given. */
export async function restoreVm(vm: VmEntry, home: string, care: Care): Promise<string | undefined> {
  const { reach, signal } = care;
  const { clock } = reach.effects;
  const serves = () => probeVm(vm, reach, PROBE_TIMEOUT).then((answer) => answer === "service");
  const well = !(await isTheBrokenOne(vm, care)) && (await foundWell(clock, serves, signal));
  const { on, unclear } = await whereIs(vm, reach, signal);
  if (signal.aborted) return undefined;
  const names = on.map(({ entry }) => entry.name);
  if (well && names.join() === home) return undefined;
  if (well && on.length === 1) return moveHome(vm, on[0], home, care);
  if (well && names.includes(home)) {
    const stray = await end(
      vm,
      on.filter(({ entry }) => entry.name !== home),
      care,
    );
    if (stray !== undefined || (await foundWell(clock, serves, signal))) return stray;
  }
  if (unclear.length > 0) return `${vm.name} is not started: it may still run on ${unclear.join(", ")}`;
  if (well && on.length === 0) return `${vm.name} is not started: its service answers, though no host runs it`;
  care.say(`${vm.name} is being restored on ${home}`);
  return (await end(vm, on, care)) ?? startAt(reach.host(home), vm, serves, care);
}

/** Whether it is still the guest that was broken from inside, even if it answers. True unless that can be ruled out. */
async function isTheBrokenOne(vm: VmEntry, { reach, faults, signal }: Care): Promise<boolean> {
  const guest = reach.guest(vm.name);
  if (guest === undefined || !faults.some(({ kind }) => breaksGuest(kind))) return false;
  const { kind, finished } = await guest.run(["test", "!", "-e", BROKEN_MARK], { timeout: GUEST_PATIENCE, signal });
  return kind !== "ran" || finished.code !== 0;
}

async function moveHome(
  vm: VmEntry,
  from: HostReach,
  home: string,
  { reach, say, signal }: Care,
): Promise<string | undefined> {
  say(`${vm.name} is being moved back to ${home}`);
  const moved = await reach.migrate(vm, from, reach.host(home), signal);
  return moved.kind === "yes"
    ? undefined
    : `${vm.name} serves on ${from.entry.name} and could not be moved back to ${home}${because(moved)}`;
}

async function end(vm: VmEntry, on: readonly HostReach[], { signal }: Care): Promise<string | undefined> {
  for (const { entry, libvirt } of on) {
    const ended = await libvirt.destroy(vm, signal);
    if (ended.kind !== "yes") return `${vm.name} could not be ended on ${entry.name}${because(ended)}`;
  }
  return undefined;
}

/** To be called only when the VM runs nowhere. */
async function startAt(
  { entry, libvirt }: HostReach,
  vm: VmEntry,
  serves: () => Promise<boolean>,
  { reach, faults, say, signal }: Care,
): Promise<string | undefined> {
  if (faults.some(({ kind }) => needsReinstall(kind))) {
    if (vm.installDefinition === undefined)
      return `${vm.name} cannot be reinstalled: the inventory does not say how (installDefinition)`;
    say(`${vm.name} is being reinstalled`);
    const begun = await libvirt.create(vm, vm.installDefinition, signal);
    if (begun.kind !== "yes") return `${vm.name} could not be installed on ${entry.name}${because(begun)}`;
    const installed = await libvirt.ended(vm, reach.inventory.limits.actionTimeout, signal);
    if (installed.kind !== "yes") return `the installation of ${vm.name} did not finish${because(installed)}`;
  }
  const begun = await libvirt.create(vm, vm.definition, signal);
  if (begun.kind !== "yes") return `${vm.name} could not be started on ${entry.name}${because(begun)}`;
  return (await until(reach.effects.clock, BOOTS, serves, signal))
    ? undefined
    : `${vm.name} was started on ${entry.name} and does not serve`;
}

function because(reply: LibvirtReply): string {
  return "reason" in reply ? `: ${reply.reason}` : reply.kind === "unanswered" ? ": no answer" : "";
}
