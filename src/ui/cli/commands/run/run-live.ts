// `3rc run SCENARIO --live INVENTORY`: the scenario's crash campaign on real machines. The results are those of a
// simulated campaign, in the same files.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { runLiveCampaign, trialsIn, type CampaignEnd } from "../../../../live/crash-test/campaign/live-campaign.ts";
import { Harness } from "../../../../live/crash-test/campaign/harness.ts";
import { journalPath } from "../../../../live/crash-test/campaign/trial-journal.ts";
import { testimonyPath } from "../../../../live/crash-test/observers/testimony.ts";
import { endedText, fromItsBeginning, journalAt } from "../../../../study/results/kept-journals.ts";
import { objections } from "../../../../live/crash-test/campaign/preflight.ts";
import { UnhealedFaults } from "../../../../live/crash-test/healing/unhealed-faults.ts";
import { FenceRecord } from "../../../../live/driver/fencing/fence-record.ts";
import { Reach } from "../../../../live/driver/reach.ts";
import { Defect } from "../../../../base/prelude/check.ts";
import type { Inventory } from "../../../../live/inventory/inventory.ts";
import { TrialColumnsBuilder, TrialTable } from "../../../../core/measurement/trial-table.ts";
import type { Problem } from "../../../../core/scenario/parse.ts";
import type { CrashCampaign, Scenario } from "../../../../core/scenario/scenario.ts";
import { summariseCampaign } from "../../../../study/statistics/summaries/summarise-campaign.ts";
import type { Invariant } from "../../../../core/cluster/invariants.ts";
import { dryRun } from "./dry-run.ts";
import { codeOfSignal, EXIT } from "../../exit.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { refuseForeign } from "../../../../study/results/foreign.ts";
import { loadInventory } from "../../load-inventory.ts";
import { loadScenario, printRemarks } from "../../load-scenario.ts";
import { RESULT } from "../../../../study/results/manifest.ts";
import { judged } from "../../../../study/runners/judge.ts";
import { publishedOf, type Performed } from "../../../../study/runners/perform.ts";
import { progress } from "../../terminal/progress.ts";
import {
  holdFolders,
  prepareOut,
  clearHalfWritten,
  writeListed,
  writeOrRefuse,
} from "../../../../study/results/result-folder.ts";
import type { RunCommandOptions } from "./options.ts";
import { endInOrder } from "../../terminal/end-in-order.ts";
import { VERSION } from "../../../../base/platform/version.ts";
import { sizeOverrides } from "../../with-options.ts";
import { withSeed } from "../../../../core/scenario/scenario.ts";
import { print, printError } from "../../terminal/print.ts";

/** The invariant that the witness checks. */
const TWICE: Invariant = "no-vm-runs-twice";

/** The harness of an inventory, in a folder beside its file. */
export function harnessOf(file: string, inventory: Inventory): Harness {
  return new Harness(join(dirname(resolve(file)), `${inventory.name}.crash-test`));
}

export async function runLive(
  file: string,
  inventoryFile: string,
  options: RunCommandOptions,
): Promise<{ readonly performed: Performed; readonly scenario: Scenario } | undefined> {
  const job = prepare(file, options);
  const { scenario, campaign } = job;
  if (options.quiet !== true) printRemarks(job.remarks);
  const inventory = loadInventory(inventoryFile);
  const against = objections(scenario, campaign, inventory);
  if (against.length > 0) throw new Refusal(against.map((sentence) => `${inventoryFile}: ${sentence}`).join("\n"));
  if (options.dryRun === true) {
    print(await dryRun(scenario, campaign, inventory));
    return undefined;
  }
  if (options.yes !== scenario.name) {
    throw new Refusal(
      `${file}: this breaks real machines: ${[...inventory.allow.vms].join(", ")} and their hosts. Check what it ` +
        `would do with --dry-run; to confirm, add --yes ${scenario.name}`,
    );
  }
  const reach = new Reach(inventory, new FenceRecord(harnessOf(inventoryFile, inventory).fencesFile));
  try {
    const performed = await perform({ ...job, file, inventoryFile, inventory, reach }, options);
    return performed === undefined ? undefined : { performed, scenario };
  } finally {
    await reach.close();
  }
}

