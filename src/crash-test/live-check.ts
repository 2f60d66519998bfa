// Whether everything that the inventory tells is so: connections, host keys, domains, permissions, clocks, the store, the
// provisioning server. It looks, and breaks nothing.

import { readFileSync } from "node:fs";
import type { HostEntry, Inventory, VmEntry } from "../inventory/inventory.ts";
import { now } from "../machine/clock.ts";
import { complaintOf, runProgram } from "../machine/program.ts";
import { formatDuration, seconds, type Duration } from "../prelude/time.ts";
import { lookAtVm } from "../drivers/live/answering.ts";
import { namesIn } from "../drivers/live/libvirt.ts";
import type { Reach } from "../drivers/live/reach.ts";

/** One thing that was looked at. `detail` is what was found, or what is wrong. */
export type Finding = { readonly subject: string; readonly what: string; readonly ok: boolean; readonly detail: string };

const PATIENCE = seconds(10);
/** Journals of several machines are read side by side: clocks may differ by no more. */
const MOST_SKEW = seconds(2);

export async function checkInventory(reach: Reach): Promise<readonly Finding[]> {
  const { inventory } = reach;
  const parts = [
    checkPrograms(inventory),
    ...inventory.hosts.map((host) => checkHost(host, reach)),
    ...inventory.vms.map((vm) => checkVm(vm, reach)),
    checkServer(inventory),
  ];
  return (await Promise.all(parts)).flat();
}

async function checkPrograms(inventory: Inventory): Promise<Finding[]> {
  const kinds = new Set(inventory.hosts.map(({ fence }) => fence.kind));
  const needed = ["ssh", "ping", "setpriv", ...(kinds.has("ipmi") ? ["ipmitool"] : []), ...(kinds.has("libvirt") ? ["virsh"] : [])];
  return Promise.all(needed.map(async (program) => {
    const found = (await runProgram([program, "-V"], { timeout: PATIENCE })).kind !== "not-started";
    return { subject: "here", what: program, ok: found, detail: found ? "installed" : "is not installed" };
  }));
}

async function checkHost(host: HostEntry, reach: Reach): Promise<Finding[]> {
  const { ssh, libvirt, power } = reach.host(host.name);
  const tell = (what: string, ok: boolean, detail: string): Finding => ({ subject: host.name, what, ok, detail });
  const asked = now();
  const clock = await ssh.run(["date", "+%s.%N"], { timeout: PATIENCE });
  const answered = now();
  const status = await power.status(AbortSignal.timeout(PATIENCE / 1000));
  const board = tell(`fence (${host.fence.kind})`, typeof status === "string", typeof status === "string" ? `power is ${status}` : status.reason);
  const secret = secretOf(host);
  if (clock.kind !== "ran" || clock.finished.code !== 0) return [tell("ssh", false, complaintOf(clock.finished)), board, ...secret];
  const skew = Math.abs(Number(clock.finished.stdout) * 1e6 - (asked + answered) / 2) as Duration;
  const active = await libvirt.active(AbortSignal.timeout(PATIENCE / 1000));
  const domains = active.kind === "yes" ? namesIn(active.text) : [];
  const tools = await ssh.run(["sh", "-c", "command -v flock timeout virsh stdbuf head"], { timeout: PATIENCE });
  return [
    tell("ssh", true, `as ${host.ssh.user}, host key known`),
    tell("clock", skew <= MOST_SKEW, `differs by ${formatDuration(Math.round(skew) as Duration)}${skew > MOST_SKEW ? `: expected at most ${formatDuration(MOST_SKEW)}` : ""}`),
    tell("programs", tools.finished.code === 0, tools.finished.code === 0 ? "flock, timeout, virsh, stdbuf, head" : "one of flock, timeout, virsh, stdbuf, head is missing"),
    tell("libvirt", active.kind === "yes", active.kind === "yes" ? `runs ${domains.length === 0 ? "nothing" : domains.join(", ")}` : "reason" in active ? active.reason : "does not answer"),
    board,
    ...secret,
    ...(await checkAutostart(host, reach)),
    tell("allowed", true, reach.inventory.allow.hosts.has(host.name) ? "may be touched" : "is only looked at"),
  ];
}

