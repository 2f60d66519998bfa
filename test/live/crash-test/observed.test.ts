// A simulated trial, told in the words in which a live one is recorded, must give the row that the simulation gave.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { journalOf, trialOf, type Observed } from "../../../src/live/crash-test/campaign/observed.ts";
import type { Seen } from "../../../src/live/crash-test/observers/truth.ts";
import { chooseFault } from "../../../src/core/scenario/choose-fault.ts";
import { runTrial } from "../../../src/study/experiment/crash-trial.ts";
import { check } from "../../../src/base/prelude/check.ts";
import { START, type Instant } from "../../../src/base/prelude/time.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";
import { PHASES } from "../../../src/core/measurement/trial.ts";
import { parseScenario } from "../../../src/core/scenario/parse.ts";
import type { CrashCampaign, Scenario } from "../../../src/core/scenario/scenario.ts";

function campaignIn(name: string): { scenario: Scenario; campaign: CrashCampaign } {
  const path = resolve(import.meta.dirname, `../../../scenarios/${name}.yaml`);
  const parsed = parseScenario(readFileSync(path), path);
  check(parsed.ok && parsed.scenario.experiment.kind === "crash-campaign", `${name} is a campaign`);
  return { scenario: parsed.scenario, campaign: parsed.scenario.experiment };
}

/** What an observer of the services would have seen. */
function seenIn(journal: readonly Entry[]): Seen[] {
  return journal.flatMap((entry): Seen[] => {
    if (entry.kind !== "change" || entry.subject === "world") return [];
    const { at, subject: vm, change } = entry;
    if (entry.serving !== undefined) return [{ at, told: at, vm, answer: entry.serving ? "service" : "nothing" }];
    return /is starting$/.test(change)
      ? [{ at, told: at, vm, answer: "system" }]
      : /is booting$/.test(change)
        ? [{ at, told: at, vm, answer: "nothing" }]
        : [];
  });
}

describe.each(["lab-crash", "lab-reinstall", "lab-faults"])("trials of %s, told as they would be seen live", (name) => {
  const { scenario, campaign } = campaignIn(name);

  test.each(Array.from({ length: 20 }, (_, index) => index))("have the same row: trial %i", (index) => {
    const journal: Entry[] = [];
    const trial = runTrial(scenario, campaign, index, (entry) => journal.push(entry));
    const fault = chooseFault(scenario, campaign, index);
    check(fault.when.kind === "at", "scripted");
    const observed: Observed = {
      fault,
      begunAt: START,
      struckAt: fault.when.at,
      endedAt: Math.max(...journal.map(({ at }) => at)) as Instant,
      findings: [],
      entries: journal.filter(({ kind }) => kind !== "change"),
      seen: seenIn(journal),
    };
    const told = trialOf(index, scenario.site, observed);
    expect({ ...told, phaseSeconds: phases(told.phaseSeconds) }).toEqual({
      ...trial,
      phaseSeconds: phases(trial.phaseSeconds),
    });
    expect(journalOf(observed)[0]).toMatchObject({ change: "begins", at: START });
  });
});

function phases(seconds: readonly number[]): Record<string, number> {
  return Object.fromEntries(PHASES.map((phase, i) => [phase, Math.round(seconds[i] * 1e6) / 1e6]));
}

test("a service that answers once more while it goes down is not recovered by it", () => {
  const { scenario, campaign } = campaignIn("lab-reinstall");
  const journal: Entry[] = [];
  const trial = runTrial(scenario, campaign, 0, (entry) => journal.push(entry));
  const fault = chooseFault(scenario, campaign, 0);
  check(fault.when.kind === "at", "scripted");
  const struckAt = fault.when.at;
  const blink = (after: number, answer: Seen["answer"]): Seen => ({
    at: (struckAt + after) as Instant,
    told: (struckAt + after) as Instant,
    vm: fault.on[0],
    answer,
  });
  const observed: Observed = {
    fault,
    begunAt: START,
    struckAt,
    endedAt: Math.max(...journal.map(({ at }) => at)) as Instant,
    findings: [],
    entries: journal.filter(({ kind }) => kind !== "change"),
    seen: [blink(1000, "nothing"), blink(2000, "service"), ...seenIn(journal)],
  };
  const told = trialOf(0, scenario.site, observed);
  expect(told).toMatchObject({
    outcome: trial.outcome,
    recoverySeconds: trial.recoverySeconds,
    attempts: trial.attempts,
  });
  expect(told.downtimeSeconds).toBeCloseTo(trial.downtimeSeconds + 0.001, 6);
});
