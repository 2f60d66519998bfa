// Bringing everything back to how it was before: hosts on and their virtual layers answering, every VM at home and serving. Judged by what is found, not by what was done, so it works as well after a power cut of the harness.

import { now, pause } from "../machine/clock.ts";
import { later, seconds, type Duration } from "../prelude/time.ts";
import { lookAtHost, lookAtVm } from "../drivers/live/answering.ts";
import { turnAndSee } from "../drivers/live/power.ts";
import type { HostReach, Reach } from "../drivers/live/reach.ts";
import type { VmEntry } from "../inventory/inventory.ts";

/** Where each VM belongs. */
export type Homes = ReadonlyMap<string, string>;

const HOST_BOOTS = seconds(180);
const GUEST_BOOTS = seconds(120);
const INSTALLS = seconds(600);
const LOOK = seconds(3);

/** Brings hosts and VMs back; sentences about what did not come back. Touches only what is allowed. */
export async function restore(reach: Reach, homes: Homes, say: (what: string) => void): Promise<readonly string[]> {
  const { allow, vms } = reach.inventory;
  const hosts = [...new Set(homes.values())].filter((name) => allow.hosts.has(name));
  const lost = (await Promise.all(hosts.map((name) => restoreHost(reach.host(name), say)))).flat();
  for (const vm of vms) {
    const home = homes.get(vm.name);
    if (home !== undefined && allow.vms.has(vm.name)) lost.push(...(await restoreVm(reach, vm, home, say)));
  }
  return lost;
}

async function restoreHost(host: HostReach, say: (what: string) => void): Promise<string[]> {
  const never = new AbortController().signal;
  const { name } = host.entry;
  if ((await lookAtHost(host.entry, host.libvirt, LOOK)) === "service") return [];
  say(`${name} is brought back`);
  await host.ssh.close();
  const on = await turnAndSee(host.power, "on", LOOK, never);
  if (on !== "done") return [`${name} cannot be switched on: ${on.reason}`];
  if (await until(HOST_BOOTS, async () => (await lookAtHost(host.entry, host.libvirt, LOOK)) !== "nothing")) {
    if (!(await host.libvirt.answers(LOOK))) await host.ssh.run(host.entry.restartLayer, { timeout: HOST_BOOTS });
    if (await until(HOST_BOOTS, () => host.libvirt.answers(LOOK))) return [];
  }
  return [`${name} did not come back`];
}

/** At home, and serving: moved back if it runs elsewhere, booted if it does not serve, installed if booting does not help. */
async function restoreVm(reach: Reach, vm: VmEntry, home: string, say: (what: string) => void): Promise<string[]> {
  const never = new AbortController().signal;
  const { libvirt } = reach.host(home);
  const serves = () => lookAtVm(vm, reach.guest(vm.name), LOOK).then((answer) => answer === "service");
  const elsewhere: HostReach[] = [];
  for (const host of reach.hosts.values()) {
    const state = await host.libvirt.state(vm, never);
    if (host.entry.name === home && state.kind === "yes" && state.text === "running" && (await serves())) return endElsewhere();
    if (host.entry.name !== home && state.kind === "yes" && state.text !== "absent" && state.text !== "shut off") elsewhere.push(host);
  }
  say(`${vm.name} is brought back to ${home}`);
  const stray = await endElsewhere();
  if (stray.length > 0) return stray;
  for (const definition of [vm.definition, vm.installDefinition]) {
    if (definition === undefined) continue;
    const ended = await libvirt.destroy(vm, never);
    if (ended.kind !== "yes") return [`${vm.name} could not be ended on ${home}`];
    const begun = await libvirt.create(vm, definition, never);
    if (begun.kind !== "yes") return [`${vm.name} could not be started on ${home}${begun.kind === "unanswered" ? "" : `: ${"reason" in begun ? begun.reason : ""}`}`];
    if (definition === vm.installDefinition) {
      say(`${vm.name} is installed again`);
      await libvirt.ended(vm, INSTALLS, never);
      await libvirt.create(vm, vm.definition, never);
    }
    if (await until(GUEST_BOOTS, serves)) return [];
  }
  return [`${vm.name} did not come back`];

  /** A VM is not started here before it has been ended there. */
  async function endElsewhere(): Promise<string[]> {
    const left: string[] = [];
    for (const host of elsewhere) if ((await host.libvirt.destroy(vm, never)).kind !== "yes") left.push(`${vm.name} could not be ended on ${host.entry.name}`);
    return left;
  }
}

/** Whether it came true within this time. */
export async function until(within: Duration, come: () => Promise<boolean>): Promise<boolean> {
  for (const end = later(now(), within); now() < end; await pause(seconds(0.5))) if (await come()) return true;
  return false;
}
