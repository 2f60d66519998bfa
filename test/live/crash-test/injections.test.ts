// The plan of a live trial: when each fault is injected into which targets, and for how long.

import { expect, test } from "vitest";
import { seconds, START } from "../../../src/base/prelude/time.ts";
import type { Fault } from "../../../src/core/cluster/fault.ts";
import { planOf } from "../../../src/live/crash-test/campaign/injections.ts";
import { aCampaign, aScenario } from "../../builders/scenario.ts";
import { scripted, type More } from "../../builders/bench.ts";

const random = { kind: "uniform", low: seconds(10), high: seconds(1000) } as const;
const own = scripted("guest-kernel-crash", "gridce", 1);

function plan(fault: Fault, index = 0) {
  const scenario = aScenario(aCampaign("guest-kernel-crash", "gridce"), {}, { faults: [fault] });
  return planOf(own, scenario, index);
}

const cut = (more: More) => scripted("network-cut", ["alfa01", "alfa02"], 0, { lasts: random, ...more });

test("a common cause has one duration for all its targets", () => {
  const [first, ...rest] = plan(cut({ together: true }));
  expect(first.fault.on).toEqual(["alfa01", "alfa02"]);
  expect(rest.map(({ fault }) => fault)).toEqual([own]);
});

test.each([
  ["a common cause that asks for one each", { together: true, lastsEach: true }],
  ["a fault of several targets", {}],
] as const)("%s has a duration for each target, at one instant", (_, more) => {
  const planned = plan(cut(more));
  expect(planned.map(({ fault, at }) => [fault.on, at === START])).toEqual([
    [["alfa01"], true],
    [["alfa02"], true],
    [["gridce"], false],
  ]);
  expect(planned[0].lasts).not.toBe(planned[1].lasts);
  expect(plan(cut(more))).toEqual(planned);
  expect(plan(cut(more), 1)[0].lasts).not.toBe(planned[0].lasts);
});

test("a fault without a duration stays whole", () => {
  expect(plan(cut({ lasts: undefined }))[0].fault.on).toEqual(["alfa01", "alfa02"]);
});

test.each([
  ["of one target", scripted("network-cut", "alfa01", 1, { lasts: random })],
  ["of the site", scripted("network-outage", [], 1, { lasts: random })],
])("the fault of a trial, %s, is planned as itself: by that the trial knows it", (_, fault) => {
  const scenario = aScenario(aCampaign("guest-kernel-crash", "gridce"));
  expect(planOf(fault, scenario, 0)[0].fault).toBe(fault);
});
