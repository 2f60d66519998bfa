// Identifies a process uniquely: by its number, by its start time, and by the boot of the kernel and the PID namespace
// in which both are valid. So a program on the same machine can determine whether the process still lives. Nothing is
// known here of a process on another machine.

import { readFileSync, readlinkSync } from "node:fs";
import { kill, pid as ourselves } from "node:process";

export type ProcessIdentity = {
  readonly pid: number;
  /** The boot of its kernel and its PID namespace; empty if the kernel does not tell. */
  readonly space: string;
  /** When it began, in ticks of that kernel since its boot; a later process may have the same number. */
  readonly began: string;
};

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return { pid: ourselves, space: spaceOfNumbers(), began: beginningOf(ourselves) ?? "" };
}

/** Whether the process certainly lives on this machine. False if that cannot be known. */
export function isAlive(identity: ProcessIdentity): boolean {
  return isFromHere(identity) && beginningOf(identity.pid) === identity.began;
}

/** Whether the process has certainly ended. False if that cannot be known. */
export function isDead(identity: ProcessIdentity): boolean {
  return isFromHere(identity) && beginningOf(identity.pid) !== identity.began;
}

/** Kills the process, if it still exists and we are allowed to. */
export function endProcess(pid: number): void {
  try {
    kill(pid, "SIGKILL");
  } catch {
    // The process may have ended meanwhile.
  }
}

/** The identity that a text contains as JSON; undefined for any other text. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, space, began } = value as Partial<Record<keyof ProcessIdentity, unknown>>;
    return typeof pid === "number" && typeof space === "string" && typeof began === "string"
      ? { pid, space, began }
      : undefined;
  } catch {
    return undefined;
  }
}

function isFromHere({ space }: ProcessIdentity): boolean {
  return space !== "" && space === spaceOfNumbers();
}

function spaceOfNumbers(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "";
  }
}

/** Undefined if there is no such process, or only a zombie. */
function beginningOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The program's name, in parentheses, may contain anything; the field after it is the third, the start time the
    // 22nd.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : rest[18];
  } catch {
    return undefined;
  }
}
