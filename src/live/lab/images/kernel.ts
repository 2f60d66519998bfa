// The kernel of the guests and its modules: Debian's kernel for clouds, unpacked but not installed; if it is not
// available, the newest kernel installed on this machine.

import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { complaintOf, runProgram } from "../../../base/platform/program.ts";
import { MINUTE, type Duration } from "../../../base/prelude/time.ts";
import { LabProblem, succeeded } from "../lab-problem.ts";
import { UNFINISHED } from "./images.ts";

export type Kernel = {
  readonly version: string;
  /** The file of the kernel itself. */
  readonly image: string;
  /** The folder of its modules. */
  readonly modules: string;
};

/** A meta-package that depends on the newest one. */
const PACKAGE = "linux-image-cloud-amd64";
const DOWNLOAD: Duration = (10 * MINUTE) as Duration;

/** `cache` keeps downloads. */
export async function findKernel(cache: string): Promise<Kernel> {
  const packed = await packagedKernel(cache);
  if (typeof packed !== "string") return packed;
  const kernel = newestKernel("/");
  if (kernel === undefined)
    throw new LabProblem(
      `there is no kernel for the guests: ${packed}, and none is installed in /boot with its modules in /lib/modules`,
    );
  return kernel;
}

/** The kernel, or the reason why there is none. */
async function packagedKernel(cache: string): Promise<Kernel | string> {
  const depends = await runProgram(["apt-cache", "depends", PACKAGE], { timeout: MINUTE });
  const name = /Depends: (linux-image-\S+)/.exec(depends.stdout)?.[1];
  if (name === undefined)
    return (
      newestCached(cache) ??
      `apt knows no package ${PACKAGE} (${depends.code === 0 ? "apt-get update may help" : complaintOf(depends)})`
    );
  const folder = join(cache, name);
  if (!existsSync(folder)) {
    const reason = await download(name, cache, folder);
    if (reason !== undefined) return newestCached(cache) ?? reason;
  }
  return newestKernel(folder) ?? `the package ${name} holds no kernel`;
}

/** Downloads and unpacks the package into `folder`, whole or not at all; returns the reason of a failure. */
async function download(name: string, cache: string, folder: string): Promise<string | undefined> {
  const fresh = mkdtempSync(join(cache, UNFINISHED));
  try {
    return await unpacked(name, fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function unpacked(name: string, fresh: string, folder: string): Promise<string | undefined> {
  const fetched = await runProgram(["env", "-C", fresh, "apt-get", "download", "-q", name], { timeout: DOWNLOAD });
  const archive = readdirSync(fresh).find((file) => file.endsWith(".deb"));
  if (fetched.kind !== "exited" || fetched.code !== 0 || archive === undefined)
    return `the package ${name} cannot be downloaded (${complaintOf(fetched)})`;
  succeeded(
    await runProgram(["dpkg-deb", "-x", join(fresh, archive), fresh], { timeout: DOWNLOAD }),
    `the package ${name} cannot be unpacked`,
  );
  rmSync(join(fresh, archive));
  if (!existsSync(folder)) renameSync(fresh, folder); // another process may have downloaded the same meanwhile
  return undefined;
}

function newestCached(cache: string): Kernel | undefined {
  const folders = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith("linux-image-")) : [];
  return newest(folders.flatMap((name) => newestKernel(join(cache, name)) ?? []));
}

/** The newest kernel below `root` that has a folder of modules. */
function newestKernel(root: string): Kernel | undefined {
  const boot = join(root, "boot");
  const files = existsSync(boot) ? readdirSync(boot).filter((name) => name.startsWith("vmlinuz-")) : [];
  const kernels = files.map((name) => {
    const version = name.slice("vmlinuz-".length);
    return { version, image: join(boot, name), modules: join(root, "lib/modules", version) };
  });
  return newest(kernels.filter(({ modules }) => existsSync(modules)));
}

function newest(kernels: readonly Kernel[]): Kernel | undefined {
  return kernels.toSorted((a, b) => a.version.localeCompare(b.version, "en", { numeric: true })).at(-1);
}
