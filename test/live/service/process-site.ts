// A small real cluster for tests: its hosts are files in a folder, its VMs are processes, which survive any end of a
// controller. The process table shows whether one runs twice. Faults: kill a VM, cut a host off.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Answer, HostName, Outcome, Target, VmName } from "../../../src/core/controller/contract/event.ts";
import type { Turn } from "../../../src/core/controller/contract/turn.ts";
import type { Connect, Door } from "../../../src/core/drivers/contract.ts";
// eslint-disable-next-line no-restricted-imports -- a live driver runs by this clock; only differences count
import { now } from "../../../src/base/platform/clock.ts";
import type { Duration } from "../../../src/base/prelude/time.ts";

export type Running = { readonly vm: VmName; readonly host: HostName; readonly pid: number };

/** The site of this folder; `tag` marks its processes among all others. */
export class ProcessSite {
  readonly folder: string;
  readonly tag: string;

  constructor(folder: string) {
    this.folder = folder;
    this.tag = `3rc-vm:${folder}`;
    mkdirSync(folder, { recursive: true });
  }

  /** What really runs, from the process table. */
  get running(): readonly Running[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const [name = ""] = wordsOfProcess(pid);
        if (!name.startsWith(`${this.tag}/`)) return [];
        const [vm, host] = name.slice(this.tag.length + 1).split("@");
        return [{ vm, host, pid: Number(pid) }];
      });
  }

  /** All VMs that ever ran twice, detected at the second start. */
  get twice(): string {
    return this.#read("twice");
  }

  /** "gridce alfa01", once for each start. */
  get started(): readonly string[] {
    return this.#read("started")
      .split("\n")
      .filter((line) => line !== "");
  }

  begin(vm: VmName, host: HostName): void {
    spawn("sleep", ["3600"], { argv0: `${this.tag}/${vm}@${host}`, detached: true, stdio: "ignore" }).unref();
  }

  kill(vm: VmName): void {
    for (const { pid } of this.running.filter((each) => each.vm === vm)) endProcess(pid);
  }

  /** The host is alive, but neither it nor its VMs answer. */
  cut(host: HostName): void {
    writeFileSync(join(this.folder, `${host}.cut`), "");
  }

  join(host: HostName): void {
    rmSync(join(this.folder, `${host}.cut`), { force: true });
  }

  is(host: HostName, what: "off" | "cut"): boolean {
    return existsSync(join(this.folder, `${host}.${what}`));
  }

  /** Whether an agent of a controller, dead or alive, works on it. */
  get busy(): boolean {
    return readdirSync("/proc").some((pid) => /^\d+$/.test(pid) && wordsOfProcess(pid).includes(this.folder));
  }

  end(): void {
    for (const { pid } of this.running) endProcess(pid);
  }

  #read(name: string): string {
    return existsSync(join(this.folder, name)) ? readFileSync(join(this.folder, name), "utf8") : "";
  }
}

/**
 * Ends a process, or a group of them by its negative number; it may have ended by itself meanwhile.
 */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Processes with the folder in their arguments. */
export function processesAbout(folder: string): number[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && wordsOfProcess(pid).some((word) => word.includes(`${folder}/`)))
    .map(Number);
}

function wordsOfProcess(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

const AGENT = resolve(import.meta.dirname, "agent.sh");

const VERBS = {
  "stop-vm": "stop",
  "start-vm": "start",
  "reboot-vm": "reboot",
  "fence-host": "fence",
  "power-on-host": "power-on",
  "inspect-host": "inspect",
} as const;

export type SiteDriver = { readonly connect: Connect; close(): void };

/** A driver of the site: agents under locks of the hosts, so that an inspection waits for what is in progress there. */
export function driveSite(
  site: ProcessSite,
  targets: readonly Target[],
  interval: Duration,
  mayAct: () => boolean,
): SiteDriver {
  const timers = new Map<Target, NodeJS.Timeout>();
  const agents = new Map<string, number>();
  let waking: NodeJS.Timeout | undefined;
  let over = false;
  const close = () => {
    over = true;
    for (const timer of timers.values()) clearInterval(timer);
    clearTimeout(waking);
  };

  return { close, connect };

  function connect(door: Door) {
    for (const target of targets) pace(door, target, interval);
    return {
      perform({ commands, deadline }: Turn) {
        for (const command of commands) perform(door, command);
        clearTimeout(waking);
        if (deadline !== undefined && !over)
          waking = setTimeout(
            () => door.deliver({ kind: "woke", at: now() }),
            Math.max(0, Math.ceil((deadline - now()) / 1000) + 1),
          );
      },
    };
  }

  function pace(door: Door, target: Target, every: Duration): void {
    clearInterval(timers.get(target));
    timers.set(
      target,
      setInterval(() => {
        const asked = now();
        const answer = answerOf(target);
        setTimeout(() => over || door.deliver({ kind: "probed", at: now(), target, asked, answer }), 5);
      }, every / 1000),
    );
  }

  function answerOf(target: Target): Answer {
    const [kind, name] = target.split("/");
    const reached = (host: HostName) => !site.is(host, "off") && !site.is(host, "cut");
    if (kind === "host") return reached(name) ? "service" : "nothing";
    return site.running.some(({ vm, host }) => vm === name && reached(host)) ? "service" : "nothing";
  }

  function perform(door: Door, command: Command): void {
    if (command.kind === "watch") return pace(door, command.target, command.every);
    if (command.kind === "alert" || command.kind === "announce" || !mayAct()) return;
    const about =
      command.kind === "inspect-host"
        ? `inspect/${command.id}`
        : "vm" in command
          ? `vm/${command.vm}`
          : `host/${command.host}`;
    const say = (result: Outcome) =>
      void setImmediate(() => over || door.deliver({ kind: "outcome", at: now(), command: command.id, result }));
    if (command.kind === "migrate-vm" || command.kind === "restart-layer" || command.kind === "reinstall-vm")
      return say({ kind: "failed", reason: "this site cannot" });
    if (site.is(command.host, "cut") && command.kind !== "fence-host")
      return say({ kind: "undelivered", reason: "no route to host" });
    supersede(about);
    const words = [
      AGENT,
      String(process.pid),
      site.folder,
      site.tag,
      command.host,
      VERBS[command.kind],
      ...("vm" in command ? [command.vm] : []),
    ];
    const agent = spawn("setpriv", ["--pdeathsig", "KILL", "bash", ...words], {
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (agent.pid !== undefined) agents.set(about, agent.pid);
    let text = "";
    agent.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    agent.on("close", (code) => {
      if (agents.get(about) === agent.pid) agents.delete(about);
      if (code === 7) say({ kind: "undelivered", reason: "the host is off" });
      else if (code === 0)
        say(
          command.kind === "inspect-host"
            ? { kind: "inspected", running: text.split("\n").filter((line) => line !== "") }
            : { kind: "done" },
        );
    });
  }

  function supersede(about: string): void {
    const pid = agents.get(about);
    if (pid !== undefined) endProcess(-pid);
  }
}
