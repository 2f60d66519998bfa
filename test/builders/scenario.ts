// Builds scenarios for tests: a small healthy site, of which a test changes only what matters to it.

import type { Settings, VmSettings } from "../../src/core/controller/contract/settings.ts";
import type { Distribution } from "../../src/base/random/distribution.ts";
import { MINUTE, seconds, HOUR, type Duration } from "../../src/base/prelude/time.ts";
import type { Experiment, Scenario, Injection } from "../../src/core/scenario/scenario.ts";
import { faultOf, type FaultKind } from "../../src/core/cluster/fault.ts";
import { ACTION_KINDS, type ActionKind } from "../../src/core/cluster/actions.ts";
import type { ActionSpec, SiteSpec } from "../../src/core/cluster/site.ts";

export const constant = (value: Duration): Distribution => ({ kind: "constant", value });
export const exponential = (mean: Duration): Distribution => ({ kind: "exponential", mean });
export const GB = 1e9;

export type Plan = {
  hosts?: readonly string[];
  /** VM name to its home. */
  vms?: Readonly<Record<string, string>>;
  settings?: Partial<Settings>;
  vmSettings?: Partial<VmSettings>;
  site?: Partial<SiteSpec>;
  actions?: Partial<Record<ActionKind, Partial<ActionSpec>>>;
  hostMemory?: number;
};

/** Boots in 40 s (20 s to the guest, 20 s to the service), installs in 30 s and a download of 1 GB at 100 MB/s. */
export function aSite(plan: Plan = {}): SiteSpec {
  const hosts = plan.hosts ?? ["alfa01", "alfa02"];
  const vms = plan.vms ?? { gridce: hosts[0] };
  const actions = Object.fromEntries(
    ACTION_KINDS.map((kind) => [
      kind,
      { takes: constant(seconds(2)), fails: 0, hangs: 0, silent: 0, ...plan.actions?.[kind] },
    ]),
  ) as Record<ActionKind, ActionSpec>;
  return {
    hosts: hosts.map((name) => ({
      name,
      cpu: 16,
      memory: plan.hostMemory ?? 64 * GB,
      boot: [{ name: "boot", takes: constant(seconds(60)) }],
      layer: [{ name: "layer", takes: constant(seconds(10)) }],
      boardSharesPower: false,
      startsWithPower: false,
    })),
    vms: Object.entries(vms).map(([name, home]) => ({
      name,
      type: "node",
      home,
      cpu: 1,
      memory: 4 * GB,
      disk: 20 * GB,
      autostart: false,
    })),
    guestTypes: {
      node: {
        boot: [{ name: "boot", takes: constant(seconds(20)) }],
        service: [{ name: "service", takes: constant(seconds(20)) }],
        shutdown: constant(seconds(5)),
        overload: constant(seconds(3)),
        install: {
          before: [{ name: "pxe", takes: constant(seconds(10)) }],
          download: GB,
          after: [{ name: "post", takes: constant(seconds(20)) }],
        },
      },
    },
    groups: [],
    provisioning: { bandwidth: 100e6, perClient: 100e6 },
    probing: { patience: seconds(5), loss: 0, lie: 0 },
    actions,
    fates: [],
    crew: {
      members: 1,
      response: constant(HOUR),
      repairVm: constant(HOUR),
      repairHost: constant(HOUR),
      proveDead: constant(seconds(600)),
    },
    ...plan.site,
  };
}

export function someSettings(plan: Plan = {}): Settings {
  const site = aSite(plan);
  const probes = plan.settings?.probes ?? { interval: seconds(15), retry: seconds(5), fall: 3, rise: 2 };
  return {
    hosts: site.hosts.map(({ name, cpu, memory }) => ({ name, cpu, memory })),
    vms: site.vms.map(({ name, home, cpu, memory }) => ({
      name,
      home,
      hosts: undefined,
      cpu,
      memory,
      priority: 0,
      ceiling: "reinstall",
      ...plan.vmSettings,
    })),
    apart: [],
    together: [],
    probes,
    hostProbes: probes,
    ladder: [
      { kind: "reboot", attempts: 1, timeout: seconds(120), guestWithin: seconds(60) },
      { kind: "restart", attempts: 1, timeout: seconds(120), guestWithin: seconds(60) },
      { kind: "reinstall", attempts: 1, timeout: seconds(600), guestWithin: undefined },
    ],
    stableFor: (10 * MINUTE) as Duration,
    maxEpisodes: 5,
    window: (6 * HOUR) as Duration,
    maxConcurrent: 8,
    storm: { share: 0.75, within: seconds(30), hold: seconds(60) },
    hostActions: {
      fence: { attempts: 3, timeout: seconds(30) },
      restartLayer: { attempts: 2, timeout: seconds(90) },
      powerOn: { attempts: 1, timeout: (10 * MINUTE) as Duration },
      inspect: { timeout: seconds(90) },
      migrate: { timeout: seconds(90) },
      fenceAgainAfter: (5 * MINUTE) as Duration,
      powerOnAgainAfter: (5 * MINUTE) as Duration,
      stableFor: (2 * MINUTE) as Duration,
    },
    failback: false,
    patience: (15 * MINUTE) as Duration,
    ...plan.settings,
  };
}

export function aScenario(experiment: Experiment, plan: Plan = {}, more: Partial<Scenario> = {}): Scenario {
  return {
    name: "test",
    hash: "0".repeat(16),
    seed: "3rc",
    description: "",
    site: aSite(plan),
    settings: someSettings(plan),
    faults: [],
    operations: [],
    byHand: [],
    controllerOutages: [],
    experiment,
    expect: { incident: [], figures: [] },
    ...more,
  };
}

export const aCampaign = (fault: FaultKind, on: string, trials = 10) =>
  ({
    kind: "crash-campaign",
    trials,
    timeout: (60 * MINUTE) as Duration,
    order: "random",
    published: undefined,
    inject: [inject(fault, on)],
  }) as const;

const inject = (kind: FaultKind, on: string): Injection => ({
  ...faultOf(kind),
  on: [on],
  weight: 1,
  lasts: undefined,
});
