// Run-once: no proof of death, no start elsewhere. (Every conversation in this folder is checked for it as well,
// against the model in invariants.ts; here are examples, and tests that the model detects violations.)

import { describe, expect, test } from "vitest";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import { HOUR, MINUTE, seconds, START, type Duration } from "../../../src/base/prelude/time.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { someSettings, type Plan } from "../../builders/scenario.ts";
import { noVmMayRunTwice } from "./invariants.ts";

const VM = "vm/gridce";
const HOST = "host/alfa01";

/** The host is silent, and with it all that runs on it. */
function hostGone(plan: Plan = {}): Conversation {
  const talk = new Conversation(someSettings(plan));
  const vms = Object.keys(plan.vms ?? { gridce: "alfa01" });
  talk.fall(HOST, ...vms.map((vm) => `vm/${vm}` as const));
  return talk;
}

/** A migration failed, and neither host could be inspected: it may be on either. */
function lostBetween(from: string, to: string): Conversation {
  const talk = new Conversation(someSettings({ hosts: ["alfa01", "alfa02", "alfa03"] }));
  talk.ask({ kind: "move", vm: "gridce", to });
  talk.fails(`migrate-vm gridce from ${from} to ${to}`);
  talk.fails(`inspect-host ${from}`);
  talk.fails(`inspect-host ${to}`);
  expect(talk.state.vms["gridce"].places).toEqual([to, from]);
  return talk;
}

describe("a VM whose host answers", () => {
  test("is stopped, and proven to be, before it is started on another", () => {
    const talk = new Conversation(someSettings());
    talk.fall(VM);
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.wait(seconds(100))).toEqual([]);
    expect(talk.done("stop-vm gridce on alfa01")).toEqual(["start-vm gridce on alfa02"]);
  });

  describe("and refuses to stop it", () => {
    function refused(): Conversation {
      const talk = new Conversation(someSettings());
      talk.fall(VM);
      talk.fails("reboot-vm gridce on alfa01");
      expect(talk.fails("stop-vm gridce on alfa01", "the domain does not end")).toEqual([alert("investigate", VM)]);
      return talk;
    }

    test("is neither started elsewhere nor erased in place: a human is called, the stop repeated later", () => {
      const talk = refused();
      expect(talk.stateOf(VM)).toBe("blocked");
      expect(talk.because(alert("investigate", VM))).toBe(
        "its stop on alfa01: the domain does not end; until it is proven off there it is started nowhere",
      );
      for (let i = 0; i < 10; i++) {
        expect(talk.wait(seconds(60))).toEqual(["stop-vm gridce on alfa01"]);
        expect(talk.fails("stop-vm gridce on alfa01")).toEqual([]);
      }
    });

    test("is started elsewhere once it has been stopped after all", () => {
      const talk = refused();
      talk.wait(seconds(60));
      expect(talk.done("stop-vm gridce on alfa01")).toEqual(["start-vm gridce on alfa02"]);
    });

    test("is started elsewhere once the host is proven dead", () => {
      const talk = refused();
      talk.maintain(HOST);
      talk.probe(HOST, "nothing");
      expect(talk.ask({ kind: "confirm-dead", host: "alfa01" })).toEqual(["start-vm gridce on alfa02"]);
    });

    test("is left alone if it answers again", () => {
      const talk = refused();
      talk.rise(VM);
      expect(talk.stateOf(VM)).toBe("probation");
    });
  });

  test("and never reports the stop is treated as if it had refused", () => {
    const talk = new Conversation(someSettings());
    talk.fall(VM);
    talk.fails("reboot-vm gridce on alfa01");
    expect(talk.wait(seconds(120))).toEqual([alert("investigate", VM)]);
    expect(talk.because(alert("investigate", VM))).toBe(
      "its stop on alfa01: no answer in time; until it is proven off there it is started nowhere",
    );
    expect(talk.wait(seconds(60))).toEqual(["stop-vm gridce on alfa01"]);
  });

  test("but not its commands: the first undelivered stop counts against the host, the second counts as refused", () => {
    const talk = new Conversation(someSettings());
    talk.fall(VM);
    talk.fails("reboot-vm gridce on alfa01");
    expect(talk.isUndelivered("stop-vm gridce on alfa01")).toEqual([]);
    expect(talk.rise(HOST)).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.isUndelivered("stop-vm gridce on alfa01")).toEqual([alert("investigate", VM)]);
    expect(talk.stateOf(VM)).toBe("blocked");
  });

  test("is stopped on every host on which it may run, before it is started on a third", () => {
    const talk = lostBetween("alfa01", "alfa02");
    expect(talk.phrases.at(-1)).toBe("stop-vm gridce on alfa02");
    expect(talk.done("stop-vm gridce on alfa02")).toEqual(["reboot-vm gridce on alfa01"]);
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.done("stop-vm gridce on alfa01")).toEqual(["start-vm gridce on alfa02"]);
  });
});

