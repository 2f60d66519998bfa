import { expect, test } from "vitest";
import { Ears, hearingWords } from "../../../src/live/crash-test/faults/ears.ts";
import { recipeOf } from "../../../src/live/crash-test/faults/faults.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { hostEntry, inventoryOf, vmEntry } from "../../builders/live-inventory.ts";

const SITE = inventoryOf([hostEntry("alfa01")], [vmEntry("gridce")]);

test.each([
  [undefined, "the monitor no longer hears gridce"],
  [seconds(3), "the monitor hears gridce 3s late"],
])("a false alarm is on the monitor's ears, and gone when it is undone: delay %s", (delay, words) => {
  const recipe = recipeOf({ kind: "monitor-false-alarm", delay }, "gridce", SITE);
  const heard = typeof recipe === "string" ? [] : [...recipe.inject, ...recipe.undo];
  expect(heard.map((step) => step.where === "ears" && hearingWords(step.target, step.hearing))).toEqual([
    words,
    "the monitor hears gridce again",
  ]);
});

test("ears hear late, or nothing, or all, and each target by itself", () => {
  const ears = new Ears();
  const heard = () => [ears.hears("vm/gridce", "service"), ears.late("vm/gridce")];
  expect(heard()).toEqual(["service", 0]);
  ears.set("gridce", seconds(3));
  expect(heard()).toEqual(["service", seconds(3)]);
  expect(ears.late("vm/web")).toBe(0);
  ears.set("gridce", "deaf");
  expect(heard()).toEqual(["nothing", 0]);
  ears.set("gridce", "well");
  expect(heard()).toEqual(["service", 0]);
});
