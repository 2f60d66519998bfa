// The second and third layer of hysteresis: the ladder remembers, and flapping ends in quarantine.

import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { someSettings, type Plan } from "../../builders/scenario.ts";

const VM = "vm/gridce";
const STABLE_FOR = (10 * MINUTE) as Duration;

/** It failed once and was rebooted: it answers, and is on probation. */
function afterOneReboot(plan: Plan = {}): Conversation {
  const talk = new Conversation(someSettings(plan));
  talk.fall(VM);
  rebootHelps(talk);
  return talk;
}

function rebootHelps(talk: Conversation): void {
  talk.done("reboot-vm gridce on alfa01");
  talk.rise(VM);
}

describe("a VM that fails again", () => {
  test("before it was up for `stableFor` continues at the next rung", () => {
    const talk = afterOneReboot();
    expect(talk.fall(VM)).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.done("stop-vm gridce on alfa01")).toEqual(["start-vm gridce on alfa02"]);
  });

  test("and again climbs one rung each time, until a human is called", () => {
    const talk = afterOneReboot();
    talk.fall(VM);
    talk.done("stop-vm gridce on alfa01");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.fall(VM)).toEqual(["reinstall-vm gridce on alfa02"]);
    talk.done("reinstall-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.fall(VM)).toEqual([alert("repair-vm", VM)]);
    expect(talk.stateOf(VM)).toBe("handed-over");
  });

  test("after it was up for `stableFor` begins at the first rung: it is forgotten", () => {
    const talk = afterOneReboot();
    talk.wait(STABLE_FOR);
    expect(talk.stateOf(VM)).toBe("up");
    expect(talk.fall(VM)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("having recovered by itself before any command was given begins at the rung where it was", () => {
    const talk = new Conversation(someSettings());
    talk.ask({ kind: "disarm" });
    talk.fall(VM);
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
    talk.ask({ kind: "arm" });
    expect(talk.fall(VM)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("whose host caused the first failure begins at the first rung", () => {
    const talk = new Conversation(someSettings());
    talk.fall("host/alfa01", VM);
    talk.done("fence-host alfa01");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
    expect(talk.fall(VM)).toEqual(["reboot-vm gridce on alfa02"]);
  });

  test("with a symptom that passes does not count as failed, but begins its time of probation again", () => {
    const talk = afterOneReboot();
    talk.wait((9 * MINUTE) as Duration);
    talk.probe(VM, "nothing");
    expect(talk.stateOf(VM)).toBe("relapsing");
    talk.rise(VM);
    talk.wait((9 * MINUTE) as Duration);
    expect(talk.stateOf(VM)).toBe("probation");
    talk.wait(MINUTE);
    expect(talk.stateOf(VM)).toBe("up");
    expect(talk.phrases).toEqual(["reboot-vm gridce on alfa01"]);
  });
});

describe("a VM that fails more than `maxEpisodes` times within `window`", () => {
  /** Fails `times` times, each long enough after the last to begin at the first rung. */
  function failing(times: number, pause: Duration = STABLE_FOR): Conversation {
    const talk = new Conversation(someSettings({ settings: { maxEpisodes: 3, window: (6 * HOUR) as Duration } }));
    for (let i = 0; i < times; i++) {
      talk.fall(VM);
      rebootHelps(talk);
      talk.wait(pause);
    }
    return talk;
  }

  test("is quarantined instead of recovered again, and a human is called", () => {
    const talk = failing(3);
    expect(talk.fall(VM)).toEqual([alert("repair-vm", VM)]);
    expect(talk.stateOf(VM)).toBe("quarantined");
    expect(talk.because(alert("repair-vm", VM))).toBe(
      "it failed 4 times within the window: another cycle would not help",
    );
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("but whose failures are further apart is recovered each time", () => {
    const talk = failing(3, (3 * HOUR) as Duration);
    expect(talk.fall(VM)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("begins again at the first rung, with nothing counted, when an operator releases it", () => {
    const talk = failing(3);
    talk.fall(VM);
    talk.ask({ kind: "release", vm: "gridce" });
    talk.found("alfa02", []);
    expect(talk.found("alfa01", [])).toEqual(["reboot-vm gridce on alfa01"]);
    rebootHelps(talk);
    expect(talk.stateOf(VM)).toBe("probation");
    talk.wait(STABLE_FOR);
    expect(talk.fall(VM)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("is located, and believed to be up, when it answers again after a human's work", () => {
    const talk = failing(3);
    talk.fall(VM);
    expect(talk.rise(VM)).toEqual(["inspect-host alfa01", "inspect-host alfa02"]);
    talk.found("alfa01", ["gridce"]);
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
  });
});

test("the memory of an episode ends with it: in the next one a human is called again", () => {
  const talk = new Conversation(someSettings());
  const waitInVain = () => {
    talk.fall("host/alfa01", VM);
    talk.rise("host/alfa02");
    for (let i = 0; i < 3; i++) talk.fails("fence-host alfa01");
    return talk.wait((15 * MINUTE) as Duration);
  };
  expect(waitInVain()).toContain(alert("investigate", VM));
  talk.rise("host/alfa01", VM);
  talk.wait(seconds(700));
  expect(talk.stateOf(VM)).toBe("up");
  expect(waitInVain()).toContain(alert("investigate", VM));
});
