// Processes told apart from every other one that ever ran: by their number, by when they began, and by the boot of the
// kernel and the space of process numbers in which both mean what they say. So whoever runs on the same machine can say
// for sure whether one still lives. About a process on another machine nothing can be said from here.

import { readFileSync, readlinkSync } from "node:fs";
import { kill, pid as ourselves } from "node:process";

export type ProcessIdentity = {
  readonly pid: number;
  /** The boot of its kernel and the space of its process number; empty where the kernel does not tell. */
  readonly space: string;
  /** When it began, in ticks of that kernel since its boot; another process may have the same number later. */
  readonly began: string;
};

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return { pid: ourselves, space: spaceOfNumbers(), began: beginningOf(ourselves) ?? "" };
}

/** Whether the process certainly lives, here. False where that cannot be known. */
export function isAlive(identity: ProcessIdentity): boolean {
  return isFromHere(identity) && beginningOf(identity.pid) === identity.began;
}

/** Whether the process is certainly no more. False where that cannot be known. */
export function isDead(identity: ProcessIdentity): boolean {
  return isFromHere(identity) && beginningOf(identity.pid) !== identity.began;
}

/** Ends the process at once, if it is still there and ours to end. */
export function endProcess(pid: number): void {
  try {
    kill(pid, "SIGKILL");
  } catch {
    // Processes come and go while they are looked at.
  }
}

/** The identity that a text, which may be anything, says in JSON; undefined if it says none. */
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

/** Undefined where there is no such process, or only its remains, which are listed until somebody asks about them. */
function beginningOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The program's name, in parentheses, may hold anything; the field after it is the third, the beginning the 22nd.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : rest[18];
  } catch {
    return undefined;
  }
}
