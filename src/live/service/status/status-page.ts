// The status page: the headline says whether all VMs serve, the tables what is being done about those that do not. It
// loads nothing, runs no script, and refreshes itself every few seconds.

import { formatDuration, seconds } from "../../../base/prelude/time.ts";
import { CONTROLLER_FACTS } from "../../../core/controller/state-machines/controller-states.ts";
import { HOST_FACTS, type HostState } from "../../../core/controller/state-machines/host-states.ts";
import { VM_FACTS } from "../../../core/controller/state-machines/vm-states.ts";
import type { HappeningStatus, Health, HostStatus, Led, Status, VmStatus } from "./status.ts";

/** Seconds between two loads of the page. */
const REFRESH = 5;
/** The number of latest alerts that are shown; earlier ones are in the journal. */
const ALERTS_SHOWN = 8;

export function statusPage(status: Status): string {
  const { cluster, capacity, led, name, at, version, leader } = status;
  const role = status.role === "leader" ? "leads" : "stands by";
  const term = leader === undefined ? "" : `, term ${leader.term}`;
  const now = at.replace("T", " ").replace("Z", " UTC");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${REFRESH}">
<title>${escape(cluster)}: ${escape(headline(status).words)}</title>
<style>${STYLE}</style>
</head>
<body><main>
<header><h1>${escape(cluster)}</h1><p class="soft">${escape(name)} ${role}${term} · ${escape(now)}</p></header>
<p class="lead ${headline(status).tone}">${escape(headline(status).words)}</p>
<p class="soft site">The site ${escape(capacity)}.</p>
${led === undefined ? "" : ledPage(led)}
<footer>3rc ${escape(version)} · <a href="/status.json">status.json</a> · <a href="/metrics">metrics</a> ·
<code>3rc ctl why NAME</code> shows the reasons</footer>
</main></body>
</html>
`;
}

type Tone = "good" | "busy" | "bad" | "quiet";

function headline({ led, leader }: Status): { readonly words: string; readonly tone: Tone } {
  if (led === undefined)
    return {
      words:
        leader === undefined ? "No controller leads now." : `Stands by. ${leader.name} on ${leader.machine} leads.`,
      tone: "quiet",
    };
  const names = (health: Health) => led.vms.filter((vm) => vm.health === health).map(({ name }) => name);
  const [human, down, held] = [names("human"), names("down"), names("held")];
  if (CONTROLLER_FACTS[led.controller].category === "held")
    return {
      words:
        "Disarmed: no action is taken until the controller is armed again." +
        (down.length + human.length === 0 ? "" : ` Down: ${[...human, ...down].join(", ")}.`),
      tone: "bad",
    };
  if (human.length > 0)
    return {
      words:
        `${human.join(", ")} ${human.length === 1 ? "waits" : "wait"} for a human` +
        (down.length === 0 ? "." : `; ${down.join(", ")} ${are(down)} being recovered.`),
      tone: "bad",
    };
  if (down.length > 0) return { words: `${down.join(", ")} ${are(down)} being recovered.`, tone: "busy" };
  const troubled = led.hosts.filter(isTroubled).map(({ name, state }) => `${name} is ${state}`);
  if (troubled.length > 0) return { words: `All VMs serve; ${troubled.join(", ")}.`, tone: "busy" };
  return {
    words:
      held.length === 0
        ? `All ${led.vms.length} VMs serve.`
        : `All VMs serve that are not in maintenance (${held.join(", ")}).`,
    tone: "good",
  };
}

function are(names: readonly string[]): string {
  return names.length === 1 ? "is" : "are";
}

/** Its virtual layer does not answer, and it is not in maintenance. */
function isTroubled({ state }: HostStatus): boolean {
  const { serves, category } = HOST_FACTS[state];
  return !serves && category !== "held";
}

function ledPage({ vms, hosts, controller, alerts, recent, since }: Led): string {
  const up = vms.filter(({ health }) => health === "up").length;
  const hostsUp = hosts.filter(({ state }) => HOST_FACTS[state].serves).length;
  const keys = [
    ["VMs that serve", `${up} of ${vms.length}`],
    ["hosts that answer", `${hostsUp} of ${hosts.length}`],
    ["controller", controller],
    ["leads since", `${since.slice(0, 16).replace("T", " ")}`],
  ];
  const cards = keys.map(([label, value]) => `<div><b>${escape(value)}</b><span>${escape(label)}</span></div>`);
  return [
    `<div class="keys">${cards.join("")}</div>`,
    section("Virtual machines", table(["VM", "state", "for", "on", "", ""], vms.toSorted(worstFirst).map(vmRow))),
    section(
      "Hosts",
      table(
        ["host", "state", "for", "VMs"],
        hosts.map(({ name, state, for_seconds, vms: on }) => [
          strong(name),
          chip(state, hostTone(state)),
          time(for_seconds),
          escape(on.join(", ") || "none"),
        ]),
      ),
    ),
    alerts.length === 0 ? "" : section("Calls for a human", list(alerts.slice(0, ALERTS_SHOWN))),
    recent.length === 0 ? "" : section("Latest happenings", list(recent)),
  ].join("\n");
}

const RANK: Readonly<Record<Health, number>> = { human: 0, down: 1, held: 2, up: 3 };

function worstFirst(a: VmStatus, b: VmStatus): number {
  return RANK[a.health] - RANK[b.health];
}

const VM_TONE: Readonly<Record<Health, Tone>> = { up: "good", down: "busy", human: "bad", held: "quiet" };

function vmRow({ name, state, health, for_seconds, host, maybe_on, down_for_seconds, because }: VmStatus): string[] {
  const place = maybe_on.length === 0 ? host : `${host}, or ${maybe_on.join(", ")}`;
  const tone = health === "up" && !VM_FACTS[state].trusted ? "busy" : VM_TONE[health];
  return [
    strong(name),
    chip(state, tone),
    time(for_seconds),
    escape(place),
    down_for_seconds === undefined ? "" : `down for ${time(down_for_seconds)}`,
    `<span class="soft wrap">${escape(because ?? "")}</span>`,
  ];
}

function hostTone(state: HostState): Tone {
  const { trusted, category, awaitsHuman } = HOST_FACTS[state];
  if (trusted) return "good";
  if (category === "held") return "quiet";
  return awaitsHuman ? "bad" : "busy";
}

function list(happenings: readonly HappeningStatus[]): string {
  const item = ({ at, subject, kind, what, because, outcome }: HappeningStatus) => {
    const how =
      outcome === undefined
        ? ""
        : ` ${chip(outcome, outcome.startsWith("done") || outcome.startsWith("runs") ? "good" : "bad")}`;
    return (
      `<li class="${kind}"><time>${escape(at.slice(5, 19).replace("T", " "))}</time><div><b>${escape(subject)}</b> ` +
      `${escape(what)}${how}<p class="soft">${escape(because)}</p></div></li>`
    );
  };
  return `<ol>${happenings.map(item).join("")}</ol>`;
}

function section(title: string, body: string): string {
  return `<section><h2>${title}</h2>${body}</section>`;
}

/** Cells are HTML; the head is text. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return (
    `<div class="wide"><table><thead><tr>${head.map((cell) => `<th>${escape(cell)}</th>`).join("")}</tr></thead>` +
    `<tbody>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("")}</tbody>` +
    "</table></div>"
  );
}

function chip(words: string, tone: Tone): string {
  return `<span class="chip ${tone}">${escape(words)}</span>`;
}

function strong(words: string): string {
  return `<b>${escape(words)}</b>`;
}

function time(inSeconds: number): string {
  return formatDuration(seconds(inSeconds));
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1d1d1f; --soft: #5c5c66; --line: #dfdfe3; --card: #ffffff; --ground: #f6f6f4;
  --good: #00734f; --busy: #8a5a00; --bad: #b3261e; --quiet: #5c5c66;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ececf0; --soft: #a5a5ae; --line: #3a3a40; --card: #232327; --ground: #17171a;
    --good: #5fd3a9; --busy: #f2b84b; --bad: #ff8a80; --quiet: #a5a5ae;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 "DejaVu Sans", system-ui, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 28px 20px 56px; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; justify-content: space-between; }
h1 { font-size: 24px; margin: 0; }
h2 { font-size: 16px; margin: 32px 0 8px; }
p { margin: 0; }
.soft { color: var(--soft); font-size: 13px; }
.lead {
  font-size: 18px; margin: 16px 0; padding: 12px 16px; border-radius: 8px;
  background: var(--card); border: 1px solid var(--line); border-left: 6px solid var(--quiet);
}
.lead.good { border-left-color: var(--good); }
.lead.busy { border-left-color: var(--busy); }
.lead.bad { border-left-color: var(--bad); }
.site { margin-bottom: 12px; }
.keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; }
.keys div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
.keys b { display: block; font-size: 18px; font-variant-numeric: tabular-nums; }
.keys span { color: var(--soft); font-size: 12px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td {
  text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line);
  white-space: nowrap; vertical-align: top;
}
th { color: var(--soft); font-weight: normal; font-size: 12px; }
td:last-child { white-space: normal; width: 40%; }
.chip { display: inline-block; padding: 0 8px; border-radius: 10px; border: 1px solid currentColor; font-size: 12.5px; }
.chip.good { color: var(--good); }
.chip.busy { color: var(--busy); }
.chip.bad { color: var(--bad); }
.chip.quiet { color: var(--quiet); }
ol { list-style: none; margin: 0; padding: 0; font-size: 14px; }
li {
  display: grid; grid-template-columns: 120px 1fr; padding: 5px 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere;
}
li time { color: var(--soft); font-variant-numeric: tabular-nums; font-size: 13px; }
li.alert b { color: var(--bad); }
footer { margin-top: 40px; border-top: 1px solid var(--line); padding-top: 10px; color: var(--soft); font-size: 13px; }
a { color: inherit; }
`;
