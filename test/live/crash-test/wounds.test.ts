import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { thisProcess } from "../../../src/base/platform/process.ts";
import { Harness } from "../../../src/live/crash-test/campaign/harness.ts";
import { Wounds } from "../../../src/live/crash-test/healing/wounds.ts";
import { faultOf, type FaultKind } from "../../../src/core/cluster/fault.ts";

const dealt = (kind: FaultKind, on: string) => ({ ...faultOf(kind), on, homes: { gridce: "alfa01" } });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "3rc-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the ledger of wounds", () => {
  const path = () => join(folder, "wounds.jsonl");

  test("knows what is dealt and not healed, the latest first, also after it was read again", () => {
    const wounds = new Wounds(path());
    const cut = wounds.deal(dealt("network-cut", "alfa01"));
    wounds.deal(dealt("storage-outage", ""));
    wounds.deal(dealt("board-silent", "alfa02"));
    wounds.healed(cut);
    const kinds = (ledger: Wounds) => ledger.open.map(({ kind }) => kind);
    expect(kinds(wounds)).toEqual(["board-silent", "storage-outage"]);
    wounds.close();
    const again = new Wounds(path());
    expect(kinds(again)).toEqual(["board-silent", "storage-outage"]);
    again.deal(dealt("host-reboot", "alfa03"));
    expect(new Set(again.open.map(({ id }) => id)).size).toBe(3);
    again.close();
  });

  test("keeps a wound that is undone until it is healed, with where VMs belong", () => {
    const wounds = new Wounds(path());
    const cut = wounds.deal(dealt("network-cut", "alfa01"));
    wounds.undone(cut);
    wounds.close();
    for (let reading = 0; reading < 2; reading++) {
      const again = new Wounds(path());
      expect(again.open).toMatchObject([{ kind: "network-cut", homes: { gridce: "alfa01" } }]);
      expect(again.inTheWay).toEqual([]);
      if (reading === 1) again.healed(cut);
      again.close();
    }
    const healed = new Wounds(path());
    expect(healed.open).toEqual([]);
    healed.close();
  });

  test("has a wound on the disk before it is dealt", () => {
    const wounds = new Wounds(path());
    wounds.deal(dealt("network-cut", "alfa01"));
    expect(readFileSync(path(), "utf8")).toContain("network-cut");
    wounds.close();
  });

  test("takes a last line that was torn for a wound that was not dealt", () => {
    const wounds = new Wounds(path());
    wounds.deal(dealt("network-cut", "alfa01"));
    wounds.close();
    appendFileSync(path(), '{"dealt":{"id":2,"ki');
    const again = new Wounds(path());
    expect(again.open).toHaveLength(1);
    again.close();
  });

  test("does not guess at what it cannot read", () => {
    writeFileSync(path(), 'nonsense\n{"healed":1}\n');
    expect(() => new Wounds(path())).toThrow("line 1 cannot be read");
  });
});

describe("the harness of an inventory", () => {
  test("is at work once: a second one is told who is there", () => {
    const one = new Harness(folder);
    expect(one.take()).toBeUndefined();
    expect(new Harness(folder).take()).toBe(process.pid);
    one.release();
    expect(new Harness(folder).take()).toBeUndefined();
  });

  test("is free again when the one at work has died without a word", () => {
    // This number, but another process.
    writeFileSync(join(folder, "harness.pid"), JSON.stringify({ ...thisProcess(), began: "1" }));
    expect(new Harness(folder).take()).toBeUndefined();
  });

  test("has a stop switch that stays thrown until it is lifted, by whatever made the file", () => {
    const harness = new Harness(folder);
    expect(harness.stopped).toBe(false);
    harness.stop("by hand");
    expect(new Harness(folder).stopped).toBe(true);
    harness.lift();
    writeFileSync(harness.stopFile, "");
    expect(harness.stopped).toBe(true);
  });
});
