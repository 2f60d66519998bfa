// From a well-shaped file to a scenario: names are expanded and looked up, defaults filled in, and everything that only
// shows when parts are seen together is checked. Problems are collected; the scenario is only good if there are none.

import type { Target } from "../controller/event.ts";
import type { RungSettings, Settings } from "../controller/settings.ts";
import type { Law } from "../prelude/law.ts";
import { check } from "../prelude/check.ts";
import { START, later, type Duration } from "../prelude/time.ts";
import { HOST_FAULTS, MONITOR_FAULTS, SITE_FAULTS, type Fault, type FaultKind } from "../world/fault.ts";
import { ACTION_KINDS, type ActionKind, type ActionSite, type Group, type GuestType, type HostSite, type Phases, type Site, type VmSite } from "../world/site.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Path } from "./document.ts";
import { readLaw } from "./law-syntax.ts";
import { expandName, listed } from "./names.ts";
import { readDuration, readRate, readShare, readSize, type Read } from "./quantity.ts";
import type { Experiment, Scenario } from "./scenario.ts";
import type { Written } from "./shape.ts";
import { didYouMean } from "./suggest.ts";

/** Tells of a problem at a path of the file; `atKey` points at the key rather than its value. */
export type Complain = (path: Path, message: string, atKey?: boolean) => void;

type Named<T> = { readonly name: string; readonly path: Path; readonly value: T };

/** All of a scenario but its hash. */
export function buildScenario(written: Written, description: string, complain: Complain): Omit<Scenario, "hash"> {
  const hosts = buildHosts(written, complain);
  const guestTypes = Object.fromEntries(Object.entries(written.cluster.types).map(([name, type]) => [name, guestTypeOf(type)]));
  const vms = buildVms(written, hosts, Object.keys(guestTypes), complain);
  const groups = buildGroups(written, vms, complain);
  const known = { hosts: hosts.map(({ name }) => name), vms: vms.map(({ site }) => site.name), groups };
  const site: Site = {
    hosts, vms: vms.map((vm) => vm.site), guestTypes, groups,
    provisioning: {
      bandwidth: sure(readRate(written.cluster.provisioning?.bandwidth ?? DEFAULTS.provisioning.bandwidth)),
      perClient: sure(readRate(written.cluster.provisioning?.perClient ?? written.cluster.provisioning?.bandwidth ?? DEFAULTS.provisioning.perClient)),
    },
    probing: {
      patience: time(written.monitor?.patience ?? DEFAULTS.monitor.patience),
      loss: sure(readShare(written.monitor?.loss ?? DEFAULTS.monitor.loss)),
      lie: sure(readShare(written.monitor?.lie ?? DEFAULTS.monitor.lie)),
    },
    actions: Object.fromEntries(ACTION_KINDS.map((kind) => [kind, actionOf(written, kind, complain)])) as Record<ActionKind, ActionSite>,
    crew: {
      members: written.cluster.crew?.members ?? DEFAULTS.crew.members,
      response: law(written.cluster.crew?.response ?? DEFAULTS.crew.response),
      repairVm: law(written.cluster.crew?.repairVm ?? DEFAULTS.crew.repairVm),
      repairHost: law(written.cluster.crew?.repairHost ?? DEFAULTS.crew.repairHost),
      proveDead: law(written.cluster.crew?.proveDead ?? DEFAULTS.crew.proveDead),
    },
  };
  const settings = buildSettings(written, site, vms, complain);
  return {
    name: written.name, seed: String(written.seed ?? DEFAULTS.seed), description: written.description ?? description, site, settings,
    faults: (written.faults ?? []).map((fault, i) => faultOf(fault, ["faults", i], known, complain)),
    operations: (written.operations ?? []).flatMap((operation, i) => operationOf(operation, ["operations", i], known, complain)),
    experiment: buildExperiment(written, known, complain),
  };
}

type Known = { readonly hosts: readonly string[]; readonly vms: readonly string[]; readonly groups: readonly Group[] };

// What the shape has checked already can be read without asking again.
function sure<T>(read: Read<T>): T {
  check(read.ok, () => `the shape let pass: ${read.ok ? "" : read.expected}`);
  return read.value;
}
const time = (text: string | number): Duration => sure(readDuration(text));
const law = (text: string | number): Law => sure(readLaw(text));
const share = (text: string | number): number => sure(readShare(text));