/** A host that is switched on again must not start by itself what runs elsewhere by then. */
async function checkAutostart({ name, libvirt }: HostEntry, reach: Reach): Promise<Finding[]> {
  const { finished } = await reach.host(name).ssh.run(["virsh", "-q", "-c", libvirt, "list", "--all", "--name", "--autostart"], { timeout: PATIENCE });
  const marked = namesIn(finished.stdout).filter((domain) => reach.inventory.vms.some((vm) => vm.domain === domain));
  return marked.length === 0 ? [] : [{ subject: name, what: "autostart", ok: false, detail: `${marked.join(", ")} would be started by libvirt itself: virsh autostart --disable` }];
}

/** A password that others can read is none. */
function secretOf({ name, fence }: HostEntry): Finding[] {
  if (!("passwordFile" in fence)) return [];
  try {
    readFileSync(fence.passwordFile);
    return [];
  } catch (error) {
    return [{ subject: name, what: "password file", ok: false, detail: `${fence.passwordFile} cannot be read (${(error as NodeJS.ErrnoException).code})` }];
  }
}

async function checkVm(vm: VmEntry, reach: Reach): Promise<Finding[]> {
  const tell = (what: string, ok: boolean, detail: string): Finding => ({ subject: vm.name, what, ok, detail });
  const states = await Promise.all([...reach.hosts.values()].map(async ({ entry, libvirt }) => ({ host: entry.name, state: await libvirt.state(vm, AbortSignal.timeout(PATIENCE / 1000)) })));
  const on = states.filter(({ state }) => state.kind === "yes" && state.text !== "absent" && state.text !== "shut off").map(({ host }) => host);
  const known = states.find(({ state }) => state.kind === "yes");
  const answer = await lookAtVm(vm, reach.guest(vm.name), PATIENCE);
  const guest = reach.guest(vm.name);
  const inside = guest === undefined ? undefined : await guest.run(["true"], { timeout: PATIENCE });
  const permission = [reach.inventory.allow.vms.has(vm.name) ? "may be touched" : "is only looked at", vm.victim ? "is a victim" : "is no victim"];
  return [
    tell("domain", on.length === 1, on.length === 1 ? `${vm.domain} runs on ${on[0]}` : on.length === 0 ? `${vm.domain} runs nowhere` : `${vm.domain} runs on ${on.join(" and ")}`),
    tell(`service (${vm.probe.kind})`, answer === "service", answer === "service" ? "answers" : answer === "system" ? "only its guest answers" : "does not answer"),
    ...(inside === undefined ? [] : [tell("guest ssh", inside.finished.code === 0, inside.finished.code === 0 ? "host key known" : complaintOf(inside.finished))]),
    ...(known === undefined ? [] : await checkFiles(vm, reach, known.host)),
    tell("allowed", true, permission.join(", ")),
  ];
}

/** What it is made of must be readable on every host that it may be started on; here on one that answers. */
async function checkFiles(vm: VmEntry, reach: Reach, host: string): Promise<Finding[]> {
  const files = [vm.definition, vm.disk, ...(vm.installDefinition === undefined ? [] : [vm.installDefinition])];
  const missing = (await Promise.all(files.map(async (file) => ((await reach.host(host).ssh.run(["test", "-r", file], { timeout: PATIENCE })).finished.code === 0 ? [] : [file])))).flat();
  return [{ subject: vm.name, what: "files", ok: missing.length === 0, detail: missing.length === 0 ? `readable on ${host}` : `${missing.join(", ")} cannot be read on ${host}` }];
}

async function checkServer({ provisioning }: Inventory): Promise<Finding[]> {
  if (provisioning === undefined) return [];
  const files = [...new Set(Object.values(provisioning.hostTypes).flatMap(({ kernel, initrd, root }) => [kernel, initrd, root]))];
  return Promise.all(files.map(async (file) => {
    const url = `http://${provisioning.address}:${provisioning.httpPort}/${file}`;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE / 1000), headers: { range: "bytes=0-0" } });
      await response.body?.cancel();
      return { subject: "provisioning", what: file, ok: response.ok, detail: response.ok ? "is served" : `${url} answers ${response.status}` };
    } catch (error) {
      return { subject: "provisioning", what: file, ok: false, detail: `${url} does not answer${error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ""}` };
    }
  }));
}
