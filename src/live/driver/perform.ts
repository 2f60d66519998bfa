// How each action is performed on real machines, and with which outcome: `done` only with proof, `failed` only when it
// was refused, `lost` when the connection broke under way. Undefined means that no answer came in time: there is no
// outcome.

import type { ActionKind } from "../../core/cluster/actions.ts";
import type { Action } from "../../core/controller/contract/command.ts";
import type { Outcome } from "../../core/controller/contract/event.ts";
import { check } from "../../base/prelude/check.ts";
import { seconds } from "../../base/prelude/time.ts";
import { complaintOf, type Finished } from "../../base/platform/program.ts";
import type { VmEntry } from "../inventory/inventory.ts";
import { namesIn, type LibvirtReply } from "./hypervisor/libvirt.ts";
import { turnAndSee } from "./fencing/power.ts";
import type { PowerState } from "./fencing/power-switch.ts";
import type { HostReach, Reach } from "./reach.ts";
import type { Remote } from "./transport/remote.ts";
import { wayText } from "./transport/ssh.ts";
import { installerUrl, LAYER_PATIENCE, readingDisk } from "./hypervisor/virsh-commands.ts";

const DONE: Outcome = { kind: "done" };
const failed = (reason: string): Outcome => ({ kind: "failed", reason });

/** Long enough for a healthy store under load. */
const STORE_PATIENCE = seconds(10);
const SERVER_PATIENCE = seconds(5);

type Perform<Kind extends ActionKind> = (
  action: Action<Kind>,
  host: HostReach,
  reach: Reach,
  signal: AbortSignal,
) => Promise<Outcome | undefined>;

/** How each action is performed on real machines. */
const PERFORMERS: { readonly [Kind in ActionKind]: Perform<Kind> } = {
  "inspect-host": (_action, host, reach, signal) => inspect(host, reach, signal),
  "reboot-vm": ({ vm }, host, reach, signal) => boot(host, reach.vm(vm), true, signal),
  "stop-vm": async ({ vm }, host, reach, signal) => outcomeOf(await host.libvirt.destroy(reach.vm(vm), signal)),
  "start-vm": ({ vm }, host, reach, signal) => boot(host, reach.vm(vm), false, signal),
  "reinstall-vm": ({ vm }, host, reach, signal) => reinstall(host, reach.vm(vm), reach, signal),
  "migrate-vm": async ({ vm, to }, host, reach, signal) =>
    outcomeOf(await reach.migrate(reach.vm(vm), host, reach.host(to), signal)),
  "restart-layer": (_action, host, _reach, signal) => restartLayer(host, signal),
  "fence-host": (_action, host, reach, signal) => turn(host, "off", reach, signal),
  "power-on-host": (_action, host, reach, signal) => turn(host, "on", reach, signal),
};

/** Performs one action until it ends or the signal is given. */
export async function performAction(action: Action, reach: Reach, signal: AbortSignal): Promise<Outcome | undefined> {
  return performOn(reach.host(action.host), action, reach, signal);
}

function performOn<Kind extends ActionKind>(
  host: HostReach,
  action: Action<Kind>,
  reach: Reach,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const performer: Perform<Kind> = PERFORMERS[action.kind];
  return performer(action, host, reach, signal);
}

async function turn(
  { power, ssh }: HostReach,
  to: PowerState,
  reach: Reach,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const turned = await turnAndSee(power, to, reach.inventory.limits.actionTimeout, signal);
  if (turned === "done") await ssh.close(); // a connection from before would only hang
  if (signal.aborted) return undefined;
  return turned === "done" ? DONE : failed(turned.reason);
}

async function inspect(host: HostReach, reach: Reach, signal: AbortSignal): Promise<Outcome | undefined> {
  const reply = await host.libvirt.active(signal);
  if (reply.kind !== "yes") return outcomeOf(reply);
  const domains = new Set(namesIn(reply.text));
  return {
    kind: "inspected",
    running: reach.inventory.vms.filter(({ domain }) => domains.has(domain)).map(({ name }) => name),
  };
}

async function restartLayer({ entry, ssh, libvirt }: HostReach, signal: AbortSignal): Promise<Outcome | undefined> {
  const { kind, finished } = await ssh.run(entry.restartLayer, { timeout: LAYER_PATIENCE, signal });
  if (kind === "unanswered") return undefined;
  if (kind !== "ran") return { kind, reason: wayText(finished) };
  if (finished.code !== 0) return failed(complaintOf(finished));
  return (await libvirt.answers(LAYER_PATIENCE)) ? DONE : failed("it was restarted, and does not answer");
}