function phasesOf(written: Readonly<Record<string, string | number>>): Phases {
  return Object.entries(written).map(([name, takes]) => ({ name, takes: law(takes) }));
}

function guestTypeOf(type: Written["cluster"]["types"][string]): GuestType {
  return {
    boot: phasesOf(type.boot),
    service: phasesOf(type.service),
    shutdown: law(type.shutdown ?? DEFAULTS.guest.shutdown),
    overload: law(type.overload ?? DEFAULTS.guest.overload),
    install: { before: phasesOf(type.install.before ?? {}), download: sure(readSize(type.install.download)), after: phasesOf(type.install.after ?? {}) },
  };
}

/** Every name that the keys of a mapping stand for, each once. */
function expanded<T>(mapping: Readonly<Record<string, T>>, path: Path, what: string, complain: Complain): Named<T>[] {
  const seen = new Set<string>();
  const all: Named<T>[] = [];
  for (const [key, value] of Object.entries(mapping)) {
    const names = expandName(key);
    if (typeof names === "string") {
      complain([...path, key], names, true);
      continue;
    }
    for (const name of names) {
      if (seen.has(name)) complain([...path, key], `there is already a ${what} ${name}`, true);
      seen.add(name);
      all.push({ name, path: [...path, key], value });
    }
  }
  if (all.length === 0) complain(path, `expected at least one ${what}`);
  return all;
}

function buildHosts(written: Written, complain: Complain): HostSite[] {
  const { cluster } = written;
  return expanded(cluster.hosts, ["cluster", "hosts"], "host", complain).map(({ name, value }) => ({
    name,
    cpu: value.cpu * (cluster.overcommit?.cpu ?? 1),
    memory: sure(readSize(value.memory)),
    boot: phasesOf(cluster.hostBoot ?? DEFAULTS.hostBoot),
    layer: phasesOf(cluster.layerStart ?? DEFAULTS.layerStart),
    boardSharesPower: value.boardSharesPower ?? false,
    startsWithPower: value.startsWithPower ?? false,
  }));
}

type BuiltVm = { readonly site: VmSite; readonly path: Path; readonly written: Written["cluster"]["vms"][string] };

function buildVms(written: Written, hosts: readonly HostSite[], types: readonly string[], complain: Complain): BuiltVm[] {
  const hostNames = hosts.map(({ name }) => name);
  const turns = new Map<PropertyKey, number>();
  const vms = expanded(written.cluster.vms, ["cluster", "vms"], "VM", complain).map(({ name, path, value }) => {
    const key = path[path.length - 1];
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    const homes = listed(value.on);
    const home = homes[turn % Math.max(1, homes.length)] ?? "";
    if (turn === 0) homes.filter((host) => !hostNames.includes(host)).forEach((host) => complain([...path, "on"], `there is no host ${host}${didYouMean(host, hostNames)}`));
    const type = value.type ?? (types.length === 1 ? types[0] : "");
    if (turn === 0 && !types.includes(type)) complain(value.type === undefined ? path : [...path, "type"], value.type === undefined ? `expected a type; known are ${types.join(", ")}` : `there is no type ${type}${didYouMean(type, types)}`);
    if (hostNames.includes(name)) complain(path, `there is already a host ${name}`, true);
    const site: VmSite = { name, type, home, cpu: value.cpu, memory: sure(readSize(value.memory)), disk: sure(readSize(value.disk ?? DEFAULTS.vm.disk)) };
    if (turn === 0 && !hosts.some((host) => host.cpu >= site.cpu && host.memory >= site.memory)) complain(path, `${name} fits on no host: none has ${site.cpu} cores and ${String(value.memory)} of memory`, true);
    return { site, path, written: value };
  });
  checkHomes(hosts, vms, complain);
  return vms;
}

/** All VMs of a host fit on it together. */
function checkHomes(hosts: readonly HostSite[], vms: readonly BuiltVm[], complain: Complain): void {
  for (const host of hosts) {
    const residents = vms.filter(({ site }) => site.home === host.name);
    let [cpu, memory] = [0, 0];
    for (const { site, path } of residents) {
      cpu += site.cpu;
      memory += site.memory;
      if (cpu <= host.cpu && memory <= host.memory) continue;
      complain([...path, "on"], `${site.name} does not fit on ${host.name} beside the VMs before it: they need ${cpu} of ${host.cpu} cores and ${memory / 1e9} of ${host.memory / 1e9} GB`);
      break;
    }
  }
}

