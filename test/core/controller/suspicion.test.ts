// The first layer of hysteresis: single probes, suspicions, and when they become a verdict.

import { describe, expect, test } from "vitest";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import { later, seconds, START } from "../../../src/base/prelude/time.ts";
import { Conversation } from "../../builders/conversation.ts";
import { someSettings } from "../../builders/scenario.ts";

const VM = "vm/gridce";
const HOST = "host/alfa01";

test("hosts have intervals and thresholds of their own, if these are given", () => {
  const talk = new Conversation({
    ...someSettings(),
    hostProbes: { interval: seconds(3), retry: seconds(1), fall: 2, rise: 1 },
  });
  talk.probe(HOST, "nothing");
  expect(talk.commands).toContainEqual(expect.objectContaining({ kind: "watch", target: HOST, every: seconds(1) }));
  talk.probe(HOST, "service");
  expect(talk.stateOf(HOST)).toBe("up");
  expect(talk.commands.at(-1)).toMatchObject({ kind: "watch", target: HOST, every: seconds(3) });
  talk.probe(HOST, "nothing", 2);
  expect(talk.stateOf(HOST)).toBe("unreachable");
  expect(talk.probe(VM, "nothing", 2)).toEqual([]);
  expect(talk.stateOf(VM)).toBe("suspected");
});

describe("a VM", () => {
  test("is suspected after one failed probe and probed more often, but nothing is done about it", () => {
    const talk = new Conversation(someSettings());
    expect(talk.probe(VM, "nothing")).toEqual([]);
    expect(talk.stateOf(VM)).toBe("suspected");
    expect(talk.commands).toContainEqual(expect.objectContaining({ kind: "watch", target: VM, every: seconds(5) }));
  });

  test("is down after `fall` failed probes in a row", () => {
    const talk = new Conversation(someSettings());
    expect(talk.probe(VM, "nothing", 2)).toEqual([]);
    expect(talk.probe(VM, "nothing")).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("whose guest answers but whose service does not is down as well", () => {
    const talk = new Conversation(someSettings());
    expect(talk.probe(VM, "system", 3)).toEqual(["reboot-vm gridce on alfa01"]);
    expect(talk.because("reboot-vm gridce on alfa01")).toBe(
      "3 probes in a row failed, the last: the guest answers, its service does not",
    );
  });

  test("is not cleared of a suspicion by one good probe if two are required", () => {
    const talk = new Conversation(someSettings());
    talk.probe(VM, "nothing");
    talk.probe(VM, "service");
    expect(talk.stateOf(VM)).toBe("suspected");
    talk.probe(VM, "service");
    expect(talk.stateOf(VM)).toBe("up");
    expect(talk.commands.at(-1)).toMatchObject({ kind: "watch", target: VM, every: seconds(15) });
  });

  test("that fails now and then, never `fall` times in a row, is never down", () => {
    const talk = new Conversation(someSettings());
    for (let i = 0; i < 5; i++) {
      talk.probe(VM, "nothing", 2);
      talk.probe(VM, "service");
    }
    expect(talk.stateOf(VM)).toBe("suspected");
    expect(talk.phrases).toEqual([]);
  });

  test("that fails between two good probes needs `rise` more to be cleared", () => {
    const talk = new Conversation(someSettings());
    talk.probe(VM, "nothing");
    talk.probe(VM, "service");
    talk.probe(VM, "nothing");
    talk.probe(VM, "service");
    expect(talk.stateOf(VM)).toBe("suspected");
  });

  test("is down at once where `fall` is one", () => {
    const settings = someSettings();
    const talk = new Conversation({ ...settings, probes: { ...settings.probes, fall: 1 } });
    expect(talk.probe(VM, "nothing")).toEqual(["reboot-vm gridce on alfa01"]);
  });
});

describe("a host", () => {
  test("that is silent `fall` times is unreachable", () => {
    const talk = new Conversation(someSettings());
    talk.fall(HOST);
    expect(talk.stateOf(HOST)).toBe("unreachable");
  });

  test("that a command does not reach is unreachable at once where `fall` is one", () => {
    const talk = new Conversation(someSettings({ settings: { probes: { ...someSettings().probes, fall: 1 } } }));
    talk.fall(VM);
    expect(talk.isUndelivered("reboot-vm gridce on alfa01")).toEqual(["fence-host alfa01"]);
  });

  test("that answers without its virtual layer `fall` times gets its layer restarted", () => {
    const talk = new Conversation(someSettings());
    expect(talk.probe(HOST, "system", 3)).toEqual(["restart-layer alfa01"]);
    expect(talk.stateOf(HOST)).toBe("mending");
  });

  test("that answers `rise` times again after a suspicion is up, and nothing was done", () => {
    const talk = new Conversation(someSettings());
    talk.probe(HOST, "nothing", 2);
    talk.rise(HOST);
    expect(talk.stateOf(HOST)).toBe("up");
    expect(talk.phrases).toEqual([]);
  });
});

describe("an answer", () => {
  test("to a probe that was sent before the present state was entered is ignored", () => {
    const talk = new Conversation(someSettings());
    talk.probe(VM, "nothing");
    const suspectedAt = talk.now;
    talk.wait(seconds(3));
    talk.lateAnswer(VM, "nothing", later(START, seconds(2)));
    talk.lateAnswer(VM, "nothing", suspectedAt);
    talk.lateAnswer(VM, "nothing", later(START, seconds(1)));
    expect(talk.stateOf(VM)).toBe("suspected");
    expect(talk.state.vms["gridce"].streak).toBe(-1);
  });

  test("of a healthy target in the steady state would change nothing, so the probe can be skipped", () => {
    const talk = new Conversation(someSettings());
    const soon = later(START, seconds(15));
    for (const target of [VM, HOST] as const) {
      expect(threeRc.ignores(talk.state, { kind: "probed", at: soon, target, asked: soon, answer: "service" })).toBe(
        true,
      );
      expect(threeRc.ignores(talk.state, { kind: "probed", at: soon, target, asked: soon, answer: "system" })).toBe(
        false,
      );
      expect(threeRc.ignores(talk.state, { kind: "probed", at: soon, target, asked: soon, answer: "nothing" })).toBe(
        false,
      );
    }
  });

  test("while a command is out says nothing about its success", () => {
    const talk = new Conversation(someSettings());
    talk.fall(VM);
    talk.probe(VM, "service", 4);
    expect(talk.stateOf(VM)).toBe("rebooting");
  });
});
