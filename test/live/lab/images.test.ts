import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { userInfo } from "node:os";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { check } from "../../../src/base/prelude/check.ts";
import { faultOf } from "../../../src/core/cluster/fault.ts";
import { recipeOf } from "../../../src/live/crash-test/faults/faults.ts";
import { remoteLine } from "../../../src/live/driver/transport/ssh.ts";
import { hostEntry, inventoryOf, vmEntry } from "../../builders/live-inventory.ts";
import { buildImages } from "../../../src/live/lab/images/build-images.ts";
import { hostKey } from "../../../src/live/lab/images/host-key.ts";
import { DISK_MIB, type Images } from "../../../src/live/lab/images/images.ts";
import { makeDisk } from "../../../src/live/lab/images/make-disk.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { IMAGES } from "./machine.ts";
import { MAC, PATIENCE_MS, RunningGuest, type GuestOptions } from "./guest.ts";
import { leftOut } from "../../left-out.ts";
import { serveInstallation } from "./installation.ts";

const missing = [
  "qemu-system-x86_64",
  "busybox",
  "dropbearkey",
  "extlinux",
  "sfdisk",
  "debugfs",
  "cpio",
  "socat",
  "ssh-keygen",
].filter((program) => spawnSync("which", [program]).status !== 0);
const why = leftOut(
  userInfo().uid !== 0
    ? "only root can make them"
    : missing.length > 0
      ? `missing are ${missing.join(", ")}`
      : undefined,
);

describe.skipIf(why !== undefined)(
  `guests of the lab${why === undefined ? "" : `, which cannot be made here: ${why}`}`,
  { timeout: 3 * PATIENCE_MS },
  () => {
    let images: Images;
    beforeAll(async () => {
      images = await buildImages(IMAGES);
    }, PATIENCE_MS);

    test("are built once, and a build leaves nothing but images", async () => {
      expect(await buildImages(IMAGES)).toEqual(images);
      expect(readdirSync(dirname(images.root)).toSorted()).toEqual([
        "disk.img",
        "initrd.img",
        "installer.img",
        "root.tar.gz",
        "vmlinuz",
      ]);
      // Others may be building.
      expect(readdirSync(IMAGES).filter((name) => !/^(images|linux-image|unfinished)-/.test(name))).toEqual([]);
      expect(spawnSync("losetup", ["-a"], { encoding: "utf8" }).stdout).not.toContain(IMAGES);
    });

    test("get a disk of their own in one step, or none", async () => {
      const { folder, disk } = await newDisk(images);
      expect(statSync(disk).size).toBe(DISK_MIB * 2 ** 20);
      await expect(
        makeDisk(images, join(folder, "other.img"), {
          hostname: "x",
          hostKey: join(folder, "nowhere"),
          authorizedKeys: "",
        }),
      ).rejects.toThrow("other.img");
      expect(readdirSync(folder).filter((name) => name.startsWith("other"))).toEqual([]);
    });

    test("are healthy, know their names, have the known host key, and accept logins with the right key", async () => {
      const { guest, key } = await started(images);
      expect(await guest.healthOnceIt("200 well")).toMatch(/host=gridce up=[\d.]+ boot=\S+ installed=as a copy/);
      expect((await guest.sshOnceItAnswers(key, "hostname; id -u")).stdout).toBe("gridce\n0\n");
      const other = await hostKey(join(mkdtemp(), "other"));
      expect(await guest.ssh(other, "true")).toMatchObject({
        code: 255,
        stderr: expect.stringContaining("Host key verification failed"),
      });
    });

    test("are unhealthy while their disk cannot be written, or while their service hangs", async () => {
      const { guest, key } = await started(images);
      await guest.healthOnceIt("200 well");
      await guest.ssh(key, "echo u > /proc/sysrq-trigger");
      await guest.healthOnceIt("503 cannot write");
      await guest.ssh(key, "mount -o remount,rw /");
      await guest.healthOnceIt("200 well");
      expect((await guest.sshOnceItAnswers(key, "kill -STOP $(pidof httpd)")).code).toBe(0);
      expect(await guest.health(seconds(3))).toBeUndefined();
      expect((await guest.sshOnceItAnswers(key, "kill -CONT $(pidof httpd)")).code).toBe(0);
      await guest.healthOnceIt("200 well");
    });

    test("are unhealthy once their disk is full, also after a fresh boot, and accept logins", async () => {
      const { guest, key, ...made } = await started(images);
      await guest.healthOnceIt("200 well");
      const vm = vmEntry("gridce", { ssh: hostEntry("alfa01").ssh, installDefinition: "gridce-install.xml" });
      const recipe = recipeOf(faultOf("disk-full"), "gridce", inventoryOf([hostEntry("alfa01")], [vm]));
      check(typeof recipe === "object" && recipe.inject[0].where === "guest", "it is done inside the guest");
      expect((await guest.sshOnceItAnswers(key, remoteLine(recipe.inject[0].argv))).code).toBe(0);
      await guest.healthOnceIt("503 cannot write");
      await guest.end(); // at once, as by a power cut
      const again = await start(made);
      await again.healthOnceIt("503 cannot write");
      for (let i = 0; i < 3; i++) expect(await again.health(seconds(20))).toMatch(/^503 cannot write/);
      expect((await again.sshOnceItAnswers(key, "hostname")).stdout).toBe("gridce\n");
    });

    test.each(["memory", "fork"])("do not answer under an overload: %s", async (what) => {
      const { guest, key } = await started(images);
      await guest.healthOnceIt("200 well");
      const { code } = await guest.ssh(key, `overload ${what}`);
      expect([0, 255]).toContain(code); // the load may end the connection before the command has ended
      let inARow = 0; // probes without a good answer: a single one may be an accident of a busy machine
      for (const end = performance.now() + PATIENCE_MS; inARow < 3 && performance.now() < end;)
        inARow = (await guest.health(seconds(3)))?.startsWith("200") ? 0 : inARow + 1;
      expect(inARow).toBe(3);
    });

    test("whose installation fails panic, so that they do not count as installed", async () => {
      const { folder, disk } = await newDisk(images);
      const site = await serveInstallation({ ...images, root: join(folder, "nowhere") }, folder, {
        mac: MAC,
        hostKey: join(folder, "host_key"),
        authorizedKeys: "",
      });
      onTestFinished(() => site.close());
      const installer = await start({ disk, folder, fromNetwork: true, network: site.network });
      expect(await installer.ended, installer.console()).toBe("guest-panic");
      expect(installer.console()).toContain("installer: failed, the system cannot be unpacked");
    });
  },
);

function mkdtemp(): string {
  const folder = mkdtempSync(join(tmpdir(), "3rc-images-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A disk for a guest named gridce, and its host key. */
async function newDisk(images: Images): Promise<{ folder: string; disk: string; key: string }> {
  const folder = mkdtemp();
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "id")]);
  const disk = join(folder, "gridce.img");
  const key = await hostKey(join(folder, "host_key"));
  await makeDisk(images, disk, {
    hostname: "gridce",
    hostKey: join(folder, "host_key"),
    authorizedKeys: readFileSync(join(folder, "id.pub"), "utf8"),
  });
  return { folder, disk, key };
}

async function start(options: GuestOptions): Promise<RunningGuest> {
  const guest = await RunningGuest.start(options);
  onTestFinished(() => guest.end());
  return guest;
}

async function started(images: Images): Promise<{ guest: RunningGuest; key: string; folder: string; disk: string }> {
  const made = await newDisk(images);
  return { ...made, guest: await start(made) };
}
