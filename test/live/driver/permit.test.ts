import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FenceRecord } from "../../../src/live/driver/fencing/fence-record.ts";
import type { Action } from "../../../src/core/controller/contract/command.ts";
import { Permit } from "../../../src/live/driver/permit.ts";
import { HOUR, later, seconds, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import { hostEntry, inventoryOf, vmEntry } from "../../builders/live-inventory.ts";
import { command, type Order } from "../../builders/order.ts";

const NOW = later(0 as Instant, (24 * HOUR) as Duration);
const SITE = inventoryOf(
  [hostEntry("alfa01"), hostEntry("alfa02"), hostEntry("theirs")],
  [vmEntry("gridce"), vmEntry("mail")],
  {
    allow: { hosts: new Set(["alfa01", "alfa02"]), vms: new Set(["gridce"]) },
    limits: { affectedVms: 1, fencesPerHour: 2, actionTimeout: seconds(60) },
  },
);

const order = (order: Order) => command(1, order) as Action;
const fence = order({ kind: "fence-host", host: "alfa01" });

describe("a permit", () => {
  let folder: string;
  let files = 0;
  const fresh = () => join(folder, `fences-${files++}`);
  /** That of a driver which has just been opened. */
  const permit = (record: string, stopped = false) => new Permit(SITE, new FenceRecord(record), () => stopped);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "3rc-permit-"));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each<Order>([
    { kind: "start-vm", vm: "gridce", host: "theirs" },
    { kind: "reinstall-vm", vm: "gridce", host: "theirs" },
    { kind: "reboot-vm", vm: "gridce", host: "theirs" },
    { kind: "stop-vm", vm: "gridce", host: "theirs" },
    { kind: "migrate-vm", vm: "gridce", host: "theirs", to: "alfa01" },
    { kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "theirs" },
    { kind: "restart-layer", host: "theirs" },
    { kind: "fence-host", host: "theirs" },
    { kind: "power-on-host", host: "theirs" },
  ])("is refused on a host that the inventory does not allow: %o", (each) => {
    expect(permit(fresh()).refuses(order(each), NOW)).toBe("the inventory does not allow theirs to be touched");
  });

  test("is refused for a VM that the inventory does not allow", () => {
    expect(permit(fresh()).refuses(order({ kind: "start-vm", vm: "mail", host: "alfa01" }), NOW)).toContain("mail");
  });

  test("is given for what is allowed, and to inspect any host", () => {
    expect(
      permit(fresh()).refuses(order({ kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" }), NOW),
    ).toBeUndefined();
    expect(permit(fresh()).refuses(order({ kind: "inspect-host", host: "theirs" }), NOW)).toBeUndefined();
  });

  test("is refused for everything when all is stopped", () => {
    expect(permit(fresh(), true).refuses(order({ kind: "inspect-host", host: "alfa01" }), NOW)).toBe(
      "the stop switch is thrown",
    );
  });

  describe("to fence", () => {
    test("is given at most as often in an hour as the limit says, also if the driver is opened again", () => {
      const record = fresh();
      expect(permit(record).refuses(fence, NOW)).toBeUndefined();
      expect(permit(record).refuses(fence, later(NOW, seconds(1)))).toBeUndefined();
      expect(permit(record).refuses(fence, later(NOW, seconds(2)))).toBe(
        "2 hosts were fenced within the hour, and the inventory allows no more",
      );
      expect(permit(record).refuses(fence, later(NOW, HOUR))).toBeUndefined();
      expect(permit(record).refuses(fence, later(NOW, HOUR))).toContain("2 hosts were fenced");
    });

    test("counts fences that are dated later than now, since the clock may have been set back", () => {
      const record = fresh();
      for (const _ of [1, 2]) permit(record).refuses(fence, later(NOW, (2 * HOUR) as Duration));
      expect(permit(record).refuses(fence, NOW)).toContain("within the hour");
    });

    test.each([
      ["is torn", '{"host":"alfa0'],
      ["holds something else", '{"other":1}\n'],
    ])("is refused when its record %s", (_, text) => {
      const record = fresh();
      writeFileSync(record, text);
      expect(permit(record).refuses(fence, NOW)).toContain(
        `it is not known how many hosts were fenced within the hour: ${record}`,
      );
    });

    test("is refused when its record cannot be written", () => {
      const file = fresh();
      writeFileSync(file, "");
      expect(permit(join(file, "fences")).refuses(fence, NOW)).toContain("it is not known");
    });

    test("is refused when the inventory's folder no longer exists", () => {
      const gone = fresh();
      expect(permit(join(gone, "pisa.crash-test/fences.jsonl")).refuses(fence, NOW)).toContain("it is not known");
      expect(existsSync(gone)).toBe(false);
    });

    test("is refused if there is no record of fences", () => {
      expect(new Permit(SITE, undefined, () => false).refuses(fence, NOW)).toBe(
        "there is no record in which fences could be counted",
      );
    });
  });
});
