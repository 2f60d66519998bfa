// Live results of version 0.3 and before cannot be made again: what is read from those in results/examples gives the
// figures that it gave then.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, onTestFinished, test } from "vitest";
import { check } from "../../../src/base/prelude/check.ts";
import { migrate } from "../../../src/study/results/legacy/migrate.ts";
import { ROOT, run3rc } from "./command.ts";

const EXAMPLES = join(ROOT, "results/examples");

describe.each(["lab-crash", "lab-reinstall"])("the live campaign %s", (name) => {
  test("calibrates a scenario to the distributions that it had then", async () => {
    const folder = mkdtempSync(join(tmpdir(), "3rc-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const out = join(folder, "calibrated.yaml");
    const said = await run3rc(["calibrate", join(EXAMPLES, name), "--half", "even", "--out", out]);
    expect(said.code, said.stderr).toBe(0);
    const then = migrate(readFileSync(join(EXAMPLES, `${name}-calibrated.yaml`)), "then.yaml", EXAMPLES);
    check(then.kind === "migrated", () => JSON.stringify(then));
    expect(load(readFileSync(out, "utf8"))).toEqual(load(then.text));
  });

  test("differs from itself in nothing", async () => {
    const folder = join(EXAMPLES, name);
    const said = await run3rc(["compare", folder, folder, "--json"]);
    expect(said.code, said.stderr).toBe(0);
    expect(JSON.parse(said.stdout)).toMatchObject({ verdict: { distinguishable: false, p: 1 } });
  });

  test("has journals that are explained", async () => {
    const { code, stdout, stderr } = await run3rc(["explain", join(EXAMPLES, name)]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/fault: /);
    expect(stdout).toMatch(/its service is back/);
  });
});
