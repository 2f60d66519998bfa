// What is said about scripted fates of commands that cannot be, and what those mean that can.

import { expect, test } from "vitest";
import { MINUTE } from "../../../src/base/prelude/time.ts";
import { extended, scenarioOf } from "./small.ts";
import { tell } from "./tell.ts";

const fate = (text: string) => extended(`fates: [{ ${text} }]`);

tell("a fate is one of a command", [
  [
    "of a kind that exists",
    fate("command: stop-wm, outcome: failed"),
    "x.yaml:16:20: expected inspect-host, reboot-vm, stop-vm, start-vm, reinstall-vm, migrate-vm, restart-layer, " +
      'fence-host, power-on-host, not "stop-wm" (did you mean "stop-vm"?)',
  ],
  [
    "with what a command of that kind has",
    fate("command: fence-host, vm: web, to: left, outcome: failed"),
    "x.yaml:16:32: fence-host has no vm",
    "x.yaml:16:41: fence-host has no to",
  ],
  [
    "with names that exist",
    fate("command: start-vm, vm: wab, host: lift, outcome: failed"),
    'x.yaml:16:34: there is no VM wab (did you mean "web"?)',
    'x.yaml:16:45: there is no host lift (did you mean "left"?)',
  ],
  [
    "with something to say about it",
    fate("command: start-vm, nth: 1"),
    "x.yaml:16:9: expected outcome (how they go), takes (how long they take), or both",
  ],
  [
    "in a time that is not over before it begins",
    fate("command: start-vm, from: 2m, until: 1m, outcome: failed"),
    "x.yaml:16:47: expected a time after from (2m)",
  ],
  [
    "with an effect only if that is unknown to the controller",
    fate("command: start-vm, outcome: failed, effect: true"),
    "x.yaml:16:47: effect belongs to outcome: lost",
  ],
  [
    "without a time if it hangs",
    fate("command: start-vm, outcome: hangs, takes: 2m"),
    "x.yaml:16:46: a command that hangs has no end: leave out takes",
  ],
]);

test("a fate concerns all commands that fit, and works if it says only how long they take", () => {
  expect(scenarioOf(fate("command: migrate-vm, vm: web, until: 10m, takes: 1m")).site.fates).toEqual([
    {
      command: "migrate-vm",
      vm: "web",
      host: undefined,
      to: undefined,
      from: 0,
      until: 10 * MINUTE,
      nth: undefined,
      outcome: "works",
      effect: false,
      takes: { kind: "constant", value: MINUTE },
    },
  ]);
});
