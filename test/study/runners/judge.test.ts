// Bounds on figures are judged by the interval of the figure; a trial that timed out is longer than any bound.

import { describe, expect, test } from "vitest";
import type { Bound } from "../../../src/core/expectations/expectation.ts";
import { figuresOf } from "../../../src/core/expectations/figures.ts";
import type { Trial } from "../../../src/core/measurement/trial.ts";
import { judged } from "../../../src/study/runners/judge.ts";
import { summariseCampaign } from "../../../src/study/statistics/summaries/summarise-campaign.ts";
import { figureOf } from "../../../src/study/statistics/summaries/figure.ts";
import { aCampaign, aScenario } from "../../builders/scenario.ts";
import { HEAD, trial } from "../statistics/builders.ts";
import { availability, incident, troubled } from "../../ui/report/summaries.ts";

const STUDY = availability([troubled(100), troubled(200)]);

function verdictOn(trials: readonly Trial[], bound: Partial<Bound>): string | undefined {
  const summary = summariseCampaign(HEAD, trials, null);
  const scenario = aScenario(
    aCampaign("domain-killed", "gridce"),
    {},
    {
      expect: {
        incident: [],
        figures: [{ figure: "recovery.p95", atLeast: undefined, atMost: undefined, text: "", ...bound }],
      },
    },
  );
  return judged(scenario, { summary, trials }).expectations?.[0].verdict;
}

/** Recoveries of 100 s, 101 s, … */
const recoveries = (n: number) => Array.from({ length: n }, (_, i) => trial(i, 100 + i));
const timedOut = (n: number) => Array.from({ length: n }, (_, i) => trial(1000 + i, 0, { outcome: "timed-out" }));

describe("a bound", () => {
  test("is held or missed by the whole interval, and cannot be judged inside it", () => {
    expect(verdictOn(recoveries(1000), { atMost: 1100 })).toBe("held");
    expect(verdictOn(recoveries(1000), { atMost: 1000 })).toBe("missed");
    expect(verdictOn(recoveries(1000), { atMost: 1050 })).toBe("unknown");
    expect(verdictOn(recoveries(1000), { atLeast: 1000 })).toBe("held");
    expect(verdictOn(recoveries(1000), { atLeast: 1000, atMost: 1100 })).toBe("held");
  });

  test("on a count is exact", () => {
    expect(verdictOn(timedOut(3), { figure: "outcomes.timed-out", atMost: 3 })).toBe("held");
    expect(verdictOn(timedOut(4), { figure: "outcomes.timed-out", atMost: 3 })).toBe("missed");
    expect(verdictOn(recoveries(4), { figure: "outcomes.timed-out", atMost: 0 })).toBe("held");
  });

  test("on times is missed if too many trials timed out, whatever the others are", () => {
    const mixed = [...recoveries(900), ...timedOut(100)];
    expect(verdictOn(mixed, { atMost: 100_000 })).toBe("missed");
    expect(verdictOn(mixed, { figure: "recovery.p50", atMost: 100_000 })).toBe("held");
    expect(verdictOn(mixed, { figure: "recovery.mean", atMost: 100_000 })).toBe("missed");
    expect(verdictOn(mixed, { figure: "recovery.max", atMost: 100_000 })).toBe("missed");
  });

  test("on what does not exist cannot be judged", () => {
    expect(verdictOn([], { figure: "recovery.mean", atMost: 1 })).toBe("unknown");
  });
});

describe("each figure on which there may be a bound", () => {
  test("of a study and of an incident is in its summary", () => {
    const names = { vms: ["vm1"], groups: ["group1"] };
    for (const place of figuresOf("availability", names).keys())
      expect([place, figureOf(STUDY, place)?.value]).toEqual([place, expect.any(Number)]);
    for (const place of figuresOf("incident", { vms: ["web"], groups: [] }).keys())
      expect([place, figureOf(incident(["web"]), place)?.value]).toEqual([place, expect.any(Number)]);
  });

  test("of a campaign is in its summary", () => {
    const trials = recoveries(200);
    const summary = summariseCampaign(HEAD, trials, null);
    const all = [...figuresOf("crash-campaign", { vms: [], groups: [] }).keys()];
    const places = all.filter((place) => !place.startsWith("by_fault.") || place.includes("guest-kernel-crash"));
    expect(places.length).toBeGreaterThan(25);
    for (const place of places)
      expect([place, figureOf(summary, place, trials)?.value]).toEqual([place, expect.any(Number)]);
  });
});
