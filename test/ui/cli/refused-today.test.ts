// Results whose scenario has a setting that is refused today: they were made before it was, and are still read.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { check } from "../../../src/base/prelude/check.ts";
import { parseScenario, parseStoredScenario } from "../../../src/core/scenario/parse.ts";
import { run3rc } from "./command.ts";

const around = mkdtempSync(join(tmpdir(), "3rc-test-"));
const folder = join(around, "paper-crash");
const copy = join(folder, "scenario.yaml");
afterAll(() => rmSync(around, { recursive: true }));

/** As if it had been run with a host that is fenced again before it can be known to answer. */
beforeAll(async () => {
  const { code } = await run3rc(["run", "scenarios/paper-crash.yaml", "--trials", "20", "--out", around, "--quiet"]);
  expect(code).toBe(0);
  const text = readFileSync(copy, "utf8").replace(
    "\ncontroller:\n",
    "\ncontroller:\n  hosts: { fenceAgainAfter: 2s }\n",
  );
  writeFileSync(copy, text);
  const manifest = join(folder, "manifest.json");
  const made = JSON.parse(readFileSync(manifest, "utf8")) as { scenario: { hash: string; overrides: string[] } };
  const parsed = parseStoredScenario(text, copy, made.scenario.overrides);
  check(parsed.ok, "it is read as stored");
  writeFileSync(manifest, JSON.stringify({ ...made, scenario: { ...made.scenario, hash: parsed.scenario.hash } }));
});

const REMARK = /^\S+scenario\.yaml:\d+:\d+: would be refused today: a failed fence is tried again after 2s, [^\n]+\n$/;

test("a new scenario with it is refused", () => {
  expect(parseScenario(readFileSync(copy), copy).ok).toBe(false);
});

test("they are compared, and the setting is remarked once", async () => {
  const { code, stdout, stderr } = await run3rc([
    "compare",
    folder,
    folder,
    "--out",
    join(around, "compared"),
    "--json",
  ]);
  expect([code, stderr]).toEqual([0, expect.stringMatching(REMARK)]);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: { distinguishable: false } });
});

test("a trial of them is explained", async () => {
  const { code, stdout, stderr } = await run3rc(["explain", folder, "3"]);
  expect([code, stderr]).toEqual([0, expect.stringMatching(REMARK)]);
  expect(stdout).toMatch(/^Trial 3: /);
});

test("they are not calibrated into a scenario that would be refused", async () => {
  const { code, stderr } = await run3rc(["calibrate", folder, "--out", join(around, "calibrated.yaml")]);
  expect(code).toBe(2);
  expect(stderr).toContain("The calibrated scenario would be refused as well: it keeps these settings.");
});
