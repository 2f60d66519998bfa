// Where remarks point, and what is remarked about faults that bear the same name.

import { expect, test } from "vitest";
import { changed, extended, inCluster, problemsOf, remarksOn, scenarioOf } from "./small.ts";

const slow = changed("boot: { system: 20s }", "boot: { system: 7m }");

test("a remark names file, line and column: of the setting if it is written, else of its reason", () => {
  const places = (text: string, ...overrides: string[]) =>
    remarksOn(text, overrides).map((remark) => /^.*?: (?=controller)/.exec(remark)?.[0]);
  expect(places(slow)).toEqual(["x.yaml:7:5: ", "x.yaml:7:5: "]);
  expect(places(`${slow}controller: { ladder: [reboot, restart] }\n`)).toEqual(["x.yaml:16:24: ", "x.yaml:16:32: "]);
  expect(
    places(changed("boot: { system: 20s }", "boot: { system: 20s }"), "cluster.types.node.boot.system=7m"),
  ).toEqual(["x.yaml:7:5: ", "x.yaml:7:5: "]);
  expect(places(inCluster("hostBoot: { firmware: 12m }"))).toEqual(["x.yaml:14:3: "]);
  expect(places(extended("actions: { fence-host: { takes: 40s } }"))).toEqual(["x.yaml:16:12: "]);
  expect(places(extended(), "controller.hosts.powerOn.timeout=10s")).toEqual([
    "--set controller.hosts.powerOn.timeout=10s: ",
  ]);
});

test("remarks are told in the order of the file", () => {
  const text = extended(
    "actions: { fence-host: { takes: 40s } }",
    "controller: { ladder: [reboot: { timeout: 10s }, restart, reinstall] }",
  );
  expect(remarksOn(text).map((remark) => remark.split(" ").slice(0, 2))).toEqual([
    ["x.yaml:16:12:", "controller.hosts.fence"],
    ["x.yaml:17:24:", "controller.ladder:"],
  ]);
});

const faults = (...written: string[]) => extended("faults:", ...written.map((fault) => `  - { ${fault} }`));
const CRASH = "kind: guest-kernel-crash, every: exponential(30d)";

test("random faults of one name and target are remarked, with what it costs", () => {
  expect(remarksOn(faults(`${CRASH}, target: web`, `${CRASH}, target: all`))).toEqual([
    "x.yaml:18:5: faults 0 and 1 (from 0) have the same name, guest-kernel-crash, for vm/web: only their order tells " +
      "them apart, and without the first the other would be injected at other instants; expected a name in one of them",
  ]);
});

test.each([
  ["another target", `${CRASH}, target: mail`],
  ["a name", `${CRASH}, target: web, name: second`],
  ["nothing random", "kind: guest-kernel-crash, target: web, at: 1h"],
  ["all targets together", `${CRASH}, target: [web, mail], together: true`],
])("not if the other has %s", (_, other) => {
  expect(remarksOn(faults(`${CRASH}, target: web`, other))).toEqual([]);
});

test("common causes have the same name whatever their targets", () => {
  const loss = "kind: host-power-loss, every: exponential(30d), together: true";
  const [remark] = remarksOn(faults(`${loss}, target: left`, `${loss}, target: right`));
  expect(remark).toContain("have the same name, host-power-loss, for all of their targets together: ");
  expect(remarksOn(faults(`${loss}, target: left, name: rack-1`, `${loss}, target: right, name: rack-2`))).toEqual([]);
});

test("a name is one name", () => {
  const withName = (name: string) => problemsOf(faults(`${CRASH}, target: web, name: ${name}`));
  expect(withName("rack-1")).toEqual([]);
  expect(withName('"a/b"')).toEqual([
    'x.yaml:17:77: "a/b" is not a name: expected letters, digits, hyphens, points, or name[1..5]',
  ]);
  expect(withName('"rack[1..2]"')).toEqual(['x.yaml:17:77: "rack[1..2]" is a range: expected one name']);
  expect(withName("7")).toEqual(['x.yaml:17:77: expected text, not "7"']);
  expect(scenarioOf(faults(`${CRASH}, target: web, name: rack-1`)).faults[0].name).toBe("rack-1");
  expect(scenarioOf(faults(`${CRASH}, target: web`)).faults[0]).not.toHaveProperty("name");
});
