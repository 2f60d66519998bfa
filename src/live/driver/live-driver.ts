// The driver of real machines. It turns what they do into events, and performs the controller's commands on them, as
// far as the inventory allows it.

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
  /** The hosts and VMs of the controller: a part of the inventory, or all of it. */
  readonly hosts: readonly HostName[];
  readonly vms: readonly VmName[];
  /** The initial interval of probes of a target, and the timeout of a probe. */
  readonly interval: (target: Target) => Duration;
  readonly patience: Duration;
  /** Whether everything is to stop; checked before each action. */
  readonly stopped: () => boolean;
  /** Takes alerts and announcements, which the driver does not handle itself. */
  readonly told: (command: Extract<Command, { kind: "alert" | "announce" }>) => void;
  /** Takes unexpected exceptions, of the driver or of the receiver of its events. The driver has then closed itself. */
  readonly failed: (error: unknown) => void;
  /** Changes the answers of probes, for faults of the monitor. */
  readonly probeFilter?: ProbeFilter;
};

export type LiveDriver = {
  readonly connect: Connect;
  /** Ends all probes and processes. Actions under way on hosts may still complete there. */
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

/** Probes a VM at once when a hypervisor reports the end of its domain. */
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
