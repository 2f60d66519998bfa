// `3rc audit` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";

export function registerAudit(program: CliCommand): void {
  program
    .command("audit")
    .description("prove from a journal alone that no VM ran twice")
    .argument("<journal>", "journal of 3rc trace --journal or of a live campaign; - for stdin")
    .exits({ verdict: "a VM ran twice", incomplete: "the journal is not enough for a proof, or is incomplete" })
    .action(async (file: string) => (await import("./audit.ts")).auditFile(file));
}
