// The events that a host's libvirt reports, through a real SSH connection; a script replaces virsh.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DomainEvents } from "../../../src/live/driver/hypervisor/domain-events.ts";
import { Ssh } from "../../../src/live/driver/transport/ssh.ts";
import { hostEntry } from "../../builders/live-inventory.ts";
import { loopbackSshd, noSshd, type LoopbackSshd } from "../../builders/loopback-sshd.ts";

describe.skipIf(noSshd !== undefined)("the stream of a host's domains", () => {
  let sshd: LoopbackSshd;

  beforeAll(async () => {
    sshd = await loopbackSshd();
    sshd.program(
      "virsh",
      `for word; do echo "$word"; done > ${sshd.folder}/words\n` +
        `echo "event 'lifecycle' for domain 'gridce': Stopped Failed"\nexec sleep 60`,
    );
  });

  afterAll(() => sshd.end());

  test.each(["qemu+tcp:///system?a=b&c=d", "qemu:///system;touch$IFS/FOLDER/pwned;#"])(
    "are requested at exactly the URI of the inventory, also if a shell would expand it: %s",
    async (written) => {
      const libvirt = written.replace("/FOLDER", sshd.folder);
      const ssh = new Ssh(sshd.access, sshd.folder);
      const died = await new Promise<string>((resolve) => {
        const events = new DomainEvents(hostEntry("alfa01", { libvirt }), ssh, (domain) => {
          events.end();
          resolve(domain);
        });
      });
      expect(died).toBe("gridce");
      expect(readFileSync(join(sshd.folder, "words"), "utf8").split("\n")).toContain(libvirt);
      expect(existsSync(join(sshd.folder, "pwned"))).toBe(false);
      await ssh.close();
    },
  );
});
