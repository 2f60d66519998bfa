// A simulated trial, recorded as a live one would be, must give the row that the simulation gave.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { trialOf, type ObservedTrial } from "../../../src/live/crash-test/campaign/observed.ts";
import { journalOf, liveHead } from "../../../src/live/crash-test/campaign/trial-journal.ts";
import type { Seen } from "../../../src/live/crash-test/observers/truth.ts";
import { chooseFault } from "../../../src/core/scenario/choose-fault.ts";
import { runTrial } from "../../../src/study/experiment/crash-trial.ts";
import { check } from "../../../src/base/prelude/check.ts";
import { START, type Instant } from "../../../src/base/prelude/time.ts";
import { nameOf } from "../../../src/core/controller/contract/event.ts";
import { isTurnEntry, type Entry } from "../../../src/core/journal/entry.ts";
import { audit } from "../../../src/core/journal/audit.ts";
import { PHASES } from "../../../src/core/measurement/trial.ts";
import { parseScenario } from "../../../src/core/scenario/parse.ts";
import type { CrashCampaign, Scenario } from "../../../src/core/scenario/scenario.ts";
import { asRead, expectInFormat } from "../../builders/journal.ts";

function campaignIn(name: string): { scenario: Scenario; campaign: CrashCampaign } {
  const path = resolve(import.meta.dirname, `../../../scenarios/${name}.yaml`);
  const parsed = parseScenario(readFileSync(path), path);
  check(parsed.ok && parsed.scenario.experiment.kind === "crash-campaign", `${name} is a campaign`);
  return { scenario: parsed.scenario, campaign: parsed.scenario.experiment };
}

/** What an observer of the services would have seen. */
function seenIn(journal: readonly Entry[]): Seen[] {
  return journal.flatMap((entry): Seen[] => {
    const { at } = entry;
    if (entry.kind === "service-lost" || entry.kind === "service-back")
      return [
        { at, told: at, vm: nameOf(entry.subject), answer: entry.kind === "service-back" ? "service" : "nothing" },
      ];
    if (entry.kind !== "stage-entered") return [];
    const answer = entry.stage === "starting" ? "system" : entry.stage === "booting" ? "nothing" : undefined;
    return answer === undefined ? [] : [{ at, told: at, vm: nameOf(entry.subject), answer }];
  });
}

describe.each(["lab-crash", "lab-reinstall", "lab-faults"])("trials of %s, recorded as they would be live", (name) => {
  const { scenario, campaign } = campaignIn(name);

  test.each(Array.from({ length: 20 }, (_, index) => index))("have the same row: trial %i", (index) => {
    const journal: Entry[] = [];
    const trial = runTrial(scenario, campaign, index, (entry) => journal.push(entry));
    const fault = chooseFault(scenario, campaign, index);
    check(fault.when.kind === "at", "scripted");
    const observed: ObservedTrial = {
      fault,
      begunAt: START,
      injectedAt: fault.when.at,
      endedAt: Math.max(...journal.map(({ at }) => at)) as Instant,
      violations: [],
      injections: [{ kind: "fault-begun", fault, at: fault.when.at }],
      witnessed: [],
      entries: journal.filter(isTurnEntry),
      seen: seenIn(journal),
    };
    const told = trialOf(index, scenario.site, observed);
    expect({ ...told, phaseSeconds: phases(told.phaseSeconds) }).toEqual({
      ...trial,
      phaseSeconds: phases(trial.phaseSeconds),
    });
    const kept = journalOf(liveHead(scenario, index, START), scenario.site, observed);
    expectInFormat(kept);
    expect(kept.filter(isTurnEntry)).toEqual(observed.entries);
    expect(audit(asRead(kept))).toMatchObject({ by: "none", doubles: [], missing: [] });
  });
});

function phases(seconds: readonly number[]): Record<string, number> {
  return Object.fromEntries(PHASES.map((phase, i) => [phase, Math.round(seconds[i] * 1e6) / 1e6]));
}

test("a service that answers once more while it goes down does not count as recovered", () => {
  const { scenario, campaign } = campaignIn("lab-reinstall");
  const journal: Entry[] = [];
  const trial = runTrial(scenario, campaign, 0, (entry) => journal.push(entry));
  const fault = chooseFault(scenario, campaign, 0);
  check(fault.when.kind === "at", "scripted");
  const injectedAt = fault.when.at;
  const blink = (after: number, answer: Seen["answer"]): Seen => ({
    at: (injectedAt + after) as Instant,
    told: (injectedAt + after) as Instant,
    vm: fault.on[0],
    answer,
  });
  const observed: ObservedTrial = {
    fault,
    begunAt: START,
    injectedAt,
    endedAt: Math.max(...journal.map(({ at }) => at)) as Instant,
    violations: [],
    injections: [],
    witnessed: [],
    entries: journal.filter(isTurnEntry),
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
