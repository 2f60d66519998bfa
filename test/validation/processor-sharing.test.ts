// The provisioning server as a queue: installations that arrive at random share its bandwidth equally, M/G/1 with
// processor sharing. The mean stay is S / (1 - rho), whatever the distribution of sizes; here all have one size S.

import { expect, test } from "vitest";
import { streamsOf } from "../../src/base/random/random-stream.ts";
import { sample } from "../../src/base/random/sample.ts";
import { seconds, toSeconds } from "../../src/base/prelude/time.ts";
import { domainOn, endDomain, startInstall } from "../../src/simulated/world/domains.ts";
import { meanInterval } from "../../src/study/statistics/intervals/intervals.ts";
import { moments } from "../../src/study/statistics/sample.ts";
import { aSite, exponential, type Plan } from "../builders/scenario.ts";
import { Stage } from "../builders/world.ts";

const SIZE_SECONDS = 10;
const CLIENTS = 80;

/** The mean stay of `arrivals` installations at load `rho`, the first tenth left out. */
function meanStay(rho: number, arrivals: number, replication: number): number {
  const names = Array.from({ length: CLIENTS }, (_, i) => `vm${i}`);
  const plan: Plan = { hostMemory: 1e15, vms: Object.fromEntries(names.map((name) => [name, "alfa01"])) };
  const { node } = aSite(plan).guestTypes;
  const stage = new Stage({
    ...plan,
    site: {
      guestTypes: { node: { ...node, install: { before: [], download: SIZE_SECONDS * 100e6, after: [] } } },
      provisioning: { bandwidth: 100e6, perClient: 100e6 },
    },
  });
  const free = [...names];
  for (const vm of stage.world.vms) for (const domain of [...vm.domains]) endDomain(stage.world, domain, "stopped");
  const gap = exponential(seconds(SIZE_SECONDS / rho));
  const chance = streamsOf("processor sharing", replication).of("arrivals");
  const begun = new Map<string, number>();
  const stays: number[] = [];
  stage.told.length = 0;
  for (let arrival = 0; arrival < arrivals; arrival++) {
    stage.pass(sample(gap, chance));
    for (const line of stage.told) {
      const [at, name, ...what] = line.split(" ");
      if (what.join(" ") !== "is installed whole") continue;
      stays.push(Number(at) - (begun.get(name) ?? NaN));
      const domain = domainOn(stage.host(), stage.vm(name));
      if (domain !== undefined) endDomain(stage.world, domain, "stopped");
      free.push(name);
    }
    stage.told.length = 0;
    const name = free.shift();
    if (name === undefined) throw new Error("more clients at once than there are VMs");
    begun.set(name, toSeconds(stage.engine.now));
    startInstall(stage.world, stage.vm(name), stage.host());
  }
  const counted = stays.slice(Math.floor(stays.length / 10));
  return counted.reduce((sum, stay) => sum + stay, 0) / counted.length;
}

for (const rho of [0.3, 0.6]) {
  test(`at a load of ${rho} an installation takes 1 / (1 - ${rho}) times as long as alone`, () => {
    const means = Float64Array.from({ length: 30 }, (_, replication) => meanStay(rho, 1500, replication)).sort();
    const { n, mean, sd } = moments(means);
    const [low, high] = meanInterval(n, mean ?? NaN, sd ?? NaN);
    expect(high - low).toBeLessThan(2);
    expect(SIZE_SECONDS / (1 - rho)).toBeGreaterThan(low);
    expect(SIZE_SECONDS / (1 - rho)).toBeLessThan(high);
  });
}
