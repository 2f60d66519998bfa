// Which VM is recovered first, and where: priority, room, anti-affinity, affinity, and the host that is avoided.

import { describe, expect, test } from "vitest";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
import { alert, Conversation } from "../../builders/conversation.ts";
import { GB, someSettings, type Plan } from "../../builders/scenario.ts";
import { MINUTE, type Duration } from "../../../src/base/prelude/time.ts";

/** alfa01 is proven dead, with all its VMs. What is started, in order. */
function startedAfterDeathOf(host: string, settings: Settings): string[] {
  const talk = new Conversation(settings);
  const vms = settings.vms.filter(({ home }) => home === host).map(({ name }) => `vm/${name}` as const);
  talk.fall(`host/${host}`, ...vms);
  return talk.done(`fence-host ${host}`).filter((phrase) => phrase.startsWith("start-vm"));
}

function cluster(
  plan: Plan,
  change: Partial<Settings> = {},
  of: (name: string) => Partial<Settings["vms"][number]> = () => ({}),
): Settings {
  const settings = someSettings({ ...plan, settings: { storm: { ...someSettings().storm, share: 1 } } });
  return { ...settings, vms: settings.vms.map((vm) => ({ ...vm, ...of(vm.name) })), ...change };
}

const THREE = ["alfa01", "alfa02", "alfa03"];

describe("the order", () => {
  const vms = { bdii: "alfa01", gridce: "alfa01", squid: "alfa01" };

  test("is by priority, highest first", () => {
    const priority: Record<string, number> = { bdii: 1, gridce: 100, squid: 50 };
    expect(
      startedAfterDeathOf(
        "alfa01",
        cluster({ vms }, {}, (name) => ({ priority: priority[name] })),
      ),
    ).toEqual(["start-vm gridce on alfa02", "start-vm squid on alfa02", "start-vm bdii on alfa02"]);
  });

  test("among equals is by how long they have been down, then by name", () => {
    const talk = new Conversation(cluster({ vms }));
    talk.probe("host/alfa01", "nothing", 2);
    talk.fall("vm/squid");
    talk.fall("host/alfa01", "vm/gridce", "vm/bdii");
    expect(talk.state.queue).toEqual(["squid", "bdii", "gridce"]);
  });

  test("lets no more than `maxConcurrent` recover at the same time; the next follows when one is done", () => {
    const talk = new Conversation(cluster({ vms }, { maxConcurrent: 2 }));
    talk.fall("host/alfa01", "vm/bdii", "vm/gridce", "vm/squid");
    expect(talk.done("fence-host alfa01")).toEqual([
      "power-on-host alfa01",
      "start-vm bdii on alfa02",
      "start-vm gridce on alfa02",
    ]);
    talk.done("start-vm bdii on alfa02");
    talk.probe("vm/bdii", "service");
    expect(talk.probe("vm/bdii", "service")).toEqual(["start-vm squid on alfa02"]);
  });

  test("reserves room by priority, so a low priority waits and a human is called for room", () => {
    const settings = cluster({ vms, hostMemory: 12 * GB }, {}, (name) => ({
      priority: name === "bdii" ? 0 : 1,
      memory: 5 * GB,
    }));
    const talk = new Conversation(settings);
    talk.fall("host/alfa01", "vm/bdii", "vm/gridce", "vm/squid");
    expect(talk.done("fence-host alfa01")).not.toContain("start-vm bdii on alfa02");
    talk.fails("power-on-host alfa01");
    talk.done("start-vm gridce on alfa02");
    talk.done("start-vm squid on alfa02");
    talk.rise("vm/gridce", "vm/squid");
    expect(talk.wait((15 * MINUTE) as Duration)).toContain(alert("make-room", "vm/bdii"));
    expect(talk.stateOf("vm/bdii")).toBe("queued");
  });
});

