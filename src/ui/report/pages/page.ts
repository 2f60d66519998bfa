// The page of a result: the verdict in one sentence, key figures, charts, tables, and the command that reproduces it.

import type { LiveSummary, Summary } from "../../../study/statistics/summaries/summary.ts";
import { count, sentence } from "../text/figures.ts";
import { availabilityKeys, availabilityLead, availabilityTables } from "./availability-page.ts";
import { campaignKeys, campaignLead, campaignTables } from "./campaign-page.ts";
import { chartFigure, escapeHtml, htmlPage, htmlTable, keyFigures, section } from "./html.ts";
import { incidentLead, incidentTable } from "./incident-page.ts";
import { VERDICT_WORDS } from "../text/verdict-words.ts";

export type Drawing = { readonly title: string; readonly svg: string; readonly caption: string };

type PageParts = {
  readonly drawings: readonly Drawing[];
  /** The command that reproduces these results. */
  readonly command: string;
  /** The scenario's own description. */
  readonly description: string;
  /** One run, line by line; empty for none. */
  readonly trace: string;
  /** How many hosts of its site may fail, as `survives any 1 of 4 hosts`. */
  readonly site: string;
};

/** The page as one HTML document that loads nothing and runs no script. */
export function reportPage(summary: Summary, parts: PageParts): string {
  switch (summary.experiment) {
    case "crash-campaign":
      return page(summary, parts, campaignLead(summary), campaignKeys(summary), campaignTables(summary));
    case "availability":
      return page(summary, parts, availabilityLead(summary), availabilityKeys(summary), availabilityTables(summary));
    case "incident":
      return page(summary, parts, incidentLead(summary), [], [incidentTable(summary)]);
  }
}

function page(
  summary: Summary,
  parts: PageParts,
  lead: string,
  keys: readonly (readonly [string, string])[],
  tables: readonly string[],
): string {
  const body = [
    `<h1>${escapeHtml(summary.scenario.name)}</h1>`,
    `<p class="lead">${escapeHtml(lead)}</p>`,
    violations(summary),
    `<p class="soft">${escapeHtml(`The site ${parts.site}`)}.</p>`,
    expectations(summary),
    remarks(summary),
    keys.length === 0 ? "" : keyFigures(keys),
    parts.drawings.map(({ svg, title, caption }) => chartFigure(svg, title, caption)).join("\n"),
    ...tables,
    parts.trace === "" ? "" : section("The run, line by line", `<pre>${escapeHtml(parts.trace)}</pre>`),
    parts.description === ""
      ? ""
      : section("Description of the scenario", `<pre>${escapeHtml(parts.description)}</pre>`),
    `<footer>3rc ${escapeHtml(summary.version)}, scenario ${escapeHtml(summary.scenario.hash)}, seed ` +
      `${escapeHtml(summary.seed)}. To reproduce it: <code>${escapeHtml(parts.command)}</code></footer>`,
  ];
  return htmlPage(`3rc: ${summary.scenario.name}`, body.filter((part) => part !== "").join("\n"));
}

function expectations({ expectations: judged = [] }: Summary): string {
  if (judged.length === 0) return "";
  const rows = judged.map(({ expected, found, verdict }) => [VERDICT_WORDS[verdict], expected, found]);
  return section("Expected", htmlTable([["verdict", "expected", "found"], ...rows], 3));
}

function violations(summary: Summary): string {
  const invariants = Object.entries(summary.violations);
  const live = summary.experiment === "crash-campaign" ? summary.live : undefined;
  const broken =
    invariants.length === 0 && (live?.witness.twice ?? 0) === 0
      ? ""
      : `<p class="bad">Invariants of the world were violated: ` +
        `${escapeHtml(brokenText(invariants, live))}.${escapeHtml(whereBroken(summary))}</p>`;
  if (live === undefined)
    return broken === ""
      ? '<p class="good">Every invariant of the world held: no VM ran twice, no host was overfilled.</p>'
      : broken;
  return `${broken}${witnessText(live)}`;
}

function brokenText(
  invariants: readonly (readonly [invariant: string, times: number])[],
  live: LiveSummary | undefined,
): string {
  return invariants.length === 0
    ? `a VM was seen running twice, ${count(live?.witness.twice ?? 0)} times`
    : invariants.map(([invariant, times]) => `${invariant}, ${count(times)} times`).join("; ");
}

/** What the witness observed in the whole campaign. */
function witnessText({ inventory, witness: { asked, answered, twice } }: LiveSummary): string {
  const saw =
    answered === 0
      ? "nothing can be said"
      : twice > 0
        ? `it saw a VM running twice, ${count(twice)} ${twice === 1 ? "time" : "times"}`
        : "no VM was seen running twice";
  return (
    `<p class="${answered > 0 && twice === 0 ? "good" : "bad"}">On real machines (${escapeHtml(inventory.name)}). ` +
    `The witness asked hypervisors ${count(asked)} times which VMs run there, and got ${count(answered)} ` +
    `answers: ${saw}.</p>`
  );
}

function whereBroken(summary: Summary): string {
  return summary.experiment !== "availability" || summary.first_violation === null
    ? ""
    : ` First in replication ${summary.first_violation}; to see it: 3rc trace with --trial ${summary.first_violation}.`;
}

function remarks(summary: Summary): string {
  if (summary.experiment !== "availability") return "";
  return summary.remarks.map((remark) => `<p class="soft">${escapeHtml(sentence(remark))}</p>`).join("");
}
