// The results of `3rc live check`, on hosts that are this machine behind a real sshd; a script replaces virsh.

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contradictions } from "../../../src/live/crash-test/checks/definitions.ts";
import { checkClock, type CheckResult } from "../../../src/live/crash-test/checks/check-result.ts";
import { checkInventory } from "../../../src/live/crash-test/checks/live-check.ts";
import { Reach } from "../../../src/live/driver/reach.ts";
import { Ssh } from "../../../src/live/driver/transport/ssh.ts";
import type { Inventory } from "../../../src/live/inventory/inventory.ts";
import { seconds, type Instant } from "../../../src/base/prelude/time.ts";
import { hostEntry, inventoryOf, vmEntry } from "../../builders/live-inventory.ts";
import { loopbackSshd, noSshd, type LoopbackSshd } from "../../builders/loopback-sshd.ts";

const definition = (
  uuid: string,
  { onReboot = "restart", disk = "/san/gridce.img", name = "gridce" } = {},
) => `<domain type='kvm'>
  <name>${name}</name><!-- <name>old</name> -->
  <uuid>${uuid}</uuid>
  <on_reboot>${onReboot}</on_reboot>
  <devices>
    <disk type='file' device='disk'><source file='${disk}'/></disk>
    <interface type='bridge'><mac address='52:54:00:00:00:01'/></interface>
  </devices>
</domain>`;
const UUID = "11111111-1111-1111-1111-111111111111";

describe("definitions of a VM", () => {
  const vm = vmEntry("gridce", { mac: "52:54:00:00:00:01" });
  const installs = { onReboot: "destroy" };

  test("agree", () => {
    expect(contradictions(vm, definition(UUID), definition(UUID, installs))).toEqual([]);
  });

  test.each([
    ["another UUID", definition(UUID.replaceAll("1", "2"), installs), "hosts would take them for two machines"],
    [
      "another disk",
      definition(UUID, { ...installs, disk: "/san/other.img" }),
      "installDefinition does not have the disk /san/gridce.img",
    ],
    [
      "another name",
      definition(UUID, { ...installs, name: "web" }),
      "installDefinition is of domain web, not of gridce",
    ],
    ["an installation that never ends", definition(UUID), "the end of an installation would go unnoticed"],
  ])("contradict each other or the inventory: %s", (_, network, expected) => {
    expect(contradictions(vm, definition(UUID), network)).toEqual([expect.stringContaining(expected)]);
  });
});

describe.skipIf(noSshd !== undefined)("a check of an inventory", () => {
  let sshd: LoopbackSshd;
  let results: readonly CheckResult[];

  const found = (subject: string, what: string) =>
    results.find((result) => result.subject === subject && result.what === what);

  beforeAll(async () => {
    sshd = await loopbackSshd();
    sshd.program(
      "virsh",
      `case "$*" in
*--autostart*|*--state-paused*) ;;
*qemu+ssh://*alfa02*) echo "error: Host key verification failed." >&2; exit 1;;
*domstate*) echo running;;
*list*) echo gridce; echo payroll;;
esac`,
    );
    writeFileSync(join(sshd.folder, "gridce.xml"), definition(UUID, { disk: join(sshd.folder, "gridce.xml") }));
    writeFileSync(join(sshd.folder, "password"), "secret");
    chmodSync(join(sshd.folder, "password"), 0o644);
    const reach = new Reach(site());
    results = await checkInventory(reach);
    await reach.close();
  });

  afterAll(() => sshd.end());

  function site(): Inventory {
    const ssh = sshd.access;
    const file = join(sshd.folder, "gridce.xml");
    return inventoryOf(
      [
        hostEntry("alfa01", {
          ssh,
          network: { cut: ["3rc-no-such-switch"], join: ["true"] },
          restartLayer: ["3rc-no-such-systemctl"],
        }),
        hostEntry("alfa02", {
          ssh,
          fence: {
            kind: "ipmi",
            address: "127.0.0.1",
            port: 1,
            user: "admin",
            cipher: 17,
            passwordFile: join(sshd.folder, "password"),
          },
        }),
        hostEntry("gone"),
      ],
      [
        vmEntry("gridce", {
          definition: file,
          installDefinition: "/san/none.xml",
          disk: file,
          ssh,
          hang: ["3rc-no-such-killall"],
        }),
      ],
    );
  }

  test("finds what is correct: connections, clocks of hosts and guests, definitions", () => {
    for (const [subject, what] of [
      ["alfa01", "ssh"],
      ["alfa01", "clock"],
      ["gridce", "clock"],
      ["gridce", "guest ssh"],
      ["gridce", "definitions"],
      ["alfa01", "fence (command)"],
    ]) {
      expect(found(subject, what), `${subject} ${what}`).toMatchObject({ ok: true });
    }
  });

  test.each([
    ["gone", "ssh", "Connection refused"],
    ["alfa01", "programs", "missing: 3rc-no-such-systemctl"],
    ["alfa01", "files", "missing: /san/none.xml"],
    ["alfa02", "files", "missing: /san/none.xml"],
    ["alfa01", "migration", "to alfa02: Host key verification failed."],
    ["alfa01", "strangers", "a fence would end payroll"],
    ["gridce", "domain", "gridce runs on alfa01 and alfa02"],
    ["gridce", "hang", "3rc-no-such-killall is not installed"],
    ["here", "3rc-no-such-switch", "is not installed"],
  ])("finds what is not: %s, %s: %s", (subject, what, detail) => {
    expect(found(subject, what)).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
  });

  test("only mentions a guest's clock that is wrong, since nothing uses it; a host's is an error", async () => {
    sshd.program("date", "echo 1000000000");
    const ours = () => seconds(1_000_000_000 + 3 * 86_400 + 7201) as number as Instant;
    const ssh = new Ssh(sshd.access, sshd.folder);
    expect(await checkClock("gridce", ssh, undefined, ours)).toMatchObject({
      ok: true,
      detail: "differs by 3d 2h at least",
    });
    expect(await checkClock("alfa01", ssh, seconds(2), ours)).toMatchObject({
      ok: false,
      detail: "differs by 3d 2h at least: expected at most 2s",
    });
    await ssh.close();
  });

  test("reports secrets that others can read, and only those", () => {
    expect(found("here", join(sshd.folder, "password"))).toMatchObject({
      ok: false,
      detail: "others can read it: chmod 600",
    });
    expect(found("here", join(sshd.folder, "id"))).toMatchObject({ ok: true });
  });
});
