import { expect, test } from "vitest";
import { ProbeFaults, probeFaultText } from "../../../src/live/crash-test/faults/probe-faults.ts";
import { recipeOf } from "../../../src/live/crash-test/faults/faults.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { hostEntry, inventoryOf, vmEntry } from "../../builders/live-inventory.ts";

const SITE = inventoryOf([hostEntry("alfa01")], [vmEntry("gridce")]);

test.each([
  [undefined, "probes of gridce get no answer"],
  [seconds(3), "answers to probes of gridce arrive 3s late"],
])("a false alarm loses or delays answers, and is gone when it is undone: delay %s", (delay, words) => {
  const recipe = recipeOf({ kind: "monitor-false-alarm", delay }, "gridce", SITE);
  const seen = typeof recipe === "string" ? [] : [...recipe.inject, ...recipe.undo];
  expect(seen.map((step) => step.where === "probes" && probeFaultText(step.target, step.probeFault))).toEqual([
    words,
    "probes of gridce are answered again",
  ]);
});

test("answers of each target arrive late, or never, or at once", () => {
  const probeFaults = new ProbeFaults();
  const seen = () => [probeFaults.answer("vm/gridce", "service"), probeFaults.late("vm/gridce")];
  expect(seen()).toEqual(["service", 0]);
  probeFaults.set("gridce", seconds(3));
  expect(seen()).toEqual(["service", seconds(3)]);
  expect(probeFaults.late("vm/web")).toBe(0);
  probeFaults.set("gridce", "lost");
  expect(seen()).toEqual(["nothing", 0]);
  probeFaults.set("gridce", "well");
  expect(seen()).toEqual(["service", 0]);
});
