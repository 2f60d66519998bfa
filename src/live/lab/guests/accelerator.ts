// Whether this machine's processor can run guests, found out by letting it: /dev/kvm may be there, and libvirt and QEMU
// content with it, and still no common kernel boots, as in some clouds where machines are guests themselves.

import { existsSync } from "node:fs";
import { runProgram } from "../../../base/platform/program.ts";
import { seconds, type Duration } from "../../../base/prelude/time.ts";
import { PATH } from "../needs.ts";
import type { Accelerator } from "./domain.ts";
import { KERNEL_ARGUMENTS } from "../images/images.ts";

/**
 * A processor that can do it takes a second. One that is so busy that it takes longer than this is emulated, which is
 * slower and no harm.
 */
const PATIENCE = seconds(5);

/** `kernel`: a file that QEMU can start. */
export async function findAccelerator(kernel: string, signal: AbortSignal): Promise<Accelerator> {
  return existsSync("/dev/kvm") && (await boots("kvm", kernel, PATIENCE, signal)) ? "kvm" : "qemu";
}

/**
 * Lets a kernel begin as in a guest, but without a file system: it panics and resets the machine, which ends QEMU.
 * `accelerator`: as QEMU calls it.
 */
export async function boots(
  accelerator: "kvm" | "tcg",
  kernel: string,
  within: Duration,
  signal: AbortSignal,
): Promise<boolean> {
  const machine = [
    "-accel",
    accelerator,
    "-m",
    "192",
    "-nodefaults",
    "-no-user-config",
    "-display",
    "none",
    "-no-reboot",
    "-serial",
    "stdio",
  ];
  const { kind, code, stdout } = await runProgram(
    ["qemu-system-x86_64", ...machine, "-kernel", kernel, "-append", [...KERNEL_ARGUMENTS, "panic=-1"].join(" ")],
    { timeout: within, signal, env: { PATH } },
  );
  return kind === "exited" && code === 0 && stdout.includes("Unable to mount root fs");
}
