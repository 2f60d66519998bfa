// `3rc sweep` as a user types it.

import { expect, test } from "vitest";
import { run3rc } from "./command.ts";

const sweep = (...args: string[]) => run3rc(["sweep", "scenarios/paper-crash.yaml", "--trials", "100", ...args]);

test("all runs share their chance: a change of one threshold moves every trial by the same time", async () => {
  const said = await sweep("--vary", "controller.fall=2,4", "--csv");
  const [head, ...rows] = said.stdout
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const [mean, sd] = [head.indexOf("mean_seconds"), head.indexOf("sd_seconds")];
  expect(rows.map(([path, value]) => [path, value])).toEqual([
    ["", ""],
    ["controller.fall", "2"],
    ["controller.fall", "4"],
  ]);
  expect(Number(rows[1][mean]) - Number(rows[0][mean])).toBeCloseTo(-5, 6);
  expect(Number(rows[2][mean]) - Number(rows[0][mean])).toBeCloseTo(5, 6);
  expect(Number(rows[2][sd])).toBeCloseTo(Number(rows[0][sd]), 6);
  expect(said.code).toBe(0);
});

test("--json is the whole summary of each run, and the same bytes each time", async () => {
  const vary = ["--vary", "monitor.interval=12s,30s", "--json"];
  const [once, again] = await Promise.all([sweep(...vary), sweep(...vary)]);
  const runs = JSON.parse(once.stdout) as { value: string; summary: { trials: number } }[];
  expect(runs.map(({ value, summary }) => [value, summary.trials])).toEqual([
    ["", 100],
    ["12s", 100],
    ["30s", 100],
  ]);
  expect(again.stdout).toBe(once.stdout);
});

test("every value is checked before anything runs, and all that is wrong is told", async () => {
  const said = await sweep("--vary", "controller.fall=x,2", "--vary", "controller.fal=3");
  expect(said.code).toBe(2);
  expect(said.stdout).toBe("");
  expect(said.stderr).toContain("controller.fall=x");
  expect(said.stderr).toContain('unknown key "fal"');
});

test.each([
  { what: "nothing to vary", args: [] },
  { what: "choose one", args: ["--vary", "controller.fall=2", "--json", "--csv"] },
  { what: "do not match", args: ["--vary", "controller.fall=(2"] },
  { what: "no --replications", args: ["--vary", "controller.fall=2", "--replications", "3"] },
])("is refused: $what", async ({ what, args }) => {
  const said = await run3rc(["sweep", "scenarios/paper-crash.yaml", ...args]);
  expect(said.code).toBe(2);
  expect(said.stderr).toContain(what);
});

test("an incident is refused: it has no figures to compare", async () => {
  const said = await run3rc(["sweep", "scenarios/gridce.yaml", "--vary", "controller.fall=2"]);
  expect(said.code).toBe(2);
  expect(said.stderr).toContain("is an incident");
});
