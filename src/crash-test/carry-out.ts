// The steps of a recipe, carried out on real machines.

import type { Argv } from "../inventory/inventory.ts";
import { complaintOf, runProgram, type Finished } from "../machine/program.ts";
import { check } from "../prelude/check.ts";
import { seconds } from "../prelude/time.ts";
import { turnAndSee } from "../drivers/live/power.ts";
import { namesIn } from "../drivers/live/libvirt.ts";
import type { HostReach, Reach } from "../drivers/live/reach.ts";
import { recipeOf, type Step } from "./recipe.ts";
import type { Wound, Wounds } from "./wounds.ts";

/** Names of the targets that the monitor does not hear. */
export type Ears = Set<string>;

/** One command that breaks or mends something. */
const PATIENCE = seconds(30);
/** A guest that is being broken does not say goodbye. */
const GUEST_PATIENCE = seconds(10);

/** Deals the wound; a sentence if it could not be dealt. */
export function deal(wound: Wound, reach: Reach, ears: Ears): Promise<string | undefined> {
  return carryOut(wound, "deal", reach, ears);
}

/** Takes away what the wound put in the way; a sentence if it is still there. */
export function undo(wound: Wound, reach: Reach, ears: Ears): Promise<string | undefined> {
  return carryOut(wound, "undo", reach, ears);
}

/** Undoes every open wound, the latest first, when no monitor is at work. Sentences about those that stay open. */
export async function undoAll(wounds: Wounds, reach: Reach): Promise<readonly string[]> {
  const left: string[] = [];
  for (const wound of wounds.open) {
    const failure = await undo(wound, reach, new Set());
    if (failure === undefined) wounds.healed(wound);
    else left.push(`${wound.kind}${wound.on === "" ? "" : ` on ${wound.on}`} is not healed: ${failure}`);
  }
  return left;
}

async function carryOut(wound: Wound, what: "deal" | "undo", reach: Reach, ears: Ears): Promise<string | undefined> {
  const recipe = recipeOf(wound, reach.inventory);
  if (typeof recipe === "string") return recipe;
  for (const step of recipe[what]) {
    const failure = await take(step, reach, ears);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function take(step: Step, reach: Reach, ears: Ears): Promise<string | undefined> {
  switch (step.where) {
    case "here":
      return failureOf(await runProgram(step.argv, { timeout: PATIENCE }));
    case "host":
      return onHost(reach.host(step.host), step.argv);
    case "its host": {
      const host = await hostOf(step.vm, reach);
      return host === undefined ? `${step.vm} runs nowhere` : onHost(host, step.argv);
    }
    case "guest":
      return inGuest(step.vm, step.argv, reach);
    case "power": {
      const turned = await turnAndSee(reach.host(step.host).power, step.to, PATIENCE, new AbortController().signal);
      return turned === "done" ? undefined : turned.reason;
    }
    case "ears":
      if (step.deaf) ears.add(step.target);
      else ears.delete(step.target);
      return undefined;
  }
}

async function onHost(host: HostReach, argv: Argv): Promise<string | undefined> {
  return failureOf((await host.ssh.run(argv, { timeout: PATIENCE })).finished);
}

async function hostOf(vm: string, reach: Reach): Promise<HostReach | undefined> {
  const { domain } = reach.vm(vm);
  for (const host of reach.hosts.values()) {
    const { finished } = await host.ssh.run(["virsh", "-q", "-c", host.entry.libvirt, "list", "--name"], { timeout: PATIENCE });
    if (namesIn(finished.stdout).includes(domain)) return host;
  }
  return undefined;
}

/** What is broken may be gone before it can say that it went: only what never arrived was not dealt. */
async function inGuest(vm: string, argv: Argv, reach: Reach): Promise<string | undefined> {
  const ssh = reach.guest(vm);
  check(ssh !== undefined, "a recipe leads only into guests that are reached");
  const { kind, finished } = await ssh.run(argv, { timeout: GUEST_PATIENCE });
  return kind === "undelivered" && !/closed by remote host|reset by peer|broken pipe/i.test(finished.stderr) ? complaintOf(finished) : undefined;
}

function failureOf(finished: Finished): string | undefined {
  return finished.kind === "exited" && finished.code === 0 ? undefined : complaintOf(finished);
}