type Campaign = Job & {
  readonly file: string;
  readonly inventoryFile: string;
  readonly inventory: Inventory;
  readonly reach: Reach;
};

/** Undefined if no trial was completed. Holds the result folder, so that no other process writes into it. */
async function perform(job: Campaign, options: RunCommandOptions): Promise<Performed | undefined> {
  const names = [job.scenario.name];
  refuseForeign(join(options.out, job.scenario.name), RESULT);
  prepareOut(options.out);
  const letGo = holdFolders(options.out, names);
  try {
    clearHalfWritten(options.out, names);
    return await performHeld(job, options);
  } finally {
    letGo();
  }
}

async function performHeld(job: Campaign, options: RunCommandOptions): Promise<Performed | undefined> {
  const { scenario, campaign, inventory } = job;
  const work = join(options.out, `${scenario.name}.live`);
  const end = await underHarness(job.inventoryFile, inventory, "nothing", (harness, unhealedFaults, interrupt) =>
    trialAfterTrial(job, options, { work, harness, unhealedFaults, interrupt }),
  );
  if (end.error !== undefined)
    throw end.error instanceof Defect
      ? end.error
      : new Refusal(
          `${scenario.name}: ${endedAfter(end, campaign)}. When that is fixed, continue with the same command and ` +
            "--resume",
          "environment",
          { cause: end.error },
        );
  if (end.broken !== undefined) {
    printError(`${scenario.name}: ${endedAfter(end, campaign)}\nTo continue: the same command with --resume\n`);
    process.exitCode = end.witnessed.twice > 0 ? EXIT.verdict : (end.signal ?? EXIT.incomplete);
    if (end.trials.length === 0) return undefined;
  }
  const performed = performedOf(scenario, campaign, inventory, end);
  const { resultFiles } = await import("../../result-files.ts");
  const journalOf = (trial: number) => fromItsBeginning(journalAt(journalPath(work, trial), scenario, trial));
  const files = await resultFiles({
    ...job,
    file: basename(job.file),
    performed,
    withReport: options.report,
    journalOf,
  });
  for (const { index } of end.trials)
    files.set(`journals/trial-${index}.jsonl`, readFileSync(journalPath(work, index)));
  files.set("journals/witness.jsonl", endedText(testimonyPath(work)));
  writeListed(join(options.out, scenario.name), RESULT.file, files);
  if (end.broken === undefined) rmSync(work, { recursive: true, force: true });
  return performed;
}

type AtWork = {
  readonly work: string;
  readonly harness: Harness;
  readonly unhealedFaults: UnhealedFaults;
  readonly interrupt: AbortSignal;
};

async function trialAfterTrial(
  { scenario, campaign, inventory, reach }: Campaign,
  options: RunCommandOptions,
  { work, harness, unhealedFaults, interrupt }: AtWork,
): Promise<CampaignEnd & { readonly signal: number | undefined }> {
  beginOrResume(work, identityOf(scenario, inventory), options);
  const line = progress(scenario.name, campaign.trials, options.quiet === true);
  const say = (what: string) => {
    if (options.quiet !== true) printError(`${what}\n`);
  };
  const eyes = new Reach(inventory);
  try {
    const end = await runLiveCampaign({
      scenario,
      campaign,
      reach,
      eyes,
      unhealedFaults,
      folder: work,
      say,
      onTrial: (done) => line.show(done),
      switchThrown: () => harness.stopped,
      interrupted: () => interrupt.aborted,
    });
    return { ...end, signal: codeOfSignal(interrupt.reason) };
  } finally {
    line.end();
    await eyes.close();
  }
}

function endedAfter({ trials, broken }: CampaignEnd, campaign: CrashCampaign): string {
  return `ended after ${trials.length} of ${campaign.trials} trials: ${broken ?? ""}`;
}

type Job = {
  readonly scenario: Scenario;
  readonly campaign: CrashCampaign;
  readonly overrides: readonly string[];
  readonly text: string;
  readonly remarks: readonly Problem[];
};

