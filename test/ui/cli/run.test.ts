// `3rc run` from outside: results, repeatability, interruption.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { holdFolders } from "../../../src/study/results/result-folder.ts";
import { CHARTS } from "../../../src/ui/report/charts/registry.ts";
import { SMALL } from "../../core/scenario/small.ts";
import { run3rc, temporaryFolder, whenThere } from "./command.ts";

const CRASH = "scenarios/paper-crash.yaml";
const PISA = "scenarios/sns-pisa.yaml";

describe("3rc run", () => {
  test("prints with --json exactly the summary that it writes", async () => {
    const out = temporaryFolder();
    const { code, stdout, stderr } = await run3rc([
      "run",
      CRASH,
      "--trials",
      "50",
      "--json",
      "--quiet",
      "--no-report",
      "--out",
      out,
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(readFileSync(join(out, "paper-crash/summary.json"), "utf8"));
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      experiment: "crash-campaign",
      seed: "3rc",
      scenario: { name: "paper-crash" },
      outcomes: { "recovered-by-reboot": 50 },
      recovery: { n: 50 },
    });
  });

  test("tells what made the results, and of VMs that do not count", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "small.yaml");
    writeFileSync(
      file,
      SMALL.replace("experiment:", "  groups: { g: { members: [web] } }\nexperiment:").replace(
        "incident: { horizon: 1h }",
        "availability: { replications: 2, horizon: 1d }",
      ),
    );
    const warning = `${file}:14:3: in no group, so that the site counts as up without them: mail\n`;
    const { code, stdout, stderr } = await run3rc(["run", file, "--no-report", "--out", join(folder, "out")]);
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringMatching(/\n3rc [0-9.]+, small: seed 3rc, hash [0-9a-f]+\n$/),
      warning,
    ]);
    expect(await run3rc(["validate", file])).toMatchObject({ code: 0, stderr: warning });
    expect(await run3rc(["sweep", file, "--vary", "controller.fall=2"])).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /^\S+:14:3: in no group, .*\n3rc [0-9.]+, small: seed 3rc, hash [0-9a-f]+\n$/,
      ) as string,
    });
    const quiet = await run3rc(["sweep", file, "--vary", "controller.fall=2", "--quiet"]);
    expect(quiet.stderr).not.toContain("in no group");
  });

  test("gives the same bytes for 1, 2 and 4 threads", async () => {
    for (const args of [
      [CRASH, "--trials", "4000"],
      [PISA, "--replications", "40"],
    ]) {
      const outs = ["1", "2", "4"].map((workers) => ({ workers, out: temporaryFolder() }));
      for (const { workers, out } of outs)
        expect((await run3rc(["run", ...args, "--workers", workers, "--out", out, "--quiet"])).code).toBe(0);
      const [one, ...others] = outs.map(({ out }) => contents(out));
      expect(one.size).toBeGreaterThan(5);
      for (const other of others) expect([...other]).toEqual([...one]);
    }
  });

  test("gives other numbers for another seed, and says which seed it was", async () => {
    const summaries = await Promise.all(
      ["one", "two"].map(
        async (seed) =>
          JSON.parse(
            (
              await run3rc([
                "run",
                CRASH,
                "--trials",
                "100",
                "--seed",
                seed,
                "--json",
                "--no-report",
                "--out",
                temporaryFolder(),
              ])
            ).stdout,
          ) as { seed: string; recovery: { mean_seconds: number } },
      ),
    );
    expect(summaries.map(({ seed }) => seed)).toEqual(["one", "two"]);
    expect(summaries[0].recovery.mean_seconds).not.toBe(summaries[1].recovery.mean_seconds);
  });

  test("writes tables, traces, charts and a page, all named in the folder of the scenario", async () => {
    const out = temporaryFolder();
    expect((await run3rc(["run", CRASH, "--trials", "200", "--out", out])).code).toBe(0);
    const names = [...contents(out).keys()];
    for (const name of [
      "manifest.json",
      "scenario.yaml",
      "summary.json",
      "trials.csv",
      "report.html",
      ...CHARTS.filter(({ drawnFrom }) => "crash-campaign" in drawnFrom).flatMap(({ name }) => [
        `charts/${name}.svg`,
        `charts/${name}.png`,
      ]),
    ]) {
      expect(names).toContain(`paper-crash/${name}`);
    }
    expect(names.filter((name) => name.startsWith("paper-crash/traces/")).length).toBeGreaterThan(0);
  });

  test("stopped by a signal leaves no result, says how to go on, and then gives what one run would have", async () => {
    const [interrupted, whole] = [join(temporaryFolder(), "out"), join(temporaryFolder(), "out")];
    const args = (out: string) => [
      "run",
      CRASH,
      "--trials",
      "60000",
      "--no-report",
      "--quiet",
      "--workers",
      "1",
      "--out",
      out,
    ];
    const stopped = await run3rc(args(interrupted), whenThere(interrupted, "SIGINT"));
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/interrupted after \d+ of 60000; to continue: 3rc run .*--resume/);
    expect(readdirSync(interrupted)).toEqual(["paper-crash.checkpoint"]);
    expect((await run3rc([...args(interrupted), "--resume"])).code).toBe(0);
    expect((await run3rc(args(whole))).code).toBe(0);
    expect(readdirSync(interrupted)).toEqual(["paper-crash"]);
    expect([...contents(interrupted)]).toEqual([...contents(whole)]);
  });

  test("does not go on from the checkpoint of another seed", async () => {
    const out = join(temporaryFolder(), "out");
    const args = ["run", CRASH, "--trials", "60000", "--no-report", "--quiet", "--workers", "1", "--out", out];
    expect((await run3rc(args, whenThere(out, "SIGTERM"))).code).toBe(143);
    const { code, stderr } = await run3rc([...args, "--seed", "other", "--resume"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("belongs to another scenario, seed or version")]);
  });

  test("reports a violated invariant of the world with exit code 1, and nothing else", async () => {
    const { code, stdout } = await run3rc(["run", "scenarios/gridce.yaml", "--no-report", "--out", temporaryFolder()]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("every invariant of the world held")]);
  });

  test("removes what a dead run of its name has left; nothing of another name, or of the user", async () => {
    const out = temporaryFolder();
    const swept = ["paper-crash.new.tmp", "paper-crash.999999999.tmp", "paper-crash.checkpoint.tmp"];
    const kept = ["other.999999999.tmp", "notes.2024.tmp", "my-paper-crash.999999999.tmp"];
    for (const name of [...swept, ...kept]) writeFileSync(join(out, name), "half-written");
    expect((await run3rc(["run", CRASH, "--trials", "10", "--no-report", "--quiet", "--out", out])).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual([...kept, "paper-crash"].sort());
  });

  test("leaves alone what others have put into the folder of its results", async () => {
    const out = temporaryFolder();
    const args = ["run", CRASH, "--trials", "10", "--no-report", "--quiet", "--out", out];
    expect((await run3rc(args)).code).toBe(0);
    writeFileSync(join(out, "paper-crash/notes.ipynb"), "mine");
    expect((await run3rc(args)).code).toBe(0);
    expect(readFileSync(join(out, "paper-crash/notes.ipynb"), "utf8")).toBe("mine");
  });

  test("does not drop what an unfinished run has done, unless it is told --fresh", async () => {
    const out = join(temporaryFolder(), "out");
    const args = (trials: string, ...more: string[]) => [
      "run",
      CRASH,
      "--trials",
      trials,
      "--no-report",
      "--quiet",
      "--workers",
      "1",
      "--out",
      out,
      ...more,
    ];
    expect((await run3rc(args("60000"), whenThere(out, "SIGTERM"))).code).toBe(143);
    const { code, stderr } = await run3rc(args("10"));
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/has results of an unfinished run; .*--resume; .*--fresh/),
    ]);
    expect(readdirSync(out)).toEqual(["paper-crash.checkpoint"]);
    expect((await run3rc(args("10", "--fresh", "--resume"))).code).toBe(2);
    expect((await run3rc(args("10", "--fresh"))).code).toBe(0);
    expect(readdirSync(out)).toEqual(["paper-crash"]);
  });

  test("is refused while another run writes into the same folder", async () => {
    const out = temporaryFolder();
    const letGo = holdFolders(out, ["paper-crash"]);
    const { code, stderr } = await run3rc(["run", CRASH, "--trials", "10", "--no-report", "--quiet", "--out", out]);
    expect([code, stderr]).toEqual([4, expect.stringContaining("another run is writing its results there")]);
    letGo();
    expect(readdirSync(out)).toEqual([]);
  });

  test("brings back an earlier result that a run moved aside before it died", async () => {
    const out = temporaryFolder();
    mkdirSync(join(out, "paper-crash.999999999.old.tmp"));
    writeFileSync(join(out, "paper-crash.999999999.old.tmp/summary.json"), "the earlier one");
    expect(
      (
        await run3rc(
          ["run", CRASH, "--trials", "60000", "--no-report", "--quiet", "--workers", "1", "--out", out],
          whenThere(join(out, "paper-crash"), "SIGINT"),
        )
      ).code,
    ).toBe(130);
    expect(readFileSync(join(out, "paper-crash/summary.json"), "utf8")).toBe("the earlier one");
  });
});

/** Sends the signal as soon as the run has made its folder: by then it listens to signals, and has much left to do. */
/** Every file under the folder, by its path. */
function contents(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(names.map((name) => [name.slice(folder.length + 1), readFileSync(name).toString("base64")]));
}
