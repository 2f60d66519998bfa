import { afterEach, beforeEach, expect, test } from "vitest";
import { bystanders } from "../../../src/live/crash-test/observers/bystanders.ts";
import type { FaultKind } from "../../../src/core/cluster/fault.ts";
import { Machines } from "../../builders/machines.ts";

let site: Machines;
beforeEach(() => {
  site = new Machines();
});
afterEach(() => site.end());

const injected = (kind: FaultKind, ...on: readonly string[]) => bystanders(site.reach, [{ kind, on }]);

test("a host that runs only expendable VMs may be taken down", async () => {
  expect(await injected("host-power-loss", "alfa02")).toBeUndefined();
});

test("a host is not taken down while a VM on it is not expendable, or not in the inventory", async () => {
  expect(await injected("host-power-loss", "alfa01")).toBe(
    "a fault would affect alfa01, and mail on it is not expendable",
  );
  site.touch("alfa02/domains/payroll");
  expect(await injected("virtual-layer-crash", "alfa02")).toBe(
    "a fault would affect alfa02, and payroll on it is not expendable",
  );
  expect(await injected("host-power-loss", "alfa03")).toBeUndefined();
});

test("a host that does not answer which domains it runs is not taken down", async () => {
  site.touch("alfa02/deaf");
  expect(await injected("host-reboot", "alfa02")).toContain("alfa02 does not say what runs there");
});

test("the store is not stalled while any host runs a domain that is not expendable", async () => {
  expect(await injected("storage-outage")).toContain("a fault would affect alfa01, and mail on it is not expendable");
});

test("a fault of one VM, or of a board, is allowed although the host runs other VMs", async () => {
  expect(await injected("domain-killed", "gridce")).toBeUndefined();
  expect(await injected("board-silent", "alfa01")).toBeUndefined();
});
