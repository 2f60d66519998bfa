// Time-outs of the controller that are shorter than what they wait for usually takes in this scenario. Such a time-out
// costs a rung of the ladder, or an attempt at a host, that would have helped. What is usual is the mean of the sum of
// all that is waited for, and two standard deviations; if the sum is normal, 98 % are shorter.

import { distributionMean, distributionVariance } from "../../base/random/distribution-facts.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import { formatDuration, MAX_DURATION, seconds, type Duration } from "../../base/prelude/time.ts";
import type { ActionKind } from "../cluster/actions.ts";
import { RUNG_HEIGHT, RUNGS, type RungKind } from "../cluster/rungs.ts";
import type { GuestType, Phases, SiteSpec } from "../cluster/site.ts";
import { findsDown, type ProbeSettings, type RungSettings } from "../controller/contract/settings.ts";
import type { Remark } from "./remark.ts";
import type { Scenario } from "./scenario.ts";

/** One after the other. */
type Waits = readonly Distribution[];
type Checked = Pick<Scenario, "settings" | "site">;

/** A sentence for each rung, and for each action on hosts, whose time-outs are too short. */
export function shortTimeouts(scenario: Checked): readonly Remark[] {
  const { ladder, probes, hostProbes } = scenario.settings;
  const ofRungs = ladder.flatMap((rung, i) =>
    [...nextRungs(i, scenario)].flatMap(([type, next]) =>
      ofRung(rung, type, next, scenario).map((text): Remark => ({
        text,
        paths: [
          ["controller", "ladder", i],
          ["cluster", "types", type],
        ],
      })),
    ),
  );
  return [...(findsDown(probes) ? ofRungs : []), ...(findsDown(hostProbes) ? ofHosts(scenario) : [])];
}

/** The types of the VMs that a rung may be applied to, each with the rung that may be tried after it. */
function nextRungs(index: number, { settings: { ladder, vms }, site }: Checked): Map<string, RungKind | undefined> {
  const types = new Map(site.vms.map(({ name, type }) => [name, type]));
  const found = new Map<string, RungKind | undefined>();
  for (const { name, ceiling } of vms) {
    const [kind, next] = ladder.slice(index, index + 2).map((rung) => rung.kind);
    const allows = (rung: RungKind | undefined) => rung !== undefined && RUNG_HEIGHT[rung] <= RUNG_HEIGHT[ceiling];
    const type = types.get(name);
    if (type !== undefined && allows(kind)) found.set(type, allows(next) ? next : found.get(type));
  }
  return found;
}

function ofRung(rung: RungSettings, type: string, next: RungKind | undefined, { settings, site }: Checked): string[] {
  const { probes } = settings;
  const guest = site.guestTypes[type];
  const { kind, timeout, guestWithin } = rung;
  const boot = takesOf(guest.boot);
  const verified = [
    ...rungAction(kind, guest, site),
    ...boot,
    ...takesOf(guest.service),
    goodProbes(probes.rise, probes),
  ];
  const waits = [
    ...(kind === "restart" ? tooShort("timeout", timeout, [site.actions["stop-vm"].takes], "a stop") : []),
    // One that ends after the timeout has no effect.
    ...(guestWithin === undefined || guestWithin >= timeout
      ? []
      : tooShort("guestWithin", guestWithin, [...boot, goodProbes(1, probes)], `a sign of life of a ${type}`)),
    ...tooShort("timeout", timeout, verified, `the verified service of a ${type}`),
  ];
  const instead =
    next === undefined ? "a human called" : `${next} tried${RUNGS[next].erasesDisk ? ", which erases the disk" : ""}`;
  return waits.length === 0
    ? []
    : [`controller.ladder: ${kind} waits ${waits.join(", and ")}: it is given up before it can help, and ${instead}`];
}

/** What a rung does until the guest begins to boot. */
function rungAction(kind: RungKind, { install }: GuestType, { actions, provisioning }: SiteSpec): Waits {
  switch (kind) {
    case "reboot":
      return [actions["reboot-vm"].takes];
    case "restart":
      return [actions["start-vm"].takes];
    case "reinstall": {
      const download = seconds(install.download / Math.min(provisioning.bandwidth, provisioning.perClient));
      return [
        actions["reinstall-vm"].takes,
        ...takesOf(install.before),
        { kind: "constant", value: download },
        ...takesOf(install.after),
      ];
    }
  }
}

function ofHosts({ settings: { hostActions, hostProbes }, site: { hosts, actions } }: Checked): Remark[] {
  const layers = [...new Set(hosts.map(({ layer }) => layer))];
  const boots = [...new Map(hosts.map(({ boot, layer }) => [boot, layer]))];
  const verified = goodProbes(hostProbes.rise, hostProbes);
  const told = (
    key: Exclude<keyof typeof hostActions, "fenceAgainAfter" | "powerOnAgainAfter" | "stableFor">,
    kind: ActionKind,
    rest: Waits,
    [what, instead, boots]: Waited,
  ) =>
    tooShort("timeout", hostActions[key].timeout, [actions[kind].takes, ...rest], what).map((wait): Remark => ({
      text: `controller.hosts.${key} waits ${wait}: ${instead}`,
      paths: [["controller", "hosts", key], ...(boots === undefined ? [] : [["cluster", boots]]), ["actions", kind]],
    }));
  const tried = (key: "fence" | "restartLayer" | "powerOn") => hostActions[key].attempts > 0;
  return [
    ...(tried("fence") ? told("fence", "fence-host", [], FENCE) : []),
    ...(tried("restartLayer")
      ? layers.flatMap((layer) => told("restartLayer", "restart-layer", [...takesOf(layer), verified], LAYER))
      : []),
    ...(tried("powerOn")
      ? boots.flatMap(([boot, layer]) =>
          told("powerOn", "power-on-host", [...takesOf(boot), ...takesOf(layer), verified], POWER_ON),
        )
      : []),
    ...told("inspect", "inspect-host", [], INSPECT),
    ...told("migrate", "migrate-vm", [], MIGRATE),
  ];
}

/** What is waited for, what happens instead, and the boot that it includes. */
type Waited = readonly [string, string, ("hostBoot" | "layerStart")?];
const FENCE: Waited = ["the fence of a host", "an attempt is lost, though it may yet succeed"];
const LAYER: Waited = [
  "a virtual layer that answers",
  "the restart is given up before it can help, and the host fenced",
  "layerStart",
];
const POWER_ON: Waited = ["a host that answers", "it is given up while it boots, and a human called", "hostBoot"];
const INSPECT: Waited = ["the list of what a host runs", "it comes too late to be used"];
const MIGRATE: Waited = ["a live migration", "it is taken for lost while it is under way"];

/** Nothing if the time is long enough, else how long it is and what it should be. */
function tooShort(key: string, time: Duration, waits: Waits, what: string): string[] {
  const mean = waits.reduce((sum, wait) => sum + distributionMean(wait), 0);
  const variance = waits.reduce((sum, wait) => sum + distributionVariance(wait), 0);
  const usual = Math.min(Math.round(mean + 2 * Math.sqrt(variance)), MAX_DURATION) as Duration;
  return time >= usual
    ? []
    : [`${formatDuration(time)} (${key}) for ${what}, which usually takes up to ${formatDuration(usual)}`];
}

const takesOf = (phases: Phases): Waits => phases.map(({ takes }) => takes);

/** From the first instant at which a probe would be good to so many good ones in a row. */
function goodProbes(count: number, { retry }: ProbeSettings): Distribution {
  return { kind: "uniform", low: ((count - 1) * retry) as Duration, high: (count * retry) as Duration };
}
