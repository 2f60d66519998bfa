// The capacity of a site as text for a terminal.

import type {
  Alternatives,
  Capacity,
  DownVm,
  Failure,
  Limits,
  OneMore,
  Want,
} from "../../../../core/capacity/capacity.ts";
import { capacityInBrief, counted } from "../../../../core/capacity/in-words.ts";
import { figure } from "../../../report/text/figures.ts";
import { textTable } from "../../../report/text/text-table.ts";

/** What `3rc capacity` answers for one scenario, and prints with --json. */
export type SiteCapacity = Capacity & {
  readonly scenario: { readonly name: string; readonly hash: string };
  /** Of the worst failure. */
  readonly alternatives?: Alternatives;
  /** Each host alone, the gravest first. */
  readonly single: readonly Failure[];
  readonly limits: Limits;
  readonly oneMore: readonly OneMore[];
};

/** The largest number of rows of a table, and of names in a line. */
const MAX_ROWS = 20;
const MAX_NAMES = 8;

export function capacityText(site: SiteCapacity, width: number): string {
  return [
    `${site.scenario.name}: ${counted(site.hosts, "host")}, ${counted(site.vms, "VM")}`,
    `  ${capacityInBrief(site)}`,
    ...possibleLines(site),
    ...limitLines(site.limits),
    ...worstLines(site, width),
    "",
    singleTable(site.single, width),
    "",
    ...site.oneMore.map((more) => oneMoreLine(more, site)),
  ].join("\n");
}

/** Where another placement could do more than the controller's, and where the answer is not exact. */
function possibleLines({ survives, possible, hosts }: Capacity): readonly string[] {
  const lines: string[] = [];
  if (survives.atLeast < survives.atMost)
    lines.push(
      `  not exact, since there are too many failures to try them all: at least ${survives.atLeast}, at most ` +
        `${survives.atMost} of ${counted(hosts, "host")}`,
    );
  if (possible.atLeast > survives.atLeast)
    lines.push(
      `  the controller places one VM after the other; another placement survives any ` +
        `${possible.atLeast}${possible.atLeast < possible.atMost ? ", perhaps more" : ""}`,
    );
  return lines;
}

function limitLines({ nowhereElse, takeNone }: Limits): readonly string[] {
  const lines: string[] = [];
  if (nowhereElse.length > 0)
    lines.push(`  no other host is allowed and large enough, even empty, for ${names(nowhereElse)}`);
  if (takeNone.length > 0) lines.push(`  no VM of another host may be on, or fits on, ${names(takeNone)}, even empty`);
  return lines;
}

function worstLines({ worst, alternatives, hosts }: SiteCapacity, width: number): readonly string[] {
  if (worst === undefined || worst.hosts.length === hosts) return [];
  const rows = worst.down.slice(0, MAX_ROWS).map((vm) => [`  ${vm.vm}`, figure(vm.priority, 0), wantText(vm)]);
  const which = worst.complete ? "The worst failure" : "The worst known failure";
  return [
    "",
    `${which} of ${counted(worst.hosts.length, "host")}, ${names(worst.hosts)}: ` +
      `${counted(worst.moved, "VM")} to be started again, ${worst.down.length} down`,
    textTable([["  VM", "priority", "for want of"], ...rows], 3, width),
    ...(worst.down.length > MAX_ROWS ? [`  and ${worst.down.length - MAX_ROWS} more`] : []),
    `  free on the other hosts then: ${room(worst.freeCpu, worst.freeMemory)}`,
    ...(alternatives === undefined ? [] : alternativeLines(alternatives, worst.down.length)),
  ];
}

function alternativeLines({ leastDown: { atLeast, atMost }, ifAllMoved }: Alternatives, down: number): string[] {
  const least =
    atLeast === down
      ? `  no other placement of these VMs leaves fewer down`
      : `  another placement of these VMs leaves ${atLeast < atMost ? `${atLeast} to ${atMost}` : atLeast} down`;
  const moved =
    ifAllMoved === undefined
      ? []
      : [
          ifAllMoved
            ? "  if running VMs were moved too, there would be a place for all; the controller does not do that"
            : "  nor is there a place for all if running VMs are moved too",
        ];
  return atLeast === 0 && atMost === 0 ? [least] : [least, ...moved];
}

function wantText({ want, lowerRunning }: DownVm): string {
  const lower =
    lowerRunning === 0 || want.kind !== "room" ? "" : `; ${counted(lowerRunning, "VM")} of lower priority run`;
  return `${reason(want)}${lower}`;
}

function reason(want: Want): string {
  switch (want.kind) {
    case "no-host":
      return "a host: none is left";
    case "ceiling":
      return `a rung that starts it elsewhere: its ceiling is ${want.ceiling}`;
    case "hosts":
      return `its hosts: it is bound to ${names(want.hosts)}`;
    case "apart":
      return `a host without ${names(want.from)}, from which it must be apart`;
    case "together":
      return `a host for it and ${names(want.with)}, which must be together`;
    case "room": {
      const lacks = [
        ...(want.memory > 0 ? [`memory: ${gigabytes(want.memory)} missing`] : []),
        ...(want.cpu > 0 ? [`cpu: ${cores(want.cpu)} missing`] : []),
      ];
      const group = want.with.length === 0 ? "" : `, with ${names(want.with)}`;
      return `${lacks.join(" and ")} on ${want.host}, the nearest${group}`;
    }
  }
}

function singleTable(single: readonly Failure[], width: number): string {
  const rows = single
    .slice(0, MAX_ROWS)
    .map(({ hosts, moved, down, freeCpu, freeMemory }) => [
      `  ${hosts[0]}`,
      String(moved),
      String(down.length),
      brief(freeCpu),
      gigabytes(freeMemory),
    ]);
  const more = single.length > MAX_ROWS ? `\n  and ${single.length - MAX_ROWS} more, none of which is graver` : "";
  const head = ["  host that fails", "VMs", "stay down", "cores free then", "memory free then"];
  return `Each host alone, the gravest first:\n${textTable([head, ...rows], 1, width)}${more}`;
}

function oneMoreLine({ like, cpu, memory, survives, down }: OneMore, { hosts, worst }: Capacity): string {
  const { atLeast, atMost } = survives;
  const open = atLeast < atMost ? `, perhaps ${atMost},` : "";
  const same =
    down === undefined || worst === undefined || worst.hosts.length === hosts
      ? ""
      : `;\n  then the failure of ${names(worst.hosts)} leaves ${down} down`;
  return `One more host like ${like} (${room(cpu, memory)}): survives any ${atLeast}${open} of ${hosts + 1}${same}`;
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, MAX_NAMES).join(", ");
  return all.length > MAX_NAMES ? `${shown} and ${all.length - MAX_NAMES} more` : shown;
}

function room(cpu: number, memory: number): string {
  return `${cores(cpu)}, ${gigabytes(memory)}`;
}

function cores(cpu: number): string {
  const text = brief(cpu);
  return `${text} ${text === "1" ? "core" : "cores"}`;
}

/** In GB, as scenarios are written; what is less than 0.1 GB in MB. */
function gigabytes(bytes: number): string {
  return bytes > 0 && bytes < 1e8 ? `${Math.ceil(bytes / 1e6)} MB` : `${brief(bytes / 1e9)} GB`;
}

/** One decimal, where it is not 0. */
function brief(value: number): string {
  return figure(value, 1).replace(/\.0$/, "");
}
