// SSH host keys of guests. Each guest keeps its own when it is installed again, so that whoever knows it can check it.

import { existsSync } from "node:fs";
import { runProgram } from "../../../base/platform/program.ts";
import { MINUTE } from "../../../base/prelude/time.ts";
import { LabProblem, succeeded } from "../lab-problem.ts";

/**
 * Makes the private key file, in dropbear's format, unless it is there. The public key, as a line of `known_hosts` has
 * it after the names.
 */
export async function hostKey(file: string): Promise<string> {
  const words = existsSync(file) ? ["-y", "-f", file] : ["-t", "ed25519", "-f", file];
  const said = succeeded(
    await runProgram(["dropbearkey", ...words], { timeout: MINUTE }),
    `the host key ${file} cannot be made`,
  );
  const line = /^(ssh-ed25519 \S+)/m.exec(said)?.[1];
  if (line === undefined) throw new LabProblem(`the host key ${file} is none: dropbearkey cannot read it`);
  return line;
}
