// What a scenario expects: what keys mean by default, and what is wrong with them.

import { describe, expect, test } from "vitest";
import { later, seconds, START } from "../../../src/base/prelude/time.ts";
import { extended, problemsOf, scenarioOf } from "./small.ts";

const FAULT = "faults: [{ kind: domain-killed, target: web, at: 10m }]";
const incident = (line: string) =>
  scenarioOf(extended(FAULT, "expect:", `  incident: [{ ${line} }]`)).expect.incident[0];
const problem = (...lines: readonly string[]) => problemsOf(extended(FAULT, "expect:", ...lines));

describe("of an incident", () => {
  test("within counts from the first scripted fault, or from an instant; by default it is the end", () => {
    expect(incident("kind: serves, vm: web, within: 5m")).toEqual({
      kind: "serves",
      vm: "web",
      hosts: [],
      by: later(START, seconds(900)),
    });
    expect(incident("kind: serves, vm: web, from: 1m, within: 5m")).toMatchObject({ by: later(START, seconds(360)) });
    expect(incident("kind: serves, vm: web, hosts: [right]")).toMatchObject({
      hosts: ["right"],
      by: later(START, seconds(3600)),
    });
  });

  test("a limit of calls needs none, and a call is needed if nothing is said", () => {
    expect(incident("kind: alert, atMost: 2")).toMatchObject({ by: undefined, atMost: 2, about: undefined });
    expect(incident("kind: alert, task: make-room, about: vm/web")).toMatchObject({ by: later(START, seconds(3600)) });
  });

  test("all VMs and any command are meant by default", () => {
    expect(incident("kind: never-twice")).toEqual({ kind: "never-twice", vms: ["web", "mail"] });
    expect(incident("kind: no-command, commands: reinstall-vm")).toEqual({
      kind: "no-command",
      commands: ["reinstall-vm"],
      targets: [],
    });
    expect(incident("kind: no-command, commands: any, target: vm/web")).toMatchObject({ targets: ["vm/web"] });
  });

  test.each([
    ["kind: serves", "x.yaml:18:14: serves needs vm"],
    ["kind: serves, vm: wbe", 'there is no VM wbe (did you mean "web"?)'],
    ["kind: serves, vm: web, atMost: 3", "serves has no atMost"],
    ["kind: serves, vm: web, within: 2h", "is after the end of the incident"],
    ["kind: state, about: vm/web, state: quarantine", 'vm/web has no state quarantine (did you mean "quarantined"?)'],
    ["kind: state, about: web, state: up", "there is no target (host/NAME, vm/NAME or controller) web"],
    ["kind: command-after, command: start-vm, target: vm/web, after: fence-host, of: host/lft", "host/left"],
  ])("{ %s } is wrong, there and for that reason", (line, message) => {
    expect(problem(`  incident: [{ ${line} }]`)).toEqual([expect.stringContaining(message)]);
  });
});

describe("of a figure", () => {
  test("a bound has the unit of the figure", () => {
    const { expect: expected } = scenarioOf(extended(FAULT, "expect: { vms.web.downtime: { atMost: 5m } }"));
    expect(expected.figures).toEqual([
      { figure: "vms.web.downtime", atLeast: undefined, atMost: 300, text: "at most 5m" },
    ]);
  });

  test.each([
    ["  vms.wbe.downtime: { atMost: 5m }", 'there is no figure vms.wbe.downtime (did you mean "vms.web.downtime"?)'],
    ["  site.nines: { atLeast: 3 }", "there is no figure site.nines in the summary of this experiment"],
    ["  vms.web.downtime: { atMost: 5 }", "x.yaml:18:31: 5 has no unit"],
    ["  vms.web.downtime: {}", "expected atLeast, atMost or both"],
    ["  vms.web.outages: { atMost: few }", "expected a number, not few"],
  ])("%s is wrong", (line, message) => {
    expect(problem(line)).toEqual([expect.stringContaining(message)]);
  });

  test("a campaign has no incident to expect anything of", () => {
    const text = extended("expect: { incident: [{ kind: never-twice }] }").replace(
      "incident: { horizon: 1h }",
      "crash-campaign: { inject: [{ fault: domain-killed, target: web }] }",
    );
    expect(problemsOf(text)).toEqual([expect.stringContaining("expected bounds on figures")]);
  });
});
