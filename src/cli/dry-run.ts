// What a live campaign would do, told without doing any of it: the steps of each trial's fault and of its healing, and
// the commands that the same controller gives in the simulation of the same trial.

import { recipeOf, stepWords } from "../crash-test/recipe.ts";
import { chooseFault } from "../experiment/choose-fault.ts";
import { runTrial } from "../experiment/crash-trial.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { formatInstant, NO_TIME } from "../prelude/time.ts";
import { traceLine } from "../recorder/trace.ts";
import type { CrashCampaign, Scenario } from "../scenario/scenario.ts";
import type { Fault } from "../world/fault.ts";

export function dryRun(scenario: Scenario, campaign: CrashCampaign, inventory: Inventory): string {
  const trials = Array.from({ length: campaign.trials }, (_, index) => trialWords(scenario, campaign, index, inventory));
  return `${trials.join("\n\n")}\n\nNothing was done.\n`;
}

function trialWords(scenario: Scenario, campaign: CrashCampaign, index: number, inventory: Inventory): string {
  const fault = chooseFault(scenario, campaign, index);
  const commands: string[] = [];
  runTrial(scenario, campaign, index, (entry) => {
    if (entry.kind === "command" && "host" in entry.command) commands.push(`  ${traceLine(entry, NO_TIME) ?? ""}`);
  });
  return [
    `trial ${index}: ${fault.kind}${fault.on.length === 0 ? "" : ` on ${fault.on.join(", ")}`}`,
    ...[...scenario.faults, fault].flatMap((each) => faultWords(each, inventory)),
    "  what the controller would do, as simulated:",
    ...(commands.length === 0 ? ["  nothing"] : commands),
  ].join("\n");
}

function faultWords(fault: Fault, inventory: Inventory): string[] {
  const at = fault.when.kind === "at" ? formatInstant(fault.when.at) : "";
  return (fault.on.length === 0 ? [""] : fault.on).flatMap((on) => {
    const recipe = recipeOf({ kind: fault.kind, on, guests: fault.guests, by: fault.by, delay: fault.delay }, inventory);
    if (typeof recipe === "string") return [];
    return [...recipe.deal.map((step) => `  ${at}  deal  ${stepWords(step)}`), ...recipe.undo.map((step) => `  later      heal  ${stepWords(step)}`)];
  });
}
