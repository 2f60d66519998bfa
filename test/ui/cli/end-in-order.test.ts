// However the process of a crash test is ended, it heals first.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { ROOT, temporaryFolder } from "./command.ts";

const built = (module: string) => JSON.stringify(pathToFileURL(join(ROOT, `dist/ui/cli/${module}.js`)).href);

/**
 * A process at work: says that it has begun, does this, heals when it is told to end, and says by which code it would
 * end.
 */
function atWork(what: string): {
  child: ReturnType<typeof spawn>;
  begun: Promise<string>;
  ended: Promise<number | null>;
  healed: () => boolean;
} {
  const file = join(temporaryFolder(), "healed");
  const script = `
    import { writeFileSync } from "node:fs";
    import { codeOfSignal } from ${built("exit")};
    import { endInOrder } from ${built("terminal/end-in-order")};
    await endInOrder(async (interrupt) => {
      process.stdout.write("begun\\n");
      ${what}
      while (!interrupt.aborted) await new Promise((later) => setTimeout(later, 20));
      for (let i = 0; i < 20; i++) {
        process.stdout.write("healing\\n");
        process.stderr.write("healing\\n");
        await new Promise((later) => setTimeout(later, 10));
      }
      writeFileSync(${JSON.stringify(file)}, "");
      process.exitCode = codeOfSignal(interrupt.reason);
    });
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.resume();
  return {
    child,
    healed: () => existsSync(file),
    begun: new Promise((begun, failed) => {
      child.stdout.setEncoding("utf8").once("data", begun);
      child.once("close", () => failed(new Error("it ended before it had begun")));
    }),
    ended: new Promise((ended) => child.once("close", ended)),
  };
}

describe("a process at work heals before it leaves", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGQUIT", 131],
  ] as const)("when it gets %s, and ends with %i", async (signal, code) => {
    const { child, begun, ended, healed } = atWork("");
    await begun;
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(healed()).toBe(true);
  });

  test("when its output is no longer read", async () => {
    const { child, begun, ended, healed } = atWork("");
    await begun;
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill("SIGHUP");
    expect(await ended).toBe(129);
    expect(healed()).toBe(true);
  });

  test.each([
    'setTimeout(() => { throw new Error("nobody caught it"); }, 0);',
    'void Promise.reject(new Error("nobody caught it"));',
  ])("when something is thrown that nobody catches, and fails: %s", async (what) => {
    const { begun, ended, healed } = atWork(what);
    await begun;
    expect(await ended).toBe(1);
    expect(healed()).toBe(true);
  });
});
