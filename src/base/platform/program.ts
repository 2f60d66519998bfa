// Runs other programs, with argument vectors and never through a shell. Each has a deadline; when it passes, or when
// the program is no longer needed, the program and its whole process group are killed.

import { spawn } from "node:child_process";
import { kill } from "node:process";
import type { Duration } from "../prelude/time.ts";

export type ProgramOptions = {
  readonly timeout: Duration;
  /** Ends the program when aborted. */
  readonly signal?: AbortSignal;
  /** Written to its standard input, which is empty otherwise. */
  readonly input?: string;
  /** Its environment, instead of ours. */
  readonly env?: Readonly<Record<string, string>>;
};

export type Finished = {
  /**
   * `exited`: by itself, with `code`. `timed-out` and `ended` (by the signal): it was killed. `not-started`: there is
   * no such program, or it may not be run.
   */
  readonly kind: "exited" | "timed-out" | "ended" | "not-started";
  /** The exit code; 128 plus the number of the signal that ended it; -1 if there is none. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
};

/** At most this much of a program's output is kept. */
const MAX_OUTPUT = 4_000_000;

/** Runs a program to its end. Never throws: what goes wrong is in the result. */
export function runProgram(
  argv: readonly string[],
  { timeout, signal, input, env }: ProgramOptions,
): Promise<Finished> {
  return new Promise((resolve) => {
    const [program, ...words] = argv;
    let fate: Finished["kind"] = "exited";
    const out = collector();
    const err = collector();
    if (signal?.aborted) return resolve({ kind: "ended", code: -1, stdout: "", stderr: "" });
    const child = spawn(program, words, {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      ...(env === undefined ? {} : { env }),
    });
    child.stdout.on("data", out.take);
    child.stderr.on("data", err.take);
    child.stdin.on("error", () => undefined); // it may not read all of its input
    child.stdin.end(input ?? "");
    const end = (why: "timed-out" | "ended") => {
      if (fate !== "exited") return;
      fate = why;
      killGroup(child.pid);
      // A descendant that left the group may hold the pipes open: do not wait for its output.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const onAbort = () => end("ended");
    const timer = setTimeout(() => end("timed-out"), timeout / 1000);
    signal?.addEventListener("abort", onAbort);
    const finish = (result: Finished) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(result);
    };
    child.on("error", (error) => finish({ kind: "not-started", code: -1, stdout: "", stderr: error.message }));
    child.on("close", (code, killedBy) =>
      finish({ kind: fate, code: code ?? (killedBy === null ? -1 : 128), stdout: out.text(), stderr: err.text() }),
    );
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    kill(-pid, "SIGKILL");
  } catch {
    // It has already ended by itself.
  }
}

function collector(): { take(chunk: Buffer): void; text(): string } {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    take(chunk) {
      if (size < MAX_OUTPUT) chunks.push(chunk);
      size += chunk.length;
    },
    text: () => Buffer.concat(chunks).toString("utf8"),
  };
}

/** Why a program failed, for a message: the last line of its output; its exit code if it has none. */
export function complaintOf({ kind, code, stderr, stdout }: Finished): string {
  if (kind === "timed-out") return "it did not answer in time";
  if (kind === "ended") return "it was abandoned";
  const lines = `${stdout}\n${stderr}`
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return (
    lines
      .findLast((line) => line.startsWith("error:"))
      ?.slice("error:".length)
      .trim() ??
    lines.at(-1) ??
    `exit code ${code}`
  );
}
