// The page of a result: what it says, and what it must never do.

import { describe, expect, test } from "vitest";
import { reportPage } from "../../../src/ui/report/pages/page.ts";
import { renderSvg } from "../../../src/ui/report/charts/render-chart.ts";
import { tally, trial } from "../../study/statistics/builders.ts";
import {
  availability,
  availabilityCharts,
  campaign,
  campaignCharts,
  incident,
  someTrials,
  troubled,
} from "./summaries.ts";
import type { Chart } from "../../../src/ui/report/charts/chart.ts";
import type { Summary } from "../../../src/study/statistics/summaries/summary.ts";

/** Nothing here takes long; this is for a machine that is busy with something else. */

const HOSTILE = `<img src=x onerror=1>"'&`;

const SITE = "survives any 1 of 4 hosts; 2 may leave 3 VMs down";

async function page(summary: Summary, charts: readonly Chart[] = [], told = ""): Promise<string> {
  const drawings = await Promise.all(
    charts.map(async (chart) => ({ title: chart.title, caption: chart.caption, svg: await renderSvg(chart) })),
  );
  return reportPage(summary, {
    drawings,
    command: `3rc run a.yaml${told}`,
    description: told,
    trace: told,
    site: SITE + told,
  });
}

describe("the page of a result", () => {
  test("fetches nothing and runs nothing", async () => {
    const html = await page(campaign(someTrials()), campaignCharts(someTrials()));
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html.replace("http-equiv", "")).not.toMatch(/http|<script|<link|<iframe|\bsrc=|\bhref=|url\(|@import/i);
    expect(html).toContain("<svg");
  });

  test("escapes whatever comes from a scenario, in drawings too", async () => {
    const tallies = [troubled(100), troubled(200)];
    const html = await page(
      { ...availability(tallies, [HOSTILE, "vm2"]), violations: { [HOSTILE]: 1 } },
      availabilityCharts(tallies, [HOSTILE, "vm2"]),
      HOSTILE,
    );
    expect(html).not.toContain("<img");
    expect(html.split("&lt;img src=x onerror=1&gt;").length).toBeGreaterThan(5);
    expect(await page({ ...incident([HOSTILE]), scenario: { name: HOSTILE, hash: "0" } })).not.toContain("<img");
  });

  test("begins with the verdict in one sentence", async () => {
    expect(await page(campaign(someTrials()))).toContain(
      "41 crashes, 97.6 % of them recovered within ten minutes; mean 179.5 s (published 181 s), sigma 11.7 s " +
        "(published 10 s).",
    );
    expect(await page(availability([troubled(31_536)]))).toContain(
      "The site is available 99.9 % of the time, 3.00 nines",
    );
    expect(await page(incident(["web", "mail"]))).toContain(
      "1 of 2 VMs lost their service in 30m; all came back, the longest outage was 2m 50s.",
    );
  });

  test("says how many hosts of the site may fail", async () => {
    for (const summary of [campaign(someTrials()), availability([troubled(100)]), incident(["web"])])
      expect(await page(summary)).toContain(`<p class="soft">The site ${SITE}.</p>`);
  });

  test("says how sure the share within ten minutes is", async () => {
    expect(await page(campaign(someTrials()))).toContain("within ten minutes, 95 % [87.4 %, 99.57 %]");
  });

  test("lets long lines of a trace wrap, and says what should be known before its intervals are believed", async () => {
    const html = await page(availability([troubled(100)]));
    expect(html).toContain("white-space: pre-wrap");
    expect(html).toContain("Fewer than 30 outages were seen of the site, 1 group, 1 VM");
  });

  test("has words for odd results", async () => {
    expect(await page(campaign([trial(0, 1800, { outcome: "timed-out" })]))).toContain(
      "None of 1 crashes was recovered within the timeout.",
    );
    expect(await page(campaign([trial(0, 180)], null))).toContain("mean 180.0 s.");
    expect(await page(availability([tally()]))).toContain("no downtime seen");
  });

  test("of 2,000 VMs shows the worst 100 and says where the others are", async () => {
    const vms = Array.from({ length: 2000 }, (_, i) => `vm${i}`);
    const html = await page(availability([troubled(100, 2000)], vms));
    expect(html.match(/<td>vm\d+<\/td>/g)).toHaveLength(100);
    expect(html).toContain("The worst 100 of 2,000 VMs; all are in vms.csv.");
  });

  test("warns when an invariant of the world was violated", async () => {
    expect(await page(availability([tally(), tally({ violations: { "no-vm-runs-twice": 1 } })]))).toContain(
      "First in replication 1; to see it: 3rc trace with --trial 1.",
    );
    expect(await page({ ...incident(["web"]), violations: { "no-vm-runs-twice": 2 } })).toContain(
      "Invariants of the world were violated: no-vm-runs-twice, 2 times.",
    );
  });

  test("says of a live campaign what the witness has seen of all of it, and no more", async () => {
    const seen = (asked: number, answered: number, twice: number): Summary => ({
      ...campaign(someTrials()),
      live: { inventory: { name: "lab", hash: "0" }, witness: { asked, answered, twice } },
    });
    expect(await page(seen(100, 90, 0))).toContain(
      "asked hypervisors 100 times which VMs run there, and got 90 answers: no VM was seen running twice.",
    );
    const twice = await page(seen(100, 90, 1));
    expect(twice).not.toContain("no VM was seen running twice");
    expect(twice).not.toContain('class="good"');
    expect(twice).toContain("it saw a VM running twice, 1 time");
    expect(await page(seen(100, 0, 0))).toContain("got 0 answers: nothing can be said.");
  });
});