function buildGroups(written: Written, vms: readonly BuiltVm[], complain: Complain): Group[] {
  const groups = Object.entries(written.cluster.groups ?? {}).map(([name, group]) => ({ name, members: group.members, needs: group.needs ?? group.members.length }));
  const vmNames = vms.map(({ site }) => site.name);
  const names = [...vmNames, ...groups.map(({ name }) => name)];
  for (const group of groups) {
    const path = ["cluster", "groups", group.name];
    if (vmNames.includes(group.name)) complain(path, `there is already a VM ${group.name}`, true);
    if (group.members.length === 0) complain(path, "a group without members: expected VMs or groups", true);
    else if (group.needs > group.members.length) complain([...path, "needs"], `needs ${group.needs} of ${group.members.length} members`);
    group.members.forEach((member, i) => {
      if (!names.includes(member)) complain([...path, "members", i], `there is no VM or group ${member}${didYouMean(member, names)}`);
      if (group.members.indexOf(member) !== i) complain([...path, "members", i], `${member} is named twice`);
    });
  }
  for (const group of groups) {
    const circle = circleFrom(group.name, groups, []);
    if (circle !== undefined) complain(["cluster", "groups", group.name], `a circle of groups: ${circle.join(" in ")}`, true);
  }
  return groups;
}

