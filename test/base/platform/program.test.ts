import { describe, expect, test } from "vitest";
import { complaintOf, runProgram } from "../../../src/base/platform/program.ts";
import { seconds } from "../../../src/base/prelude/time.ts";

const PATIENCE = { timeout: seconds(60) };

describe("a program that is run", () => {
  test("returns its output, its error output and its exit code", async () => {
    const result = await runProgram(["sh", "-c", "cat; echo oh >&2; exit 3"], { ...PATIENCE, input: "hello" });
    expect(result).toEqual({ kind: "exited", code: 3, stdout: "hello", stderr: "oh\n" });
    expect(complaintOf(result)).toBe("oh");
  });

  test("gets its arguments without a shell", async () => {
    expect((await runProgram(["printf", "%s", "$(id); 'a' \"b\" *"], PATIENCE)).stdout).toBe("$(id); 'a' \"b\" *");
  });

  test("is ended at its deadline, with all processes that it started", async () => {
    const result = await runProgram(["sh", "-c", "sleep 1000 & echo $!; wait"], { timeout: seconds(1) });
    expect(result.kind).toBe("timed-out");
    const child = Number(result.stdout);
    expect(child).toBeGreaterThan(0);
    await expect.poll(() => alive(child), { timeout: 300_000 }).toBe(false);
  });

  test("is ended when it is aborted, and not started if it was aborted before", async () => {
    const abort = new AbortController();
    const running = runProgram(["sleep", "1000"], { ...PATIENCE, signal: abort.signal });
    abort.abort();
    expect((await running).kind).toBe("ended");
    expect((await runProgram(["sleep", "1000"], { ...PATIENCE, signal: abort.signal })).kind).toBe("ended");
  });

  test("may not exist", async () => {
    const result = await runProgram(["/no/such/program"], PATIENCE);
    expect(result.kind).toBe("not-started");
    expect(complaintOf(result)).toContain("ENOENT");
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
