// The live driver on one host, which is this machine behind a real sshd; a script replaces virsh.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Action, Command } from "../../../src/core/controller/contract/command.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import type { Turn } from "../../../src/core/controller/contract/turn.ts";
import { EarlierActions } from "../../../src/live/driver/earlier-actions.ts";
import { liveDriver, type LiveOptions } from "../../../src/live/driver/live-driver.ts";
import { Reach } from "../../../src/live/driver/reach.ts";
// eslint-disable-next-line no-restricted-imports -- a live driver runs by this clock; only differences count
import { now, pause } from "../../../src/base/platform/clock.ts";
import { later, seconds } from "../../../src/base/prelude/time.ts";
import { hostEntry, inventoryOf, vmEntry } from "../../builders/live-inventory.ts";
import { loopbackSshd, noSshd, type LoopbackSshd } from "../../builders/loopback-sshd.ts";
import { command } from "../../builders/order.ts";

/** Breaks its own connection, as if a cable was pulled out. */
const PULL = 'p=$$; until [ "$(cat /proc/$p/comm)" = sshd ]; do p=$(cut -d" " -f4 /proc/$p/stat); done; kill -KILL $p';

async function until(condition: () => boolean): Promise<void> {
  for (const end = later(now(), seconds(60)); !condition() && now() < end;) await pause(seconds(0.05));
  expect(condition()).toBe(true);
}

const turn = (...commands: readonly Command[]): Turn => ({ event: undefined, commands, deadline: undefined });

describe.skipIf(noSshd !== undefined)("the live driver", () => {
  let sshd: LoopbackSshd;
  let reach: Reach;

  beforeAll(async () => {
    sshd = await loopbackSshd();
    sshd.program("virsh", `case "$*" in *destroy*) ${PULL};; *event*) exec sleep 60;; esac`);
    reach = new Reach(inventoryOf([hostEntry("alfa01", { ssh: sshd.access })], [vmEntry("gridce")]));
  });

  afterAll(async () => {
    await reach.close();
    sshd.end();
  });

  const options = (changes: Partial<LiveOptions> = {}): LiveOptions => ({
    reach,
    hosts: ["alfa01"],
    vms: ["gridce"],
    interval: () => seconds(1000),
    patience: seconds(5),
    stopped: () => false,
    told: () => undefined,
    failed: (error) => {
      throw error;
    },
    ...changes,
  });

  test("reports at once if the connection breaks during a command, and claims nothing about its effect", async () => {
    const received: Event[] = [];
    const live = liveDriver(options());
    live
      .connect({ deliver: (event) => received.push(event), ignores: () => false })
      .perform(turn(command(7, { kind: "stop-vm", vm: "gridce", host: "alfa01" })));
    await until(() => received.length > 0);
    live.close();
    expect(received).toMatchObject([{ kind: "outcome", command: 7, result: { kind: "lost" } }]);
  });

  test.each(["a probe", "an outcome", "an alarm"])(
    "ends, and passes on what the handler of %s throws",
    async (what) => {
      const failures: unknown[] = [];
      const wrong = new Error("the journal is full");
      const live = liveDriver(
        options({ interval: () => seconds(what === "a probe" ? 0.2 : 1000), failed: (error) => failures.push(error) }),
      );
      const driver = live.connect({
        deliver: () => {
          throw wrong;
        },
        ignores: () => false,
      });
      if (what === "an outcome") driver.perform(turn(command(1, { kind: "inspect-host", host: "alfa01" })));
      if (what === "an alarm") driver.perform({ ...turn(), deadline: now() });
      await until(() => failures.length > 0);
      driver.perform({ ...turn(), deadline: now() });
      await pause(seconds(0.5));
      expect(failures).toEqual([wrong]);
      live.close();
    },
  );
});

describe.skipIf(noSshd !== undefined)("a command for a VM that follows another for it", () => {
  const uris = { alfa01: "qemu:///first", alfa02: "qemu:///second" };
  let sshd: LoopbackSshd;
  let reach: Reach;

  beforeAll(async () => {
    sshd = await loopbackSshd();
    const hosts = Object.entries(uris).map(([name, libvirt]) => hostEntry(name, { ssh: sshd.access, libvirt }));
    reach = new Reach(inventoryOf(hosts, [vmEntry("gridce")]));
    const log = join(sshd.folder, "log");
    const aborted = join(sshd.folder, "aborted");
    sshd.program(
      "virsh",
      `case "$*" in
*migrate*)
  echo "$3 migrate" >> ${log}
  while [ ! -e ${aborted} ]; do sleep 0.1; done
  echo "$3 aborted" >> ${log}
  exit 1;;
*domjobabort*) echo "$3 domjobabort" >> ${log}; touch ${aborted};;
*destroy*) echo "$3 destroy" >> ${log};;
*event*) exec sleep 60;;
esac`,
    );
  });

  afterAll(async () => {
    await reach.close();
    sshd.end();
  });

  const logged = () => readFileSync(join(sshd.folder, "log"), { encoding: "utf8", flag: "a+" }).trim().split("\n");

  test("begins when a migration under way has been aborted at its source, also one for the destination", async () => {
    const received: Event[] = [];
    const live = liveDriver({
      reach,
      hosts: [],
      vms: [],
      interval: () => seconds(1000),
      patience: seconds(5),
      stopped: () => false,
      told: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
    const driver = live.connect({ deliver: (event) => received.push(event), ignores: () => false });
    driver.perform(turn(command(1, { kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" })));
    await until(() => logged().includes(`${uris.alfa01} migrate`));
    driver.perform(turn(command(2, { kind: "stop-vm", vm: "gridce", host: "alfa02" })));
    await until(() => received.length > 0);
    live.close();
    expect(received).toMatchObject([{ kind: "outcome", command: 2, result: { kind: "done" } }]);
    expect(logged()).toEqual([
      `${uris.alfa01} migrate`,
      `${uris.alfa01} domjobabort`,
      `${uris.alfa01} aborted`,
      `${uris.alfa02} destroy`,
    ]);
  });

  test("proves nothing if it is a stop, while an earlier one may come through on a host that is silent", async () => {
    const silent = { ...sshd.access, port: 1 };
    const earlier = new EarlierActions(
      new Reach(inventoryOf([hostEntry("alfa01", { ssh: silent }), hostEntry("alfa02", {})], [vmEntry("gridce")])),
    );
    const [migration, stop, fence] = [
      command(1, { kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" }),
      command(2, { kind: "stop-vm", vm: "gridce", host: "alfa02" }),
      command(3, { kind: "fence-host", host: "alfa01" }),
    ] as Action[];
    const never = new AbortController().signal;
    earlier.begins(migration);
    earlier.ended(migration, { kind: "lost", reason: "the connection broke" });
    expect(await earlier.settle(stop, never)).toBe(
      "migrate-vm from alfa01 to alfa02 may still come through, and alfa01 does not say",
    );
    earlier.ended(fence, { kind: "done" });
    expect(await earlier.settle(stop, never)).toBeUndefined();
  });
});
