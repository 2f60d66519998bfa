// What people change by hand in the simulated world: at once, without a word to the controller.

import { describe, expect, test } from "vitest";
import type { HandChange } from "../../../src/core/cluster/intervention.ts";
import { HOUR, seconds, type Instant } from "../../../src/base/prelude/time.ts";
import { Bench, scripted } from "../../builders/bench.ts";

const VMS = { gridce: "alfa01", gridse: "alfa02" };

/** The changes are made at 5 s, 15 s and so on; a host of this name loses its power at 1 s. */
function changed(changes: readonly HandChange[], off?: string): Bench {
  const at = new Bench({
    vms: VMS,
    faults: off === undefined ? [] : [scripted("host-power-loss", off, 1)],
    byHand: changes.map((change, i) => ({ at: seconds(5 + 10 * i) as number as Instant, change })),
  });
  at.pass(HOUR);
  return at;
}

describe("by hand", () => {
  test("a VM is stopped, and started elsewhere; no outcome tells of it", () => {
    const stopped = changed([{ kind: "stop", vm: "gridce" }]);
    expect(stopped.runsOn()).toEqual([]);
    expect(stopped.vm().cause).toBe("human");
    const at = changed([
      { kind: "stop", vm: "gridce" },
      { kind: "start", vm: "gridce", host: "alfa02" },
    ]);
    expect(at.runsOn()).toEqual(["alfa02"]);
    expect(at.vm().answering).toBe("service");
    expect(at.events.filter(({ kind }) => kind !== "probed")).toEqual([]);
    expect(at.violations).toEqual([]);
  });

  test("a VM may be started twice, which violates an invariant", () => {
    expect(changed([{ kind: "start", vm: "gridce", host: "alfa02" }]).violations).toEqual(["no-vm-runs-twice"]);
  });

  test("a VM is moved without an interruption", () => {
    const at = changed([{ kind: "move", vm: "gridce", to: "alfa02" }]);
    expect(at.runsOn()).toEqual(["alfa02"]);
    expect(at.vm().cause).toBeNull();
  });

  test("a host is switched off, and on", () => {
    const off = changed([{ kind: "switch-off", host: "alfa01" }]);
    expect([off.host().system, off.runsOn(), off.vm().cause]).toEqual(["off", [], "human"]);
    const on = changed([
      { kind: "switch-off", host: "alfa01" },
      { kind: "switch-on", host: "alfa01" },
    ]);
    expect([on.host().answering, on.runsOn()]).toEqual(["service", []]);
  });

  test.each([
    ["started where it runs", { kind: "start", vm: "gridce", host: "alfa01" }],
    ["started on a host that is off", { kind: "start", vm: "gridce", host: "alfa02" }],
    ["moved to a host that is off", { kind: "move", vm: "gridce", to: "alfa02" }],
    ["moved where it is", { kind: "move", vm: "gridce", to: "alfa01" }],
  ] as const)("a VM is not %s", (_, change) => {
    const at = changed([change], "alfa02");
    expect(at.runsOn()).toEqual(["alfa01"]);
    expect(at.vm().answering).toBe("service");
    expect(at.violations).toEqual([]);
  });
});
