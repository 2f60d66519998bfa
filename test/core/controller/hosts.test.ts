// What is done about a host: its layer restarted, itself fenced, switched on again, and trusted again after a while.

import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { someSettings, type Plan } from "../../builders/scenario.ts";

const VM = "vm/gridce";
const HOST = "host/alfa01";

function layerLost(plan: Plan = {}): Conversation {
  const talk = new Conversation(someSettings(plan));
  talk.probe(HOST, "system", 3);
  return talk;
}

function fenced(plan: Plan = {}): Conversation {
  const talk = new Conversation(someSettings(plan));
  talk.fall(HOST, VM);
  talk.done("fence-host alfa01");
  return talk;
}

describe("a host whose virtual layer is missing", () => {
  test("has it restarted, and is up again after `rise` good probes", () => {
    const talk = layerLost();
    talk.done("restart-layer alfa01");
    talk.rise(HOST);
    expect(talk.stateOf(HOST)).toBe("up");
    expect(talk.phrases).toEqual(["restart-layer alfa01"]);
  });

  test("keeps its VMs waiting for it: they are rebooted when it is back", () => {
    const talk = layerLost();
    expect(talk.fall(VM)).toEqual([]);
    talk.done("restart-layer alfa01");
    expect(talk.rise(HOST)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("has it restarted as many times as there are attempts, then is fenced if its VMs do not answer", () => {
    const talk = layerLost();
    talk.fall(VM);
    expect(talk.fails("restart-layer alfa01")).toEqual(["restart-layer alfa01"]);
    expect(talk.wait(seconds(90))).toEqual(["fence-host alfa01"]);
  });

  test("that does not come back although the command was done is given up when its time is over", () => {
    const talk = layerLost();
    talk.done("restart-layer alfa01");
    expect(talk.wait(seconds(89))).toEqual(["restart-layer alfa01"]);
  });

  test("is not fenced while its VMs still answer", () => {
    const talk = layerLost();
    talk.fails("restart-layer alfa01");
    talk.fails("restart-layer alfa01");
    expect(talk.stateOf(HOST)).toBe("unreachable");
    expect(talk.phrases).not.toContain("fence-host alfa01");
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", HOST)]);
  });
});

describe("a fenced host", () => {
  test("is switched on again, and trusted with VMs only after it was healthy for `stableFor`", () => {
    const talk = fenced({ vms: { gridce: "alfa01", squid: "alfa02" } });
    talk.done("power-on-host alfa01");
    talk.rise(HOST);
    expect(talk.stateOf(HOST)).toBe("returning");
    talk.ask({ kind: "move", vm: "squid", to: "alfa01" });
    expect(talk.phrases.at(-1)).toBe(alert("make-room", "vm/squid"));
    talk.wait((2 * MINUTE) as Duration);
    expect(talk.stateOf(HOST)).toBe("up");
    expect(talk.ask({ kind: "move", vm: "squid", to: "alfa01" })).toEqual(["migrate-vm squid from alfa02 to alfa01"]);
  });

  test("that cannot be switched on is handed to a human", () => {
    const talk = fenced();
    expect(talk.fails("power-on-host alfa01")).toEqual([alert("repair-host", HOST)]);
    expect(talk.stateOf(HOST)).toBe("broken");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    talk.wait(seconds(288));
    expect(talk.stateOf(HOST)).toBe("broken");
  });

  test("that cannot be switched on is tried again every `powerOnAgainAfter`; a human is called once", () => {
    const talk = fenced();
    talk.fails("power-on-host alfa01");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.wait(seconds(289))).toEqual(["power-on-host alfa01"]);
    for (let round = 0; round < 20; round++) {
      expect(talk.fails("power-on-host alfa01")).toEqual([]);
      expect(talk.wait((5 * MINUTE) as Duration)).toEqual(["power-on-host alfa01"]);
    }
    talk.done("power-on-host alfa01");
    talk.rise(HOST);
    expect(talk.stateOf(HOST)).toBe("returning");
  });

  test("that answered and then dies again causes a new call", () => {
    const talk = fenced();
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    talk.fails("power-on-host alfa01");
    talk.rise(HOST);
    talk.fall(HOST);
    talk.done("fence-host alfa01");
    expect(talk.fails("power-on-host alfa01")).toEqual([alert("repair-host", HOST)]);
  });

  test("that may not be switched on is left to the human", () => {
    const usual = someSettings().hostActions;
    const talk = fenced({ settings: { hostActions: { ...usual, powerOn: { ...usual.powerOn, attempts: 0 } } } });
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.wait((5 * HOUR) as Duration)).toEqual([]);
    expect(talk.phrases).toEqual(["fence-host alfa01", alert("repair-host", HOST), "start-vm gridce on alfa02"]);
  });

  test("that does not come back in time is handed to a human", () => {
    const talk = fenced();
    talk.done("power-on-host alfa01");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.wait((10 * MINUTE) as Duration)).toEqual([alert("repair-host", HOST)]);
  });

  test("that was repaired by a human is noticed by its good probes", () => {
    const talk = fenced();
    talk.fails("power-on-host alfa01");
    talk.rise(HOST);
    expect(talk.stateOf(HOST)).toBe("returning");
  });

  test("takes its VMs back as soon as it answers when it is the only one that can", () => {
    const talk = fenced({ hosts: ["alfa01"], settings: { storm: { ...someSettings().storm, share: 1 } } });
    talk.done("power-on-host alfa01");
    expect(talk.rise(HOST)).toEqual(["start-vm gridce on alfa01"]);
    expect(talk.because("start-vm gridce on alfa01")).toContain("no other host can take it");
  });
});

describe("a silent host whose VMs are probed less often than it is", () => {
  const base = someSettings();
  const settings = { ...base, hostProbes: { ...base.probes, interval: seconds(1), retry: seconds(1) } };

  test("has them probed more often, and is fenced as soon as their silence shows that it is dead", () => {
    const talk = new Conversation(settings);
    talk.probe(HOST, "nothing", 3);
    expect(talk.commands.at(-1)).toMatchObject({ kind: "watch", target: VM, every: settings.probes.retry });
    expect(talk.probe(VM, "nothing", 3)).toEqual(["fence-host alfa01"]);
  });

  test("has them probed at their own interval when it answers again", () => {
    const talk = new Conversation(settings);
    talk.probe(HOST, "nothing", 3);
    talk.probe(HOST, "service", 2);
    expect(talk.stateOf(HOST)).toBe("up");
    expect(talk.commands.at(-1)).toMatchObject({ kind: "watch", target: VM, every: settings.probes.interval });
  });
});

describe("a returning host", () => {
  function returning(): Conversation {
    const talk = fenced();
    talk.done("power-on-host alfa01");
    talk.rise(HOST);
    return talk;
  }

  test("that shows a symptom begins its time of probation again", () => {
    const talk = returning();
    talk.wait(seconds(110));
    talk.probe(HOST, "nothing");
    expect(talk.stateOf(HOST)).toBe("doubted");
    talk.rise(HOST);
    expect(talk.stateOf(HOST)).toBe("returning");
    talk.wait(seconds(119));
    expect(talk.stateOf(HOST)).toBe("returning");
    talk.wait(seconds(1));
    expect(talk.stateOf(HOST)).toBe("up");
  });

  test("that becomes silent again is fenced again", () => {
    const talk = returning();
    expect(talk.fall(HOST)).toEqual(["fence-host alfa01"]);
  });

  test("that loses its layer again has it restarted", () => {
    const talk = returning();
    expect(talk.probe(HOST, "system", 3)).toEqual(["restart-layer alfa01"]);
  });
});
