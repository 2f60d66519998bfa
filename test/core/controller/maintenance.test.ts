// Maintenance of a VM and of a host, moves by operators, and failback.

import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { GB, someSettings, type Plan } from "../../builders/scenario.ts";

const VM = "vm/gridce";
const THREE = ["alfa01", "alfa02", "alfa03"];
const STABLE_FOR = (10 * MINUTE) as Duration;

describe("a VM in maintenance", () => {
  test("is left alone, whatever it answers", () => {
    const talk = new Conversation(someSettings());
    talk.maintain(VM);
    talk.fall(VM);
    expect(talk.wait(HOUR)).toEqual([]);
    expect(talk.stateOf(VM)).toBe("resting");
  });

  test("has its recovery ended", () => {
    const talk = new Conversation(someSettings());
    talk.fall(VM);
    talk.maintain(VM);
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual([]);
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("is located on every host when it is resumed, since a human may have moved it", () => {
    const talk = new Conversation(someSettings());
    talk.maintain(VM);
    expect(talk.resume(VM)).toEqual(["inspect-host alfa01", "inspect-host alfa02"]);
    talk.found("alfa01", []);
    talk.found("alfa02", ["gridce"]);
    talk.rise(VM);
    expect(talk.stateOf(VM)).toBe("probation");
    expect(talk.fall(VM)).toEqual(["reboot-vm gridce on alfa02"]);
  });

  test("that is found nowhere is recovered", () => {
    const talk = new Conversation(someSettings());
    talk.maintain(VM);
    talk.resume(VM);
    talk.found("alfa01", []);
    expect(talk.found("alfa02", [])).toEqual(["reboot-vm gridce on alfa01"]);
    expect(talk.because("reboot-vm gridce on alfa01")).toBe(
      "the hosts where it might run were inspected, and it runs nowhere",
    );
  });

  test("that may be on a host which cannot be inspected is not started until it is proven off there", () => {
    const talk = new Conversation(someSettings({ hosts: THREE }));
    talk.maintain(VM);
    talk.resume(VM);
    talk.found("alfa01", []);
    talk.fails("inspect-host alfa02");
    expect(talk.found("alfa03", [])).toEqual(["stop-vm gridce on alfa02"]);
    expect(talk.done("stop-vm gridce on alfa02")).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("that is not found in time is treated as if it could be on any of them", () => {
    const talk = new Conversation(someSettings());
    talk.maintain(VM);
    talk.resume(VM);
    expect(talk.wait(seconds(90))).toEqual(["stop-vm gridce on alfa02"]);
  });

  test("is not located on hosts that are proven dead", () => {
    const talk = new Conversation(someSettings({ hosts: THREE }));
    talk.maintain(VM);
    talk.fall("host/alfa02");
    talk.done("fence-host alfa02");
    expect(talk.resume(VM)).toEqual(["inspect-host alfa01", "inspect-host alfa03"]);
  });

  test("begins a new episode when it is resumed: a human is called for it again", () => {
    const talk = new Conversation(someSettings({ hosts: ["alfa01"] }));
    talk.ask({ kind: "disarm" });
    talk.fall(VM);
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", VM)]);
    talk.maintain(VM);
    talk.resume(VM);
    talk.found("alfa01", []);
    expect(talk.stateOf(VM)).toBe("queued");
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", VM)]);
  });
});

describe("a host in maintenance", () => {
  test("is emptied by live migration first", () => {
    const talk = new Conversation(
      someSettings({ hosts: THREE, vms: { gridce: "alfa01", squid: "alfa01", bdii: "alfa02" } }),
    );
    expect(talk.maintain("host/alfa01")).toEqual([
      "migrate-vm gridce from alfa01 to alfa03",
      "migrate-vm squid from alfa01 to alfa02",
    ]);
    talk.done("migrate-vm gridce from alfa01 to alfa03");
    talk.done("migrate-vm squid from alfa01 to alfa02");
    expect(talk.stateOf(VM)).toBe("up");
    expect(talk.state.hosts["alfa01"].vms).toEqual([]);
    expect(talk.state.vms["squid"]).toMatchObject({ host: "alfa02", places: ["alfa02"] });
  });

  test("is neither fenced nor repaired, whatever it answers", () => {
    const talk = new Conversation(someSettings({ vms: {} }));
    talk.maintain("host/alfa01");
    talk.fall("host/alfa01");
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("that cannot be emptied has a human called for room", () => {
    const talk = new Conversation(someSettings({ hosts: ["alfa01"] }));
    expect(talk.maintain("host/alfa01")).toEqual([alert("make-room", VM)]);
  });

  test("is emptied only as slots allow", () => {
    const talk = new Conversation(
      someSettings({ vms: { gridce: "alfa01", squid: "alfa01" }, settings: { maxConcurrent: 1 } }),
    );
    expect(talk.maintain("host/alfa01")).toEqual(["migrate-vm gridce from alfa01 to alfa02"]);
    expect(talk.done("migrate-vm gridce from alfa01 to alfa02")).toEqual(["migrate-vm squid from alfa01 to alfa02"]);
  });

  test("is emptied of VMs that belong together to the same host", () => {
    const settings = someSettings({
      hosts: THREE,
      vms: { a: "alfa01", b: "alfa01" },
      settings: { together: [["a", "b"]] },
    });
    const talk = new Conversation(settings);
    expect(talk.maintain("host/alfa01")).toEqual([
      "migrate-vm a from alfa01 to alfa02",
      "migrate-vm b from alfa01 to alfa02",
    ]);
  });

  test("is not emptied further when it is resumed", () => {
    const talk = new Conversation(
      someSettings({ vms: { gridce: "alfa01", squid: "alfa01" }, settings: { maxConcurrent: 1 } }),
    );
    talk.maintain("host/alfa01");
    talk.resume("host/alfa01");
    expect(talk.done("migrate-vm gridce from alfa01 to alfa02")).toEqual([]);
    expect(talk.state.moves).toEqual([]);
  });

  test("does not cause the migration of a VM that has already left it otherwise", () => {
    const talk = new Conversation(someSettings({ hosts: THREE }));
    talk.fall(VM);
    talk.fails("reboot-vm gridce on alfa01");
    talk.maintain("host/alfa01");
    talk.done("stop-vm gridce on alfa01");
    expect(talk.phrases.at(-1)).toBe("start-vm gridce on alfa02");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("is trusted again only after it was healthy for a while", () => {
    const talk = new Conversation(someSettings());
    talk.maintain("host/alfa02");
    talk.resume("host/alfa02");
    expect(talk.stateOf("host/alfa02")).toBe("returning");
    talk.wait((2 * MINUTE) as Duration);
    expect(talk.stateOf("host/alfa02")).toBe("up");
  });

  test("on which a VM crashes has it stopped there, and started on another host", () => {
    const talk = new Conversation(
      someSettings({ hosts: THREE, settings: { maxConcurrent: 1 }, vms: { squid: "alfa01", gridce: "alfa01" } }),
    );
    expect(talk.maintain("host/alfa01")).toEqual(["migrate-vm squid from alfa01 to alfa02"]);
    talk.fall(VM);
    expect(talk.done("migrate-vm squid from alfa01 to alfa02")).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.because("stop-vm gridce on alfa01")).toContain(
      "it is brought up elsewhere, since alfa01 is in maintenance; before it starts anew it must be proven off " +
        "on alfa01",
    );
    expect(talk.done("stop-vm gridce on alfa01")).toEqual(["start-vm gridce on alfa03"]);
  });

  test("on which a VM crashes that no other can take keeps it waiting, and a human is called", () => {
    const talk = new Conversation(someSettings({ hosts: ["alfa01"] }));
    talk.maintain("host/alfa01");
    expect(talk.fall(VM)).toEqual([]);
    expect(talk.wait((15 * MINUTE) as Duration)).toEqual([alert("investigate", VM)]);
    expect(talk.resume("host/alfa01")).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("on which a VM crashes that may only be rebooted keeps it waiting", () => {
    const talk = new Conversation(someSettings({ vmSettings: { ceiling: "reboot" } }));
    talk.ask({ kind: "disarm" });
    talk.maintain("host/alfa01");
    talk.fall(VM);
    expect(talk.ask({ kind: "arm" })).toEqual([]);
  });

  test("that is off cannot stop a VM that may run on it: a human is called, the stop repeated until proof", () => {
    const talk = new Conversation(someSettings());
    talk.ask({ kind: "disarm" });
    talk.maintain("host/alfa01");
    talk.fall(VM);
    expect(talk.ask({ kind: "arm" })).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.isUndelivered("stop-vm gridce on alfa01")).toEqual(["stop-vm gridce on alfa01"]);
    expect(talk.isUndelivered("stop-vm gridce on alfa01")).toEqual([alert("investigate", VM)]);
    expect(talk.wait(seconds(60))).toEqual(["stop-vm gridce on alfa01"]);
    talk.isUndelivered("stop-vm gridce on alfa01");
    talk.probe("host/alfa01", "nothing");
    expect(talk.ask({ kind: "confirm-dead", host: "alfa01" })).toEqual(["start-vm gridce on alfa02"]);
  });

  test("that a human has confirmed to be off frees its VMs", () => {
    const talk = new Conversation(someSettings());
    talk.fall(VM);
    talk.maintain("host/alfa01");
    expect(talk.fails("reboot-vm gridce on alfa01")).toEqual(["stop-vm gridce on alfa01"]);
    talk.probe("host/alfa01", "nothing");
    expect(talk.ask({ kind: "confirm-dead", host: "alfa01" })).toEqual(["start-vm gridce on alfa02"]);
  });
});

describe("a move that an operator asks for", () => {
  const move = { kind: "move", vm: "gridce", to: "alfa02" } as const;

  test("is a live migration, and ends with the VM at home there", () => {
    const talk = new Conversation(someSettings());
    expect(talk.ask(move)).toEqual(["migrate-vm gridce from alfa01 to alfa02"]);
    talk.done("migrate-vm gridce from alfa01 to alfa02");
    expect(talk.stateOf(VM)).toBe("up");
    expect(talk.state.vms["gridce"]).toMatchObject({ host: "alfa02", places: ["alfa02"] });
  });

  test("waits until the VM is healthy", () => {
    const talk = new Conversation(someSettings());
    talk.probe(VM, "nothing");
    expect(talk.ask(move)).toEqual([]);
    talk.probe(VM, "service");
    expect(talk.probe(VM, "service")).toEqual(["migrate-vm gridce from alfa01 to alfa02"]);
  });

  test("to where the VM is already changes nothing", () => {
    const talk = new Conversation(someSettings());
    expect(talk.ask({ ...move, to: "alfa01" })).toEqual([]);
    expect(talk.state.moves).toEqual([]);
  });

  test("to a host that cannot take it is dropped, and a human is called", () => {
    const talk = new Conversation(someSettings({ hostMemory: 4 * GB, vms: { gridce: "alfa01", squid: "alfa02" } }));
    expect(talk.ask(move)).toEqual([alert("make-room", VM)]);
    expect(talk.state.moves).toEqual([]);
  });

  test("that fails causes an inspection and a call: the VM is where it is found, and is not moved again", () => {
    const talk = new Conversation(someSettings());
    talk.ask(move);
    expect(talk.fails("migrate-vm gridce from alfa01 to alfa02")).toEqual([
      alert("investigate", VM),
      "inspect-host alfa01",
      "inspect-host alfa02",
    ]);
    talk.found("alfa02", []);
    talk.found("alfa01", ["gridce"]);
    talk.rise(VM);
    expect(talk.state.vms["gridce"]).toMatchObject({ state: "probation", host: "alfa01", places: ["alfa01"] });
    expect(talk.state.hosts["alfa02"].vms).toEqual([]);
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("is given up and followed by an inspection when its time is over, and so is the inspection", () => {
    const hostActions = {
      ...someSettings().hostActions,
      migrate: { timeout: seconds(300) },
      inspect: { timeout: seconds(10) },
    };
    const talk = new Conversation(someSettings({ settings: { hostActions } }));
    talk.ask(move);
    expect(talk.wait(seconds(299))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual([alert("investigate", VM), "inspect-host alfa01", "inspect-host alfa02"]);
    expect(talk.wait(seconds(9))).toEqual([]);
    expect(talk.stateOf(VM)).toBe("locating");
    expect(talk.wait(seconds(1))).toEqual(["stop-vm gridce on alfa02"]);
  });

  test("of a VM that was not found, but answers, may go to where it already is, and is then inspected", () => {
    const talk = new Conversation(someSettings());
    talk.maintain(VM);
    talk.resume(VM);
    talk.ask({ kind: "disarm" });
    talk.wait(seconds(90));
    talk.rise(VM);
    talk.wait(STABLE_FOR);
    expect(talk.state.vms["gridce"]).toMatchObject({ state: "up", host: "alfa01", places: ["alfa01", "alfa02"] });
    talk.ask({ kind: "arm" });
    talk.ask(move);
    expect(talk.fails("migrate-vm gridce from alfa01 to alfa02", "it does not run there")).toEqual([
      alert("investigate", VM),
      "inspect-host alfa01",
      "inspect-host alfa02",
    ]);
    talk.found("alfa02", ["gridce"]);
    expect(talk.state.vms["gridce"].places).toEqual(["alfa02"]);
  });

  test("whose target dies on the way leaves the VM where it was, if it is found there", () => {
    const talk = new Conversation(someSettings({ hosts: THREE }));
    talk.ask(move);
    talk.fall("host/alfa02");
    talk.waitForDeadline();
    talk.done("fence-host alfa02");
    talk.found("alfa01", ["gridce"]);
    expect(talk.state.vms["gridce"]).toMatchObject({ host: "alfa01", places: ["alfa01"] });
  });
});

test.each([
  { kind: "maintain", target: "host/alfa99" },
  { kind: "resume", target: "vm/nobody" },
  { kind: "move", vm: "gridce", to: "alfa99" },
  { kind: "move", vm: "nobody", to: "alfa01" },
  { kind: "release", vm: "nobody" },
  { kind: "confirm-dead", host: "alfa99" },
] as const)("a request that names what is not there changes nothing: %o", (request) => {
  const talk = new Conversation(someSettings());
  talk.ask(request);
  expect(talk.events).toEqual([]);
});

describe("failback", () => {
  const plan: Plan = { settings: { failback: true } };

  /** Its home died, and it runs elsewhere. */
  function exiled(more: Plan = plan): Conversation {
    const talk = new Conversation(someSettings(more));
    talk.fall("host/alfa01", VM);
    talk.done("fence-host alfa01");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    return talk;
  }

  function homeReturns(talk: Conversation): string[] {
    talk.done("power-on-host alfa01");
    talk.rise("host/alfa01");
    return talk.wait((2 * MINUTE) as Duration);
  }

  test("moves a VM home when its home is trusted again", () => {
    const talk = exiled();
    talk.wait((9 * MINUTE) as Duration);
    expect(homeReturns(talk)).toEqual(["migrate-vm gridce from alfa02 to alfa01"]);
    expect(talk.because("migrate-vm gridce from alfa02 to alfa01")).toBe("alfa01, its home, is trusted again");
  });

  test("waits until the VM is stable", () => {
    const talk = exiled();
    expect(homeReturns(talk)).toEqual([]);
    expect(talk.wait((8 * MINUTE) as Duration)).toEqual(["migrate-vm gridce from alfa02 to alfa01"]);
    talk.done("migrate-vm gridce from alfa02 to alfa01");
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("moves a VM home that was restarted elsewhere while its home was well all the time", () => {
    const talk = new Conversation(someSettings(plan));
    talk.fall(VM);
    talk.fails("reboot-vm gridce on alfa01");
    talk.done("stop-vm gridce on alfa01");
    talk.done("start-vm gridce on alfa02");
    talk.rise(VM);
    expect(talk.wait(STABLE_FOR)).toEqual(["migrate-vm gridce from alfa02 to alfa01"]);
    expect(talk.because("migrate-vm gridce from alfa02 to alfa01")).toBe("it is stable, and alfa01 is its home");
  });

  test("does not undo what an operator has moved", () => {
    const talk = new Conversation(someSettings(plan));
    talk.ask({ kind: "move", vm: "gridce", to: "alfa02" });
    talk.done("migrate-vm gridce from alfa01 to alfa02");
    expect(talk.wait(HOUR)).toEqual([]);
  });

  test("can be off: then a VM stays where it is", () => {
    const talk = exiled({});
    expect(homeReturns(talk)).toEqual([]);
    expect(talk.wait(HOUR)).toEqual([]);
  });
});
