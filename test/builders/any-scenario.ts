// Whole random scenarios, of everything that the language allows and that may matter to a monitor: paces, patience,
// late answers, losses and lies, time-outs down to the shortest, all kinds of faults.

import fc from "fast-check";
import { HOUR, seconds, type Duration } from "../../src/base/prelude/time.ts";
import { faultOf, type Fault } from "../../src/core/cluster/fault.ts";
import type { ProbeSettings } from "../../src/core/controller/contract/settings.ts";
import type { Scenario } from "../../src/core/scenario/scenario.ts";
import { hardScenario, HOSTS, VMS, type Hardness } from "./hard-scenario.ts";
import { exponential, GB, someSettings, type Plan } from "./scenario.ts";

/** Most of what is scripted happens within this time. */
export const HORIZON = (6 * HOUR) as Duration;

const chance = (max: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.double({ min: 0.0005, max, noNaN: true }) },
  );

const someHardness: fc.Arbitrary<Partial<Hardness>> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }).map(String),
  loss: chance(0.05),
  lie: chance(0.2),
  fails: chance(0.2),
  hangs: chance(0.1),
  silent: chance(0.1),
  faultsADay: fc.integer({ min: 1, max: 400 }),
  faults: fc.constantFrom<Hardness["faults"]>("random", "scripted"),
  crewMembers: fc.integer({ min: 1, max: 3 }),
});

/** Whole seconds nearly everywhere, so that deadlines, outcomes and probes coincide more often than by chance. */
const pace = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1, 2, 3, 5, 6, 7, 10, 15, 60) },
  { weight: 1, arbitrary: fc.constantFrom(0.25, 0.7, 4.9) },
);
const someProbes: fc.Arbitrary<ProbeSettings> = fc
  .record({ interval: pace, retry: pace, fall: fc.integer({ min: 1, max: 4 }), rise: fc.integer({ min: 1, max: 3 }) })
  .map(({ interval, retry, fall, rise }) => ({ interval: seconds(interval), retry: seconds(retry), fall, rise }));

const someTime = (...times: readonly number[]) => fc.constantFrom(...times).map(seconds);

const someHostActions = fc
  .record({
    fence: someTime(1, 10, 30),
    layer: someTime(5, 90),
    powerOn: someTime(20, 600),
    inspect: someTime(1, 90),
    again: someTime(5, 30, 300),
    stableFor: someTime(0, 1, 120),
    attempts: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ fence, layer, powerOn, inspect, again, stableFor, attempts }) => ({
    fence: { attempts, timeout: fence },
    restartLayer: { attempts, timeout: layer },
    powerOn: { attempts, timeout: powerOn },
    inspect: { timeout: inspect },
    migrate: { timeout: inspect },
    fenceAgainAfter: again,
    powerOnAgainAfter: again,
    stableFor,
  }));

const someStorm = fc.record({
  share: fc.constantFrom(0.2, 0.5, 0.75, 1),
  within: someTime(0, 5, 30),
  hold: someTime(1, 60),
});

/** As all scenarios that are accepted: the patience is at most every time between two probes. */
const somePlan: fc.Arbitrary<Plan & { patience: Duration }> = fc
  .record({
    probes: someProbes,
    hostProbes: someProbes,
    patience: fc.oneof(fc.constant(1), fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
    guestWithin: fc.boolean(),
    hostActions: someHostActions,
    storm: someStorm,
    maxConcurrent: fc.constantFrom(1, 2, 8),
    maxEpisodes: fc.constantFrom(1, 5),
    failback: fc.boolean(),
    together: fc.constantFrom([], [["bdii", "ui2"]]),
    homes: fc.tuple(...VMS.map(() => fc.constantFrom(...HOSTS))),
    hostMemory: fc.constantFrom(64 * GB, 28 * GB),
  })
  .map(({ probes, hostProbes, patience, guestWithin, homes, hostMemory, ...rest }) => {
    const longest = Math.min(probes.interval, probes.retry, hostProbes.interval, hostProbes.retry);
    return {
      settings: {
        probes,
        hostProbes,
        ladder: someSettings().ladder.map((rung) => (guestWithin ? rung : { ...rung, guestWithin: undefined })),
        ...rest,
      },
      vms: Object.fromEntries(VMS.map((name, i) => [name, homes[i]])),
      hostMemory,
      patience: Math.round(patience * longest) as Duration,
    };
  });

/** Late answers: by little or by much, and often soon after a silence has begun. */
const someLateness: fc.Arbitrary<readonly Fault[]> = fc
  .array(
    fc.record({
      on: fc.subarray([...VMS, ...HOSTS], { minLength: 1 }),
      every: someTime(600, 3600, 20_000),
      delay: someTime(0.5, 1, 3, 5, 20, 40, 300),
      lasts: someTime(1, 4, 60, 1000),
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map(({ on, every, delay, lasts }, i) => ({
      ...faultOf("monitor-false-alarm", { delay }),
      name: `late-${i}`,
      on,
      together: false,
      when: { kind: "every", distribution: exponential(every) },
      lasts: exponential(lasts),
      lastsEach: false,
    })),
  );

/** Whether its faults are random or scripted, as its hardness says. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .tuple(someHardness, somePlan, someLateness)
  .map(([hardness, { patience, ...plan }, late]) => {
    const hard = hardScenario({ ...hardness, calmFrom: HORIZON }, plan);
    return {
      ...hard,
      site: { ...hard.site, probing: { ...hard.site.probing, patience } },
      faults: [...hard.faults, ...late],
    };
  });
