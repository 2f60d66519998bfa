// Who holds a lease: a process, told apart from every other one that ever ran, so that whoever runs on the same machine
// can say for sure whether it is dead. About a process on another machine nothing can be said from here.

import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { pid } from "node:process";

export type Holder = {
  /** What its operators call it. */
  readonly name: string;
  readonly machine: string;
  readonly pid: number;
  /** The boot of its kernel and the space of its process number: where `pid` means what it says. */
  readonly space: string;
  /** When its process began, in ticks of that kernel; another process may have the same number later. */
  readonly began: string;
};

export function thisProcess(name: string): Holder {
  return { name, machine: hostname(), pid, space: spaceOfNumbers(), began: beginningOf(pid) ?? "" };
}

/** Whether it is certain that the process is no more. False where that cannot be known. */
export function isDead(holder: Holder): boolean {
  return holder.space !== "" && holder.space === spaceOfNumbers() && beginningOf(holder.pid) !== holder.began;
}

/** Empty where the kernel does not tell: then nobody is ever held for dead. */
function spaceOfNumbers(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "";
  }
}

/** Undefined where there is no such process, or only its remains. */
function beginningOf(process: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : rest[18];
  } catch {
    return undefined;
  }
}