describe("a VM is started", () => {
  test("on the host with the largest share of memory free, the first name among equals", () => {
    expect(startedAfterDeathOf("alfa01", cluster({ hosts: THREE, vms: { gridce: "alfa01" } }))).toEqual([
      "start-vm gridce on alfa02",
    ]);
    expect(
      startedAfterDeathOf("alfa01", cluster({ hosts: THREE, vms: { gridce: "alfa01", squid: "alfa02" } })),
    ).toEqual(["start-vm gridce on alfa03"]);
  });

  test("spread over hosts, since each start takes room at once", () => {
    expect(startedAfterDeathOf("alfa01", cluster({ hosts: THREE, vms: { a: "alfa01", b: "alfa01" } }))).toEqual([
      "start-vm a on alfa02",
      "start-vm b on alfa03",
    ]);
  });

  test("only where it has room, in memory and in cores", () => {
    const big = (memory: number, cpu: number) =>
      cluster({ vms: { a: "alfa01", b: "alfa02" }, hostMemory: 12 * GB }, {}, () => ({ memory, cpu }));
    expect(startedAfterDeathOf("alfa01", big(6 * GB, 8))).toEqual(["start-vm a on alfa02"]);
    expect(startedAfterDeathOf("alfa01", big(7 * GB, 8))).toEqual([]);
    expect(startedAfterDeathOf("alfa01", big(6 * GB, 9))).toEqual([]);
  });

  test("apart from those that it must never share a host with", () => {
    const vms = { bdii1: "alfa01", bdii2: "alfa02" };
    expect(startedAfterDeathOf("alfa01", cluster({ hosts: THREE, vms }, { apart: [["bdii1", "bdii2"]] }))).toEqual([
      "start-vm bdii1 on alfa03",
    ]);
    expect(startedAfterDeathOf("alfa01", cluster({ vms }, { apart: [["bdii1", "bdii2"]] }))).toEqual([]);
  });

  test("together with those that it must share a host with, also when all of them lost theirs", () => {
    const vms = { a: "alfa01", b: "alfa01", c: "alfa02" };
    expect(startedAfterDeathOf("alfa01", cluster({ hosts: THREE, vms }, { together: [["a", "b"]] }))).toEqual([
      "start-vm a on alfa03",
      "start-vm b on alfa03",
    ]);
    expect(startedAfterDeathOf("alfa01", cluster({ hosts: THREE, vms }, { together: [["a", "c"]] }))).toContain(
      "start-vm a on alfa02",
    );
  });

  test("where those that must share its host may be as well, and where there is room for all", () => {
    const vms = { db: "alfa01", app: "alfa01", z: "alfa02" };
    const together = [["app", "db"]];
    const bound = cluster({ hosts: THREE, vms }, { together }, (name) =>
      name === "app" ? { hosts: ["alfa01", "alfa02"] } : {},
    );
    expect(startedAfterDeathOf("alfa01", bound)).toEqual(["start-vm app on alfa02", "start-vm db on alfa02"]);
    const large = cluster({ hosts: THREE, vms, hostMemory: 12 * GB }, { together }, (name) => ({
      memory: name === "z" ? 1 * GB : 6 * GB,
    }));
    expect(startedAfterDeathOf("alfa01", large)).toEqual(["start-vm app on alfa03", "start-vm db on alfa03"]);
    const larger = cluster({ hosts: THREE, vms, hostMemory: 12 * GB }, { together }, (name) => ({
      memory: name === "z" ? 1 * GB : 7 * GB,
    }));
    expect(startedAfterDeathOf("alfa01", larger)).toEqual([]);
  });

  test("only on a host that it may be on, even if another has more room, and nowhere if that one has none", () => {
    const standby = (hosts: readonly string[]) =>
      cluster({ hosts: THREE, vms: { gridce: "alfa01", squid: "alfa03" } }, {}, (name) =>
        name === "gridce" ? { hosts } : {},
      );
    expect(startedAfterDeathOf("alfa01", standby(["alfa01", "alfa03"]))).toEqual(["start-vm gridce on alfa03"]);
    expect(startedAfterDeathOf("alfa01", standby(["alfa01"]))).toEqual([]);
  });

  test("never on a host that is suspected, returning, or in maintenance", () => {
    for (const trouble of [
      (talk: Conversation) => talk.probe("host/alfa02", "nothing"),
      (talk: Conversation) => talk.maintain("host/alfa02"),
    ]) {
      const talk = new Conversation(cluster({ hosts: THREE, vms: { gridce: "alfa01", squid: "alfa03" } }));
      talk.fall("host/alfa01", "vm/gridce");
      trouble(talk);
      expect(talk.done("fence-host alfa01")).toContain("start-vm gridce on alfa03");
    }
  });
});

describe("a VM that a reboot did not help", () => {
  function notHelped(plan: Plan): string[] {
    const talk = new Conversation(cluster(plan));
    talk.fall("vm/gridce");
    talk.fails("reboot-vm gridce on alfa01");
    return talk.done("stop-vm gridce on alfa01");
  }

  test("is restarted on another host, even if its own has more room", () => {
    expect(notHelped({ vms: { gridce: "alfa01", squid: "alfa02" } })).toEqual(["start-vm gridce on alfa02"]);
  });

  test("is restarted on its own where it is the only one", () => {
    expect(notHelped({ hosts: ["alfa01"] })).toEqual(["start-vm gridce on alfa01"]);
  });
});
