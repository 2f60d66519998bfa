// The live driver: the world on the other side of SSH. It makes events out of what real machines do, and makes them do
// what the controller wants, as far as the inventory allows it.

import type { Command } from "../../controller/command.ts";
import type { Answer, HostName, Outcome, Target, VmName } from "../../controller/event.ts";
import { now } from "../../machine/clock.ts";
import type { Duration, Instant } from "../../prelude/time.ts";
import type { Connect, Door, Driver } from "../contract.ts";
import { lookAtHost, lookAtVm } from "./answering.ts";
import { DomainEvents } from "./domain-events.ts";
import { Monitor, type Look } from "./monitor.ts";
import { perform } from "./perform.ts";
import { Permit, type Action } from "./permit.ts";
import type { Reach } from "./reach.ts";

export type LiveOptions = {
  readonly reach: Reach;
  /** What the controller looks after: a part of the inventory, or all of it. */
  readonly hosts: readonly HostName[];
  readonly vms: readonly VmName[];
  /** The pace of looks in the beginning, and how long silence takes to be an answer. */
  readonly interval: Duration;
  readonly patience: Duration;
  /** Whether everything is to stop: asked before each action. */
  readonly stopped: () => boolean;
  /** Called for a human, or told of a step; what is done about it is not the driver's business. */
  readonly told: (command: Extract<Command, { kind: "alert" | "announce" }>) => void;
  /** What the monitor hears in place of the answer, when a fault is on its ears. */
  readonly hears?: (target: Target, answer: Answer) => Answer;
};

export type Live = {
  readonly connect: Connect;
  /** Ends all probes and processes. What is under way on hosts may still come to its end there. */
  close(): void;
};

export function liveDriver(options: LiveOptions): Live {
  const ends: (() => void)[] = [];
  return { connect: (door) => connect(options, door, ends), close: () => ends.forEach((end) => end()) };
}

function connect({ reach, hosts, vms, interval, patience, stopped, told, hears = (_, answer) => answer }: LiveOptions, door: Door, ends: (() => void)[]): Driver {
  const looks = new Map<Target, Look>();
  for (const name of hosts) {
    const { entry, libvirt } = reach.host(name);
    looks.set(`host/${name}`, () => lookAtHost(entry, libvirt, patience).then((answer) => hears(`host/${name}`, answer)));
  }
  for (const name of vms) looks.set(`vm/${name}`, () => lookAtVm(reach.vm(name), reach.guest(name), patience).then((answer) => hears(`vm/${name}`, answer)));

  const monitor = new Monitor(door, looks, interval);
  const nameOf = new Map(vms.map((name) => [reach.vm(name).domain, name]));
  const streams = hosts.map((name) => {
    const { entry, ssh } = reach.host(name);
    return new DomainEvents(entry, ssh, (domain) => {
      const vm = nameOf.get(domain);
      if (vm !== undefined) monitor.lookNow(`vm/${vm}`);
    });
  });

  const permit = new Permit(reach.inventory, reach.fences, stopped);
  const underWay = new Map<string, AbortController>();
  let waking: NodeJS.Timeout | undefined;
  let over = false;
  ends.push(() => {
    over = true;
    monitor.end();
    for (const stream of streams) stream.end();
    for (const abort of underWay.values()) abort.abort();
    clearTimeout(waking);
  });

  return {
    perform(command) {
      switch (command.kind) {
        case "watch":
          return monitor.pace(command.target, command.every);
        case "alert":
        case "announce":
          return told(command);
        case "inspect-host": case "reboot-vm": case "stop-vm": case "start-vm": case "reinstall-vm": case "migrate-vm":
        case "restart-layer": case "fence-host": case "power-on-host":
          return void begin(command);
      }
    },
    wakeAt(deadline) {
      clearTimeout(waking);
      if (deadline !== undefined && !over) wait(deadline);
    },
  };

  async function begin(action: Action): Promise<void> {
    const about = subjectOf(action);
    const abort = supersede(about);
    const refused = permit.refuses(action, now());
    const outcome = refused !== undefined ? { kind: "failed" as const, reason: refused } : await perform(action, reach, abort.signal);
    // The driver's door is for later: even a refusal does not come before `perform` has returned.
    setImmediate(() => {
      if (underWay.get(about) === abort) underWay.delete(about);
      if (outcome !== undefined && !abort.signal.aborted) say(action, outcome);
    });
  }

  /** The signal of a new action. An earlier one about the same is ended. */
  function supersede(about: string): AbortController {
    underWay.get(about)?.abort();
    const abort = new AbortController();
    underWay.set(about, abort);
    return abort;
  }

  function say(action: Action, result: Outcome): void {
    if (!over) door.deliver({ kind: "outcome", at: now(), command: action.id, result });
  }

  /** A timer of the machine may be early, and cannot wait for ever. */
  function wait(deadline: Instant): void {
    const rest = Math.min(LONGEST_TIMER, Math.ceil((deadline - now()) / 1000));
    waking = setTimeout(() => (now() >= deadline ? door.deliver({ kind: "woke", at: now() }) : wait(deadline)), Math.max(0, rest));
  }
}

/** What a later action about the same supersedes. A look is about itself alone: it ends nothing. */
function subjectOf(action: Action): string {
  if (action.kind === "inspect-host") return `look/${action.id}`;
  return "vm" in action ? `vm/${action.vm}` : `host/${action.host}`;
}

/** Milliseconds; Node's timers hold no more. */
const LONGEST_TIMER = 2 ** 31 - 1;
