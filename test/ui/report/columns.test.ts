// docs/columns.md is held to what is written: nothing is missing, nothing is there that no longer exists.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { manifestOf } from "../../../src/study/results/manifest.ts";
import { OUTCOMES, PHASES } from "../../../src/core/measurement/trial.ts";
import { TRIAL_COLUMNS, UNIT_COLUMNS } from "../../../src/study/results/csv.ts";
import type { Scenario } from "../../../src/core/scenario/scenario.ts";
import type { CampaignSummary } from "../../../src/study/statistics/summaries/summary.ts";
import { availability, campaign, incident, someTrials, troubled } from "./summaries.ts";

const text = readFileSync(new URL("../../../docs/columns.md", import.meta.url), "utf8");

/** First cells of the tables from a heading to the next of the same or a higher rank. */
function namesUnder(heading: string): string[] {
  const rank = heading.indexOf(" ");
  const from = text.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`no heading ${heading}`);
  const rest = text.slice(from + 1);
  const to = rest.slice(rank).search(new RegExp(`^#{1,${rank}} `, "m"));
  return [...rest.slice(0, to < 0 ? undefined : rank + to).matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
}

/**
 * Paths to all that is not an object; `open` objects have keys of the scenario's own, written as a star, or are told as
 * a whole.
 */
function paths(value: object, open: Readonly<Record<string, "star" | "whole">>, before = ""): string[] {
  const found = Object.entries(value).flatMap(([key, part]): string[] => {
    const path = before + key;
    if (typeof part !== "object" || part === null || Array.isArray(part) || open[path] === "whole") return [path];
    if (open[path] !== "star") return paths(part as object, open, `${path}.`);
    return Object.values(part as object).flatMap((each: object) => paths(each, open, `${path}.*.`));
  });
  return [...new Set(found)];
}

describe("docs/columns.md explains", () => {
  test("every column of trials.csv", () => expect(namesUnder("## trials.csv")).toEqual([...TRIAL_COLUMNS]));
  test("every column of vms.csv", () => expect(namesUnder("## vms.csv")).toEqual([...UNIT_COLUMNS]));
  test("every phase, in order", () => expect(namesUnder("## Phases")).toEqual([...PHASES]));
  test("every outcome", () => {
    for (const outcome of OUTCOMES) expect(text).toContain(`\`${outcome}\``);
  });

  // `expectations` is only there if the scenario expects something.
  const common = namesUnder("### Every experiment").filter((name) => name !== "expectations");

  test("every field of a campaign's summary", () => {
    const live: CampaignSummary["live"] = {
      inventory: { name: "lab", hash: "0" },
      witness: { asked: 3, answered: 2, twice: 0 },
    };
    const summary = { ...campaign(someTrials()), live };
    const told = paths(summary, {
      outcomes: "whole",
      recovery: "whole",
      by_fault: "whole",
      phases: "star",
      violations: "whole",
    });
    expect([...common, ...namesUnder("### crash-campaign")].sort()).toEqual(
      [...told, "phases", "published", "live", ...Object.keys(summary.recovery)].sort(),
    );
  });

  test("every field of an availability study's summary", () => {
    const summary = availability([troubled(100), troubled(200)]);
    const told = paths(summary, {
      site: "whole",
      groups: "whole",
      vms: "whole",
      recovery: "whole",
      downtime_by_cause: "whole",
      downtime_by_phase: "whole",
      violations: "whole",
    });
    expect([...common, ...namesUnder("### availability")].sort()).toEqual(
      [...told, ...Object.keys(summary.site)].sort(),
    );
    const recovery = /^\| `recovery` \| \| outages.*$/m.exec(text)?.[0] ?? "";
    for (const field of Object.keys(summary.recovery)) expect(recovery).toContain(`\`${field}\``);
  });

  test("every field of the summary of an incident", () => {
    expect([...common, ...namesUnder("### incident")].sort()).toEqual(
      paths(incident(["web"]), { vms: "star", violations: "whole" }).sort(),
    );
  });

  test("every field of manifest.json", () => {
    const scenario = { name: "a", hash: "0", seed: "1", experiment: { kind: "incident" } } as Scenario;
    expect(namesUnder("## manifest.json").sort()).toEqual(paths(manifestOf(scenario, "a.yaml", []), {}).sort());
  });
});