function prepare(file: string, options: RunCommandOptions): Job {
  const asWritten = loadScenario(file, options.set);
  const overrides = [...options.set, ...sizeOverrides(asWritten.scenario, options)];
  const { scenario: loaded, text, remarks } = loadScenario(file, overrides);
  const scenario = withSeed(loaded, options.seed);
  if (scenario.experiment.kind !== "crash-campaign")
    throw new Refusal(
      `${file}: is of kind ${scenario.experiment.kind}; expected a crash-campaign: nothing else can be run on ` +
        "real machines",
    );
  return { scenario, campaign: scenario.experiment, overrides, text, remarks };
}

/** Identifies the campaign to which trials belong. */
function identityOf(scenario: Scenario, inventory: Inventory): string {
  return (
    `${JSON.stringify({ version: VERSION, scenario: scenario.hash, seed: scenario.seed, inventory: inventory.hash })}` +
    "\n"
  );
}

/** To be called while holding the harness: another process might use the same folder. */
function beginOrResume(work: string, identity: string, { resume, fresh }: RunCommandOptions): void {
  const path = join(work, "identity.json");
  const same = existsSync(path) && readFileSync(path, "utf8") === identity;
  const done = trialsIn(work).length;
  if (resume === true && same) {
    printError(`continuing after ${done} trials\n`);
    return;
  }
  const anew = `to discard them and start over, use --fresh`;
  if (resume === true && existsSync(path))
    throw new Refusal(`${work}: belongs to another scenario, seed, inventory or version; ${anew}`);
  if (done > 0 && fresh !== true)
    throw new Refusal(
      `${work}: has ${done} ${done === 1 ? "trial" : "trials"} of an unfinished campaign; ` +
        `${same ? `to continue, use the same command with --resume; ${anew}` : anew}`,
    );
  rmSync(work, { recursive: true, force: true });
  writeOrRefuse(path, identity);
}

/**
 * Does the work while holding the harness, so that no other harness and no controller acts on the inventory. Signals
 * only abort `interrupt`; the work ends by itself. `whenStopped`: what may be done while the stop switch is thrown.
 */
export async function underHarness<T>(
  file: string,
  inventory: Inventory,
  whenStopped: "nothing" | "healing",
  work: (harness: Harness, unhealedFaults: UnhealedFaults, interrupt: AbortSignal) => Promise<T>,
): Promise<T> {
  const harness = harnessOf(file, inventory);
  if (harness.stopped && whenStopped === "nothing")
    throw new Refusal(
      `${harness.stopFile}: the stop switch is thrown; to lift it: 3rc live stop ${file} --lift`,
      "environment",
    );
  if (existsSync(harness.formerLedger))
    throw new Refusal(
      `${harness.formerLedger}: is of version 0.3; heal with version 0.3 first, then remove this file`,
      "environment",
    );
  const holder = harness.take();
  if (holder !== undefined) throw new Refusal(`${file}: process ${holder} is using it`, "environment");
  try {
    return await endInOrder(async (interrupt) => {
      const unhealedFaults = new UnhealedFaults(harness.unhealedFile);
      try {
        return await work(harness, unhealedFaults, interrupt);
      } finally {
        unhealedFaults.close();
      }
    });
  } finally {
    harness.release();
  }
}

function performedOf(
  scenario: Scenario,
  campaign: CrashCampaign,
  { name, hash }: Inventory,
  { trials, witnessed }: CampaignEnd,
): Performed {
  const builder = new TrialColumnsBuilder(0, trials.length);
  for (const trial of trials) builder.add(trial);
  const table = new TrialTable([builder.columns]);
  const head = { version: VERSION, scenario: { name: scenario.name, hash: scenario.hash }, seed: scenario.seed };
  const summary = summariseCampaign(head, table, publishedOf(campaign.published));
  // The witness also observed the time before, between and after trials.
  const violations = { ...summary.violations, ...(witnessed.twice === 0 ? {} : { [TWICE]: witnessed.twice }) };
  const live = { inventory: { name, hash }, witness: witnessed };
  return {
    kind: "crash-campaign",
    trials: table,
    campaign,
    summary: judged(scenario, { summary: { ...summary, violations, live }, trials: table }),
  };
}
