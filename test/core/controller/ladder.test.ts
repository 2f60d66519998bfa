// The ladder: reboot, restart elsewhere, reinstall, a human. How each rung is given, verified, and given up.

import { describe, expect, test } from "vitest";
import { MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { someSettings, type Plan } from "../../builders/scenario.ts";

const VM = "vm/gridce";

function down(plan: Plan = {}): Conversation {
  const talk = new Conversation(someSettings(plan));
  talk.fall(VM);
  return talk;
}

function ladder(...attempts: number[]): Plan {
  return { settings: { ladder: someSettings().ladder.map((rung, i) => ({ ...rung, attempts: attempts[i] })) } };
}

describe("a rung", () => {
  test("that helps is verified by `rise` good probes, and nothing more is done", () => {
    const talk = down();
    talk.done("reboot-vm gridce on alfa01");
    expect(talk.stateOf(VM)).toBe("verifying");
    talk.probe(VM, "service");
    expect(talk.stateOf(VM)).toBe("verifying");
    talk.probe(VM, "service");
    expect(talk.stateOf(VM)).toBe("probation");
    expect(talk.phrases).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("that the driver says has failed is followed by the next at once, without waiting for the time-out", () => {
    const talk = down();
    expect(talk.fails("reboot-vm gridce on alfa01", "no such domain")).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.because("stop-vm gridce on alfa01")).toContain("reboot did not help (attempt 1 of 1): no such domain");
  });

  test("with several attempts is tried that many times before the next", () => {
    const talk = down(ladder(3, 1, 1));
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual(["reboot-vm gridce on alfa01"]);
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual(["reboot-vm gridce on alfa01"]);
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual(["stop-vm gridce on alfa01"]);
  });

  test("whose command never answers is given up when its time is over", () => {
    const talk = down();
    expect(talk.wait(seconds(119))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["stop-vm gridce on alfa01"]);
  });

  test("is given up when the guest shows no sign of life `guestWithin` after the command was done", () => {
    const talk = down();
    talk.done("reboot-vm gridce on alfa01");
    expect(talk.wait(seconds(59))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.because("stop-vm gridce on alfa01")).toContain("no sign of life from its guest in time");
  });

  test("whose guest answers in time has its whole time-out for the service", () => {
    const talk = down();
    talk.done("reboot-vm gridce on alfa01");
    talk.probe(VM, "system");
    expect(talk.wait(seconds(113))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.because("stop-vm gridce on alfa01")).toContain("no service when the time of verifying was over");
  });

  test("whose guest never answered does not pass its reason on to the next, whose command never answers", () => {
    const talk = down(ladder(1, 2, 1));
    talk.done("reboot-vm gridce on alfa01");
    talk.wait(seconds(60));
    talk.done("stop-vm gridce on alfa01");
    expect(talk.wait(seconds(120))).toEqual(["stop-vm gridce on alfa02"]);
    expect(talk.because("stop-vm gridce on alfa02")).toContain("no service when the time of starting was over");
  });

  test("without `guestWithin` is limited by its time-out alone", () => {
    const plan: Plan = {
      settings: { ladder: someSettings().ladder.map((rung) => ({ ...rung, guestWithin: undefined })) },
    };
    const talk = down(plan);
    talk.done("reboot-vm gridce on alfa01");
    expect(talk.wait(seconds(118))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["stop-vm gridce on alfa01"]);
  });
});

describe("the ladder of a VM", () => {
  test("leads from reboot to restart elsewhere to reinstall in place, then to a human, who learns what failed", () => {
    const talk = down();
    talk.fails("reboot-vm gridce on alfa01");
    talk.done("stop-vm gridce on alfa01");
    expect(talk.fails("start-vm gridce on alfa02", "out of memory")).toEqual(["reinstall-vm gridce on alfa02"]);
    expect(talk.fails("reinstall-vm gridce on alfa02", "no PXE answer")).toEqual([alert("repair-vm", VM)]);
    expect(talk.stateOf(VM)).toBe("handed-over");
    expect(talk.because(alert("repair-vm", VM))).toBe(
      "no rung is left under its ceiling, reinstall; last: reinstall did not help (attempt 1 of 1): no PXE answer",
    );
  });

  test.each([
    ["reboot", ["reboot-vm gridce on alfa01", alert("repair-vm", VM)]],
    [
      "restart",
      ["reboot-vm gridce on alfa01", "stop-vm gridce on alfa01", "start-vm gridce on alfa02", alert("repair-vm", VM)],
    ],
  ] as const)("ends at its ceiling: %s", (ceiling, orders) => {
    const talk = down({ vmSettings: { ceiling } });
    talk.wait(seconds(120));
    if (ceiling === "restart") talk.done("stop-vm gridce on alfa01");
    talk.wait(seconds(120));
    expect(talk.phrases).toEqual(orders);
    expect(talk.phrases.join()).not.toContain("reinstall-vm");
  });

  test("can have any number of rungs in any order", () => {
    const [, restart, reinstall] = someSettings().ladder;
    const talk = down({ settings: { ladder: [restart, reinstall] } });
    expect(talk.phrases).toEqual(["stop-vm gridce on alfa01"]);
  });
});

describe("a VM handed over to a human", () => {
  function handedOver(): Conversation {
    const talk = down({ vmSettings: { ceiling: "reboot" } });
    talk.fails("reboot-vm gridce on alfa01");
    expect(talk.stateOf(VM)).toBe("handed-over");
    return talk;
  }

  test("is left alone", () => {
    const talk = handedOver();
    talk.probe(VM, "nothing", 5);
    expect(talk.wait((120 * MINUTE) as Duration)).toEqual([]);
  });

  test("is located when it answers again, since a human may have started it anywhere", () => {
    const talk = handedOver();
    expect(talk.rise(VM)).toEqual(["inspect-host alfa01", "inspect-host alfa02"]);
    talk.found("alfa02", ["gridce"]);
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
    expect(talk.state.vms["gridce"]).toMatchObject({ host: "alfa02", places: ["alfa02"] });
  });

  test("that is repaired is noticed, even if it was proven to run nowhere", () => {
    const talk = handedOver();
    talk.fall("host/alfa01");
    talk.done("fence-host alfa01");
    expect(talk.stateOf(VM)).toBe("handed-over");
    expect(talk.state.vms["gridce"].places).toEqual([]);
    talk.rise("host/alfa01");
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("locating");
    talk.found("alfa01", ["gridce"]);
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
  });

  describe("and released", () => {
    test("is located on every host first, and begins at the first rung where it is found but silent", () => {
      const talk = handedOver();
      expect(talk.ask({ kind: "release", vm: "gridce" })).toEqual(["inspect-host alfa01", "inspect-host alfa02"]);
      expect(talk.found("alfa01", [])).toEqual([]);
      expect(talk.found("alfa02", ["gridce"])).toEqual([]);
      expect(talk.wait(seconds(59))).toEqual([]);
      expect(talk.wait(seconds(1))).toEqual(["reboot-vm gridce on alfa02"]);
      expect(talk.because("reboot-vm gridce on alfa02")).toBe("no sign of life from its guest in time");
    });

    test("is left alone where it is found if it answers there: a human has started it", () => {
      const talk = handedOver();
      talk.ask({ kind: "release", vm: "gridce" });
      talk.found("alfa02", ["gridce"]);
      expect(talk.rise(VM)).toEqual([]);
      expect(talk.state.vms["gridce"]).toMatchObject({ state: "probation", host: "alfa02", places: ["alfa02"] });
    });

    test("begins again at the first rung, at once, if it was found nowhere", () => {
      const talk = handedOver();
      talk.ask({ kind: "release", vm: "gridce" });
      talk.found("alfa01", []);
      expect(talk.found("alfa02", [])).toEqual(["reboot-vm gridce on alfa01"]);
    });

    test("is not started while it may run on a host that cannot be asked; in time a human is called for proof", () => {
      const talk = handedOver();
      talk.probe("host/alfa02", "nothing");
      talk.ask({ kind: "release", vm: "gridce" });
      talk.isUndelivered("inspect-host alfa02");
      expect(talk.found("alfa01", [])).toEqual([]);
      talk.fall("host/alfa02");
      for (let i = 0; i < 3; i++) talk.fails("fence-host alfa02");
      expect(talk.because(alert("prove-dead", "host/alfa02"))).toContain("gridce");
      expect(talk.wait((15 * MINUTE) as Duration)).toContain(alert("investigate", VM));
      expect(talk.because(alert("investigate", VM))).toContain("it may still run on alfa02");
      expect(talk.ask({ kind: "confirm-dead", host: "alfa02" })).toContain("reboot-vm gridce on alfa01");
    });

    test("is not located on hosts that are proven dead", () => {
      const talk = handedOver();
      talk.fall("host/alfa02");
      talk.done("fence-host alfa02");
      expect(talk.ask({ kind: "release", vm: "gridce" })).toEqual(["inspect-host alfa01"]);
    });
  });

  test("that fails again before it was stable is handed over again", () => {
    const talk = handedOver();
    talk.rise(VM);
    talk.found("alfa01", ["gridce"]);
    talk.rise(VM);
    expect(talk.fall(VM)).toEqual([alert("repair-vm", VM)]);
  });

  test("is not affected by a release that comes while it is healthy", () => {
    const talk = new Conversation(someSettings());
    expect(talk.ask({ kind: "release", vm: "gridce" })).toEqual([]);
    expect(talk.stateOf(VM)).toBe("up");
  });
});

describe("a command that did not reach its host", () => {
  test("counts against the host, not as an attempt of the VM, the first time", () => {
    const talk = down();
    expect(talk.isUndelivered("reboot-vm gridce on alfa01")).toEqual([]);
    expect(talk.stateOf("host/alfa01")).toBe("suspected");
    expect(talk.rise("host/alfa01")).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("is an attempt like any other the second time", () => {
    const talk = down();
    talk.isUndelivered("reboot-vm gridce on alfa01");
    talk.rise("host/alfa01");
    talk.isUndelivered("reboot-vm gridce on alfa01");
    expect(talk.rise("host/alfa01")).toEqual(["stop-vm gridce on alfa01"]);
  });

  test("is excused again in the next episode", () => {
    const talk = down();
    talk.isUndelivered("reboot-vm gridce on alfa01");
    talk.rise("host/alfa01");
    talk.done("reboot-vm gridce on alfa01");
    talk.rise(VM);
    talk.wait((10 * MINUTE) as Duration);
    talk.fall(VM);
    talk.isUndelivered("reboot-vm gridce on alfa01");
    expect(talk.rise("host/alfa01")).toEqual(["reboot-vm gridce on alfa01"]);
  });
});

describe("a command whose connection broke meanwhile", () => {
  test("is not waited for: its effect is inspected at once, and the failure counts against the host", () => {
    const talk = down();
    expect(talk.isLost("reboot-vm gridce on alfa01")).toEqual(["inspect-host alfa01"]);
    expect(talk.stateOf(VM)).toBe("locating");
    expect(talk.stateOf("host/alfa01")).toBe("suspected");
  });

  test("may have been done: then the service is awaited", () => {
    const talk = down();
    talk.isLost("reboot-vm gridce on alfa01");
    talk.found("alfa01", ["gridce"]);
    expect(talk.stateOf(VM)).toBe("verifying");
  });

  test("may still take effect, also if the VM was not found: it is given again there, not elsewhere", () => {
    const talk = down();
    talk.isLost("reboot-vm gridce on alfa01");
    talk.found("alfa01", []);
    expect(talk.rise("host/alfa01")).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("is given again if it was a stop, which can be given twice", () => {
    const talk = down();
    talk.fails("reboot-vm gridce on alfa01");
    talk.isLost("stop-vm gridce on alfa01");
    expect(talk.rise("host/alfa01")).toEqual(["stop-vm gridce on alfa01"]);
  });

  test("is treated like one that was never answered, the second time", () => {
    const talk = down();
    talk.isLost("reboot-vm gridce on alfa01");
    talk.found("alfa01", []);
    talk.rise("host/alfa01");
    talk.isLost("reboot-vm gridce on alfa01");
    expect(talk.rise("host/alfa01")).toEqual(["stop-vm gridce on alfa01"]);
  });
});

describe("a command that is blocked by something that all share", () => {
  test("uses up no rung: a human is called once, and it is tried again after the hold", () => {
    const talk = down();
    expect(talk.isBlocked("reboot-vm gridce on alfa01")).toEqual([alert("investigate", VM)]);
    expect(talk.stateOf(VM)).toBe("blocked");
    expect(talk.wait(seconds(59))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["reboot-vm gridce on alfa01"]);
    expect(talk.isBlocked("reboot-vm gridce on alfa01")).toEqual([]);
    expect(talk.wait(MINUTE)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("is not given again when the VM answers by itself", () => {
    const talk = down();
    talk.isBlocked("reboot-vm gridce on alfa01");
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
  });

  test("takes no slot while it waits", () => {
    const talk = new Conversation(
      someSettings({ vms: { gridce: "alfa01", squid: "alfa01" }, settings: { maxConcurrent: 1 } }),
    );
    talk.fall(VM, "vm/squid");
    expect(talk.isBlocked("reboot-vm gridce on alfa01")).toContain("reboot-vm squid on alfa01");
  });

  test("causes a new call in the next episode", () => {
    const talk = down();
    talk.isBlocked("reboot-vm gridce on alfa01");
    talk.rise(VM);
    talk.wait((10 * MINUTE) as Duration);
    talk.fall(VM);
    expect(talk.isBlocked("reboot-vm gridce on alfa01")).toEqual([alert("investigate", VM)]);
  });
});

describe("an outcome", () => {
  test("that comes after its time is over is ignored", () => {
    const talk = down();
    const reboot = talk.idOf("reboot-vm gridce on alfa01");
    talk.wait(seconds(120));
    expect(talk.stateOf(VM)).toBe("stopping");
    expect(talk.outcome(reboot, { kind: "done" })).toEqual([]);
    expect(talk.stateOf(VM)).toBe("stopping");
  });

  test("that comes twice is ignored the second time", () => {
    const talk = down();
    talk.done("reboot-vm gridce on alfa01");
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual([]);
    expect(talk.stateOf(VM)).toBe("verifying");
  });

  test("of a command that was never given is ignored", () => {
    const talk = down();
    expect(talk.outcome(999, { kind: "done" })).toEqual([]);
  });
});

test("a VM that has just answered while it waits is left alone until its next probe", () => {
  const talk = new Conversation(someSettings());
  talk.probe("host/alfa01", "nothing");
  talk.fall(VM);
  expect(talk.stateOf(VM)).toBe("queued");
  talk.probe("host/alfa01", "service");
  talk.probe(VM, "service");
  expect(talk.probe("host/alfa01", "service")).toEqual([]);
  expect(talk.stateOf("host/alfa01")).toBe("up");
  talk.probe(VM, "service");
  expect(talk.stateOf(VM)).toBe("probation");
  expect(talk.phrases).toEqual([]);
});

test("a VM that answered once while it waited and then became silent is acted upon", () => {
  const talk = new Conversation(someSettings());
  talk.probe("host/alfa01", "nothing");
  talk.fall(VM);
  talk.probe(VM, "service");
  talk.rise("host/alfa01");
  expect(talk.probe(VM, "nothing")).toEqual(["reboot-vm gridce on alfa01"]);
});
