// SSH host keys of guests. A guest keeps its key when it is reinstalled, so that clients can check it.

import { existsSync } from "node:fs";
import { runProgram } from "../../../base/platform/program.ts";
import { MINUTE } from "../../../base/prelude/time.ts";
import { LabProblem, succeeded } from "../lab-problem.ts";

/**
 * Makes the private key file, in dropbear's format, unless it exists. Returns the public key, as in a line of
 * `known_hosts` after the names.
 */
export async function hostKey(file: string): Promise<string> {
  const words = existsSync(file) ? ["-y", "-f", file] : ["-t", "ed25519", "-f", file];
  const said = succeeded(
    await runProgram(["dropbearkey", ...words], { timeout: MINUTE }),
    `the host key ${file} cannot be made`,
  );
  const line = /^(ssh-ed25519 \S+)/m.exec(said)?.[1];
  if (line === undefined) throw new LabProblem(`${file} is not a host key: dropbearkey cannot read it`);
  return line;
}
