// What ends a campaign early, on a site where nothing fails by itself: it is reported, healed, and can be resumed.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { audit } from "../../../src/core/journal/audit.ts";
import { readJournal } from "../../../src/core/journal/read-journal.ts";
import type { CampaignSummary } from "../../../src/study/statistics/summaries/summary.ts";
import { expectInFormat } from "../../builders/journal.ts";
import { quietSite, type QuietSite } from "../../builders/quiet-site.ts";
import { ROOT, temporaryFolder } from "../../ui/cli/command.ts";

type Run = {
  readonly pid: number | undefined;
  readonly said: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly stopReading: () => void;
  readonly end: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
};

/** A campaign that silences a board for so long, in each trial. */
function campaign(site: QuietSite, out: string, { lasts = "1s" }, ...more: readonly string[]): Run {
  const paces = ["interval=1s", "retry=0.5s", "patience=0.4s"].flatMap((pace) => ["--set", `monitor.${pace}`]);
  const words = [
    "run",
    "scenarios/lab-crash.yaml",
    "--live",
    site.inventory,
    "--yes",
    "lab-crash",
    "--no-report",
    "--json",
    "--out",
    out,
    ...paces,
    "--set",
    `experiment.crash-campaign.inject=[{ fault: board-silent, target: alfa02, lasts: ${lasts} }]`,
    ...more,
  ];
  const child = spawn(process.execPath, [join(ROOT, "dist/3rc/main.js"), ...words], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    pid: child.pid,
    said: () => stderr,
    kill: (signal) => child.kill(signal),
    stopReading: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    end: new Promise((end) => child.once("close", (code) => end({ code, stdout, stderr }))),
  };
}

const injected = (site: QuietSite) =>
  expect.poll(() => site.has("silence-alfa02"), { timeout: 60_000, interval: 50 }).toBe(true);

test("a campaign whose terminal closes during a trial heals, and resumes with all answers to its witness", async () => {
  const site = await quietSite();
  const out = temporaryFolder();
  const run = campaign(site, out, { lasts: "1h" }, "--trials", "1");
  await injected(site);
  run.stopReading();
  run.kill("SIGHUP");
  expect((await run.end).code).toBe(129);
  expect(site.has("speak-alfa02")).toBe(true);
  const received = readFileSync(join(out, "lab-crash.live/witness.jsonl"), "utf8").trim().split("\n").length;
  const resumed = await campaign(
    site,
    out,
    { lasts: "1h" },
    "--trials",
    "1",
    "--resume",
    "--set",
    "experiment.crash-campaign.timeout=1s",
  ).end;
  expect(resumed.code).toBe(2); // another time-out is another campaign
  const again = campaign(site, out, { lasts: "1h" }, "--trials", "1", "--resume");
  await expect
    .poll(() => readFileSync(join(out, "lab-crash.live/witness.jsonl"), "utf8").trim().split("\n").length, {
      timeout: 60_000,
    })
    .toBeGreaterThan(received);
  again.kill("SIGINT");
  expect((await again.end).code).toBe(130);
});

test("a finished campaign reports the answers to its witness, and leaves nothing beside its results", async () => {
  const site = await quietSite();
  const out = temporaryFolder();
  const { code, stdout } = await campaign(site, out, {}, "--trials", "1").end;
  const summary = JSON.parse(stdout) as CampaignSummary;
  expect(code).toBe(0);
  expect(summary.outcomes).toEqual({ unharmed: 1 });
  expect(summary.live?.witness).toMatchObject({ twice: 0 });
  expect(summary.live?.witness.answered).toBeGreaterThan(0);
  expect(existsSync(join(out, "lab-crash.live"))).toBe(false);
  for (const name of ["trial-0", "witness"]) {
    const file = join(out, `lab-crash/journals/${name}.jsonl`);
    const journal = readJournal(readFileSync(file, "utf8"), file);
    expectInFormat(journal.entries);
    expect(audit(journal)).toMatchObject({ by: "witness", doubles: [], missing: [] });
  }
});

test("a campaign that can no longer write heals, and says why in one line", async () => {
  const site = await quietSite();
  const run = campaign(site, temporaryFolder(), { lasts: "1h" }, "--trials", "1", "--quiet");
  await injected(site);
  execFileSync("prlimit", ["--pid", String(run.pid), "--fsize=1"]); // from now on no file of its grows
  const { code, stderr } = await run.end;
  expect(stderr).toMatch(/^lab-crash: ended after 0 of 1 trials: EFBIG[^\n]*--resume\n$/);
  expect(code).toBe(4);
  expect(site.has("speak-alfa02")).toBe(true);
});

test("a campaign ends at once and fails when the witness sees a VM on two hosts, also before a trial", async () => {
  const site = await quietSite();
  site.runs("alfa03", "web1", "web2", "gridce");
  const { code, stderr } = await campaign(site, temporaryFolder(), {}, "--trials", "1").end;
  expect(code).toBe(1);
  expect(stderr).toContain("gridce ran twice, on alfa01 and alfa03");
});

test("a campaign ends when a VM that is not expendable loses its service", async () => {
  const site = await quietSite((written) => {
    written.vms["web2"] = { ...written.vms["web2"], expendable: false };
  });
  const run = campaign(site, temporaryFolder(), { lasts: "1h" }, "--trials", "1");
  await injected(site);
  await site.lose("web2");
  const { code, stderr } = await run.end;
  expect(code).toBe(3);
  expect(stderr).toContain("web2, which is not expendable, has lost its service");
  expect(site.has("speak-alfa02")).toBe(true);
});

test("a campaign ends when a host that no fault concerns does not answer", async () => {
  const site = await quietSite();
  const run = campaign(site, temporaryFolder(), { lasts: "1h" }, "--trials", "1");
  await injected(site);
  site.silence("alfa03");
  await expect
    .poll(run.said, { timeout: 90_000 })
    .toContain("the campaign ends: alfa03, which no fault concerns, does not answer");
  site.runs("alfa03", "web1", "web2");
  expect((await run.end).code).toBe(3);
});
