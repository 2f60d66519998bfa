// Hosts of which a part is cut off: the network of their guests, or their path to the shared store. They answer, and
// take commands.

import { describe, expect, test } from "vitest";
import { HOUR, seconds } from "../../../src/base/prelude/time.ts";
import { Bench, scripted } from "../../builders/bench.ts";
import { command, orderOf } from "../../builders/order.ts";
import { constant } from "../../builders/scenario.ts";

const VMS = { gridce: "alfa01", gridse: "alfa02" };

describe("a host whose guests are cut off", () => {
  const cut = (lasting?: number) =>
    new Bench({
      vms: VMS,
      faults: [
        scripted("guest-network-cut", "alfa01", 5, lasting === undefined ? {} : { lasts: constant(seconds(lasting)) }),
      ],
    });

  test("answers and runs them, and they answer again when it is over, without a boot", () => {
    const at = cut(100);
    at.pass(seconds(10));
    expect(at.vm()).toMatchObject({ answering: "nothing", cause: "guest-network-cut" });
    expect(at.host().answering).toBe("service");
    expect(at.vm("gridse").answering).toBe("service");
    const inspection = at.order(orderOf("inspect-host"));
    at.pass(seconds(100));
    expect(at.outcomeOf(inspection)).toEqual({ kind: "inspected", running: ["gridce"] });
    expect(at.vm().answering).toBe("service");
  });

  test("starts others, which do not answer; one that is moved away does", () => {
    const at = cut();
    at.pass(seconds(10));
    at.order({ kind: "stop-vm", vm: "gridse", host: "alfa02" });
    at.pass(seconds(10));
    const start = at.order({ kind: "start-vm", vm: "gridse", host: "alfa01" });
    const move = at.order(orderOf("migrate-vm"));
    at.pass(HOUR);
    expect([at.outcomeOf(start), at.outcomeOf(move)]).toEqual([{ kind: "done" }, { kind: "done" }]);
    expect(at.vm("gridse")).toMatchObject({ answering: "nothing", domains: [{ stage: "serving" }] });
    expect(at.vm().answering).toBe("service");
  });

  test.each([
    ["from the beginning", 5],
    ["in the middle of the download", 35],
  ])("fails an installation there: %s", (_, from) => {
    const at = new Bench({ vms: VMS, faults: [scripted("guest-network-cut", "alfa01", from)] });
    at.pass(seconds(20));
    const install = at.order(orderOf("reinstall-vm"));
    at.pass(HOUR);
    expect(at.outcomeOf(install)).toEqual({ kind: "failed", reason: "the installation was cut short" });
    expect(at.vm()).toMatchObject({ bootable: false, domains: [{ stage: "stuck" }] });
    expect(at.world.downloads.clients).toEqual([]);
  });
});

describe("a host that cannot reach the store", () => {
  const cut = () => new Bench({ vms: VMS, faults: [scripted("store-path-cut", "alfa01", 5)] });

  test.each(["start-vm", "reboot-vm", "reinstall-vm", "migrate-vm"] as const)("blocks there: %s", (kind) => {
    const at = cut();
    at.pass(seconds(10));
    expect(at.vm()).toMatchObject({ answering: "nothing", cause: "store-path-cut" });
    const blocked = at.order(orderOf(kind));
    at.pass(seconds(2));
    expect(at.outcomeOf(blocked)).toEqual({ kind: "blocked", reason: "the shared store does not answer" });
    expect(at.runsOn()).toEqual(["alfa01"]);
  });

  test("answers and stops VMs, and other hosts start them", () => {
    const at = cut();
    at.pass(seconds(10));
    expect(at.host().answering).toBe("service");
    expect(at.vm("gridse").answering).toBe("service");
    at.order(orderOf("stop-vm"));
    at.pass(seconds(2));
    at.order({ kind: "start-vm", vm: "gridce", host: "alfa02" });
    at.pass(HOUR);
    expect(at.vm()).toMatchObject({ answering: "service", domains: [{ stage: "serving" }] });
  });

  test("is no place to move a VM to", () => {
    const at = cut();
    at.pass(seconds(10));
    const move = at.order({ kind: "migrate-vm", vm: "gridse", host: "alfa02", to: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(move)).toEqual({ kind: "failed", reason: "alfa01 cannot take it" });
    expect(at.vm("gridse").answering).toBe("service");
  });
});

test("humans who are called for a host, or for a VM on it, connect both again", () => {
  for (const alert of [
    { subject: "host/alfa01", task: "repair-host" },
    { subject: "vm/gridce", task: "repair-vm" },
  ] as const) {
    const at = new Bench({
      vms: VMS,
      faults: [scripted("guest-network-cut", "alfa01", 5), scripted("store-path-cut", "alfa01", 5)],
    });
    at.pass(seconds(10));
    at.driver.perform({
      event: undefined,
      commands: [command(1, { kind: "alert", ...alert })],
      deadline: undefined,
    });
    at.pass((3 * HOUR) as typeof HOUR);
    expect(at.vm().answering).toBe("service");
  }
});