/** Boots the VM from its disk. `afresh` first ends the domain on this host. */
async function boot(host: HostReach, vm: VmEntry, afresh: boolean, signal: AbortSignal): Promise<Outcome | undefined> {
  const store = await storeAnswers(host, vm, signal);
  if (store !== DONE) return store;
  if (afresh) {
    const ended = await host.libvirt.destroy(vm, signal);
    if (ended.kind !== "yes") return outcomeOf(ended);
  }
  return create(host, vm, vm.definition, signal);
}

async function create(
  host: HostReach,
  vm: VmEntry,
  definition: string,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const created = await host.libvirt.create(vm, definition, signal);
  if (created.kind !== "no") return outcomeOf(created);
  const state = await host.libvirt.state(vm, signal);
  if (state.kind === "yes" && state.text === "running") return DONE;
  // The disk may become free; to go on to the next rung would erase a disk that is in use.
  return IN_USE.test(created.reason)
    ? { kind: "blocked", reason: `its disk is in use elsewhere: ${created.reason}` }
    : failed(created.reason);
}

/** Messages of libvirt's lock manager and of QEMU's own locks about a disk that is in use elsewhere. */
const IN_USE = /resource busy|is locked|get "write" lock/i;

/** Whether the shared store answers. If it does not, the action is blocked, not failed: the store may come back. */
async function storeAnswers({ ssh }: HostReach, vm: VmEntry, signal: AbortSignal): Promise<Outcome | undefined> {
  const { kind, finished } = await ssh.run(readingDisk(vm), { timeout: STORE_PATIENCE, signal });
  if (signal.aborted) return undefined;
  if (kind === "undelivered" || kind === "lost") return unbegun(finished);
  if (kind === "unanswered" || finished.code === 137) return hostAnswers(ssh, signal);
  return finished.code === 0 ? DONE : failed(`its disk cannot be read: ${complaintOf(finished)}`);
}

/** The connection to the host failed before the action itself began. */
function unbegun(finished: Finished): Outcome {
  return { kind: "undelivered", reason: wayText(finished) };
}

/** Decides what hung: the store, or the host itself. */
async function hostAnswers(ssh: Remote, signal: AbortSignal): Promise<Outcome | undefined> {
  const { kind, finished } = await ssh.run(["true"], { timeout: STORE_PATIENCE, signal });
  if (kind === "undelivered" || kind === "lost") return unbegun(finished);
  return kind === "ran" ? { kind: "blocked", reason: "the shared store does not answer" } : undefined;
}

/**
 * Boots once from the network; the installer ends the domain when it has finished, and then the VM boots from its disk.
 */
async function reinstall(
  host: HostReach,
  vm: VmEntry,
  reach: Reach,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  if (vm.installDefinition === undefined) return failed("the inventory does not say how it is installed");
  const store = await storeAnswers(host, vm, signal);
  if (store !== DONE) return store;
  if (!(await serverAnswers(reach, vm))) return { kind: "blocked", reason: "the provisioning server does not answer" };
  const ended = await host.libvirt.destroy(vm, signal);
  if (ended.kind !== "yes") return outcomeOf(ended);
  const begun = await create(host, vm, vm.installDefinition, signal);
  if (begun?.kind !== "done") return begun;
  const installed = await host.libvirt.ended(vm, reach.inventory.limits.actionTimeout, signal);
  if (installed.kind === "no") return failed(`the installation did not finish: ${installed.reason}`);
  if (installed.kind !== "yes") return outcomeOf(installed);
  return create(host, vm, vm.definition, signal);
}

async function serverAnswers({ inventory, effects }: Reach, vm: VmEntry): Promise<boolean> {
  const url = installerUrl(inventory, vm);
  check(url !== undefined, "an inventory in which a VM can be installed has a provisioning server");
  try {
    const response = await effects.get(url, {
      signal: AbortSignal.timeout(SERVER_PATIENCE / 1000),
      headers: { range: "bytes=0-0" },
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function outcomeOf(reply: LibvirtReply): Outcome | undefined {
  switch (reply.kind) {
    case "yes":
      return DONE;
    case "no":
      return failed(reply.reason);
    case "undelivered":
    case "lost":
      return reply;
    case "unanswered":
      return undefined;
  }
}
