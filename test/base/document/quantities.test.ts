// Durations and sizes as people write them.

import { describe, expect, test } from "vitest";
import { DAY, HOUR, seconds, YEAR, type Duration } from "../../../src/base/prelude/time.ts";
import { scenarioJsonSchema } from "../../../src/core/scenario/json-schema.ts";
import { readDuration, readSize } from "../../../src/base/document/quantity.ts";
import { ungrouped } from "../../../src/core/scenario/ungrouped.ts";
import { extended, inCluster, scenarioOf, SMALL } from "../../core/scenario/small.ts";

describe("a duration is read", () => {
  test.each<[string, number]>([
    ["1e3s", seconds(1000)],
    ["30 days", 30 * DAY],
    ["1 day", DAY],
    ["8760 hours", YEAR],
    ["2 weeks", 14 * DAY],
    ["1 year", YEAR],
    ["1 hour 30 minutes", 1.5 * HOUR],
    ["1h30m", 1.5 * HOUR],
    ["90 sec", seconds(90)],
    ["2hr", 2 * HOUR],
  ])("%s", (text, value) => {
    expect(readDuration(text)).toEqual({ ok: true, value: value as Duration });
  });
  test.each(["1 month", "1H", "d", "1e400", "day", "1d2", "1..5s"])("but not %s", (text) => {
    expect(readDuration(text).ok).toBe(false);
  });
});

test.each([
  ["1G", 1e9],
  ["1Gi", 2 ** 30],
  ["1gb", 1e9],
  ["512m", 512e6],
  ["4 KiB", 4096],
  ["7B", 7],
])("a size is read: %s", (text, value) => {
  expect(readSize(text)).toEqual({ ok: true, value });
});

test("a rung by its name alone is as in the default ladder", () => {
  const [reboot, restart] = scenarioOf(SMALL).settings.ladder;
  expect(scenarioOf(extended("controller: { ladder: [reboot, restart] }")).settings.ladder).toEqual([reboot, restart]);
  expect(JSON.stringify(scenarioJsonSchema())).toContain(
    '"anyOf":[{"enum":["reboot","restart","reinstall"]},{"type":"object"',
  );
});

test("a VM in no group is reported in an availability study with groups", () => {
  const studied = (text: string) => scenarioOf(text.replace("incident: { horizon: 1h }", "availability: {}"));
  const withGroup = inCluster("groups: { g: { members: [web] } }");
  expect(ungrouped(studied(withGroup))).toBe("in no group, so that the site counts as up without them: mail");
  expect(ungrouped(scenarioOf(withGroup))).toBeUndefined();
  expect(ungrouped(studied(SMALL))).toBeUndefined();
});
