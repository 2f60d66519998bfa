// The humans: who is called, when they come, what they do, and that the next alert waits until one is free.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HumanTask, AlertSubject } from "../../../src/core/controller/contract/command.ts";
import { HOUR, seconds, toSeconds, type Duration } from "../../../src/base/prelude/time.ts";
import type { CrewSpec } from "../../../src/core/cluster/site.ts";
import { Bench, scripted, type BenchPlan } from "../../builders/bench.ts";
import { constant } from "../../builders/scenario.ts";

/** They respond after 10 s, and work on a VM for 100 s, on a host for 200 s, on a proof for 50 s. */
function crewOf(members: number): CrewSpec {
  return {
    members,
    response: constant(seconds(10)),
    repairVm: constant(seconds(100)),
    repairHost: constant(seconds(200)),
    proveDead: constant(seconds(50)),
  };
}

function bench(members: number, plan: BenchPlan = {}): Bench {
  return new Bench({
    vms: { a: "alfa01", b: "alfa01", c: "alfa01" },
    ignores: (event) => event.kind === "probed",
    ...plan,
    site: { crew: crewOf(members) },
  });
}

function call(at: Bench, task: HumanTask, subject: AlertSubject): void {
  at.order({ kind: "alert", task, subject });
}

/** What humans told the controller: "110 release a". */
function told(at: Bench): string[] {
  return at.events
    .filter((event) => event.kind === "requested")
    .map(
      ({ at, request }) =>
        `${toSeconds(at)} ${request.kind} ${"vm" in request ? request.vm : "host" in request ? request.host : ""}`,
    );
}

describe("a crew", () => {
  test("of one does one thing at a time, first come first served", () => {
    const at = bench(1);
    for (const vm of ["c", "a", "b"]) {
      call(at, "repair-vm", `vm/${vm}`);
      at.pass(seconds(1));
    }
    at.pass(HOUR);
    expect(told(at)).toEqual(["110 release c", "210 release a", "310 release b"]);
  });

  test("of nobody does nothing", () => {
    const at = bench(0);
    call(at, "repair-vm", "vm/a");
    at.pass(HOUR);
    expect(told(at)).toEqual([]);
  });

  test("of two does two things at a time", () => {
    const at = bench(2);
    for (const vm of ["c", "a", "b"]) {
      call(at, "repair-vm", `vm/${vm}`);
      at.pass(seconds(1));
    }
    at.pass(HOUR);
    expect(told(at)).toEqual(["110 release c", "111 release a", "210 release b"]);
  });

  test("called about several things at one instant handles them in the order of the calls", () => {
    const someCalls = fc.array(fc.shuffledSubarray(["a", "b", "c"]), { maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), someCalls, (members, rounds) => {
        const at = bench(members);
        for (const vms of rounds) {
          for (const vm of vms) call(at, "repair-vm", `vm/${vm}`);
          at.pass(HOUR);
        }
        expect(told(at).map((line) => line.split(" ").at(-1))).toEqual(rounds.flat());
      }),
    );
  });

  test("that is called twice about one thing comes once, and may be called about it again afterwards", () => {
    const at = bench(2);
    call(at, "repair-vm", "vm/a");
    call(at, "repair-vm", "vm/a");
    at.pass(HOUR);
    call(at, "repair-vm", "vm/a");
    at.pass(HOUR);
    expect(told(at)).toEqual(["110 release a", "3710 release a"]);
  });

  test("that is called to investigate or to make room causes no simulated work", () => {
    const at = bench(1);
    call(at, "investigate", "vm/a");
    call(at, "make-room", "vm/b");
    call(at, "repair-vm", "vm/c");
    at.pass(HOUR);
    expect(told(at)).toEqual(["110 release c"]);
  });
});

describe("a human", () => {
  test("who repairs a VM leaves its disk bootable and asks the controller to begin again", () => {
    const at = bench(1, { faults: [scripted("boot-disk-destroyed", "a", 1)] });
    at.pass(seconds(20));
    call(at, "repair-vm", "vm/a");
    at.pass(HOUR);
    expect(at.vm("a").bootable).toBe(true);
    expect(told(at)).toEqual(["130 release a"]);
  });

  test("who repairs a host leaves it running, and does not report it: probes will show it", () => {
    const at = bench(1, { faults: [scripted("host-broken", "alfa01", 1)] });
    at.pass(seconds(20));
    call(at, "repair-host", "host/alfa01");
    at.pass(seconds(209));
    expect(at.host().system).toBe("off");
    at.pass(seconds(71));
    expect(at.host().answering).toBe("service");
    expect(told(at)).toEqual([]);
  });

  test("who is to prove a host dead makes sure of it, and then confirms it", () => {
    const at = bench(1, { faults: [scripted("virtual-layer-crash", "alfa01", 1, { guests: "survive" })] });
    at.pass(seconds(20));
    call(at, "prove-dead", "host/alfa01");
    at.pass(seconds(60));
    expect(at.host()).toMatchObject({ system: "off", domains: [] });
    expect(told(at)).toEqual(["80 confirm-dead alfa01"]);
  });

  test("who is to prove a host dead and finds it running, but cut off, reconnects it, and confirms nothing", () => {
    const at = bench(1, { faults: [scripted("network-cut", "alfa01", 1)] });
    at.pass(seconds(20));
    call(at, "prove-dead", "host/alfa01");
    at.pass(seconds(60));
    expect(at.host().answering).toBe("service");
    expect(told(at)).toEqual([]);
  });

  test("who is to prove a host dead during a network outage leaves it alone, and confirms nothing", () => {
    const at = bench(1, { faults: [scripted("network-outage", [], 1)] });
    at.pass(seconds(20));
    call(at, "prove-dead", "host/alfa01");
    at.pass(seconds(60));
    expect(at.host()).toMatchObject({ system: "up", layer: "up" });
    expect(told(at)).toEqual([]);
  });

  test("who is to prove a host dead and finds it healthy leaves it alone, and confirms nothing", () => {
    const at = bench(1, {
      faults: [scripted("network-cut", "alfa01", 1, { lasts: constant(seconds(30) as Duration) })],
    });
    at.pass(seconds(20));
    call(at, "prove-dead", "host/alfa01");
    at.pass(HOUR);
    expect(at.host().answering).toBe("service");
    expect(at.vm("a").answering).toBe("service");
    expect(told(at)).toEqual([]);
  });
});
