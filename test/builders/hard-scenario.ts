// A scenario in which everything fails that can: all kinds of faults, commands that fail, hang and report nothing, lost
// and lying probes, operators who maintain and move. What happens, and when, is drawn from its seed.

import { streamsOf } from "../../src/base/random/random-stream.ts";
import { DAY, HOUR, MINUTE, seconds, type Duration, type Instant } from "../../src/base/prelude/time.ts";
import type { Request } from "../../src/core/controller/contract/event.ts";
import type { Scenario } from "../../src/core/scenario/scenario.ts";
import { factsOf, FAULT_KINDS, faultOf, type Fault, type FaultKind } from "../../src/core/cluster/fault.ts";
import { ACTION_KINDS } from "../../src/core/cluster/actions.ts";
import type { ActionSpec, SiteSpec } from "../../src/core/cluster/site.ts";
import { aScenario, aSite, exponential, someSettings, type Plan } from "./scenario.ts";

export const HOSTS = ["alfa01", "alfa02", "alfa03", "alfa04"] as const;
export const VMS = ["gridce", "gridse", "bdii", "batch", "ui1", "ui2", "squid"] as const;

export type Hardness = {
  readonly seed: string;
  /** Probabilities, as those of the site. */
  readonly loss: number;
  readonly lie: number;
  readonly fails: number;
  readonly hangs: number;
  readonly silent: number;
  /** Faults of all kinds together in a day: on average if they are random, exactly if they are scripted. */
  readonly faultsADay: number;
  /** No fault is injected later, if they are scripted. */
  readonly calmFrom: Duration;
  readonly faults: "random" | "scripted";
  /** The boards share the power of their hosts on every other host. */
  readonly crewMembers: number;
};

export const HARD: Hardness = {
  seed: "hard",
  loss: 0.002,
  lie: 0.01,
  fails: 0.1,
  hangs: 0.05,
  silent: 0.05,
  faultsADay: 24,
  calmFrom: (3 * DAY) as Duration,
  faults: "random",
  crewMembers: 1,
};

export function hardScenario(hardness: Partial<Hardness> = {}, plan: Plan = {}): Scenario {
  const how = { ...HARD, ...hardness };
  const { fails, hangs, silent, loss, lie } = how;
  const actions = Object.fromEntries(
    ACTION_KINDS.map((kind) => [kind, { takes: exponential(seconds(4)), fails, hangs, silent } satisfies ActionSpec]),
  );
  const whole: Plan = {
    hosts: HOSTS,
    vms: Object.fromEntries(VMS.map((name, i) => [name, HOSTS[i % HOSTS.length]])),
    actions,
    ...plan,
    settings: { failback: true, apart: [["ui1", "ui2"]], ...plan.settings },
  };
  const site: Partial<SiteSpec> = {
    hosts: aSite(whole).hosts.map((host, i) => ({
      ...host,
      boardSharesPower: i % 2 === 0,
      startsWithPower: i % 3 === 0,
    })),
    probing: { patience: seconds(5), loss, lie },
    crew: {
      members: how.crewMembers,
      response: exponential((20 * MINUTE) as Duration),
      repairVm: exponential((20 * MINUTE) as Duration),
      repairHost: exponential(HOUR),
      proveDead: exponential((10 * MINUTE) as Duration),
    },
    ...plan.site,
  };
  const settings = someSettings(whole);
  const priorities = settings.vms.map((vm, i) => ({
    ...vm,
    priority: i % 3,
    ceiling: i === 2 ? ("restart" as const) : vm.ceiling,
  }));
  return aScenario(
    { kind: "incident", horizon: DAY, clock: 0 as Duration },
    { ...whole, site },
    {
      seed: how.seed,
      settings: { ...settings, vms: priorities },
      faults: how.faults === "random" ? randomFaults(how) : scriptedFaults(how),
      operations: operations(how),
    },
  );
}

function targetsOf(kind: FaultKind): readonly string[] {
  return { vm: VMS, host: HOSTS, site: [], monitored: [...VMS, ...HOSTS] }[factsOf(kind).affects];
}

const LASTING = { kind: "lognormal", median: (4 * MINUTE) as Duration, sigma: 1.5 } as const;

function lastsOf(kind: FaultKind): Fault["lasts"] {
  return factsOf(kind).endedBy.includes("duration") ? LASTING : undefined;
}

/** Every kind with its own timers, and a common cause that takes down a rack of two hosts. */
function randomFaults({ faultsADay }: Hardness): Fault[] {
  const every = (kind: FaultKind) =>
    exponential(((DAY * FAULT_KINDS.length * Math.max(1, targetsOf(kind).length)) / faultsADay) as Duration);
  const single = FAULT_KINDS.map((kind): Fault => ({
    ...faultOf(kind, { guests: "survive" }),
    on: targetsOf(kind),
    together: false,
    when: { kind: "every", distribution: every(kind) },
    lasts: lastsOf(kind),
    lastsEach: false,
  }));
  const rack: Fault = {
    kind: "host-power-loss",
    on: HOSTS.slice(0, 2),
    together: true,
    when: { kind: "every", distribution: exponential(DAY) },
    lasts: LASTING,
    lastsEach: false,
  };
  return [...single, rack];
}

function scriptedFaults({ seed, faultsADay, calmFrom }: Hardness): Fault[] {
  const chance = streamsOf(seed, 0).of("test/script");
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance.next() * from.length)];
  return Array.from({ length: Math.round((faultsADay * calmFrom) / DAY) }, (): Fault => {
    const kind = pick(FAULT_KINDS);
    const targets = targetsOf(kind);
    const together = chance.next() < 0.1;
    const on = targets.length === 0 ? [] : together ? targets.slice(0, 3) : [pick(targets)];
    const at = Math.floor(chance.next() * calmFrom) as Instant;
    const guests = chance.next() < 0.5 ? "die" : "survive";
    const lasts = lastsOf(kind);
    return { ...faultOf(kind, { guests }), on, together, when: { kind: "at", at }, lasts, lastsEach: false };
  });
}

/** Sometimes a target is taken into maintenance for an hour, or moved, or the controller is disarmed for a while. */
function operations({ seed, calmFrom }: Hardness): { at: Instant; request: Request }[] {
  const chance = streamsOf(seed, 0).of("test/operations");
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance.next() * from.length)];
  return Array.from({ length: Math.ceil((4 * calmFrom) / DAY) }, () => {
    const at = Math.floor(chance.next() * calmFrom) as Instant;
    const back = (at + Math.floor(chance.next() * HOUR)) as Instant;
    const kind = pick(["maintain-vm", "maintain-host", "disarm", "move"] as const);
    switch (kind) {
      case "move":
        return [{ at, request: { kind: "move", vm: pick(VMS), to: pick(HOSTS) } satisfies Request }];
      case "disarm":
        return [
          { at, request: { kind: "disarm" } satisfies Request },
          { at: back, request: { kind: "arm" } satisfies Request },
        ];
      case "maintain-vm":
      case "maintain-host": {
        const target = kind === "maintain-vm" ? (`vm/${pick(VMS)}` as const) : (`host/${pick(HOSTS)}` as const);
        return [
          { at, request: { kind: "maintain", target } satisfies Request },
          { at: back, request: { kind: "resume", target } satisfies Request },
        ];
      }
    }
  }).flat();
}
