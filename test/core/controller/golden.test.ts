// Whole conversations. Each file in golden/ is a text to read: the events on the left, the controller's commands
// below, indented. Read the difference when one changes; ACCEPT=1 rewrites them.

import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { HOUR, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { expectAccepted } from "../../builders/accepted.ts";
import { Conversation } from "../../builders/conversation.ts";
import { GB, someSettings, type Plan } from "../../builders/scenario.ts";

const GOLDEN = "test/core/controller/golden";
const VM = "vm/gridce";
const HOST = "host/alfa01";

const plays: Record<string, { plan?: Plan; play: (talk: Conversation) => void }> = {
  "a crashed guest is rebooted": {
    play(talk) {
      talk.remark("One lost probe is not a crash.");
      talk.probe(VM, "nothing");
      talk.probe(VM, "service", 2);
      talk.remark("Three in a row are one. The reboot helps.");
      talk.fall(VM);
      talk.done("reboot-vm gridce on alfa01");
      talk.probe(VM, "nothing", 2);
      talk.probe(VM, "system");
      talk.rise(VM);
      talk.remark("After ten minutes without a failure the episode is forgotten.");
      talk.waitForDeadline();
    },
  },

  "a VM climbs the whole ladder": {
    play(talk) {
      talk.fall(VM);
      talk.remark("The reboot is done, but the guest does not answer within a minute.");
      talk.done("reboot-vm gridce on alfa01");
      talk.waitForDeadline();
      talk.remark("Restart: proven off on alfa01 first, then started on alfa02. The start is refused: next rung.");
      talk.done("stop-vm gridce on alfa01");
      talk.fails("start-vm gridce on alfa02", "the disk cannot be read");
      talk.remark("Reinstall, in place. The VM answers, and fails again before it was stable: no rung is left.");
      talk.wait(seconds(300));
      talk.done("reinstall-vm gridce on alfa02");
      talk.rise(VM);
      talk.wait(MINUTE);
      talk.fall(VM);
      talk.remark("A human repairs it. The controller locates it before it believes that it is up.");
      talk.wait(HOUR);
      talk.rise(VM);
      talk.found("alfa01", []);
      talk.found("alfa02", ["gridce"]);
      talk.rise(VM);
    },
  },

  "a host dies and its VMs are started elsewhere": {
    plan: {
      hosts: ["alfa01", "alfa02", "alfa03"],
      vms: { gridce: "alfa01", squid: "alfa01", bdii: "alfa02" },
      settings: { failback: true },
    },
    play(talk) {
      talk.remark("Host and VMs become silent. Nothing starts elsewhere before the fence has given proof of death.");
      talk.fall(HOST, VM, "vm/squid");
      talk.done("fence-host alfa01");
      talk.remark("There is proof. Each VM goes to the host with most free memory; its own is switched on again.");
      talk.done("start-vm gridce on alfa03");
      talk.done("start-vm squid on alfa02");
      talk.rise(VM, "vm/squid");
      talk.done("power-on-host alfa01");
      talk.wait(seconds(90));
      talk.rise(HOST);
      talk.remark("The host is trusted again after two minutes. Its VMs go home when they have been stable for ten.");
      talk.wait((9 * MINUTE) as Duration);
      talk.done("migrate-vm gridce from alfa03 to alfa01");
      talk.done("migrate-vm squid from alfa02 to alfa01");
    },
  },

  "the fence never answers": {
    play(talk) {
      talk.remark("Power and management board failed together: the fence cannot answer.");
      talk.fall(HOST, VM);
      talk.waitForDeadline();
      talk.waitForDeadline();
      talk.remark(
        "After the third attempt a human is asked for proof. The VM stays down, and is not started anywhere.",
      );
      talk.waitForDeadline();
      talk.remark("Five minutes later the board might have come back. It has not.");
      talk.waitForDeadline();
      talk.wait(seconds(90));
      talk.remark("A human confirms that the host is off. That is proof, too.");
      talk.wait((5 * MINUTE) as Duration);
      talk.ask({ kind: "confirm-dead", host: "alfa01" });
      talk.done("start-vm gridce on alfa02");
      talk.rise(VM);
      talk.fails("power-on-host alfa01", "the management board does not answer");
    },
  },

  "the management network is cut but the VMs answer": {
    plan: { vms: { gridce: "alfa01", squid: "alfa01" } },
    play(talk) {
      talk.remark("The host is silent, its VMs are not: the host is alive, its network is down. It is not fenced.");
      talk.fall(HOST);
      talk.remark("A human is called when `patience` is over.");
      talk.waitForDeadline();
      talk.remark("One of the VMs crashes. It cannot be rebooted, and is not started elsewhere.");
      talk.fall(VM);
      talk.waitForDeadline();
      talk.remark("The network is repaired.");
      talk.rise(HOST);
      talk.done("reboot-vm gridce on alfa01");
      talk.rise(VM);
    },
  },

  "a storm of silence is the monitor's own": {
    plan: { settings: { storm: { share: 0.5, within: seconds(30), hold: MINUTE } } },
    play(talk) {
      talk.fall(HOST, "host/alfa02", VM);
      talk.remark("Everything comes back during the hold. Nothing was done.");
      talk.rise(HOST, "host/alfa02", VM);
      talk.waitForDeadline();
    },
  },

  "a flapping VM is put in quarantine": {
    plan: { settings: { maxEpisodes: 2, window: HOUR } },
    play(talk) {
      for (let i = 0; i < 2; i++) {
        talk.fall(VM);
        talk.done("reboot-vm gridce on alfa01");
        talk.rise(VM);
        talk.waitForDeadline();
      }
      talk.remark("The third time within the hour is one too many.");
      talk.fall(VM);
      talk.remark("An operator has found the reason, and releases it. It is located before anything is started.");
      talk.wait(HOUR);
      talk.ask({ kind: "release", vm: "gridce" });
      talk.found("alfa02", []);
      talk.found("alfa01", []);
    },
  },

  "a host is emptied for maintenance": {
    plan: {
      vms: { gridce: "alfa01", squid: "alfa01", big: "alfa01" },
      hostMemory: 12 * GB,
      settings: { maxConcurrent: 1 },
    },
    play(talk) {
      talk.ask({ kind: "move", vm: "big", to: "alfa02" });
      talk.done("migrate-vm big from alfa01 to alfa02");
      talk.remark("One slot: one migration after another. The second fails, and the hosts are inspected.");
      talk.maintain(HOST);
      talk.done("migrate-vm gridce from alfa01 to alfa02");
      talk.fails("migrate-vm squid from alfa01 to alfa02", "the connection was closed");
      talk.found("alfa01", ["squid"]);
      talk.rise("vm/squid");
      talk.remark("The operator, who was informed, requests it again. The VM is moved as soon as it is stable.");
      talk.ask({ kind: "move", vm: "squid", to: "alfa02" });
      talk.waitForDeadline();
      talk.done("migrate-vm squid from alfa01 to alfa02");
      talk.remark("The empty host is switched off for repair. Then it is resumed, and trusted after two minutes.");
      talk.fall(HOST);
      talk.wait(HOUR);
      talk.resume(HOST);
      talk.wait((2 * MINUTE) as Duration);
    },
  },

  "the controller crashes in the middle of a failover": {
    play(talk) {
      talk.fall(HOST, VM);
      talk.done("fence-host alfa01");
      talk.remark("The controller crashes with a start in flight. It inspects the host to see the effect.");
      talk.crash();
      talk.found("alfa02", ["gridce"]);
      talk.remark("The start has taken effect. Its outcome comes late, and is ignored.");
      talk.done("start-vm gridce on alfa02");
      talk.rise(VM);
    },
  },
};

test.each(Object.entries(plays))("%s", (name, { plan, play }) => {
  const talk = new Conversation(someSettings(plan));
  play(talk);
  expectAccepted(`${GOLDEN}/${name}.txt`, talk.text);
});

test("every golden conversation belongs to a test", () => {
  expect(readdirSync(GOLDEN).toSorted()).toEqual(
    Object.keys(plays)
      .map((name) => `${name}.txt`)
      .toSorted(),
  );
});
