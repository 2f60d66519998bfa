// When the controller does not act: in a storm, and while it is disarmed.

import { describe, expect, test } from "vitest";
import { HOUR, seconds } from "../../../src/base/prelude/time.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { someSettings } from "../../builders/scenario.ts";

const HOSTS = ["alfa01", "alfa02", "alfa03"];
const VMS = { gridce: "alfa01", squid: "alfa02", bdii: "alfa03" };
const ALL = ["host/alfa01", "host/alfa02", "host/alfa03", "vm/gridce", "vm/squid", "vm/bdii"] as const;

/** Six targets; more than half of them down within 30 s is a storm. */
function site(): Conversation {
  return new Conversation(
    someSettings({
      hosts: HOSTS,
      vms: VMS,
      settings: { storm: { share: 0.5, within: seconds(30), hold: seconds(60) } },
    }),
  );
}

/** The controller's own network is gone: nothing answers. */
function storm(): Conversation {
  const talk = site();
  talk.fall(...ALL);
  return talk;
}

describe("a storm", () => {
  test("makes it suspect its own network: a human is called, and nothing else is done", () => {
    const talk = storm();
    expect(talk.state.self.state).toBe("holding");
    expect(talk.phrases).toEqual([alert("investigate", "controller")]);
    expect(talk.because(alert("investigate", "controller"))).toBe(
      "3 of 3 targets that were well, each host counted with its VMs as one, went down together: the monitor's " +
        "own network is suspected",
    );
  });

  test("that passes during the hold causes no action", () => {
    const talk = storm();
    talk.wait(seconds(20));
    talk.rise(...ALL);
    talk.wait(seconds(60));
    expect(talk.phrases).toEqual([alert("investigate", "controller")]);
    expect(talk.state.self.state).toBe("armed");
  });

  test("that does not pass is acted upon when the hold is over", () => {
    const talk = storm();
    expect(talk.wait(seconds(59))).toEqual([]);
    expect(talk.wait(seconds(1))).toEqual(["fence-host alfa01", "fence-host alfa02", "fence-host alfa03"]);
  });

  test("can be ended by an operator", () => {
    const talk = storm();
    expect(talk.ask({ kind: "arm" })).toEqual(["fence-host alfa01", "fence-host alfa02", "fence-host alfa03"]);
  });

  test("is not declared for hosts that are in doubt one after the other, each for a long time", () => {
    const settings = someSettings({
      hosts: HOSTS,
      vms: {},
      settings: { storm: { share: 0.5, within: seconds(30), hold: seconds(60) } },
    });
    const talk = new Conversation({ ...settings, hostProbes: { ...settings.hostProbes, fall: 60 } });
    for (const host of HOSTS.slice(0, 2)) {
      talk.probe(`host/${host}`, "nothing");
      talk.wait(seconds(40));
    }
    expect(talk.probe("host/alfa01", "nothing", 60)).toEqual(["fence-host alfa01"]);
    expect(talk.state.self.state).toBe("armed");
  });

  test("is not declared for one host that dies, also if it runs most of the VMs", () => {
    const talk = new Conversation(
      someSettings({ hosts: ["alfa01", "alfa02"], vms: { gridce: "alfa01", squid: "alfa01", bdii: "alfa01" } }),
    );
    expect(talk.fall("host/alfa01", "vm/gridce", "vm/squid", "vm/bdii")).toEqual(["fence-host alfa01"]);
    expect(talk.state.self.state).toBe("armed");
  });

  test("is detected before the first host is fenced, also if it runs all VMs and the other is only suspected", () => {
    const talk = new Conversation(
      someSettings({ hosts: ["alfa01", "alfa02"], vms: { gridce: "alfa01", squid: "alfa01", bdii: "alfa01" } }),
    );
    talk.probe("host/alfa01", "nothing", 2);
    talk.fall("vm/gridce", "vm/squid", "host/alfa01");
    talk.probe("host/alfa02", "nothing");
    expect(talk.fall("vm/bdii")).toEqual([alert("investigate", "controller")]);
    expect(talk.fall("host/alfa02")).toEqual([]);
    expect(talk.state.self.state).toBe("holding");
  });

  test("is detected at a site of which one host is already dead", () => {
    const talk = new Conversation(
      someSettings({ hosts: ["alfa01", "alfa02"], vms: { gridce: "alfa02", squid: "alfa02" } }),
    );
    talk.fall("host/alfa01");
    talk.done("fence-host alfa01");
    talk.fails("power-on-host alfa01");
    talk.wait(seconds(60));
    expect(talk.fall("host/alfa02", "vm/gridce", "vm/squid")).toEqual([alert("investigate", "controller")]);
  });

  test("is not declared for targets that go down one after another", () => {
    const talk = site();
    for (const vm of ["vm/gridce", "vm/squid", "vm/bdii"] as const) {
      talk.fall(vm);
      talk.wait(seconds(16));
    }
    talk.fall("host/alfa01");
    expect(talk.state.self.state).toBe("armed");
  });

  test("is not declared for one target that goes down again and again", () => {
    const settings = someSettings({
      hosts: HOSTS,
      vms: VMS,
      settings: { storm: { share: 0.5, within: HOUR, hold: seconds(60) } },
    });
    const talk = new Conversation(settings);
    for (let i = 0; i < 4; i++) {
      talk.probe("host/alfa01", "system", 3);
      talk.done("restart-layer alfa01");
      talk.rise("host/alfa01");
    }
    expect(talk.state.self.state).toBe("armed");
  });
});

describe("a disarmed controller", () => {
  function disarmed(): Conversation {
    const talk = site();
    talk.ask({ kind: "disarm" });
    return talk;
  }

  test("continues to probe and to update its beliefs, and does nothing", () => {
    const talk = disarmed();
    expect(talk.fall("host/alfa01", "vm/gridce")).toEqual([]);
    expect(talk.stateOf("vm/gridce")).toBe("queued");
    expect(talk.stateOf("host/alfa01")).toBe("unreachable");
  });

  test("still calls a human for a VM for which nothing is done", () => {
    const talk = disarmed();
    talk.fall("vm/gridce");
    expect(talk.wait(HOUR)).toEqual([alert("investigate", "vm/gridce")]);
  });

  test("lets commands in flight run to their end, and gives no further ones", () => {
    const talk = site();
    talk.fall("vm/gridce");
    talk.ask({ kind: "disarm" });
    talk.fails("reboot-vm gridce on alfa01");
    expect(talk.stateOf("vm/gridce")).toBe("queued");
    expect(talk.phrases).toEqual(["reboot-vm gridce on alfa01"]);
  });

  test("is not armed by the end of the hold of a storm", () => {
    const talk = disarmed();
    talk.fall(...ALL);
    talk.wait(seconds(120));
    expect(talk.state.self.state).toBe("disarmed");
  });

  test("does what is due when it is armed again", () => {
    const talk = disarmed();
    talk.fall("vm/gridce");
    expect(talk.ask({ kind: "arm" })).toEqual(["reboot-vm gridce on alfa01"]);
  });
});
