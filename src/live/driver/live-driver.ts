// The live driver: the world on the other side of SSH. It makes events out of what real machines do, and makes them do
// what the controller wants, as far as the inventory allows it.

import { isAction, type Command } from "../../core/controller/contract/command.ts";
import type { Event, HostName, Target, VmName } from "../../core/controller/contract/event.ts";
import { now } from "../../base/platform/clock.ts";
import type { Duration } from "../../base/prelude/time.ts";
import type { Connect, Door, Driver } from "../../core/drivers/contract.ts";
import { LiveActions } from "./actions.ts";
import { Alarm } from "./alarm.ts";
import { probeHost, probeVm } from "./answering.ts";
import { DomainEvents } from "./hypervisor/domain-events.ts";
import { LiveMonitor, type ProbeFilter, type Probe } from "./monitor.ts";
import { Permit } from "./permit.ts";
import type { Reach } from "./reach.ts";

export type LiveOptions = {
  readonly reach: Reach;
  /** What the controller looks after: a part of the inventory, or all of it. */
  readonly hosts: readonly HostName[];
  readonly vms: readonly VmName[];
  /** The pace of looks at a target in the beginning, and how long silence takes to be an answer. */
  readonly interval: (target: Target) => Duration;
  readonly patience: Duration;
  /** Whether everything is to stop: asked before each action. */
  readonly stopped: () => boolean;
  /** Called for a human, or told of a step; what is done about it is not the driver's business. */
  readonly told: (command: Extract<Command, { kind: "alert" | "announce" }>) => void;
  /** Told of what should not have happened in it, or in whoever hears its events. It has closed itself by then. */
  readonly failed: (error: unknown) => void;
  /** How the monitor hears, when a fault is on its ears. */
  readonly probeFilter?: ProbeFilter;
};

export type LiveDriver = {
  readonly connect: Connect;
  /** Ends all probes and processes. What is under way on hosts may still come to its end there. */
  close(): void;
};

export function liveDriver(options: LiveOptions): LiveDriver {
  const ends: (() => void)[] = [];
  return { connect: (door) => connect(options, door, ends), close: () => ends.forEach((end) => end()) };
}

function connect(options: LiveOptions, door: Door, ends: (() => void)[]): Driver {
  const { reach, interval, stopped, told } = options;
  let over = false;
  const monitor = new LiveMonitor({ deliver, failed }, probesOf(options), interval, options.probeFilter);
  const streams = streamsOf(options, monitor);
  const actions = new LiveActions({
    reach,
    failed,
    permit: new Permit(reach.inventory, reach.fences, stopped),
    ended: (action, result) => deliver({ kind: "outcome", at: now(), command: action.id, result }),
  });
  const alarm = new Alarm(() => {
    try {
      deliver({ kind: "woke", at: now() });
    } catch (error) {
      failed(error);
    }
  });
  ends.push(end);
  return {
    perform({ commands, deadline }) {
      for (const command of commands) begin(command);
      if (!over) alarm.set(deadline);
    },
  };

  function begin(command: Command): void {
    if (isAction(command)) return actions.begin(command);
    switch (command.kind) {
      case "watch":
        return monitor.pace(command.target, command.every);
      case "alert":
      case "announce":
        return told(command);
    }
  }

  function deliver(event: Event): void {
    if (!over) door.deliver(event);
  }

  function failed(error: unknown): void {
    if (over) return;
    end();
    options.failed(error);
  }

  function end(): void {
    over = true;
    monitor.end();
    for (const stream of streams) stream.end();
    actions.end();
    alarm.set(undefined);
  }
}

function probesOf({ reach, hosts, vms, patience }: LiveOptions): ReadonlyMap<Target, Probe> {
  const probes = new Map<Target, Probe>();
  for (const name of hosts) {
    const host = reach.host(name);
    probes.set(`host/${name}`, () => probeHost(host, patience));
  }
  for (const name of vms) probes.set(`vm/${name}`, () => probeVm(reach.vm(name), reach, patience));
  return probes;
}

/** A death that a hypervisor tells of is looked at at once. */
function streamsOf({ reach, hosts, vms }: LiveOptions, monitor: LiveMonitor): readonly DomainEvents[] {
  const nameOf = new Map(vms.map((name) => [reach.vm(name).domain, name]));
  return hosts.map((name) => {
    const { entry, ssh } = reach.host(name);
    return new DomainEvents(entry, ssh, (domain) => {
      const vm = nameOf.get(domain);
      if (vm !== undefined) monitor.probeNow(`vm/${vm}`);
    });
  });
}
