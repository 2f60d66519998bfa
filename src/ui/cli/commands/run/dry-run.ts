// What a live campaign would do, told without doing any of it: every program that each trial's fault starts, and its
// undoing; those of the commands that the same controller gives in the simulation of the same trial; and those with
// which whatever is not well afterwards is healed.

import { isAction } from "../../../../core/controller/contract/command.ts";
import { programsOf, type Program } from "../../../../live/driver/programs.ts";
import { remoteLine, Ssh } from "../../../../live/driver/transport/ssh.ts";
import { tethered } from "../../../../live/driver/transport/tether.ts";
import { recipeOf } from "../../../../live/crash-test/faults/faults.ts";
import { stepWords, type Step } from "../../../../live/crash-test/faults/recipe.ts";
import type { Homes } from "../../../../live/crash-test/restore.ts";
import { programsOfHost, programsOfStep, programsOfVm } from "../../../../live/crash-test/told.ts";
import { chooseFault } from "../../../../core/scenario/choose-fault.ts";
import { runTrial } from "../../../../study/experiment/crash-trial.ts";
import type { Inventory, SshAccess } from "../../../../live/inventory/inventory.ts";
import { formatInstant, NO_TIME } from "../../../../base/prelude/time.ts";
import { traceLine } from "../../../../core/journal/trace.ts";
import type { CrashCampaign, Scenario } from "../../../../core/scenario/scenario.ts";
import type { Fault } from "../../../../core/cluster/fault.ts";

export function dryRun(scenario: Scenario, campaign: CrashCampaign, inventory: Inventory): string {
  const homes: Homes = new Map(scenario.site.vms.map(({ name, home }) => [name, home]));
  const trials = Array.from({ length: campaign.trials }, (_, index) =>
    trialWords(scenario, campaign, index, homes, inventory),
  );
  return `${[waysWords(inventory), ...trials, healingWords(homes, inventory)].join("\n\n")}\n\nNothing was done.\n`;
}

/** `ssh NAME` stands for this everywhere below: written out each time, nobody would read it. */
function waysWords({ hosts, vms }: Inventory): string {
  const way = (name: string, access: SshAccess) =>
    `  ssh ${name}  =  ${remoteLine(tethered(new Ssh(access, SOCKETS).argv()))}`;
  return [
    "how machines are reached (looks at them, by ping, their probes and virsh list, go on all the time):",
    ...hosts.map(({ name, ssh }) => way(name, ssh)),
    ...vms.flatMap(({ name, ssh }) => (ssh === undefined ? [] : [way(name, ssh)])),
    ...hosts.flatMap(({ name, fence }) => (fence.kind === "ssh" ? [way(`${name}-switch`, fence.ssh)] : [])),
  ].join("\n");
}

/** Made anew for each run, and gone with it. */
const SOCKETS = "/tmp/3rc-XXXXXX";

function trialWords(
  scenario: Scenario,
  campaign: CrashCampaign,
  index: number,
  homes: Homes,
  inventory: Inventory,
): string {
  const fault = chooseFault(scenario, campaign, index);
  const commands: string[] = [];
  runTrial(scenario, campaign, index, (entry) => {
    if (entry.kind === "command" && isAction(entry.command))
      commands.push(
        `  ${traceLine(entry, NO_TIME) ?? ""}`,
        ...programsOf(entry.command, inventory).map((program) => `      ${programWords(program)}`),
      );
  });
  return [
    `trial ${index}: ${fault.kind}${fault.on.length === 0 ? "" : ` on ${fault.on.join(", ")}`}`,
    ...[...scenario.faults, fault].flatMap((each) => faultWords(each, homes, inventory)),
    "  what the controller would do, as simulated:",
    ...(commands.length === 0 ? ["  nothing"] : commands),
  ].join("\n");
}

function faultWords(fault: Fault, homes: Homes, inventory: Inventory): string[] {
  const at = fault.when.kind === "at" ? formatInstant(fault.when.at) : "";
  const told = (when: string, step: Step) => [
    `  ${when}  ${stepWords(step)}`,
    ...programsOfStep(step, homes, inventory).map((program) => `      ${programWords(program)}`),
  ];
  return (fault.on.length === 0 ? [""] : fault.on).flatMap((on) => {
    const recipe = recipeOf(fault, on, inventory);
    if (typeof recipe === "string") return [];
    return [
      ...recipe.inject.flatMap((step) => told(`${at}  deal`, step)),
      ...recipe.undo.flatMap((step) => told("later      heal", step)),
    ];
  });
}

function healingWords(homes: Homes, inventory: Inventory): string {
  const { allow, hosts, vms } = inventory;
  const at = new Set(homes.values());
  return [
    "what healing may do besides, of which only what is needed:",
    ...hosts
      .filter(({ name }) => at.has(name) && allow.hosts.has(name))
      .flatMap((host) => [
        `  ${host.name} is brought back`,
        ...programsOfHost(host).map((program) => `      ${programWords(program)}`),
      ]),
    ...vms
      .filter(({ name, victim }) => victim && allow.vms.has(name))
      .flatMap((vm) => {
        const home = hosts.find(({ name }) => name === homes.get(vm.name));
        return home === undefined
          ? []
          : [
              `  ${vm.name} is brought back to ${home.name}`,
              ...programsOfVm(vm, home, inventory).map((program) => `      ${programWords(program)}`),
            ];
      }),
  ].join("\n");
}

/** As it would be typed: what SSH carries is quoted for the shell at the other end. */
function programWords(program: Program): string {
  switch (program.where) {
    case "here":
      return remoteLine(program.argv);
    case "host":
    case "guest":
      return `ssh ${program.name} ${remoteLine(program.argv)}`;
    case "switch of":
      return `ssh ${program.name}-switch ${remoteLine(program.argv)}`;
    case "hang up":
      return `ssh -O exit ${program.name}`;
    case "http":
      return `${program.method} ${program.url}${program.body === undefined ? "" : ` ${program.body}`}`;
  }
}
