import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { thisProcess } from "../../../src/base/platform/process.ts";
import { Harness } from "../../../src/live/crash-test/campaign/harness.ts";
import { UnhealedFaults } from "../../../src/live/crash-test/healing/unhealed-faults.ts";
import { faultOf, type FaultKind } from "../../../src/core/cluster/fault.ts";

const injected = (kind: FaultKind, on: string) => ({ ...faultOf(kind), on, homes: { gridce: "alfa01" } });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "3rc-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the record of faults that are not yet healed", () => {
  const path = () => join(folder, "not-yet-healed.jsonl");

  test("holds what was injected and not healed, the latest first, also after it was read again", () => {
    const unhealedFaults = new UnhealedFaults(path());
    const cut = unhealedFaults.inject(injected("network-cut", "alfa01"));
    unhealedFaults.inject(injected("storage-outage", ""));
    unhealedFaults.inject(injected("board-silent", "alfa02"));
    unhealedFaults.healed(cut);
    const kinds = (ledger: UnhealedFaults) => ledger.open.map(({ kind }) => kind);
    expect(kinds(unhealedFaults)).toEqual(["board-silent", "storage-outage"]);
    unhealedFaults.close();
    const again = new UnhealedFaults(path());
    expect(kinds(again)).toEqual(["board-silent", "storage-outage"]);
    again.inject(injected("host-reboot", "alfa03"));
    expect(new Set(again.open.map(({ id }) => id)).size).toBe(3);
    again.close();
  });

  test("keeps a fault that was undone until it is healed, with the homes of VMs", () => {
    const unhealedFaults = new UnhealedFaults(path());
    const cut = unhealedFaults.inject(injected("network-cut", "alfa01"));
    unhealedFaults.undone(cut);
    unhealedFaults.close();
    for (let reading = 0; reading < 2; reading++) {
      const again = new UnhealedFaults(path());
      expect(again.open).toMatchObject([{ kind: "network-cut", homes: { gridce: "alfa01" } }]);
      expect(again.inTheWay).toEqual([]);
      if (reading === 1) again.healed(cut);
      again.close();
    }
    const healed = new UnhealedFaults(path());
    expect(healed.open).toEqual([]);
    healed.close();
  });

  test("has a fault on the disk before it is injected", () => {
    const unhealedFaults = new UnhealedFaults(path());
    unhealedFaults.inject(injected("network-cut", "alfa01"));
    expect(readFileSync(path(), "utf8")).toContain("network-cut");
    unhealedFaults.close();
  });

  test("takes a torn last line for a fault that was not injected", () => {
    const unhealedFaults = new UnhealedFaults(path());
    unhealedFaults.inject(injected("network-cut", "alfa01"));
    unhealedFaults.close();
    appendFileSync(path(), '{"injected":{"id":2,"ki');
    const again = new UnhealedFaults(path());
    expect(again.open).toHaveLength(1);
    again.close();
  });

  test("refuses what it cannot read", () => {
    writeFileSync(path(), 'nonsense\n{"healed":1}\n');
    expect(() => new UnhealedFaults(path())).toThrow("line 1 cannot be read");
  });
});

describe("the harness of an inventory", () => {
  test("works only once at a time: a second one is refused, and the process is named", () => {
    const one = new Harness(folder);
    expect(one.take()).toBeUndefined();
    expect(new Harness(folder).take()).toBe(process.pid);
    one.release();
    expect(new Harness(folder).take()).toBeUndefined();
  });

  test("is free again when the one at work was killed", () => {
    // This number, but another process.
    writeFileSync(join(folder, "harness.pid"), JSON.stringify({ ...thisProcess(), began: "1" }));
    expect(new Harness(folder).take()).toBeUndefined();
  });

  test("has a stop switch that stays set until it is lifted, whatever made the file", () => {
    const harness = new Harness(folder);
    expect(harness.stopped).toBe(false);
    harness.stop("by hand");
    expect(new Harness(folder).stopped).toBe(true);
    harness.lift();
    writeFileSync(harness.stopFile, "");
    expect(harness.stopped).toBe(true);
  });
});
