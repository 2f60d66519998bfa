// The phase ledger, told of announcements and of the truth by hand.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOST_STATES } from "../../../src/core/controller/state-machines/host-states.ts";
import { VM_STATES, type VmState } from "../../../src/core/controller/state-machines/vm-states.ts";
import { later, seconds, START, type Instant } from "../../../src/base/prelude/time.ts";
import { Ledger } from "../../../src/core/measurement/ledger.ts";
import { PHASES, type Phase } from "../../../src/core/measurement/trial.ts";

const at = (time: number): Instant => later(START, seconds(time));

function spent(ledger: Ledger): Partial<Record<Phase, number>> {
  return Object.fromEntries(
    PHASES.map((phase, i) => [phase, ledger.phaseSeconds[i]] as const).filter(([, time]) => time > 0),
  );
}

/** Opened at 0, with the service lost at 10, suspected at 20, confirmed at 35. */
function confirmed(): Ledger {
  const ledger = new Ledger();
  ledger.open(at(0));
  ledger.became(at(10), "crashed", false);
  ledger.announced(at(20), "suspected", "symptom");
  ledger.announced(at(35), "queued", "confirmed");
  return ledger;
}

describe("a ledger", () => {
  test("tells onset, detection and confirmation apart", () => {
    const ledger = confirmed();
    ledger.close(at(35));
    expect(spent(ledger)).toEqual({ onset: 10, detection: 10, confirmation: 15 });
    expect(ledger.confirmedAt).toBe(at(35));
  });

  test("follows a reboot that helps from command to verification", () => {
    const ledger = confirmed();
    ledger.announced(at(36), "rebooting", "reboot");
    ledger.became(at(38), "booting", false);
    ledger.announced(at(38), "verifying", "done");
    ledger.became(at(60), "starting", false);
    ledger.became(at(85), "serving", true);
    ledger.announced(at(95), "probation", "verified");
    ledger.close(at(95));
    expect(spent(ledger)).toEqual({
      onset: 10,
      detection: 10,
      confirmation: 15,
      waiting: 1,
      action: 2,
      "guest-boot": 22,
      "service-start": 25,
      verification: 10,
    });
    expect(ledger).toMatchObject({ attempts: 1, rung: "reboot" });
  });

  test("books the whole of a rung that did not help as such, verification and all", () => {
    const ledger = confirmed();
    ledger.announced(at(35), "rebooting", "reboot");
    ledger.announced(at(37), "verifying", "done");
    ledger.became(at(50), "serving", true);
    ledger.became(at(55), "hung", false);
    ledger.announced(at(97), "queued", "expired");
    ledger.announced(at(97), "stopping", "stop");
    ledger.announced(at(100), "queued", "done");
    ledger.announced(at(104), "starting", "start");
    ledger.close(at(110));
    expect(spent(ledger)).toEqual({
      onset: 10,
      detection: 10,
      confirmation: 15,
      "failed-reboot": 62,
      waiting: 4,
      action: 9,
    });
  });

  test("counts a stop and the start or reinstall that follows it as one rung", () => {
    const ledger = confirmed();
    ledger.announced(at(40), "stopping", "stop");
    ledger.announced(at(42), "queued", "done");
    ledger.announced(at(42), "reinstalling", "reinstall");
    expect(ledger).toMatchObject({ attempts: 1, rung: "reinstall" });
  });

  test("tells waiting for the host from waiting for a turn", () => {
    const ledger = confirmed();
    ledger.hostAnnounced(at(40), "unreachable");
    ledger.hostAnnounced(at(50), "fencing");
    ledger.hostAnnounced(at(52), "up");
    ledger.close(at(55));
    expect(spent(ledger)).toMatchObject({ waiting: 8, "host-recovery": 12 });
  });

  test.each<VmState>(["quarantined", "handed-over", "resting"])("books the state %s on humans", (state) => {
    const ledger = confirmed();
    ledger.announced(at(40), state, "exhausted");
    ledger.close(at(100));
    expect(spent(ledger)).toMatchObject({ waiting: 5, human: 60 });
  });

  test("begins anew each time it is opened", () => {
    const ledger = confirmed();
    ledger.close(at(50));
    ledger.open(at(60));
    ledger.close(at(61));
    expect(ledger.total).toBe(seconds(1));
    expect(ledger.confirmedAt).toBeNull();
  });
});

test("whatever it is told, every instant belongs to one phase: phases add up to the time it was open", () => {
  const someTold = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant("announced" as const),
        to: fc.constantFrom(...VM_STATES),
        on: fc.constantFrom(
          "symptom",
          "confirmed",
          "reboot",
          "stop",
          "start",
          "reinstall",
          "done",
          "expired",
          "failed",
          "verified",
        ),
      }),
      fc.record({ kind: fc.constant("host" as const), to: fc.constantFrom(...HOST_STATES) }),
      fc.record({
        kind: fc.constant("truth" as const),
        stage: fc.constantFrom("off", "booting", "starting", "serving", "crashed"),
        serving: fc.boolean(),
      }),
    ),
  );
  fc.assert(
    fc.property(someTold, fc.array(fc.nat({ max: 1000 }), { minLength: 100, maxLength: 100 }), (told, waits) => {
      const ledger = new Ledger();
      let time = 0;
      ledger.open(at(0));
      told.forEach((what, i) => {
        time += waits[i % waits.length];
        if (what.kind === "announced") ledger.announced(at(time), what.to, what.on);
        else if (what.kind === "host") ledger.hostAnnounced(at(time), what.to);
        else ledger.became(at(time), what.stage as "off", what.serving);
      });
      ledger.close(at(time + 1));
      expect(ledger.total).toBe(seconds(time + 1));
    }),
  );
});
