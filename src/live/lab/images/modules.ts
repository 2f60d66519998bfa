// The kernel modules that a guest needs, in an order in which they can be loaded. A module's file lists its
// dependencies, so no other index is needed.

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { runProgram } from "../../../base/platform/program.ts";
import { MINUTE } from "../../../base/prelude/time.ts";
import { LabProblem, succeeded } from "../lab-problem.ts";
import type { Kernel } from "./kernel.ts";
import type { Tree } from "./tree.ts";

/** Disk and network; the file system; the power button and its events; reporting of panics to the hypervisor. */
export const WANTED = [
  "virtio_pci",
  "virtio_blk",
  "virtio_net",
  "crc32c_generic",
  "ext4",
  "button",
  "evdev",
  "pvpanic-mmio",
  "pvpanic-pci",
];

/** Folder of the modules in the initrd; the file `ORDER` lists them in loading order, one a line. */
export const MODULES = "/lib/modules";
export const ORDER = `${MODULES}/order`;

/**
 * Puts the wanted modules and their dependencies into the tree. Modules that are built into the kernel are left out.
 */
export async function addModules(tree: Tree, { modules: folder }: Kernel): Promise<void> {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((path) => {
      const name = /^(.+)\.ko(\.xz|\.zst|\.gz)?$/.exec(basename(path))?.[1];
      return name === undefined ? [] : [[plain(name), join(folder, path)] as const];
    }),
  );
  const order: string[] = [];
  const add = async (name: string) => {
    const file = files.get(plain(name));
    if (file === undefined || order.includes(plain(name))) return;
    const path = `${MODULES}/${plain(name)}`;
    await unpack(tree, file, path);
    for (const other of dependenciesOf(join(tree.folder, path))) await add(other);
    order.push(plain(name));
  };
  for (const name of WANTED) await add(name);
  tree.write(ORDER, order.map((name) => `${name}\n`).join(""));
}

/** Hyphens and underscores are the same in names of modules. */
function plain(name: string): string {
  return name.replaceAll("-", "_");
}

async function unpack(tree: Tree, file: string, path: string): Promise<void> {
  const place = join(tree.folder, path);
  if (file.endsWith(".ko")) tree.copy(file, path);
  else if (file.endsWith(".gz")) tree.write(path, gunzipSync(readFileSync(file)));
  else {
    const program = file.endsWith(".xz") ? "xz" : "zstd";
    tree.write(path, "");
    succeeded(
      await runProgram(["sh", "-c", 'exec "$1" -dc "$2" > "$3"', "sh", program, file, place], { timeout: MINUTE }),
      `the module ${file} cannot be unpacked`,
    );
  }
}

function dependenciesOf(file: string): readonly string[] {
  const text = readFileSync(file, "latin1");
  const list = /\0depends=([^\0]*)\0/.exec(text)?.[1];
  if (list === undefined) throw new LabProblem(`${file} does not list its dependencies: it is not a kernel module`);
  return list.split(",").filter((name) => name !== "");
}
