// The journal on the disk, and the state that a leader restores from it.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startLoop } from "../../../src/core/control-loop/control-loop.ts";
import type { State } from "../../../src/core/controller/three-rc/beliefs.ts";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import type { Door } from "../../../src/core/drivers/contract.ts";
import { later, seconds, type Instant } from "../../../src/base/prelude/time.ts";
import { readJournal } from "../../../src/core/journal/read-journal.ts";
import { Journal, journalsIn } from "../../../src/live/service/journal.ts";
import { entriesOf } from "../../../src/core/journal/turns.ts";
import { restoreState, settingsHash } from "../../../src/live/service/restore.ts";
import { aHead, expectInFormat } from "../../builders/journal.ts";
import { someSettings } from "../../builders/scenario.ts";

const SETTINGS = someSettings({ hosts: ["alfa01", "alfa02"], vms: { gridce: "alfa01", gridse: "alfa02" } });
const BEGIN = 1_000_000 as Instant;

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "3rc-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function begin(journal: Journal, state: State): void {
  journal.begin(aHead({ world: "real", version: "1", at: BEGIN, seed: null, replication: null }), {
    kind: "snapshot",
    at: BEGIN,
    settings: settingsHash(state.settings),
    state,
  });
}

/** A journal in which gridce has gone down and is being rebooted; the state of the controller that wrote it. */
function written(folder: string): State {
  const state = threeRc.begin(SETTINGS, BEGIN);
  const journal = new Journal(folder, 1);
  begin(journal, state);
  let door: Door | undefined;
  startLoop(
    threeRc,
    state,
    (opened) => ((door = opened), { perform() {} }),
    (turn) => journal.add(entriesOf(turn)),
  );
  for (let i = 1; i <= 3; i++) {
    const at = later(BEGIN, seconds(i));
    door?.deliver({ kind: "probed", at, asked: at, target: "vm/gridce", answer: "nothing" });
  }
  journal.close();
  return state;
}

function newest(folder: string): string {
  return join(folder, journalsIn(folder).at(-1) ?? "");
}

function restored(folder: string, more: { settings?: Settings; version?: string; anew?: boolean } = {}) {
  return restoreState({
    controller: threeRc,
    settings: SETTINGS,
    version: "1",
    folder,
    at: later(BEGIN, seconds(60)),
    anew: false,
    ...more,
  });
}

test("a journal restores the state of the controller that wrote it", () => {
  const folder = aFolder();
  const state = written(folder);
  expect(state.vms["gridce"].state).toBe("rebooting");
  const { entries } = readJournal(readFileSync(newest(folder), "utf8"), newest(folder));
  expectInFormat(entries);
  expect(entries.slice(0, 2).map(({ kind }) => kind)).toEqual(["head", "snapshot"]);
  expect(restored(folder)).toMatchObject({ state: JSON.parse(JSON.stringify(state)), remarks: [] });
});

test.each([
  ["in the middle of its last line", (text: string) => text.slice(0, -20)],
  ["before the end of its last line", (text: string) => text.slice(0, -1)],
  ["with a last line of zeros", (text: string) => `${text}\0\0\0\0\0\0`],
  ["in the middle of a turn", (text: string) => text.split("\n").slice(0, -2).join("\n").slice(0, -10)],
])("a journal that a crash has torn %s is gone on from, and it is told", (_, tear) => {
  const folder = aFolder();
  written(folder);
  writeFileSync(newest(folder), tear(readFileSync(newest(folder), "utf8")));
  const { state, remarks } = restored(folder);
  expect(state.vms["gridce"].state).toBe("rebooting");
  expect(remarks.join()).toMatch(/^\S+\.jsonl: its last .*incomplete.*discarded$/);
});

test("a journal that is damaged in its middle is refused, with the line", () => {
  const folder = aFolder();
  written(folder);
  const lines = readFileSync(newest(folder), "utf8").split("\n");
  lines[2] = lines[2].slice(3);
  writeFileSync(newest(folder), lines.join("\n"));
  expect(() => restored(folder)).toThrow(/\.jsonl: line 3: cannot be read, but the lines after it can.*--begin-anew/);
});

test("a journal whose commands do not follow from its events is refused", () => {
  const folder = aFolder();
  written(folder);
  writeFileSync(
    newest(folder),
    readFileSync(newest(folder), "utf8").replace('"answer":"nothing"', '"answer":"system"'),
  );
  expect(() => restored(folder)).toThrow(/replay differs from what was written/);
});

test("a journal without a beginning is refused", () => {
  const folder = aFolder();
  written(folder);
  writeFileSync(newest(folder), "");
  expect(() => restored(folder)).toThrow(/line 1: expected the beginning/);
});

test("a journal of other settings or another version is refused, except with --begin-anew", () => {
  const folder = aFolder();
  written(folder);
  expect(() => restored(folder, { settings: { ...SETTINGS, failback: true } })).toThrow(
    /other hosts, VMs or controller settings/,
  );
  expect(() => restored(folder, { version: "2" })).toThrow(/written by version 1, but this is 2/);
  const { state, remarks } = restored(folder, { version: "2", anew: true });
  expect(Object.values(state.vms).map((vm) => vm.state)).toEqual(["locating", "locating"]);
  expect(remarks).toEqual(["begun anew; kept from before: nothing"]);
});

test("maintenance and the disarmed state remain when a journal is not used", () => {
  const folder = aFolder();
  const state = written(folder);
  const journal = new Journal(folder, 2);
  begin(journal, state);
  const at = later(BEGIN, seconds(30));
  for (const request of [
    { kind: "maintain", target: "host/alfa02" },
    { kind: "maintain", target: "vm/gridce" },
    { kind: "disarm" },
  ] as const) {
    const event = { kind: "requested", at, request } as const;
    journal.add([
      { kind: "event", at, event },
      ...threeRc.step(state, event).map((command) => ({ kind: "command", at, command }) as const),
    ]);
  }
  const anew = restored(folder, { anew: true });
  expect(anew.state.hosts["alfa02"].state).toBe("resting");
  expect(anew.state.vms["gridce"].state).toBe("resting");
  expect(anew.state.vms["gridse"].state).toBe("locating");
  expect(anew.state.self.state).toBe("disarmed");
});

test("a new file of the journal begins with the state, and only a few old ones are kept", () => {
  const folder = aFolder();
  const state = written(folder);
  const journal = new Journal(folder, 2);
  for (let i = 0; i < 10; i++) begin(journal, state);
  expect(journalsIn(folder)).toHaveLength(4);
  expect(restored(folder).state).toEqual(JSON.parse(JSON.stringify(state)));
});

test("what a leader of an earlier term writes later is not read", () => {
  const folder = aFolder();
  const state = written(folder);
  const old = newest(folder);
  begin(new Journal(folder, 2), state);
  appendFileSync(old, "whatever\n");
  expect(restored(folder).remarks).toEqual([]);
});
