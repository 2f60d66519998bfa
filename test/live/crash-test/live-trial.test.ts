// What ends a live trial, on machines none of which answers: after an exception nothing more is done to any of them.

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runLiveTrial } from "../../../src/live/crash-test/campaign/live-trial.ts";
import { ProbeFaults } from "../../../src/live/crash-test/faults/probe-faults.ts";
import { injectWhenDue, type Injecting } from "../../../src/live/crash-test/campaign/injections.ts";
import { Testimonies } from "../../../src/live/crash-test/observers/testimony.ts";
import { Watch } from "../../../src/live/crash-test/observers/watch.ts";
import { UnhealedFaults } from "../../../src/live/crash-test/healing/unhealed-faults.ts";
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
  const unhealedFaults = new UnhealedFaults(join(folder, "not-yet-healed.jsonl"));
  const testimonies = new Testimonies(folder, aHead({ world: "real" }));
  const watch = new Watch({
    hosts: [],
    witness: { silentFor: () => NO_TIME },
    testimonies,
    protectedVms: { affected: undefined },
    switchThrown: () => false,
    interrupted: () => false,
    ends: () => undefined,
  });
  onTestFinished(async () => {
    watch.end();
    await reach.close();
  });
  return { folder, reach, unhealedFaults, testimonies, watch };
}

function lab(...overrides: readonly string[]) {
  const path = resolve(import.meta.dirname, "../../../scenarios/lab-faults.yaml");
  const parsed = parseScenario(readFileSync(path), path, overrides);
  check(parsed.ok && parsed.scenario.experiment.kind === "crash-campaign", () => JSON.stringify(parsed));
  return { scenario: parsed.scenario, campaign: parsed.scenario.experiment };
}

test("an entry that cannot be recorded ends the trial: neither it nor anything after it is performed", async () => {
  const { folder, reach, unhealedFaults, testimonies, watch } = stage();
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
    unhealedFaults,
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
  lastsEach: false,
});

test("a fault that cannot be recorded is not injected, nor any other after it", async () => {
  const { folder, reach, unhealedFaults, watch } = stage();
  const injecting: Injecting = {
    begunAt: now(),
    homes: {},
    reach,
    unhealedFaults,
    probeFaults: new ProbeFaults(),
    watch,
    over: () => watch.why !== undefined,
    ended: new AbortController().signal,
    injected: () => undefined,
    undone: () => undefined,
  };
  const at = (second: number) => later(START, seconds(second));
  await injectWhenDue({ fault: cut("alfa01"), at: at(0), lasts: undefined }, injecting);
  expect(existsSync(join(folder, "cut-alfa01"))).toBe(true);
  unhealedFaults.close(); // from now on the ledger takes no line
  await Promise.all([
    injectWhenDue({ fault: cut("alfa02"), at: at(0.1), lasts: undefined }, injecting),
    injectWhenDue({ fault: cut("alfa03"), at: at(0.5), lasts: undefined }, injecting),
  ]);
  expect(watch.error).toBeDefined();
  expect(existsSync(join(folder, "cut-alfa02"))).toBe(false);
  expect(existsSync(join(folder, "cut-alfa03"))).toBe(false);
});

test("a fault whose instant has not come when the trial ends is not waited for", async () => {
  const { folder, reach, unhealedFaults, watch } = stage();
  const ended = new AbortController();
  const injecting: Injecting = {
    begunAt: now(),
    homes: {},
    reach,
    unhealedFaults,
    probeFaults: new ProbeFaults(),
    watch,
    over: () => ended.signal.aborted,
    ended: ended.signal,
    injected: () => undefined,
    undone: () => undefined,
  };
  const waiting = injectWhenDue({ fault: cut("alfa01"), at: later(START, seconds(3600)), lasts: undefined }, injecting);
  ended.abort();
  await waiting;
  expect(unhealedFaults.open).toEqual([]);
  expect(existsSync(join(folder, "cut-alfa01"))).toBe(false);
});
