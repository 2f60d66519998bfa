// The disk of one guest, made without an installation: a copy of the disk image, into which the guest's own files are
// written. Nothing is mounted, so nothing can stay mounted, and no privilege is needed.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../../base/platform/program.ts";
import { MINUTE } from "../../../base/prelude/time.ts";
import { LabProblem, succeeded } from "../lab-problem.ts";
import { IDENTITY } from "./guest-root.ts";
import { PARTITION_MIB, type Guest, type Images } from "./images.ts";

/** Writes the disk, a raw image of `DISK_MIB`, to `path`: whole or not at all. */
export async function makeDisk(
  { disk }: Images,
  path: string,
  { hostname, hostKey, authorizedKeys }: Guest,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "3rc-disk-"));
  const fresh = `${path}.tmp`;
  try {
    succeeded(
      await runProgram(["cp", "--sparse=always", "--reflink=auto", disk, fresh], { timeout: MINUTE }),
      `${path} cannot be written`,
    );
    writeFileSync(join(folder, "hostname"), `${hostname}\n`);
    writeFileSync(join(folder, "authorized_keys"), authorizedKeys);
    await put(fresh, [
      [join(folder, "hostname"), IDENTITY.hostname, "0100644"],
      [hostKey, IDENTITY.hostKey, "0100600"],
      [join(folder, "authorized_keys"), IDENTITY.authorizedKeys, "0100600"],
    ]);
    renameSync(fresh, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(fresh, { force: true });
  }
}

type Placed = readonly [from: string, to: string, mode: string];

/** debugfs exits with 0 even if a command fails; on success it prints only its version on stderr. */
async function put(disk: string, files: readonly Placed[]): Promise<void> {
  const commands = files.flatMap(([from, to, mode]) => [
    `write "${from}" ${to}`,
    `sif ${to} mode ${mode}`,
    `sif ${to} uid 0`,
    `sif ${to} gid 0`,
  ]);
  const finished = await runProgram(["debugfs", "-w", "-f", "-", `${disk}?offset=${PARTITION_MIB * 1_048_576}`], {
    timeout: MINUTE,
    input: `${commands.join("\n")}\n`,
  });
  succeeded(finished, `${disk} cannot be changed`);
  const complaints = finished.stderr.split("\n").filter((line) => line !== "" && !line.startsWith("debugfs "));
  if (complaints.length > 0) throw new LabProblem(`${disk} cannot be changed: ${complaints[0]}`);
}
