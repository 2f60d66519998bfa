// The live driver on one host, which is this machine behind a real sshd; a script replaces virsh.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import type { Turn } from "../../../src/core/controller/contract/turn.ts";
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

  async function until(condition: () => boolean): Promise<void> {
    for (const end = later(now(), seconds(60)); !condition() && now() < end;) await pause(seconds(0.05));
    expect(condition()).toBe(true);
  }

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