function circleFrom(name: string, groups: readonly Group[], above: readonly string[]): readonly string[] | undefined {
  if (above[0] === name) return [...above, name].reverse();
  if (above.includes(name)) return undefined;
  for (const member of groups.find((group) => group.name === name)?.members ?? []) {
    const circle = circleFrom(member, groups, [...above, name]);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function actionOf(written: Written, kind: ActionKind, complain: Complain): ActionSite {
  const action = written.actions?.[kind];
  const fate = { fails: share(action?.fails ?? 0), hangs: share(action?.hangs ?? 0), silent: share(action?.silent ?? 0) };
  if (fate.fails + fate.hangs + fate.silent > 1) complain(["actions", kind], "fails, hangs and silent add up to more than 1");
  return { takes: law(action?.takes ?? DEFAULTS.actions[kind]), ...fate };
}

function buildSettings(written: Written, site: Site, vms: readonly BuiltVm[], complain: Complain): Settings {
  const given = written.controller ?? {};
  const defaults = DEFAULTS.controller;
  const retry = time(written.monitor?.retry ?? DEFAULTS.monitor.retry);
  if (site.probing.patience > retry) complain(["monitor", "patience"], "patience is longer than retry: a probe would be asked before the last one is answered");
  const storm = given.storm ?? defaults.storm;
  const attempt = (kind: "fence" | "restartLayer" | "powerOn") => {
    const { attempts, timeout } = given.hosts?.[kind] ?? defaults.hosts[kind];
    return { attempts, timeout: time(timeout) };
  };
  return {
    hosts: site.hosts.map(({ name, cpu, memory }) => ({ name, cpu, memory })),
    vms: vms.map(({ site: { name, home, cpu, memory }, written: vm }) => ({
      name, home, cpu, memory, priority: vm.priority ?? DEFAULTS.vm.priority, ceiling: vm.ceiling ?? DEFAULTS.vm.ceiling,
    })),
    apart: rulesOf(written, "apart", vms, complain),
    together: rulesOf(written, "together", vms, complain),
    probes: { interval: time(written.monitor?.interval ?? DEFAULTS.monitor.interval), retry, fall: given.fall ?? defaults.fall, rise: given.rise ?? defaults.rise },
    ladder: ladderOf(given.ladder ?? defaults.ladder, complain),
    stableFor: time(given.stableFor ?? defaults.stableFor),
    maxEpisodes: given.maxEpisodes ?? defaults.maxEpisodes,
    window: time(given.window ?? defaults.window),
    maxConcurrent: given.maxConcurrent ?? defaults.maxConcurrent,
    storm: { share: share(storm.share), within: time(storm.within), hold: time(storm.hold) },
    hostActions: {
      fence: attempt("fence"), restartLayer: attempt("restartLayer"), powerOn: attempt("powerOn"),
      fenceAgainAfter: time(given.hosts?.fenceAgainAfter ?? defaults.hosts.fenceAgainAfter), stableFor: time(given.hosts?.stableFor ?? defaults.hosts.stableFor),
    },
    failback: given.failback ?? defaults.failback,
    patience: time(given.patience ?? defaults.patience),
  };
}

const RUNGS = ["reboot", "restart", "reinstall"] as const;
type WrittenRung = NonNullable<NonNullable<Written["controller"]>["ladder"]>[number];

function ladderOf(ladder: readonly WrittenRung[], complain: Complain): RungSettings[] {
  let height = -1;
  return ladder.flatMap((entry, i) => {
    const path = ["controller", "ladder", i];
    const kinds = RUNGS.filter((kind) => entry[kind] !== undefined);
    if (kinds.length !== 1) complain(path, `expected exactly one of ${RUNGS.join(", ")} in each rung`);
    return kinds.map((kind) => {
      const { attempts = 1, timeout, guestWithin } = entry[kind] as NonNullable<WrittenRung[typeof kind]>;
      if (RUNGS.indexOf(kind) <= height) complain(path, `${kind} is out of order: a ladder goes up from reboot over restart to reinstall, each once`);
      height = RUNGS.indexOf(kind);
      return { kind, attempts, timeout: time(timeout), guestWithin: guestWithin === undefined ? undefined : time(guestWithin) };
    });
  });
}

function rulesOf(written: Written, rule: "apart" | "together", vms: readonly BuiltVm[], complain: Complain): readonly (readonly string[])[] {
  const lists = written.cluster.rules?.[rule] ?? [];
  const names = vms.map(({ site }) => site.name);
  const homeOf = new Map(vms.map(({ site }) => [site.name, site.home]));
  lists.forEach((list, i) => {
    const path = ["cluster", "rules", rule, i];
    list.forEach((name, j) => {
      if (!names.includes(name)) complain([...path, j], `there is no VM ${name}${didYouMean(name, names)}`);
    });
    const homes = new Set(list.map((name) => homeOf.get(name)));
    if (rule === "apart" && homes.size < list.length) complain(path, "these must be apart, but some of them begin on the same host, or are named twice");
    if (rule === "together" && homes.size > 1) complain(path, "these must be together, but begin on different hosts");
    const others = written.cluster.rules?.[rule === "apart" ? "together" : "apart"] ?? [];
    if (rule === "together" && others.some((other) => other.filter((name) => list.includes(name)).length > 1)) complain(path, "some of these must be together and apart at once");
  });
  return lists;
}

/** The names that `on` stands for: VMs or hosts, as the kind of fault wants. */
function targetsOf(kind: FaultKind, on: string | readonly string[] | undefined, path: Path, known: Known, complain: Complain): readonly string[] {
  if ((SITE_FAULTS as readonly string[]).includes(kind)) {
    if (on !== undefined) complain([...path, "on"], `${kind} strikes what all share: leave out on`);
    return [];
  }
  const wantsHosts = (HOST_FAULTS as readonly string[]).includes(kind);
  const candidates = wantsHosts ? known.hosts : (MONITOR_FAULTS as readonly string[]).includes(kind) ? [...known.vms, ...known.hosts] : known.vms;
  if (on === undefined) {
    complain(path, `${kind} needs on: a ${wantsHosts ? "host" : "VM"}, a list, or all`);
    return [];
  }
  if (on === "all") return wantsHosts ? known.hosts : known.vms;
  return listed(on).flatMap((name, i) => {
    if (candidates.includes(name)) return [name];
    if (!wantsHosts && known.groups.some((group) => group.name === name)) return membersOf(name, known);
    const other = wantsHosts ? known.vms : known.hosts;
    const at = typeof on === "string" ? [...path, "on"] : [...path, "on", i];
    complain(at, other.includes(name) ? `${kind} strikes a ${wantsHosts ? "host" : "VM"}; ${name} is a ${wantsHosts ? "VM" : "host"}` : `there is no ${wantsHosts ? "host" : "VM"} ${name}${didYouMean(name, candidates)}`);
    return [];
  });
}

/** The VMs in a group, also those in groups in it. */
function membersOf(name: string, known: Known, above: readonly string[] = []): readonly string[] {
  const group = known.groups.find((each) => each.name === name);
  if (group === undefined) return [name];
  return above.includes(name) ? [] : [...new Set(group.members.flatMap((member) => membersOf(member, known, [...above, name])))];
}

function faultOf(fault: NonNullable<Written["faults"]>[number], path: Path, known: Known, complain: Complain): Fault {
  if ((fault.at === undefined) === (fault.every === undefined)) complain(path, "expected exactly one of at (an instant) and every (a law)");
  const needsEnd = ([...SITE_FAULTS, ...MONITOR_FAULTS] as readonly string[]).includes(fault.kind);
  if (needsEnd && fault.lasts === undefined) complain(path, `${fault.kind} needs lasts: nobody repairs it, so it must pass by itself`);
  return {
    kind: fault.kind,
    on: targetsOf(fault.kind, fault.on, path, known, complain),
    together: fault.together ?? false,
    when: fault.at !== undefined ? { kind: "at", at: later(START, time(fault.at)) } : { kind: "every", law: law(fault.every ?? "1y") },
    lasts: fault.lasts === undefined ? undefined : law(fault.lasts),
    guests: fault.guests ?? "die",
  };
}

const REQUESTS = ["maintain", "resume", "disarm", "arm", "move", "release", "confirm-dead"] as const;

function operationOf(operation: NonNullable<Written["operations"]>[number], path: Path, known: Known, complain: Complain): Scenario["operations"][number][] {
  const kinds = REQUESTS.filter((kind) => operation[kind] !== undefined);
  if (kinds.length !== 1) {
    complain(path, `expected exactly one of ${REQUESTS.join(", ")}`);
    return [];
  }
  const [kind] = kinds;
  const at = later(START, time(operation.at));
  const name = String(operation[kind]);
  const among = (names: readonly string[], what: string, named: string, key: string) => {
    if (!names.includes(named)) complain([...path, key], `there is no ${what} ${named}${didYouMean(named, names)}`);
  };
  switch (kind) {
    case "maintain":
    case "resume":
      among([...known.hosts.map((host) => `host/${host}`), ...known.vms.map((vm) => `vm/${vm}`)], "target (host/NAME or vm/NAME)", name, kind);
      return [{ at, request: { kind, target: name as Target } }];
    case "disarm":
    case "arm":
      return [{ at, request: { kind } }];
    case "move":
      among(known.vms, "VM", name, kind);
      if (operation.to === undefined) complain(path, "move needs to: the host that it leads to");
      else among(known.hosts, "host", operation.to, "to");
      return [{ at, request: { kind, vm: name, to: operation.to ?? "" } }];
    case "release":
      among(known.vms, "VM", name, kind);
      return [{ at, request: { kind, vm: name } }];
    case "confirm-dead":
      among(known.hosts, "host", name, kind);
      return [{ at, request: { kind, host: name } }];
  }
}

function buildExperiment({ experiment }: Written, known: Known, complain: Complain): Experiment {
  const { "crash-campaign": campaign, availability, replay } = experiment;
  if ([campaign, availability, replay].filter((each) => each !== undefined).length !== 1) complain(["experiment"], "expected exactly one of crash-campaign, availability, replay", true);
  if (campaign !== undefined) {
    return {
      kind: "crash-campaign",
      trials: campaign.trials ?? DEFAULTS.campaign.trials,
      timeout: time(campaign.timeout ?? DEFAULTS.campaign.timeout),
      inject: campaign.inject.map(({ fault, on, weight, guests }, i) => ({
        fault, weight: weight ?? DEFAULTS.campaign.weight, guests: guests ?? "die",
        on: targetsOf(fault, on, ["experiment", "crash-campaign", "inject", i], known, complain),
      })),
      published: campaign.published === undefined ? undefined : {
        source: campaign.published.source, n: campaign.published.n,
        meanSeconds: time(campaign.published.mean) / 1e6, sdSeconds: time(campaign.published.sd) / 1e6,
      },
    };
  }
  if (replay !== undefined) return { kind: "replay", horizon: time(replay.horizon), clock: time(replay.clock ?? DEFAULTS.clock) };
  return {
    kind: "availability",
    replications: availability?.replications ?? DEFAULTS.availability.replications,
    horizon: time(availability?.horizon ?? DEFAULTS.availability.horizon),
    warmUp: time(availability?.warmUp ?? DEFAULTS.availability.warmUp),
  };
}
