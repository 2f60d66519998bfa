// The controller's own crash: its beliefs are restored from the journal, and the effect of commands in flight is found
// by inspection.

import { describe, expect, test } from "vitest";
import { HOUR, later, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { someSettings } from "../../builders/scenario.ts";

const VM = "vm/gridce";
/** `fall` probes, and one more. */
const SURVEY = seconds(20);

function rebooting(): Conversation {
  const talk = new Conversation(someSettings());
  talk.fall(VM);
  return talk;
}

describe("after a crash of its own", () => {
  test("the effect of a command in flight is found by inspecting the host", () => {
    const talk = rebooting();
    expect(talk.crash()).toEqual(["inspect-host alfa01"]);
    expect(talk.stateOf(VM)).toBe("locating");
  });

  test("a VM that is found running is verified as after its command", () => {
    const talk = rebooting();
    talk.crash();
    talk.found("alfa01", ["gridce"]);
    expect(talk.stateOf(VM)).toBe("verifying");
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
  });

  test("a VM that is not found gets the same rung again, and nothing counts as an attempt", () => {
    const talk = rebooting();
    talk.crash();
    expect(talk.found("alfa01", [])).toEqual([]);
    expect(talk.wait(SURVEY)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  describe("with a start in flight", () => {
    function starting(): Conversation {
      const talk = new Conversation(someSettings({ hosts: ["alfa01", "alfa02", "alfa03"] }));
      talk.fall("host/alfa01", VM);
      talk.done("fence-host alfa01");
      expect(talk.phrases).toContain("start-vm gridce on alfa02");
      return talk;
    }

    test("a VM that is not seen there may still start: it is stopped there before it is started elsewhere", () => {
      const talk = starting();
      talk.crash();
      talk.found("alfa02", []);
      expect(talk.wait(SURVEY)).toContain("stop-vm gridce on alfa02");
      expect(talk.because("stop-vm gridce on alfa02")).toContain("it was not found, but may run, or start, on alfa02");
      expect(talk.done("stop-vm gridce on alfa02")).toEqual(["start-vm gridce on alfa03"]);
    });

    test("a VM that is seen there is verified", () => {
      const talk = starting();
      talk.crash();
      expect(talk.found("alfa02", ["gridce"])).toEqual([]);
      expect(talk.stateOf(VM)).toBe("verifying");
    });

    test("a second crash loses nothing of that", () => {
      const talk = starting();
      talk.crash();
      talk.crash();
      talk.found("alfa02", []);
      expect(talk.wait(SURVEY)).toContain("stop-vm gridce on alfa02");
    });
  });

  test("a VM whose host cannot be inspected waits for proof about the host", () => {
    const talk = rebooting();
    talk.crash();
    expect(talk.isUndelivered("inspect-host alfa01")).toEqual([]);
    expect(talk.stateOf("host/alfa01")).toBe("suspected");
    talk.fall("host/alfa01");
    talk.wait(SURVEY);
    expect(talk.done("fence-host alfa01")).toContain("start-vm gridce on alfa02");
  });

  test("the outcome of the command that was in flight is ignored", () => {
    const talk = rebooting();
    const reboot = talk.idOf("reboot-vm gridce on alfa01");
    talk.crash();
    expect(talk.outcome(reboot, { kind: "done" })).toEqual([]);
    expect(talk.stateOf(VM)).toBe("locating");
  });

  test("a second crash during an inspection makes it inspect again", () => {
    const talk = rebooting();
    talk.crash();
    expect(talk.crash()).toEqual(["inspect-host alfa01"]);
  });

  test("the effect of a migration in flight is found by inspecting both hosts", () => {
    const talk = new Conversation(someSettings());
    talk.ask({ kind: "move", vm: "gridce", to: "alfa02" });
    expect(talk.crash()).toEqual([alert("investigate", VM), "inspect-host alfa01", "inspect-host alfa02"]);
    talk.found("alfa02", ["gridce"]);
    expect(talk.state.vms["gridce"]).toMatchObject({ host: "alfa02", places: ["alfa02"] });
  });

  test("a migration in flight may still take effect after the VM was seen at its source: it stops there first", () => {
    const talk = new Conversation(someSettings());
    talk.ask({ kind: "move", vm: "gridce", to: "alfa02" });
    talk.crash();
    talk.found("alfa02", []);
    talk.found("alfa01", ["gridce"]);
    talk.rise(VM);
    expect(talk.state.vms["gridce"]).toMatchObject({
      state: "probation",
      host: "alfa01",
      places: ["alfa01", "alfa02"],
    });
    expect(talk.fall(VM)).toEqual(["stop-vm gridce on alfa02"]);
    expect(talk.done("stop-vm gridce on alfa02")).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("a fence that was in flight is given again, since it can be given twice, and does not count twice", () => {
    const talk = new Conversation(someSettings());
    talk.fall("host/alfa01", VM);
    expect(talk.crash()).toEqual([]);
    expect(talk.wait(SURVEY)).toEqual(["fence-host alfa01"]);
    expect(talk.because("fence-host alfa01")).toContain("attempt 1 of 3");
  });

  test("the restart of a layer that was in flight is given again", () => {
    const talk = new Conversation(someSettings());
    talk.probe("host/alfa01", "system", 3);
    expect(talk.crash()).toEqual([]);
    expect(talk.wait(SURVEY)).toEqual(["restart-layer alfa01"]);
  });

  test("the switching on that was in flight is given again", () => {
    const talk = new Conversation(someSettings());
    talk.fall("host/alfa01", VM);
    talk.done("fence-host alfa01");
    expect(talk.crash()).toEqual(["inspect-host alfa02"]);
    expect(talk.wait(SURVEY)).toEqual(["power-on-host alfa01"]);
  });

  test("it inspects before it acts: what came back meanwhile is left alone", () => {
    const talk = new Conversation(someSettings());
    talk.fall("host/alfa01", VM);
    expect(talk.phrases).toEqual(["fence-host alfa01"]);
    talk.crash();
    expect(talk.state.self.state).toBe("holding");
    talk.rise("host/alfa01", VM);
    expect(talk.wait(HOUR)).toEqual([]);
    expect(talk.state.self.state).toBe("armed");
    expect(talk.phrases).toEqual(["fence-host alfa01"]);
  });

  test("a deadline of a hold that passed meanwhile does not end the new hold", () => {
    const talk = new Conversation(someSettings());
    talk.fall("host/alfa01", "host/alfa02", VM);
    expect(talk.state.self.state).toBe("holding");
    talk.now = later(talk.now, HOUR);
    talk.crash();
    talk.rise("host/alfa01", "host/alfa02", VM);
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("a storm during the hold after its start makes it hold as long as any storm", () => {
    const talk = new Conversation(someSettings());
    talk.crash();
    talk.fall("host/alfa01", "host/alfa02", VM);
    expect(talk.phrases).toEqual([alert("investigate", "controller")]);
    expect(talk.wait(seconds(59))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["fence-host alfa01", "fence-host alfa02"]);
  });

  test("it stays disarmed if it was", () => {
    const talk = new Conversation(someSettings());
    talk.ask({ kind: "disarm" });
    talk.crash();
    talk.wait(HOUR);
    expect(talk.state.self.state).toBe("disarmed");
  });

  test("a VM whose recovery was being verified is located, with a new time-out: silence does not count", () => {
    const talk = rebooting();
    talk.done("reboot-vm gridce on alfa01");
    talk.now = later(talk.now, HOUR);
    expect(talk.crash()).toEqual(["inspect-host alfa01"]);
    talk.found("alfa01", ["gridce"]);
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
  });

  test("a human who was called for a VM is called again, since the alert may be lost; the VM stays where it is", () => {
    const talk = new Conversation(someSettings({ vmSettings: { ceiling: "reboot" } }));
    talk.fall(VM);
    talk.fails("reboot-vm gridce on alfa01");
    expect(talk.stateOf(VM)).toBe("handed-over");
    expect(talk.crash()).toEqual([alert("repair-vm", VM)]);
    expect(talk.because(alert("repair-vm", VM))).toMatch(
      /^the controller was started again.*; still: no rung is left.*refused$/,
    );
    expect(talk.stateOf(VM)).toBe("handed-over");
    expect(talk.crash()).toEqual([alert("repair-vm", VM)]);
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("locating");
  });

  test("a human who was called for a VM in quarantine is called again", () => {
    const talk = new Conversation(someSettings({ settings: { maxEpisodes: 0 } }));
    talk.fall(VM);
    expect(talk.stateOf(VM)).toBe("quarantined");
    expect(talk.crash()).toEqual([alert("repair-vm", VM)]);
    expect(talk.stateOf(VM)).toBe("quarantined");
  });

  test("a human who was asked for proof of death is asked again, and the fence is tried again when it was due", () => {
    const talk = new Conversation(someSettings());
    talk.fall("host/alfa01", VM);
    for (let i = 0; i < 3; i++) talk.fails("fence-host alfa01");
    expect(talk.stateOf("host/alfa01")).toBe("unfenced");
    talk.wait(seconds(100));
    expect(talk.crash()).toEqual([alert("prove-dead", "host/alfa01")]);
    expect(talk.because(alert("prove-dead", "host/alfa01"))).toContain("gridce");
    expect(talk.wait(seconds(199))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["fence-host alfa01"]);
  });

  test("a human who was asked to repair a host that is being switched on again is asked again when that fails", () => {
    const talk = new Conversation(someSettings({ vms: {} }));
    talk.fall("host/alfa01");
    talk.done("fence-host alfa01");
    talk.fails("power-on-host alfa01");
    talk.wait((5 * MINUTE) as Duration);
    expect(talk.crash()).toEqual([]);
    talk.wait(seconds(20));
    expect(talk.fails("power-on-host alfa01")).toEqual([alert("repair-host", "host/alfa01")]);
  });

  test("a human who was asked to repair a host is asked again", () => {
    const talk = new Conversation(someSettings({ vms: {} }));
    talk.fall("host/alfa01");
    talk.done("fence-host alfa01");
    talk.fails("power-on-host alfa01");
    expect(talk.crash()).toEqual([alert("repair-host", "host/alfa01")]);
    expect(talk.stateOf("host/alfa01")).toBe("broken");
  });

  test("a human who was called because patience was over is called again, at once", () => {
    const talk = new Conversation(someSettings({ vms: { gridce: "alfa01", squid: "alfa01" } }));
    talk.fall("host/alfa01");
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", "host/alfa01")]);
    talk.fall(VM);
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", VM)]);
    expect(talk.crash()).toEqual([]);
    expect(talk.wait(seconds(0))).toEqual([alert("investigate", "host/alfa01"), alert("investigate", VM)]);
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("targets that were probed more often still are", () => {
    const talk = new Conversation(someSettings());
    talk.probe(VM, "nothing");
    talk.crash();
    expect(talk.commands.at(-1)).toMatchObject({ kind: "watch", target: VM, every: seconds(5) });
  });

  test("deadlines that passed meanwhile are handled at once", () => {
    const talk = new Conversation(someSettings());
    talk.probe("host/alfa01", "nothing");
    talk.fall(VM);
    talk.crash();
    talk.wait(SURVEY);
    const deadline = threeRc.nextDeadline(talk.state);
    expect(deadline).toBeDefined();
    talk.now = ((deadline ?? 0) + seconds(30)) as typeof talk.now;
    expect(talk.tell({ kind: "woke", at: talk.now })).toHaveLength(1);
  });
});

test("it can crash after any prefix of a conversation, and waits for no command that it gave before", () => {
  const whole = new Conversation(someSettings());
  whole.fall("host/alfa01", VM);
  whole.done("fence-host alfa01");
  whole.fails("power-on-host alfa01");
  whole.fails("start-vm gridce on alfa02");
  whole.fails("reinstall-vm gridce on alfa02");
  whole.ask({ kind: "release", vm: "gridce" });
  whole.found("alfa02", []);
  whole.done("reboot-vm gridce on alfa02");
  whole.rise(VM);
  whole.ask({ kind: "move", vm: "gridce", to: "alfa01" });
  for (let length = 0; length <= whole.events.length; length++) {
    const talk = new Conversation(someSettings());
    for (const event of whole.events.slice(0, length)) {
      talk.now = event.at;
      talk.tell(event);
    }
    const lastBefore = talk.commands.at(-1)?.id ?? 0;
    talk.crash();
    for (const { command } of talk.state.awaited) expect(command).toBeGreaterThan(lastBefore);
  }
  expect(whole.events.length).toBeGreaterThan(10);
});
