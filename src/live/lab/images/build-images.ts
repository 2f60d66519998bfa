// The images of the lab's guests, made from packages of this machine. They are cached by a hash of everything that they
// are made of, and rebuilt when any of it changes. An interrupted build leaves nothing that could be taken for images.

import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { now } from "../../../base/platform/clock.ts";
import { runProgram } from "../../../base/platform/program.ts";
import { HOUR, MINUTE, toSeconds, type Duration } from "../../../base/prelude/time.ts";
import { succeeded } from "../lab-problem.ts";
import { GUEST_TEXTS, makeGuestRoot } from "./guest-root.ts";
import { UNFINISHED, type Images } from "./images.ts";
import { BOOT_RECORD, ingredients } from "./ingredients.ts";
import { INITRD_SCRIPT, makeInitrd } from "./initrd.ts";
import { DISK_SCRIPT, INSTALLER_SCRIPT, makeInstaller } from "./installer.ts";
import { findKernel, type Kernel } from "./kernel.ts";
import { WANTED } from "./modules.ts";

const STEP: Duration = (5 * MINUTE) as Duration;

/**
 * Needs root, for a loop device. `folder` is a cache: it may be removed at any time except during a build. Throws a
 * LabProblem.
 */
export async function buildImages(folder: string): Promise<Images> {
  const cache = resolve(folder);
  mkdirSync(cache, { recursive: true });
  sweep(cache);
  const kernel = await findKernel(cache);
  const place = join(cache, `images-${await hashOf(kernel)}`);
  if (!existsSync(place)) {
    const fresh = mkdtempSync(join(cache, UNFINISHED));
    try {
      await build(fresh, kernel);
      if (!existsSync(place)) renameSync(fresh, place); // another process may have built the same meanwhile
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return imagesIn(place);
}

async function build(folder: string, kernel: Kernel): Promise<void> {
  const { kernel: image, initrd, installer, root, disk } = imagesIn(folder);
  const tree = (name: string) => join(folder, name);
  succeeded(await runProgram(["cp", kernel.image, image], { timeout: STEP }), "the kernel cannot be copied");
  await makeInitrd(tree("initrd"), kernel);
  await pack(tree("initrd"), initrd);
  await makeInstaller(tree("installer"), kernel);
  await pack(tree("installer"), installer);
  await makeGuestRoot(tree("root"), image, initrd);
  succeeded(
    await runProgram(["tar", "-C", tree("root"), "--numeric-owner", "--owner=0", "--group=0", "-czf", root, "."], {
      timeout: STEP,
    }),
    "the system of the guests cannot be packed",
  );
  mkdirSync(tree("mounted"));
  const apart = ["unshare", "--mount", "--propagation", "private"];
  succeeded(
    await runProgram([...apart, "sh", "-c", DISK_SCRIPT, "sh", root, disk, BOOT_RECORD, tree("mounted")], {
      timeout: STEP,
    }),
    "the disk of the guests cannot be made",
  );
  for (const name of ["initrd", "installer", "root", "mounted"]) rmSync(tree(name), { recursive: true });
  chmodSync(folder, 0o755); // a web server of any user may have to read it
}

/** Packs a folder in the format of an initrd. */
async function pack(folder: string, file: string): Promise<void> {
  const script = 'cd "$1" && find . | sort | cpio -o -H newc -R 0:0 --quiet | gzip -6 > "$2"';
  succeeded(await runProgram(["sh", "-c", script, "sh", folder, file], { timeout: STEP }), `${file} cannot be packed`);
}

function imagesIn(folder: string): Images {
  const at = (name: string) => join(folder, name);
  return {
    kernel: at("vmlinuz"),
    initrd: at("initrd.img"),
    installer: at("installer.img"),
    root: at("root.tar.gz"),
    disk: at("disk.img"),
  };
}

async function hashOf({ version, image }: Kernel): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [image, ...(await ingredients())]) hash.update(readFileSync(file));
  for (const text of [version, ...WANTED, ...GUEST_TEXTS, INITRD_SCRIPT, INSTALLER_SCRIPT, DISK_SCRIPT])
    hash.update(`${text.length} ${text}`);
  return hash.digest("hex").slice(0, 16);
}

function sweep(cache: string): void {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(UNFINISHED))) {
    const age = toSeconds(now()) - statSync(join(cache, name)).mtimeMs / 1000;
    if (age > toSeconds(HOUR)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}
