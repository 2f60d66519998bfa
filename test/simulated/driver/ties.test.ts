// The order of events at one instant: an answer comes before the deadline of the wait for it.

import { expect, test } from "vitest";
import { HOUR, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { scripted } from "../../builders/bench.ts";
import { observe } from "../../builders/run.ts";
import { aScenario, someSettings } from "../../builders/scenario.ts";

/** The commands about a VM whose guest answers 20 s after its reboot, at the instant of a probe. */
function ordersWith(guestWithin: Duration): string[] {
  const ladder = someSettings().ladder.map((rung) => ({ ...rung, guestWithin }));
  const scenario = aScenario(
    { kind: "incident", horizon: HOUR, clock: 0 as Duration },
    { settings: { ladder } },
    { faults: [scripted("guest-kernel-crash", "gridce", 60)] },
  );
  const { journal } = observe(scenario, { lasting: (5 * MINUTE) as Duration });
  return journal.flatMap((entry) => (entry.kind === "command" && "vm" in entry.command ? [entry.command.kind] : []));
}

test("a guest that answers at the exact instant of its deadline is in time", () => {
  expect(ordersWith(seconds(20))).toEqual(["reboot-vm"]);
});

test("a guest that answers later is not", () => {
  expect(ordersWith((seconds(20) - 1) as Duration)).toEqual(["reboot-vm", "stop-vm", "start-vm", "reinstall-vm"]);
});
