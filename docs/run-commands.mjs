// Makes the outputs in a page true again: every block that begins with `$ ` is run, and what it prints replaces what
// stands below its command. A page whose outputs are made so cannot drift from the program.
//
//   node docs/run-commands.mjs docs/calibration.md

import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const BLOCK = /^```console\n\$ ((?:.*\\\n)*.*)\n[\s\S]*?^```$/gm;

const bin = mkdtempSync(join(tmpdir(), "3rc-page-"));
const command = join(bin, "3rc");
const main = resolve(import.meta.dirname, "../dist/3rc/main.js");
writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
chmodSync(command, 0o755);
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };

try {
  for (const page of process.argv.slice(2)) {
    let blocks = 0;
    const text = readFileSync(page, "utf8").replace(BLOCK, (_, typed) => {
      blocks++;
      process.stderr.write(`$ ${typed}\n`);
      const stdio = /** @type {const} */ (["ignore", "pipe", "inherit"]);
      const printed = execFileSync("sh", ["-c", typed], { env, encoding: "utf8", stdio: [...stdio] });
      return `\`\`\`console\n$ ${typed}\n${printed.trimEnd()}\n\`\`\``;
    });
    if (blocks === 0) throw new Error(`${page}: has no block that begins with "$ "`);
    writeFileSync(page, text);
  }
} finally {
  rmSync(bin, { recursive: true });
}
