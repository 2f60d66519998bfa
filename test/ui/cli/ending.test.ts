// How the command ends when something goes wrong on the way: the machine refuses, a signal comes, nobody listens.

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Defect } from "../../../src/base/prelude/check.ts";
import { commandLine } from "../../../src/ui/cli/terminal/shell-word.ts";
import { reportError, whileRunning } from "../../../src/ui/cli/terminal/report-error.ts";
import { scenarioOf, SMALL } from "../../core/scenario/small.ts";
import { ROOT, run3rc, temporaryFolder, whenThere, type Said } from "./command.ts";

const CRASH = "scenarios/paper-crash.yaml";

/** A line for the shell, in which "$@" is the command. */
function inShell(line: string, args: readonly string[]): Promise<Pick<Said, "code" | "stdout" | "stderr">> {
  return new Promise((done) => {
    const child = execFile(
      "sh",
      ["-c", line, "sh", process.execPath, "dist/3rc/main.js", ...args],
      { cwd: ROOT },
      (_, stdout, stderr) => done({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe("what goes wrong on the way", () => {
  test("is ours: exit code 70, the scenario, its seed and the command, unless the machine has refused", async () => {
    const said = async (error: Error) =>
      saidBy(async () => {
        const thrown = await whileRunning(scenarioOf(SMALL, ["seed=s 1"]), () => Promise.reject(error)).catch(
          (caught: unknown) => caught,
        );
        return reportError(thrown, ["run", "my file.yaml", "--set", "name=a'b"]);
      });
    const repeat = "To reproduce it: 3rc run 'my file.yaml' --set 'name=a'\\''b'\n";
    for (const error of [new Defect("no VM runs twice"), new TypeError("x is no function")]) {
      const [code, text] = await said(error);
      expect([code, text]).toEqual([
        70,
        expect.stringMatching(
          new RegExp(
            "has a defect: (no VM runs twice|TypeError: x is no function)\\n[^]*" +
              "In scenario small, hash [0-9a-f]+, seed s 1\\.\\n",
          ),
        ),
      ]);
      expect(text.endsWith(repeat)).toBe(true);
    }
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      syscall: "write",
    });
    expect(await said(full)).toEqual([4, "3rc: there is no space left on the disk (ENOSPC, write)\n"]);
  });

  test("is no crash when the output is closed", async () => {
    expect((await inShell('"$@" 2>/dev/full', ["validate", "none.yaml"])).code).toBe(2);
    expect((await inShell('"$@" 2>&-', ["validate", "none.yaml"])).code).toBe(2);
    expect(await inShell('"$@" >/dev/full', ["validate", CRASH])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("no space left") as string,
    });
  });

  test("may be the disk: an interrupted run that cannot keep its results leaves nothing half-written", async () => {
    const out = join(temporaryFolder(), "out");
    const args = ["run", CRASH, "--trials", "60000", "--no-report", "--quiet", "--workers", "1", "--out", out];
    // No file may take a byte. When the folder of results is there, the command listens to signals.
    const said = await inShell(
      `trap "" XFSZ; ulimit -f 0; "$@" & pid=$!; while [ ! -d '${out}' ]; do sleep 0.1; done; kill -TERM $pid; ` +
        "wait $pid",
      args,
    );
    expect(said).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/paper-crash\.checkpoint: could not be written \(EFBIG\)\n$/) as string,
    });
    expect(readdirSync(out)).toEqual([]);
  });
});

test("a second signal ends the command at once", async () => {
  const out = join(temporaryFolder(), "out");
  const args = ["run", CRASH, "--trials", "900000", "--no-report", "--quiet", "--workers", "1", "--out", out];
  const { code } = await run3rc(args, whenThere(out, "SIGTERM", "SIGINT"));
  expect([130, 143]).toContain(code);
});

test("an incident of centuries reacts to a signal", async () => {
  const out = join(temporaryFolder(), "out");
  const args = [
    "run",
    "scenarios/sns-pisa.yaml",
    "--set",
    "experiment={ incident: { horizon: 285y } }",
    "--no-report",
    "--quiet",
    "--out",
    out,
  ];
  const { code, stderr } = await run3rc(args, whenThere(out, "SIGTERM"));
  expect([code, stderr]).toEqual([143, expect.stringContaining("interrupted after 0 of 1; to continue: 3rc run")]);
});

test("a command that is shown to be copied is quoted for the shell", async () => {
  const words = ["run", "a b/$(x).yaml", "", "--set", "name='`;&\"", "a=1"];
  const { stdout } = await inShell(`printf '%s\\n' ${commandLine(words).slice("3rc ".length)}`, []);
  expect(stdout).toBe(words.map((word) => `${word}\n`).join(""));
});

/** The code that it returns, and what it wrote to stderr meanwhile. */
async function saidBy(work: () => Promise<number>): Promise<[code: number, stderr: string]> {
  const { write } = process.stderr;
  let text = "";
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    return [await work(), text];
  } finally {
    process.stderr.write = write;
  }
}
