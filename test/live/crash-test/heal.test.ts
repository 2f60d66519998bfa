import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inject, undoAll } from "../../../src/live/crash-test/faults/carry-out.ts";
import { ProbeFaults } from "../../../src/live/crash-test/faults/probe-faults.ts";
import { heal } from "../../../src/live/crash-test/healing/heal.ts";
import { UnhealedFaults } from "../../../src/live/crash-test/healing/unhealed-faults.ts";
import { faultOf, type FaultKind } from "../../../src/core/cluster/fault.ts";
import { HOMES, Machines } from "../../builders/machines.ts";

let site: Machines;
let unhealedFaults: UnhealedFaults;
let stopped: boolean;
beforeEach(() => begin());
afterEach(async () => {
  unhealedFaults.close();
  await site.end();
});

function begin(...change: ConstructorParameters<typeof Machines>): void {
  site = new Machines(...change);
  unhealedFaults = new UnhealedFaults(ledger());
  stopped = false;
}
const ledger = () => join(site.folder, "not-yet-healed.jsonl");
const healed = () => heal({ reach: site.reach, unhealedFaults, stopped: () => stopped, say: () => undefined });
async function breakIt(kind: FaultKind, on: string): Promise<void> {
  expect(
    await inject(
      unhealedFaults.inject({ ...faultOf(kind), on, homes: Object.fromEntries(HOMES) }),
      site.reach,
      new ProbeFaults(),
    ),
  ).toBeUndefined();
}
const open = () => unhealedFaults.open.map(({ kind }) => kind);

describe("healing", () => {
  test("does nothing if no fault is to be healed, also if a VM does not serve", async () => {
    site.remove("gridce/well");
    expect(await healed()).toEqual([]);
    expect(site.log).toEqual([]);
  });

  test("needs only the record of the fault to know where VMs belong, and what was broken from inside", async () => {
    await breakIt("service-hang", "gridce");
    unhealedFaults.close();
    unhealedFaults = new UnhealedFaults(ledger());
    expect(await healed()).toEqual([]);
    expect(site.log).toEqual(["alfa01 destroy gridce", "alfa01 create gridce.xml"]);
    expect(open()).toEqual([]);
  });

  test("brings home a VM that was moved before the fault was undone", async () => {
    await breakIt("network-cut", "alfa02");
    expect(await undoAll(unhealedFaults, site.reach)).toEqual([]);
    site.remove("alfa02/domains/gridse").touch("alfa03/domains/gridse");
    expect(open()).toEqual(["network-cut"]);
    expect(await healed()).toEqual([]);
    expect(site.hostsOf("gridse")).toEqual(["alfa02"]);
    expect(open()).toEqual([]);
  });

  test("keeps a fault as not yet healed until the VM is seen to serve again, and reports it", async () => {
    await breakIt("service-hang", "gridce");
    site.touch("alfa03/unreachable").write("alfa03/board", "unknown\n");
    expect((await healed()).join()).toContain("gridce is not started: it may still run on alfa03");
    expect(open()).toEqual(["service-hang"]);
  });

  test("starts nothing while a cut that could not be undone may hide a running VM", async () => {
    unhealedFaults.close();
    await site.end();
    begin((written) => (written.hosts.alfa02.network = { cut: ["true"], join: ["false"] }));
    await breakIt("network-cut", "alfa02");
    site.remove("alfa01/domains/gridce").remove("gridce/well");
    expect(await healed()).toEqual([
      "network-cut on alfa02 is not undone: exit code 1",
      "nothing is restored while network-cut on alfa02 may hide what runs there",
    ]);
    expect(site.log).toEqual([]);
    expect(open()).toEqual(["network-cut"]);
  });

  test("undoes faults while the stop switch is set, brings nothing back, keeps them as not yet healed", async () => {
    await breakIt("network-cut", "alfa02");
    await breakIt("service-hang", "gridce");
    stopped = true;
    expect(await healed()).toEqual(["nothing is restored: the stop switch is thrown"]);
    expect(site.has("alfa02/unreachable")).toBe(false);
    expect(site.log).toEqual([]);
    stopped = false;
    expect(await healed()).toEqual([]);
    expect(open()).toEqual([]);
  });

  test("stops when the switch is set in the middle", async () => {
    await breakIt("service-hang", "gridce");
    site.remove("gridce/well").touch("gridce/unbootable"); // it is started, and does not come back for a long time
    const watch = setInterval(() => (stopped ||= site.log.some((line) => line.includes("create"))), 100);
    expect((await healed()).join()).toContain("gridce may not be restored: the stop switch is thrown");
    clearInterval(watch);
    expect(open()).toEqual(["service-hang"]);
  });
});

describe("undoing", () => {
  test("continues when its record cannot be written: everything is undone, and then that is reported", async () => {
    await breakIt("network-cut", "alfa02");
    await breakIt("network-cut", "alfa03");
    unhealedFaults.close(); // from now on no line gets to the disk
    const left = await undoAll(unhealedFaults, site.reach);
    expect(left).toEqual([
      expect.stringMatching(/^network-cut on alfa03 stays in the ledger of faults not yet healed/),
      expect.stringMatching(/^network-cut on alfa02 stays/),
    ]);
    expect([site.has("alfa02/unreachable"), site.has("alfa03/unreachable")]).toEqual([false, false]);
    unhealedFaults = new UnhealedFaults(ledger());
    expect(unhealedFaults.inTheWay).toHaveLength(2);
  });
});

test("a guest is shut down through the libvirt that the inventory gives for its host", async () => {
  unhealedFaults.close();
  await site.end();
  begin((written) => (written.hosts.alfa01.libvirt = "qemu:///other"));
  await breakIt("guest-shutdown", "gridce");
  expect(site.log).toEqual(["alfa01 shutdown gridce"]);
  expect(site.uris).toEqual(["alfa01 uses qemu:///other"]);
});
