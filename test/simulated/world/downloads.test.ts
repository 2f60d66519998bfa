// The provisioning server: clients share its bandwidth, none gets more than it can receive. Times are computed by hand,
// then by a second, slower method.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { later, seconds, START, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import { domainOn, endDomain, startInstall } from "../../../src/simulated/world/domains.ts";
import type { SiteSpec } from "../../../src/core/cluster/site.ts";
import { aSite, type Plan } from "../../builders/scenario.ts";
import { Stage } from "../../builders/world.ts";

const MB = 1e6;
const NAMES = ["a", "b", "c", "d", "e"] as const;
type Name = (typeof NAMES)[number];

/** Five VMs that run nowhere, and whose installation is only a download of 1 GB, from a server of 100 MB/s. */
function server(perClient = 100 * MB): Stage {
  const plan: Plan = { vms: Object.fromEntries(NAMES.map((name) => [name, "alfa01"])) };
  const { node } = aSite(plan).guestTypes;
  const site: Partial<SiteSpec> = {
    guestTypes: { node: { ...node, install: { before: [], download: 1000 * MB, after: [] } } },
    provisioning: { bandwidth: 100 * MB, perClient },
  };
  const stage = new Stage({ ...plan, site });
  for (const name of NAMES) leave(stage, name);
  stage.told.length = 0;
  return stage;
}

function join(stage: Stage, name: Name): void {
  startInstall(stage.world, stage.vm(name), stage.host());
  // The phases before the download take no time, but they end only when the world continues.
  stage.pass(0 as Duration);
}

function leave(stage: Stage, name: Name): void {
  const domain = domainOn(stage.host(), stage.vm(name));
  if (domain !== undefined) endDomain(stage.world, domain, "stopped");
}

/**
 * The end of each completed installation, in seconds, to the tenth of a millisecond, as a download ends on a whole
 * microsecond.
 */
function finished(stage: Stage): Record<string, number> {
  const whole = stage.told
    .map((line) => /^(\S+) (\w) is installed whole$/.exec(line))
    .filter((match) => match !== null);
  return Object.fromEntries(whole.map(([, at, name]) => [name, Math.round(Number(at) * 1e4) / 1e4]));
}

describe("the provisioning server", () => {
  test("gives a single client its whole bandwidth", () => {
    const stage = server();
    join(stage, "a");
    stage.pass(seconds(100));
    expect(finished(stage)).toEqual({ a: 10 });
  });

  test("gives two at once half of it each", () => {
    const stage = server();
    join(stage, "a");
    join(stage, "b");
    stage.pass(seconds(100));
    expect(finished(stage)).toEqual({ a: 20, b: 20 });
  });

  test("slows down the first when the second comes, and speeds up the second when the first is done", () => {
    const stage = server();
    join(stage, "a");
    stage.pass(seconds(5));
    join(stage, "b");
    stage.pass(seconds(100));
    // a: 500 MB alone until 5 s, 500 MB at half speed. b: 500 MB at half speed until 15 s, 500 MB alone.
    expect(finished(stage)).toEqual({ a: 15, b: 20 });
  });

  test("gives the share of one that ends to the others", () => {
    const stage = server();
    join(stage, "a");
    stage.pass(seconds(5));
    join(stage, "b");
    stage.pass(seconds(2));
    leave(stage, "b");
    stage.pass(seconds(100));
    // a: 500 MB alone, 100 MB at half speed, 400 MB alone.
    expect(finished(stage)).toEqual({ a: 11 });
    expect(stage.told).toContain("7 b is installed in part");
  });

  test("gives no client more than it can receive", () => {
    const stage = server(40 * MB);
    join(stage, "a");
    join(stage, "b");
    stage.pass(seconds(20));
    join(stage, "c");
    stage.pass(seconds(100));
    // a, b: 800 MB at 40 MB/s until 20 s, 200 MB at 33.3 MB/s. c: 200 MB at 33.3 MB/s until 26 s, 800 MB at 40 MB/s.
    expect(finished(stage)).toEqual({ a: 26, b: 26, c: 46 });
  });

  test("sends nothing during an outage, and continues after it", () => {
    const stage = server();
    join(stage, "a");
    stage.pass(seconds(4));
    stage.begin("provisioning-outage", null);
    stage.pass(seconds(1));
    stage.begin("provisioning-outage", null);
    join(stage, "b");
    stage.pass(seconds(6));
    stage.end("provisioning-outage", null);
    stage.pass(seconds(9));
    stage.end("provisioning-outage", null);
    stage.pass(seconds(100));
    // Out from 4 s to 20 s. Then a's 600 MB at half speed until 32 s, when b has 400 MB left.
    expect(finished(stage)).toEqual({ a: 32, b: 36 });
  });
});

type Move = { readonly wait: number; readonly what: Name | "outage" | "return" };
const someMoves = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 12_000_000 }),
    what: fc.constantFrom<Move["what"]>(...NAMES, "outage", "return"),
  }),
  { maxLength: 30 },
);

function comeBack(stage: Stage): void {
  if (stage.world.downloads.outages > 0) stage.end("provisioning-outage", null);
}

/** What each client still wants, brought forward from change to change. Joins if it is not there, leaves if it is. */
function slowly(moves: readonly Move[], perClient: number): Record<string, number> {
  const wanted = new Map<Name, number>();
  const done: Record<string, number> = {};
  let at = 0;
  let outages = 0;
  const until = (end: number) => {
    while (at < end) {
      const speed = outages > 0 || wanted.size === 0 ? 0 : Math.min(perClient, (100 * MB) / wanted.size);
      const next = speed === 0 ? end : Math.min(end, at + Math.min(...wanted.values()) / speed);
      for (const [name, left] of wanted) wanted.set(name, left - speed * (next - at));
      at = next;
      for (const [name, left] of wanted) {
        if (left > 1e-3) continue;
        wanted.delete(name);
        done[name] = at;
      }
    }
  };
  let time = 0;
  for (const { wait, what } of moves) {
    time += wait / 1e6;
    until(time);
    if (what === "outage") outages++;
    else if (what === "return") outages = Math.max(0, outages - 1);
    else if (!wanted.delete(what) && done[what] === undefined) wanted.set(what, 1000 * MB);
  }
  outages = 0;
  until(time + 1000);
  return done;
}

test("every download ends when a fluid would have filled it, for all joins, leaves and outages", () => {
  fc.assert(
    fc.property(someMoves, fc.constantFrom(100 * MB, 30 * MB), (moves, perClient) => {
      const stage = server(perClient);
      let at: Instant = START;
      for (const { wait, what } of moves) {
        at = later(at, wait as Duration);
        stage.pass((at - stage.engine.now) as Duration);
        if (what === "outage") stage.begin("provisioning-outage", null);
        else if (what === "return") comeBack(stage);
        else if (stage.vm(what).domains.some(({ install }) => install !== null)) leave(stage, what);
        else if (stage.vm(what).domains.length === 0) join(stage, what);
      }
      while (stage.world.downloads.outages > 0) comeBack(stage);
      stage.pass(seconds(1000));
      const expected = slowly(moves, perClient);
      const actual = finished(stage);
      expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, end] of Object.entries(actual)) expect(Math.abs(end - expected[name])).toBeLessThan(2e-4);
    }),
    { numRuns: 300 },
  );
});
