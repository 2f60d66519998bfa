// The steps of a recipe, carried out on real machines.

import type { Argv } from "../../inventory/inventory.ts";
import { complaintOf, type Finished } from "../../../base/platform/program.ts";
import { check } from "../../../base/prelude/check.ts";
import { seconds } from "../../../base/prelude/time.ts";
import { turnAndSee } from "../../driver/fencing/power.ts";
import { namesIn } from "../../driver/hypervisor/libvirt.ts";
import type { HostReach, Reach } from "../../driver/reach.ts";
import { ProbeFaults, type ProbeFaultControl } from "./probe-faults.ts";
import { recipeOf } from "./faults.ts";
import type { Recipe, RecipeStep } from "./recipe.ts";
import { faultText, type UnhealedFault, type UnhealedFaults } from "../healing/unhealed-faults.ts";

/** Timeout of one step: a board may take a minute to report a new power state. */
const PATIENCE = seconds(120);
/** Shorter: a guest that is being broken may never answer. */
const GUEST_PATIENCE = seconds(10);

/** Injects the fault; returns the reason if that failed. */
export function inject(
  unhealedFault: UnhealedFault,
  reach: Reach,
  probeFaults: ProbeFaultControl,
): Promise<string | undefined> {
  return carryOut(unhealedFault, "inject", reach, probeFaults);
}

/** Undoes the fault, as far as it can be undone; returns the reason if that failed. */
export function undo(
  unhealedFault: UnhealedFault,
  reach: Reach,
  probeFaults: ProbeFaultControl,
): Promise<string | undefined> {
  return carryOut(unhealedFault, "undo", reach, probeFaults);
}

/**
 * Undoes every fault that is still in effect, the latest first, while no monitor runs. Returns sentences about what is
 * left. A failure does not prevent the others from being undone, nor does a ledger that cannot be written: undoing
 * twice is harmless.
 */
export async function undoAll(unhealedFaults: UnhealedFaults, reach: Reach): Promise<readonly string[]> {
  const left: string[] = [];
  for (const unhealedFault of unhealedFaults.inTheWay) {
    const failure = await undo(unhealedFault, reach, new ProbeFaults());
    if (failure !== undefined) left.push(`${faultText(unhealedFault)} is not undone: ${failure}`);
    else left.push(...noted(unhealedFault, () => unhealedFaults.undone(unhealedFault)));
  }
  return left;
}

/** Writes to the ledger; returns a sentence if it cannot be written. */
export function noted(unhealedFault: UnhealedFault, write: () => void): string[] {
  try {
    write();
    return [];
  } catch (error) {
    return [
      `${faultText(unhealedFault)} stays in the ledger of faults not yet healed, which cannot be written: ` +
        `${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}

async function carryOut(
  unhealedFault: UnhealedFault,
  what: keyof Recipe,
  reach: Reach,
  probeFaults: ProbeFaultControl,
): Promise<string | undefined> {
  const recipe = recipeOf(unhealedFault, unhealedFault.on, reach.inventory);
  if (typeof recipe === "string") return recipe;
  for (const step of recipe[what]) {
    const failure = await take(step, reach, probeFaults);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function take(step: RecipeStep, reach: Reach, probeFaults: ProbeFaultControl): Promise<string | undefined> {
  switch (step.where) {
    case "here":
      return failureOf(await reach.effects.run(step.argv, { timeout: PATIENCE }));
    case "host":
      return onHost(reach.host(step.host), step.argv);
    case "its host":
      return onItsHost(step.vm, () => step.argv, reach);
    case "its libvirt":
      return onItsHost(step.vm, ({ entry }) => ["virsh", "-q", "-c", entry.libvirt, ...step.words], reach);
    case "guest":
      return inGuest(step.vm, step.argv, reach);
    case "power": {
      const turned = await turnAndSee(reach.host(step.host).power, step.to, PATIENCE, new AbortController().signal);
      return turned === "done" ? undefined : turned.reason;
    }
    case "probes":
      probeFaults.set(step.target, step.probeFault);
      return undefined;
  }
}

async function onHost(host: HostReach, argv: Argv): Promise<string | undefined> {
  return failureOf((await host.ssh.run(argv, { timeout: PATIENCE })).finished);
}

async function onItsHost(vm: string, argvOn: (host: HostReach) => Argv, reach: Reach): Promise<string | undefined> {
  const host = await hostOf(vm, reach);
  return host === undefined ? `${vm} runs nowhere` : onHost(host, argvOn(host));
}

async function hostOf(vm: string, reach: Reach): Promise<HostReach | undefined> {
  const { domain } = reach.vm(vm);
  for (const host of reach.hosts.values()) {
    const { finished } = await host.ssh.run(["virsh", "-q", "-c", host.entry.libvirt, "list", "--name"], {
      timeout: PATIENCE,
    });
    if (namesIn(finished.stdout).includes(domain)) return host;
  }
  return undefined;
}

/** A guest may break before the command can report success: only a command that never arrived has failed. */
async function inGuest(vm: string, argv: Argv, reach: Reach): Promise<string | undefined> {
  const ssh = reach.guest(vm);
  check(ssh !== undefined, "a recipe leads only into guests that are reached");
  const { kind, finished } = await ssh.run(argv, { timeout: GUEST_PATIENCE });
  return kind === "undelivered" && !/closed by remote host|reset by peer|broken pipe/i.test(finished.stderr)
    ? complaintOf(finished)
    : undefined;
}

function failureOf(finished: Finished): string | undefined {
  return finished.kind === "exited" && finished.code === 0 ? undefined : complaintOf(finished);
}
