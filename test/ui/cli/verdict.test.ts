import { expect, test } from "vitest";
import { verdictOn } from "../../../src/ui/cli/verdict.ts";
import type { CampaignSummary } from "../../../src/study/statistics/summaries/summary.ts";
import { campaign } from "../report/summaries.ts";
import { trial } from "../../study/statistics/builders.ts";

const live = (twice: number): Pick<CampaignSummary, "live"> => ({
  live: { inventory: { name: "lab", hash: "0" }, witness: { asked: 9, answered: 9, twice } },
});
const sound = campaign([trial(0, 180)]);
const inError = campaign([trial(0, 180), trial(1, 0, { outcome: "error", error: "the guest was not reached" })]);

test("a simulated trial that ends in an error is a defect of ours; a live one leaves the campaign incomplete", () => {
  expect(verdictOn([inError])).toMatchObject({ code: 70, because: [expect.stringContaining("has a defect")] });
  expect(verdictOn([{ ...inError, ...live(0) }])).toMatchObject({
    code: 3,
    because: [expect.not.stringContaining("defect")],
  });
});

test("a violated invariant of the world fails the run, whatever else has failed", () => {
  expect(verdictOn([sound])).toEqual({ code: 0, because: [] });
  expect(verdictOn([{ ...sound, ...live(1), violations: { "no-vm-runs-twice": 1 } }]).code).toBe(1);
  expect(verdictOn([{ ...inError, ...live(1), violations: { "no-vm-runs-twice": 1 } }]).code).toBe(1);
});

test("trials that never recovered fail the run, unless a bound on their number says how many there may be", () => {
  const timedOut = campaign([trial(0, 180), trial(1, 600, { outcome: "timed-out" })]);
  const held = { expected: "as text for people", found: "1", verdict: "held" } as const;
  expect(verdictOn([timedOut])).toMatchObject({ code: 1, because: [expect.stringContaining("never recovered")] });
  expect(verdictOn([{ ...timedOut, expectations: [{ ...held, figure: "recovery.mean" }] }]).code).toBe(1);
  expect(verdictOn([{ ...timedOut, expectations: [{ ...held, figure: "outcomes.timed-out" }] }]).code).toBe(0);
});
