// When faults begin and when they end: timers that run while their target is healthy, common causes, and faults that
// were repaired before their own end.

import { describe, expect, test } from "vitest";
import { HOUR, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import type { Fault, FaultKind } from "../../../src/core/cluster/fault.ts";
import { Bench, scripted, type BenchPlan, type More } from "../../builders/bench.ts";
import { repairHost } from "../../../src/simulated/world/repair.ts";
import { aSite, constant, exponential } from "../../builders/scenario.ts";

const QUIET: BenchPlan = { ignores: (event) => event.kind === "probed" };

function random(kind: FaultKind, on: readonly string[], everySeconds: number, more: More = {}): Fault {
  return { ...scripted(kind, on, 0, more), when: { kind: "every", distribution: constant(seconds(everySeconds)) } };
}

const uniform = (low: number, high: number) => ({ kind: "uniform", low: seconds(low), high: seconds(high) }) as const;
const lasting = (time: number): More => ({ lasts: constant(seconds(time)) });

function bench(...faults: Fault[]): Bench {
  return new Bench({ ...QUIET, vms: { gridce: "alfa01", gridse: "alfa02" }, faults });
}

/** Boots in 40 s. */
const reboot = (at: Bench) => at.order({ kind: "reboot-vm", vm: "gridce", host: "alfa01" });

describe("a scripted fault", () => {
  test("is injected into each of its targets at its instant", () => {
    const at = bench(scripted("guest-kernel-crash", ["gridce", "gridse"], 5));
    at.pass(HOUR);
    expect(at.injections).toEqual(["5 guest-kernel-crash gridce", "5 guest-kernel-crash gridse"]);
  });

  test("is not injected into a target that is down", () => {
    const at = bench(
      scripted("guest-kernel-crash", "gridce", 5),
      scripted("service-hang", "gridce", 6),
      scripted("host-reboot", "alfa01", 7),
      scripted("host-broken", "alfa01", 8),
    );
    at.pass(HOUR);
    expect(at.injections).toEqual(["5 guest-kernel-crash gridce", "7 host-reboot alfa01"]);
  });
});

describe("the timer of a random fault", () => {
  test("is each target's own, and injects the fault only once if the target is not repaired", () => {
    const at = bench(random("guest-kernel-crash", ["gridce", "gridse"], 100));
    at.pass(HOUR);
    expect(at.injections).toEqual(["100 guest-kernel-crash gridce", "100 guest-kernel-crash gridse"]);
  });

  test("starts again when the target is healthy: its distribution is that of the time to failure", () => {
    const at = bench(random("guest-kernel-crash", ["gridce"], 100));
    at.pass(seconds(130));
    reboot(at);
    at.pass(seconds(170));
    // Healthy again at 130 + 2 + 40 s.
    expect(at.injections).toEqual(["100 guest-kernel-crash gridce", "272 guest-kernel-crash gridce"]);
  });

  test("that ends while the target is down for another reason starts again when it is healthy", () => {
    const at = bench(random("service-hang", ["gridce"], 100), scripted("guest-kernel-crash", "gridce", 90));
    at.pass(seconds(130));
    reboot(at);
    at.pass(seconds(170));
    expect(at.injections).toEqual(["90 guest-kernel-crash gridce", "272 service-hang gridce"]);
  });

  test("continues while the target is down for another reason and healthy again before it ends", () => {
    const at = bench(random("service-hang", ["gridce"], 100), scripted("guest-kernel-crash", "gridce", 10));
    at.pass(seconds(20));
    reboot(at);
    at.pass(seconds(100));
    expect(at.injections).toEqual(["10 guest-kernel-crash gridce", "100 service-hang gridce"]);
  });

  test("of a host starts again when the host and its layer are up again", () => {
    const at = bench(random("host-reboot", ["alfa01"], 100));
    at.pass(seconds(300));
    // It boots for 60 s and starts its layer for 10 s.
    expect(at.injections).toEqual(["100 host-reboot alfa01", "270 host-reboot alfa01"]);
  });

  test("starts again when the fault has ended and the target is healthy again", () => {
    const at = bench(random("network-cut", ["alfa01"], 100, lasting(50)));
    at.pass(seconds(400));
    expect(at.injections).toEqual(["100 network-cut alfa01", "250 network-cut alfa01", "400 network-cut alfa01"]);
  });

  test("starts again also when the fault has ended before it took the service away", () => {
    const at = bench(random("guest-overload", ["gridce"], 100, lasting(1)));
    at.pass(seconds(310));
    expect(at.injections).toEqual([
      "100 guest-overload gridce",
      "201 guest-overload gridce",
      "302 guest-overload gridce",
    ]);
  });

  test("that ends while the target is about to go down, and then does not, starts again as well", () => {
    const at = bench(scripted("guest-overload", "gridce", 99, lasting(2)), random("service-hang", ["gridce"], 100));
    at.pass(seconds(210));
    expect(at.injections).toEqual(["99 guest-overload gridce", "201 service-hang gridce"]);
  });

  test.each(["network-outage", "storage-outage", "provisioning-outage"] as const)(
    "of what all share starts again when it has ended: %s",
    (kind) => {
      const at = bench(random(kind, [], 100, lasting(50)));
      at.pass(seconds(400));
      expect(at.injections).toEqual([`100 ${kind} site`, `250 ${kind} site`, `400 ${kind} site`]);
    },
  );

  test.each(["board-silent", "board-refuses", "monitor-false-alarm"] as const)(
    "of %s starts again when it has ended",
    (kind) => {
      const at = bench(random(kind, ["alfa01"], 100, lasting(50)));
      at.pass(seconds(300));
      expect(at.injections).toEqual([`100 ${kind} alfa01`, `250 ${kind} alfa01`]);
    },
  );
});

describe("a timer without memory", () => {
  const crashes = random("guest-kernel-crash", ["gridce"], 0);
  const memoryless: Fault = { ...crashes, when: { kind: "every", distribution: exponential(seconds(500)) } };
  /** Repairs the VM so long after each injection. */
  const injections = (fault: Fault, repairAfter: number) => {
    const at = bench(fault);
    let repaired = 0;
    for (let now = 0; now < 20_000; now++) {
      at.pass(seconds(1));
      const [last] = at.injections.at(-1)?.split(" ") ?? [];
      if (last === undefined || repaired === at.injections.length || now < Number(last) + repairAfter) continue;
      repaired = at.injections.length;
      reboot(at);
    }
    return at.injections;
  };

  test("runs on while the target is down: a longer repair moves no injection, it only leaves some out", () => {
    const [soon, late] = [injections(memoryless, 10), injections(memoryless, 300)];
    expect(late.length).toBeLessThan(soon.length);
    expect(late.length).toBeGreaterThan(10);
    expect(late.filter((line) => !soon.includes(line))).toEqual([]);
  });

  test("is any that is exponential, also by another name", () => {
    const weibull = (shape: number): Fault => ({
      ...crashes,
      when: { kind: "every", distribution: { kind: "weibull", shape, scale: seconds(500) } },
    });
    expect(injections(weibull(1), 300)).toEqual(injections(memoryless, 300));
    const [soon, late] = [injections(weibull(1.5), 10), injections(weibull(1.5), 300)];
    expect(late.filter((line) => !soon.includes(line)).length).toBeGreaterThan(5);
  });
});

describe("a common cause", () => {
  test("is injected into all healthy targets at once; without a duration its timer starts again immediately", () => {
    const at = bench(random("guest-kernel-crash", ["gridce", "gridse"], 100, { together: true }));
    at.pass(seconds(150));
    reboot(at);
    at.pass(seconds(100));
    expect(at.injections).toEqual([
      "100 guest-kernel-crash gridce",
      "100 guest-kernel-crash gridse",
      "200 guest-kernel-crash gridce",
    ]);
  });

  test("lasts as long where it found nothing healthy: its next instant does not depend on that", () => {
    const cause = random("network-cut", ["alfa01", "alfa02"], 100, { together: true, ...lasting(50) });
    const at = bench(cause, scripted("host-broken", ["alfa01", "alfa02"], 1));
    at.pass(seconds(120));
    for (const host of ["alfa01", "alfa02"]) expect(at.injections).toContain(`1 host-broken ${host}`);
    at.world.hosts.forEach((host) => repairHost(at.world, host));
    at.pass(seconds(280));
    const cuts = (instant: number) => [`${instant} network-cut alfa01`, `${instant} network-cut alfa02`];
    expect(at.injections.slice(2)).toEqual([...cuts(250), ...cuts(400)]);
  });

  test("that lasts ends for all of them at one instant", () => {
    const at = bench(scripted("network-cut", ["alfa01", "alfa02"], 10, { together: true, ...lasting(20) }));
    at.pass(seconds(29));
    expect(at.world.hosts.map(({ answering }) => answering)).toEqual(["nothing", "nothing"]);
    at.pass(seconds(1));
    expect(at.world.hosts.map(({ answering }) => answering)).toEqual(["service", "service"]);
  });
});

describe("a common cause whose targets have a duration each", () => {
  const each = (kind: FaultKind, on: readonly string[]) =>
    random(kind, on, 100, { together: true, lasts: uniform(1000, 5000), lastsEach: true });
  const endsOf = (fault: Fault): readonly string[] => {
    const at = bench(fault);
    const ends: string[] = [];
    for (let now = 0; now < 6000 && ends.length < fault.on.length; now++) {
      const before = at.world.hosts.map(({ answering }) => answering);
      at.pass(seconds(1));
      at.world.hosts.forEach(({ answering, spec }, i) => {
        if (before[i] === "nothing" && answering === "service") ends.push(`${now} ${spec.name}`);
      });
    }
    return ends;
  };

  test("begins in all at once, and ends in each at its own instant; then its timer starts again", () => {
    const at = bench(each("network-cut", ["alfa01", "alfa02"]));
    at.pass(seconds(10_000));
    const [first, second, third, fourth] = at.injections.map((line) => line.split(" ")[0]);
    expect([first, second]).toEqual(["100", "100"]);
    expect(third).toBe(fourth);
    const ends = endsOf(each("network-cut", ["alfa01", "alfa02"]));
    expect(ends).toHaveLength(2);
    expect(Number(third)).toBeGreaterThanOrEqual(Number(ends[1].split(" ")[0]) + 100);
  });

  test("draws the duration of each from a stream of that target: another target changes none", () => {
    const [alone] = endsOf(each("network-cut", ["alfa01"]));
    const both = endsOf(each("network-cut", ["alfa02", "alfa01"]));
    expect(both).toContain(alone);
    expect(both.filter((end) => end.endsWith("alfa02"))).toHaveLength(1);
  });
});

describe("a fault that lasts", () => {
  test("overlaps with another of the same kind for the whole site: both must end", () => {
    const at = bench(scripted("network-outage", [], 10, lasting(30)), scripted("network-outage", [], 20, lasting(40)));
    at.pass(seconds(59));
    expect(at.vm().answering).toBe("nothing");
    at.pass(seconds(1));
    expect(at.vm().answering).toBe("service");
  });

  test("and was repaired meanwhile does not end a later one of its host before its time", () => {
    const at = bench(
      scripted("network-cut", "alfa01", 10, lasting(10_000)),
      scripted("network-cut", "alfa01", 9000, lasting(3000)),
    );
    at.order({ kind: "alert", task: "repair-host", subject: "host/alfa01" });
    // The human is there after an hour and needs one.
    at.pass(seconds(8000));
    expect(at.host().answering).toBe("service");
    at.pass(seconds(3000));
    expect(at.host().answering).toBe("nothing");
    at.pass(seconds(1000));
    expect(at.host().answering).toBe("service");
    expect(at.injections).toHaveLength(2);
  });

  test("and was ended by a reboot does not end a later one of its VM before its time", () => {
    const at = bench(
      scripted("service-hang", "gridce", 10, lasting(100)),
      scripted("service-hang", "gridce", 80, lasting(100)),
    );
    at.pass(seconds(20));
    reboot(at);
    at.pass(seconds(130));
    expect(at.vm().answering).toBe("system");
    at.pass(seconds(30));
    expect(at.vm().answering).toBe("service");
  });

  test("and ends while its host is off for another reason does not switch it on, unless its power was lost", () => {
    const startsWithPower = { hosts: aSite().hosts.map((host) => ({ ...host, startsWithPower: true })) };
    const at = new Bench({
      ...QUIET,
      site: startsWithPower,
      faults: [scripted("network-cut", "alfa01", 10, lasting(100))],
    });
    at.pass(seconds(20));
    at.order({ kind: "fence-host", host: "alfa01" });
    at.pass(HOUR);
    expect(at.host()).toMatchObject({ system: "off", cuts: 0 });
  });

  test.each<[FaultKind, string]>([
    ["virtual-layer-crash", "alfa01"],
    ["host-reboot", "alfa01"],
    ["guest-kernel-crash", "gridce"],
  ])("and that time does not mend just stays: %s", (kind, on) => {
    const at = bench(scripted(kind, on, 10, lasting(5)));
    at.pass((HOUR * 2) as Duration);
    expect(at.vm().answering).toBe("nothing");
  });
});
