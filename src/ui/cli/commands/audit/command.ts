// `3rc audit` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";

export function registerAudit(program: CliCommand): void {
  program
    .command("audit")
    .description("prove from a journal alone that no VM ran twice, or say what it cannot tell")
    .argument("<journal>", "a journal, as 3rc trace --journal prints it or a live campaign keeps it; - for stdin")
    .exits({ verdict: "a VM ran twice", incomplete: "the journal cannot tell, or is not whole" })
    .action(async (file: string) => (await import("./audit.ts")).auditFile(file));
}
