// Prints what a live campaign would do, without doing any of it: how each trial's fault is injected and undone; how the
// commands are performed that the same controller gives in the simulation of the same trial; and what healing does in
// each state that it may find. It is made by the code of the live campaign, with effects that only report.

import { isAction, type Action } from "../../../../core/controller/contract/command.ts";
import { Rehearsal, type Case } from "../../../../live/crash-test/dry-run/rehearsal.ts";
import { wayTo } from "../../../../live/crash-test/dry-run/reporter.ts";
import { faultText, type UnhealedFault } from "../../../../live/crash-test/healing/unhealed-faults.ts";
import { tethered } from "../../../../live/driver/transport/tether.ts";
import { remoteLine } from "../../../../live/driver/transport/ssh.ts";
import { chooseFault } from "../../../../core/scenario/choose-fault.ts";
import { runTrial } from "../../../../study/experiment/crash-trial.ts";
import type { Inventory, SshAccess } from "../../../../live/inventory/inventory.ts";
import { formatInstant, NO_TIME } from "../../../../base/prelude/time.ts";
import { traceLine } from "../../../../core/journal/trace.ts";
import type { CrashCampaign, Scenario } from "../../../../core/scenario/scenario.ts";
import { faultItself, type Fault } from "../../../../core/cluster/fault.ts";
import { linesOf } from "./reported-text.ts";

/** The campaign to print. */
type Telling = {
  readonly scenario: Scenario;
  readonly campaign: CrashCampaign;
  readonly inventory: Inventory;
  readonly rehearsal: Rehearsal;
};

/** The whole dry run, as text. Starts nothing, opens nothing, and leaves nothing behind. */
export async function dryRun(scenario: Scenario, campaign: CrashCampaign, inventory: Inventory): Promise<string> {
  const homes = new Map(scenario.site.vms.map(({ name, home }) => [name, home]));
  const telling = { scenario, campaign, inventory, rehearsal: new Rehearsal(inventory, homes) };
  const parts = [waysText(inventory)];
  for (let index = 0; index < campaign.trials; index++) parts.push(await trialText(telling, index));
  parts.push(await healingText(telling));
  return `${parts.join("\n\n")}\n\nNothing was done.\n`;
}

/** Explains `ssh NAME`, which stands for the full command lines below. */
function waysText({ hosts, vms }: Inventory): string {
  const way = (name: string, access: SshAccess) => `  ssh ${name}  =  ${remoteLine(tethered(wayTo(access)))}`;
  return [
    "how machines are reached (they are probed continuously, by ping, their probes and virsh list):",
    ...hosts.map(({ name, ssh }) => way(name, ssh)),
    ...vms.flatMap(({ name, ssh }) => (ssh === undefined ? [] : [way(name, ssh)])),
    ...hosts.flatMap(({ name, fence }) => (fence.kind === "ssh" ? [way(`${name}-switch`, fence.ssh)] : [])),
  ].join("\n");
}

async function trialText(telling: Telling, index: number): Promise<string> {
  const { scenario, campaign, rehearsal } = telling;
  const fault = chooseFault(scenario, campaign, index);
  const commands: { readonly line: string; readonly action: Action }[] = [];
  runTrial(scenario, campaign, index, (entry) => {
    if (entry.kind === "command" && isAction(entry.command))
      commands.push({ line: traceLine(entry, NO_TIME) ?? "", action: entry.command });
  });
  const lines = [faultText({ kind: fault.kind, on: fault.on.join(", ") })].map((what) => `trial ${index}: ${what}`);
  for (const each of [...scenario.faults, fault]) lines.push(...(await faultLines(each, telling)));
  lines.push("  what the controller would do, as simulated:");
  for (const { line, action } of commands) lines.push(`  ${line}`, ...linesOf(await rehearsal.perform(action)));
  return [...lines, ...(commands.length === 0 ? ["  nothing"] : [])].join("\n");
}

async function faultLines(fault: Fault, { scenario, rehearsal }: Telling): Promise<readonly string[]> {
  const at = fault.when.kind === "at" ? formatInstant(fault.when.at) : "";
  const lines: string[] = [];
  for (const unhealedFault of unhealedFaultsOf(fault, scenario)) {
    const undoing = linesOf(await rehearsal.undo(unhealedFault));
    lines.push(`  ${at}  inject  ${faultText(unhealedFault)}`, ...linesOf(await rehearsal.inject(unhealedFault)));
    if (undoing.length > 0)
      lines.push(`  ${"later".padEnd(at.length)}  undo    ${faultText(unhealedFault)}`, ...undoing);
  }
  return lines;
}

/** The entries of a fault in the ledger, one for each target. */
function unhealedFaultsOf(fault: Fault, { site }: Scenario): readonly UnhealedFault[] {
  const homes = Object.fromEntries(site.vms.map(({ name, home }) => [name, home]));
  const targets = fault.on.length === 0 ? [""] : fault.on;
  return targets.map((on, id) => ({ ...faultItself(fault), id, on, homes }));
}

async function healingText({ scenario, campaign, inventory, rehearsal }: Telling): Promise<string> {
  const { vms } = scenario.site;
  const faults = Array.from({ length: campaign.trials }, (_, index) => chooseFault(scenario, campaign, index));
  const unhealedFaults = [...scenario.faults, ...faults].flatMap((fault) => unhealedFaultsOf(fault, scenario));
  const lines = ["what healing would also do, only in these cases (repeated queries are not shown):"];
  const concerned = new Set([...vms.map(({ home }) => home), ...unhealedFaults.map(({ on }) => on)]);
  for (const host of inventory.hosts.filter(({ name }) => concerned.has(name)))
    lines.push(...casesLines(await rehearsal.healHost(host)));
  for (const vm of inventory.vms.filter(({ name }) => vms.some((each) => each.name === name)))
    lines.push(
      ...casesLines(
        await rehearsal.healVm(
          vm,
          unhealedFaults.filter(({ on }) => on === vm.name),
        ),
      ),
    );
  return lines.join("\n");
}

function casesLines(cases: readonly Case[]): readonly string[] {
  return cases.flatMap(({ found, reports }) => [`  if ${found}`, ...linesOf(reports)]);
}
