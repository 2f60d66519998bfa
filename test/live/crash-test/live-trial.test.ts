// What ends a live trial, on machines of which none answers: when something is thrown, nothing more is done to any of
// them.

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runLiveTrial } from "../../../src/live/crash-test/campaign/live-trial.ts";
import { Ears } from "../../../src/live/crash-test/faults/ears.ts";
import { strike, type Striking } from "../../../src/live/crash-test/campaign/strikes.ts";
import { Testimonies } from "../../../src/live/crash-test/observers/testimony.ts";
import { Watch } from "../../../src/live/crash-test/observers/watch.ts";
import { Wounds } from "../../../src/live/crash-test/healing/wounds.ts";
import { Reach } from "../../../src/live/driver/reach.ts";
// eslint-disable-next-line no-restricted-imports -- faults come at a distance from it
import { now } from "../../../src/base/platform/clock.ts";
import { check } from "../../../src/base/prelude/check.ts";
import { seconds, START, later, NO_TIME } from "../../../src/base/prelude/time.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";
import { parseScenario } from "../../../src/core/scenario/parse.ts";
import type { Fault } from "../../../src/core/cluster/fault.ts";
import { aHead, expectInFormat } from "../../builders/journal.ts";
import { inventoryIn } from "../../builders/inventory.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

function stage() {
  const folder = temporaryFolder();
  const reach = new Reach(inventoryIn(folder));
  const wounds = new Wounds(join(folder, "wounds.jsonl"));
  const testimonies = new Testimonies(folder, aHead({ world: "real" }));
  const watch = new Watch({
    hosts: [],
    witness: { silentFor: () => NO_TIME },
    testimonies,
    nonVictims: { hurt: undefined },
    switchThrown: () => false,
    interrupted: () => false,
    ends: () => undefined,
  });
  onTestFinished(async () => {
    watch.end();
    await reach.close();
  });
  return { folder, reach, wounds, testimonies, watch };
}

function lab(...overrides: readonly string[]) {
  const path = resolve(import.meta.dirname, "../../../scenarios/lab-faults.yaml");
  const parsed = parseScenario(readFileSync(path), path, overrides);
  check(parsed.ok && parsed.scenario.experiment.kind === "crash-campaign", () => JSON.stringify(parsed));
  return { scenario: parsed.scenario, campaign: parsed.scenario.experiment };
}

test("an entry that cannot be recorded ends the trial: neither it nor anything after it is performed", async () => {
  const { folder, reach, wounds, testimonies, watch } = stage();
  const recorded: Entry[] = [];
  const full = new Error("no space left");
  const observed = await runLiveTrial({
    ...lab(
      "monitor.interval=0.4s",
      "monitor.retry=0.2s",
      "monitor.patience=0.2s",
      "controller.storm={ share: 1 }",
      "faults=[{ kind: board-silent, target: alfa01, at: 1h, lasts: 1h }]",
      "experiment.crash-campaign.inject=[{ fault: board-silent, target: alfa02, lasts: 1h }]",
    ),
    index: 0,
    reach,
    wounds,
    testimonies,
    watch,
    record: (entries) => {
      if (entries.some((entry) => entry.kind === "command" && "host" in entry.command)) throw full;
      recorded.push(...entries);
    },
  });
  expect(watch.error).toBe(full);
  expect(recorded.length).toBeGreaterThan(0);
  expect(observed.entries).toEqual(recorded);
  expectInFormat(recorded);
  expect(existsSync(join(folder, "off-alfa01")) || existsSync(join(folder, "silence-alfa01"))).toBe(false);
});

const cut = (on: string): Fault => ({
  kind: "network-cut",
  on: [on],
  together: false,
  when: { kind: "at", at: START },
  lasts: undefined,
});

test("a wound that cannot be written down is not dealt, and no other is dealt after it", async () => {
  const { folder, reach, wounds, watch } = stage();
  const striking: Striking = {
    begunAt: now(),
    homes: {},
    reach,
    wounds,
    ears: new Ears(),
    watch,
    over: () => watch.why !== undefined,
    ended: new AbortController().signal,
    dealt: () => undefined,
    undone: () => undefined,
  };
  const at = (second: number) => later(START, seconds(second));
  await strike({ fault: cut("alfa01"), at: at(0), lasts: undefined }, striking);
  expect(existsSync(join(folder, "cut-alfa01"))).toBe(true);
  wounds.close(); // from now on the ledger takes no line
  await Promise.all([
    strike({ fault: cut("alfa02"), at: at(0.1), lasts: undefined }, striking),
    strike({ fault: cut("alfa03"), at: at(0.5), lasts: undefined }, striking),
  ]);
  expect(watch.error).toBeDefined();
  expect(existsSync(join(folder, "cut-alfa02"))).toBe(false);
  expect(existsSync(join(folder, "cut-alfa03"))).toBe(false);
});

test("a fault whose instant has not come when the trial ends is not waited for", async () => {
  const { folder, reach, wounds, watch } = stage();
  const ended = new AbortController();
  const striking: Striking = {
    begunAt: now(),
    homes: {},
    reach,
    wounds,
    ears: new Ears(),
    watch,
    over: () => ended.signal.aborted,
    ended: ended.signal,
    dealt: () => undefined,
    undone: () => undefined,
  };
  const struck = strike({ fault: cut("alfa01"), at: later(START, seconds(3600)), lasts: undefined }, striking);
  ended.abort();
  await struck;
  expect(wounds.open).toEqual([]);
  expect(existsSync(join(folder, "cut-alfa01"))).toBe(false);
});
