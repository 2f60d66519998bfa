// Whether this machine can run guests with KVM, found by a trial boot: in some clouds, where machines are guests
// themselves, /dev/kvm exists and libvirt and QEMU accept it, and still no common kernel boots.

import { existsSync } from "node:fs";
import { runProgram } from "../../../base/platform/program.ts";
import { seconds, type Duration } from "../../../base/prelude/time.ts";
import { PATH } from "../needs.ts";
import type { Accelerator } from "./domain.ts";
import { KERNEL_ARGUMENTS } from "../images/images.ts";

/**
 * The trial boot takes a second. If the machine is too busy to finish in this time, guests are emulated, which is
 * slower and otherwise harmless.
 */
const PATIENCE = seconds(5);

/** `kernel`: a file that QEMU can start. */
export async function findAccelerator(kernel: string, signal: AbortSignal): Promise<Accelerator> {
  return existsSync("/dev/kvm") && (await boots("kvm", kernel, PATIENCE, signal)) ? "kvm" : "qemu";
}

/**
 * Boots a kernel as in a guest, but without a file system: it panics and resets the machine, which ends QEMU.
 * `accelerator`: QEMU's name for it.
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
