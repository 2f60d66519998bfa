// The requests to a host's libvirt, through a real SSH connection; a script replaces virsh and records its arguments.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Libvirt } from "../../../src/live/driver/hypervisor/libvirt.ts";
import { Ssh } from "../../../src/live/driver/transport/ssh.ts";
import { MACHINE_CLOCK } from "../../../src/base/platform/clock.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { hostEntry, vmEntry } from "../../builders/live-inventory.ts";
import { loopbackSshd, noSshd, type LoopbackSshd } from "../../builders/loopback-sshd.ts";

describe.skipIf(noSshd !== undefined)("a migration", () => {
  const never = new AbortController().signal;
  let sshd: LoopbackSshd;
  let ssh: Ssh;

  beforeAll(async () => {
    sshd = await loopbackSshd();
    sshd.program("virsh", `for word; do echo "$word"; done > ${sshd.folder}/words`);
    ssh = new Ssh(sshd.access, sshd.folder);
  });

  afterAll(async () => {
    await ssh.close();
    sshd.end();
  });

  test.each([false, true])(
    "defines no persistent domain; it is unsafe only if the inventory permits that for the store: %s",
    async (unsafe) => {
      const migration = { uri: "qemu+ssh://root@alfa02/system", transport: "tcp://alfa02" };
      expect(
        await new Libvirt(hostEntry("alfa01"), ssh, MACHINE_CLOCK).migrate(
          vmEntry("gridce"),
          hostEntry("alfa02", { migration }),
          { unsafe, within: seconds(60) },
          never,
        ),
      ).toMatchObject({ kind: "yes" });
      expect(readFileSync(join(sshd.folder, "words"), "utf8").trim().split("\n")).toEqual([
        "-q",
        "-c",
        "qemu:///system",
        "migrate",
        "--live",
        ...(unsafe ? ["--unsafe"] : []),
        "gridce",
        migration.uri,
        migration.transport,
      ]);
    },
  );
});
