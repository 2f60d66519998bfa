// Changes from the command line: they are applied before anything is checked, and are named when they are wrong.

import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, seconds } from "../../../src/base/prelude/time.ts";
import { parseScenario, renderProblems } from "../../../src/core/scenario/parse.ts";
import { changed, extended, problemsOf, scenarioOf, SMALL } from "../../core/scenario/small.ts";

describe("an override", () => {
  test("changes a value, or adds one with the mappings on its path", () => {
    expect(scenarioOf(SMALL, ["experiment.incident.horizon=2h"]).experiment).toMatchObject({ horizon: 2 * HOUR });
    expect(scenarioOf(SMALL, ["controller.storm={share: 0.5, within: 10s, hold: 1m}"]).settings.storm).toEqual({
      share: 0.5,
      within: seconds(10),
      hold: MINUTE,
    });
    expect(scenarioOf(SMALL, ["monitor.interval=20s"]).settings.probes.interval).toBe(seconds(20));
  });
  test("reaches into lists by number, and into ranges by their key", () => {
    const listed = extended("faults: [{ kind: host-reboot, target: left, at: 1s }]");
    expect(scenarioOf(listed, ["faults.0.target=right"]).faults[0].on).toEqual(["right"]);
    expect(
      scenarioOf(SMALL.replace("    web:", "    w[1..2]:"), ["cluster.vms.w[1..2].priority=7"]).settings.vms[1]
        .priority,
    ).toBe(7);
  });
  test("reaches names with points, the longest that exists", () => {
    const dotted = SMALL.replace("    web:", "    a.infn.it:").replace("    mail:", "    a:");
    expect(
      scenarioOf(dotted, ["cluster.vms.a.infn.it.priority=7", "cluster.vms.a.priority=3"]).settings.vms.map(
        ({ priority }) => priority,
      ),
    ).toEqual([7, 3]);
  });
  test("may be a distribution", () => {
    expect(
      scenarioOf(SMALL, ["actions.stop-vm={takes: 'normal(2s, 0.3s)', fails: 1%}"]).site.actions["stop-vm"].fails,
    ).toBe(0.01);
  });
  test("of two for one value, the later one counts", () => {
    expect(scenarioOf(SMALL, ["controller.fall=4", "controller.fall=5"]).settings.probes.fall).toBe(5);
  });
  test("changes the hash", () => {
    expect(scenarioOf(SMALL, ["seed=x"]).hash).not.toBe(scenarioOf(SMALL).hash);
  });
});

describe("a bad override is named", () => {
  test.each([
    ["without a value", "fall", "expected path=value, as controller.fall=5"],
    ["without a path", "=5", "expected path=value, as controller.fall=5"],
    [
      "with a hole in its path",
      "controller..fall=5",
      "expected a path of keys with points between them, as controller.fall",
    ],
    ["with a value that is no YAML", "controller={", '"{" is not a YAML value'],
    ["of an unknown key", "controller.fal=5", 'unknown key "fal" (did you mean "fall"?)'],
    ["with a wrong value", "monitor.interval=5", "5 has no unit: write 5s, 5ms, 5m, 5h or 5d"],
    ["of what is not there, in a list", "faults.7.at=5s", "there is no list faults"],
    ["into a single value", "name.first=a", 'name is "small": it has no keys'],
    ["that names what is not there", "cluster.vms.web.home=nowhere", "there is no host nowhere"],
  ])("%s", (_, override, message) => {
    expect(problemsOf(SMALL, [override])).toEqual([`--set ${override}: ${message}`]);
  });
  test("that adds an incomplete part, instead of the file", () => {
    expect(problemsOf(SMALL, ["cluster.vms.zz.cpu=3"])).toEqual([
      "--set cluster.vms.zz.cpu=3: cluster.vms.zz: home is missing",
      "--set cluster.vms.zz.cpu=3: cluster.vms.zz: memory is missing",
    ]);
  });
  test("of an element by an invalid number", () => {
    expect(problemsOf(extended("faults: [{ kind: host-reboot, target: left, at: 1s }]"), ["faults.00.at=5s"])).toEqual([
      "--set faults.00.at=5s: there is no element 00 in faults: it is a list of 1, counted from 0",
    ]);
  });
  test("beyond the end of a list", () => {
    expect(problemsOf(extended("faults: [{ kind: host-reboot, target: left, at: 1s }]"), ["faults.1.at=5s"])).toEqual([
      "--set faults.1.at=5s: there is no element 1 in faults: it is a list of 1, counted from 0",
    ]);
  });
});

describe("a bad override has a caret under its error", () => {
  test.each([
    ["fall", "^"],
    ["controller..fall=5", "           ^"],
    ["controller.fal=5", "           ^"],
    ["controler.fall=5", "^"],
    ["controller.fall=0", "                ^"],
    ["controller={ fal: 5 }", "           ^"],
    ["actions.stop-vm.takes=normal(2s, 1)", "                                 ^"],
    ["name.first=a", "     ^"],
    ["faults.7.at=5s", "       ^"],
  ])("%s", (override, caret) => {
    const parsed = parseScenario(SMALL, "x.yaml", [override]);
    const [said, under] = parsed.ok ? [] : renderProblems(parsed.problems).split("\n");
    expect(said).toContain(`--set ${override}: `);
    expect(under).toBe(`      ${caret}`);
  });
  test("those of options come first, in their order, and then those of the file", () => {
    expect(
      problemsOf(changed("home: left", "home: lefft"), ["seed=[]", "controller.fal=5", "=1"]).map(
        (said) => said.split(": ")[0],
      ),
    ).toEqual(["--set =1", "--set seed=[]", "--set controller.fal=5", "x.yaml:12:18"]);
  });
});