describe("a VM whose host is silent", () => {
  test("is started elsewhere only when the fence has given proof of death", () => {
    const talk = hostGone();
    expect(talk.phrases).toEqual(["fence-host alfa01"]);
    expect(talk.wait(seconds(20))).toEqual([]);
    expect(talk.done("fence-host alfa01")).toEqual(["power-on-host alfa01", "start-vm gridce on alfa02"]);
  });

  test("is started elsewhere when a human has seen that the host is off", () => {
    const talk = hostGone();
    expect(talk.ask({ kind: "confirm-dead", host: "alfa01" })).toContain("start-vm gridce on alfa02");
  });

  test("is rebooted in place when the host answers again after all", () => {
    const talk = hostGone();
    for (let i = 0; i < 3; i++) talk.fails("fence-host alfa01");
    expect(talk.stateOf(HOST)).toBe("unfenced");
    expect(talk.rise(HOST)).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("waits until `patience` is over, then a human is called", () => {
    const talk = hostGone({
      settings: { hostActions: { ...someSettings().hostActions, fence: { attempts: 100, timeout: HOUR } } },
    });
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", VM)]);
    expect(talk.because(alert("investigate", VM))).toContain("it may still run on alfa01");
  });

  test("is not given up by a second silent host: it is stopped, or proven dead, on each where it may run", () => {
    const talk = new Conversation(someSettings({ hosts: ["alfa01", "alfa02", "alfa03"] }));
    talk.ask({ kind: "move", vm: "gridce", to: "alfa02" });
    talk.isUndelivered("migrate-vm gridce from alfa01 to alfa02");
    talk.isUndelivered("inspect-host alfa01");
    talk.isUndelivered("inspect-host alfa02");
    expect(talk.state.vms["gridce"].places).toEqual(["alfa01", "alfa02"]);
    talk.fall("host/alfa02");
    expect(talk.stateOf("host/alfa02")).toBe("fencing");
    expect(talk.done("fence-host alfa02")).not.toContain("start-vm gridce on alfa03");
    expect(talk.state.vms["gridce"].places).toEqual(["alfa01"]);
    talk.fall(HOST);
    expect(talk.done("fence-host alfa01")).toContain("start-vm gridce on alfa03");
  });

  test("keeps every place that is not disproven: a stop on one host proves nothing about another", () => {
    const talk = lostBetween("alfa01", "alfa02");
    talk.fall("host/alfa02");
    talk.done("fence-host alfa02");
    expect(talk.done("stop-vm gridce on alfa02")).toEqual(["reboot-vm gridce on alfa01"]);
    expect(talk.state.vms["gridce"].places).toEqual(["alfa01"]);
  });
});

describe("a host", () => {
  test("that is silent is not fenced while a VM of it still answers: it may be the monitor that is cut off", () => {
    const talk = new Conversation(someSettings({ vms: { gridce: "alfa01", squid: "alfa01" } }));
    talk.fall(HOST, VM);
    expect(talk.stateOf(HOST)).toBe("unreachable");
    expect(talk.phrases).toEqual([]);
    expect(talk.fall("vm/squid")).toEqual(["fence-host alfa01"]);
  });

  test("that is silent is fenced although a VM answers that was seen on another and may only come to this one", () => {
    const talk = new Conversation(someSettings({ vms: { gridce: "alfa01", squid: "alfa02" } }));
    talk.ask({ kind: "move", vm: "gridce", to: "alfa02" });
    talk.crash();
    talk.found("alfa01", ["gridce"]);
    talk.rise(VM);
    expect(talk.fall("host/alfa02", "vm/squid")).toEqual(["fence-host alfa02"]);
  });

  test("that stays silent while its VMs answer is left to a human to investigate", () => {
    const talk = new Conversation(someSettings());
    talk.fall(HOST);
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", HOST)]);
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("whose fence fails is fenced again while it has attempts; then a human is asked for proof", () => {
    const talk = hostGone();
    expect(talk.fails("fence-host alfa01")).toEqual(["fence-host alfa01"]);
    expect(talk.fails("fence-host alfa01")).toEqual(["fence-host alfa01"]);
    expect(talk.fails("fence-host alfa01")).toEqual([alert("prove-dead", HOST)]);
    expect(talk.stateOf(HOST)).toBe("unfenced");
    expect(talk.because(alert("prove-dead", HOST))).toContain("gridce");
    expect(talk.phrases.join()).not.toContain("start-vm");
  });

  test("whose fence never answers is treated the same, by time-outs", () => {
    const talk = hostGone();
    expect(talk.wait(seconds(90))).toEqual(["fence-host alfa01", "fence-host alfa01", alert("prove-dead", HOST)]);
  });

  test("that could not be fenced is tried again after `fenceAgainAfter`, without limit", () => {
    const talk = hostGone();
    talk.wait(seconds(90));
    expect(talk.wait(seconds(299))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["fence-host alfa01"]);
    expect(talk.done("fence-host alfa01")).toContain("start-vm gridce on alfa02");
  });

  test("that could not be fenced and was proven dead by a human is not fenced again", () => {
    const talk = hostGone();
    talk.wait(seconds(90));
    expect(talk.ask({ kind: "confirm-dead", host: "alfa01" })).toEqual([
      "power-on-host alfa01",
      "start-vm gridce on alfa02",
    ]);
  });

  test("whose fence answers too late is not believed dead: only the last fence counts", () => {
    const talk = hostGone();
    const first = talk.idOf("fence-host alfa01");
    talk.wait(seconds(30));
    expect(talk.outcome(first, { kind: "done" })).toEqual([]);
    expect(talk.stateOf(HOST)).toBe("fencing");
  });

  test("that is healthy is not believed dead by a human's error", () => {
    const talk = new Conversation(someSettings());
    expect(talk.ask({ kind: "confirm-dead", host: "alfa01" })).toEqual([]);
    expect(talk.stateOf(HOST)).toBe("up");
  });

  describe("that a human says is off", () => {
    const confirm = { kind: "confirm-dead", host: "alfa01" } as const;

    test("but a VM of which answers is not believed dead: the human is informed", () => {
      const talk = new Conversation(someSettings());
      talk.fall(HOST);
      expect(talk.ask(confirm)).toEqual([alert("investigate", HOST)]);
      expect(talk.because(alert("investigate", HOST))).toBe(
        "alfa01 is said to be off, but gridce answers: nothing was done; if it is off, say so again when that is " +
          "silent",
      );
      expect(talk.stateOf(HOST)).toBe("unreachable");
      expect(talk.fall(VM)).toEqual(["fence-host alfa01"]);
      expect(talk.ask(confirm)).toContain("start-vm gridce on alfa02");
    });

    test.each([
      [
        "its layer being down",
        "layer-down",
        (talk: Conversation) => {
          talk.ask({ kind: "disarm" });
          talk.probe(HOST, "system", 3);
        },
      ],
      ["its layer being restarted", "mending", (talk: Conversation) => talk.probe(HOST, "system", 3)],
      [
        "its fence being out",
        "fencing",
        (talk: Conversation) => {
          talk.fall(HOST);
          talk.probe(HOST, "system");
        },
      ],
      [
        "its fence having failed",
        "unfenced",
        (talk: Conversation) => {
          talk.fall(HOST);
          for (let i = 0; i < 3; i++) talk.fails("fence-host alfa01");
          talk.probe(HOST, "system");
        },
      ],
      ["it being in maintenance", "resting", (talk: Conversation) => talk.maintain(HOST)],
    ] as const)("but that answers, %s, is not believed dead until it is silent", (_, state, lead) => {
      const talk = new Conversation(someSettings());
      talk.fall(VM);
      lead(talk);
      expect(talk.stateOf(HOST)).toBe(state);
      expect(talk.ask(confirm)).toEqual([alert("investigate", HOST)]);
      expect(talk.because(alert("investigate", HOST))).toContain("but alfa01 answers");
      expect(talk.stateOf(HOST)).toBe(state);
      talk.probe(HOST, "nothing");
      expect(talk.ask(confirm)).not.toContain(alert("investigate", HOST));
      expect(talk.state.vms["gridce"].places).not.toContain("alfa01");
    });
  });
});

describe("the model of run-once in these tests", () => {
  const order = (id: number, kind: "start-vm" | "stop-vm", host: string): Command => ({
    kind,
    id,
    vm: "gridce",
    host,
    because: "a test",
  });
  const done = (command: number) => ({ kind: "outcome", at: START, command, result: { kind: "done" } }) as const;
  const state = new Conversation(someSettings()).state;

  function judged(...steps: readonly (Command | Event)[]): () => void {
    return () => {
      const invariant = noVmMayRunTwice();
      invariant(state, undefined, []);
      for (const step of steps) {
        if ("at" in step) invariant(state, step, []);
        else invariant(state, { kind: "woke", at: START }, [step]);
      }
    };
  }

  test("detects a start without a proof before it", () => {
    expect(judged(order(1, "start-vm", "alfa02"))).toThrow("start-vm gridce on alfa02, while it may run on alfa01");
  });

  test("accepts a start after a proof", () => {
    expect(judged(order(1, "stop-vm", "alfa01"), done(1), order(2, "start-vm", "alfa02"))).not.toThrow();
  });

  test("does not accept an inspection as a proof while a start has not been answered", () => {
    const probe: Command = { kind: "inspect-host", id: 3, host: "alfa02", because: "a test" };
    const inspected: Event = { kind: "outcome", at: START, command: 3, result: { kind: "inspected", running: [] } };
    const begin = [order(1, "stop-vm", "alfa01"), done(1), order(2, "start-vm", "alfa02"), probe, inspected];
    expect(judged(...begin, order(4, "start-vm", "alfa01"))).toThrow("alfa02");
    expect(judged(...begin, order(4, "stop-vm", "alfa02"), done(4), order(5, "start-vm", "alfa01"))).not.toThrow();
  });

  test("does not accept a proof that was requested before the VM may have come there again", () => {
    expect(
      judged(order(1, "stop-vm", "alfa01"), order(2, "start-vm", "alfa01"), done(1), order(3, "start-vm", "alfa02")),
    ).toThrow("alfa01");
  });
});
