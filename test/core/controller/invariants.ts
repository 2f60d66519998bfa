// What must hold for the controller after every step, for all events. Some invariants are about its beliefs (they
// must be consistent), some about its commands (ids, reasons, bounded waits), and one is a small model of its own:
// run-once, which knows only commands and their outcomes, and never reads the controller's beliefs.

import type { HostBelief, State, VmBelief } from "../../../src/core/controller/three-rc/beliefs.ts";
import type { Command, HumanTask } from "../../../src/core/controller/contract/command.ts";
import type { CommandId, Event, HostName, Target, VmName } from "../../../src/core/controller/contract/event.ts";
import type { HostState } from "../../../src/core/controller/state-machines/host-states.ts";
import type { VmState } from "../../../src/core/controller/state-machines/vm-states.ts";

/** An invariant was violated. Plain conditions, not matchers, because they are evaluated a million times in a run. */
function insist(holds: boolean, sentence: () => string): void {
  if (!holds) throw new Error(sentence());
}

type Check = (state: State, event: Event | undefined, commands: readonly Command[]) => void;

/** Checks one conversation. Call it after the beginning and after every step. */
export function invariantsOf(): Check {
  const checks = [beliefsAgree, commandsAreExplained(), waitsAreBounded(), noVmMayRunTwice()];
  return (state, event, commands) => {
    for (const check of checks) check(state, event, commands);
  };
}

const TASKS: readonly HumanTask[] = ["repair-vm", "repair-host", "prove-dead", "make-room", "investigate"];
const HOLDS_SLOT: readonly VmState[] = [
  "rebooting",
  "stopping",
  "starting",
  "reinstalling",
  "verifying",
  "migrating",
  "locating",
];
const WANTS_TO_ACT: readonly HostState[] = ["layer-down", "unreachable", "fenced"];

const beliefsAgree: Check = (state) => {
  const vms = Object.values(state.vms);
  const hosts = Object.values(state.hosts);
  const holding = vms.filter((vm) => HOLDS_SLOT.includes(vm.state)).length;
  insist(state.slotsTaken === holding, () => `${state.slotsTaken} slots are said to be taken, ${holding} VMs hold one`);
  const sameNames = (listed: readonly string[], expected: readonly { name: string }[], what: string) =>
    insist(
      listed.toSorted().join() ===
        expected
          .map(({ name }) => name)
          .toSorted()
          .join(),
      () => `${what} is ${listed.join()}`,
    );
  sameNames(
    state.queue,
    vms.filter((vm) => vm.state === "queued"),
    "the queue",
  );
  sameNames(
    state.troubled,
    hosts.filter((host) => WANTS_TO_ACT.includes(host.state)),
    "the list of hosts in trouble",
  );
  const priorities = state.queue.map((name) => state.vms[name].settings.priority);
  insist(
    priorities.every((priority, i) => i === 0 || priority <= priorities[i - 1]),
    () => `the queue is not in order of priority: ${priorities.join()}`,
  );
  for (const vm of vms) {
    insist(
      new Set(vm.places).size === vm.places.length,
      () => `a place of ${vm.name} is listed twice: ${vm.places.join()}`,
    );
    for (const host of [vm.host, ...vm.places])
      insist(state.hosts[host].vms.includes(vm.name), () => `${host} keeps no room for ${vm.name}`);
  }
  for (const host of hosts) roomAddsUp(state, host);
};

function roomAddsUp(state: State, host: HostBelief): void {
  const vms = host.vms.map((name) => state.vms[name]);
  for (const vm of vms)
    insist([vm.host, ...vm.places].includes(host.name), () => `${host.name} keeps room for ${vm.name} for no reason`);
  insist(
    host.freeCpu === vms.reduce((free, vm) => free - vm.settings.cpu, host.settings.cpu),
    () => `the free cores of ${host.name} do not add up`,
  );
  insist(
    host.freeMemory === vms.reduce((free, vm) => free - vm.settings.memory, host.settings.memory),
    () => `the free memory of ${host.name} does not add up`,
  );
}

/** Ids strictly increase, every command says why, every alert what to do. */
function commandsAreExplained(): Check {
  let last: CommandId = 0;
  return (_state, _event, commands) => {
    for (const command of commands) {
      insist(command.id > last, () => `id ${command.id} comes after ${last}`);
      last = command.id;
      insist(command.because.trim() !== "", () => `${command.kind} does not say why`);
      if (command.kind === "alert") insist(TASKS.includes(command.task), () => `an alert asks for ${command.task}`);
    }
  };
}

/**
 * What a state waits for besides probes: for a bounded time, or for a human who has been called, or for the operator
 * who stopped it.
 */
const VM_WAITS: { readonly [S in VmState]: "bounded" | "bounded-or-called" | "called" | "free" } = {
  up: "free",
  suspected: "free",
  relapsing: "free",
  resting: "free",
  probation: "bounded",
  queued: "bounded-or-called",
  quarantined: "called",
  "handed-over": "called",
  rebooting: "bounded",
  stopping: "bounded",
  starting: "bounded",
  reinstalling: "bounded",
  verifying: "bounded",
  migrating: "bounded",
  locating: "bounded",
  blocked: "bounded",
};
const HOST_WAITS: { readonly [S in HostState]: "bounded" | "bounded-or-called" | "called" | "free" } = {
  up: "free",
  suspected: "free",
  doubted: "free",
  resting: "free",
  returning: "bounded",
  "layer-down": "bounded-or-called",
  unreachable: "bounded-or-called",
  broken: "bounded-or-called",
  unfenced: "bounded-or-called",
  mending: "bounded",
  fencing: "bounded",
  booting: "bounded",
  // Given its next command in the turn in which it comes here, unless the controller is stopped.
  fenced: "free",
};

function waitsAreBounded(): Check {
  /** Targets for which a human was called since they were last healthy. */
  const called = new Set<string>();
  return (state, _event, commands) => {
    for (const command of commands) if (command.kind === "alert") called.add(command.subject);
    const wellAgain = ({ state: now, target }: VmBelief | HostBelief) =>
      (now === "up" || now === "resting") && called.delete(target);
    for (const each of [...Object.values(state.vms), ...Object.values(state.hosts)]) wellAgain(each);
    for (const vm of Object.values(state.vms)) boundedWait(state, vm, VM_WAITS[vm.state], called);
    for (const host of Object.values(state.hosts)) boundedWait(state, host, HOST_WAITS[host.state], called);
    if (state.self.state === "holding") insist(state.self.deadline !== null, () => "the hold has no end");
    if (state.self.state === "armed")
      for (const host of Object.values(state.hosts))
        insist(host.state !== "fenced", () => `${host.name} is left fenced`);
  };
}

function boundedWait(
  state: State,
  { target, state: name }: { target: Target; state: string },
  wait: string,
  called: ReadonlySet<string>,
): void {
  const deadlines = state.deadlines.filter((deadline) => deadline.target === target).length;
  const sentence = () =>
    `${target} is ${name} with ${deadlines} deadlines, and a human was ${called.has(target) ? "" : "not "}called`;
  insist(deadlines <= 1, sentence);
  if (wait === "bounded") insist(deadlines === 1, sentence);
  if (wait === "free" || wait === "called") insist(deadlines === 0, sentence);
  if (wait === "called" || (wait === "bounded-or-called" && deadlines === 0)) insist(called.has(target), sentence);
}

/**
 * Where each VM may be running, as follows from commands and outcomes alone. A command that may start a VM somewhere
 * puts it there from the moment it is given; only a proof that was requested later removes it. An inspection does not
 * remove it while a command without an answer may still start the VM there.
 */
export function noVmMayRunTwice(): Check {
  /** VM → host → id of the last command that may have brought it there. */
  const mayRun = new Map<VmName, Map<HostName, CommandId>>();
  const given = new Map<CommandId, Command>();
  const answered = new Set<CommandId>([0]);
  const placesOf = (vm: VmName) => mayRun.get(vm) ?? new Map<HostName, CommandId>();

  return (state, event, commands) => {
    if (event === undefined) for (const vm of state.settings.vms) mayRun.set(vm.name, new Map([[vm.home, 0]]));
    if (event?.kind === "outcome") prove(event);
    if (event?.kind === "requested" && event.request.kind === "confirm-dead") clearHost(event.request.host, Infinity);
    for (const command of commands) give(command);
  };

  function give(command: Command): void {
    given.set(command.id, command);
    if (command.kind === "migrate-vm") placesOf(command.vm).set(command.to, command.id);
    if (command.kind !== "start-vm" && command.kind !== "reinstall-vm" && command.kind !== "reboot-vm") return;
    const elsewhere = [...placesOf(command.vm).keys()].filter((host) => host !== command.host);
    insist(
      elsewhere.length === 0,
      () => `${command.kind} ${command.vm} on ${command.host}, while it may run on ${elsewhere.join()}`,
    );
    placesOf(command.vm).set(command.host, command.id);
  }

  function prove({ command: id, result }: Extract<Event, { kind: "outcome" }>): void {
    const command = given.get(id);
    answered.add(id);
    if (command?.kind === "stop-vm" && result.kind === "done") clear(command.vm, command.host, id);
    if (command?.kind === "fence-host" && result.kind === "done") clearHost(command.host, id);
    if (command?.kind === "migrate-vm" && result.kind === "done") clear(command.vm, command.host, id);
    if (command?.kind === "inspect-host" && result.kind === "inspected") {
      for (const vm of mayRun.keys()) {
        const seen = result.running.includes(vm);
        for (const [host, broughtBy] of [...placesOf(vm)])
          if (seen !== (host === command.host) && answered.has(broughtBy)) clear(vm, host, id);
      }
    }
  }

  function clearHost(host: HostName, proof: number): void {
    for (const vm of mayRun.keys()) clear(vm, host, proof);
  }

  function clear(vm: VmName, host: HostName, proof: number): void {
    if ((placesOf(vm).get(host) ?? Infinity) < proof) placesOf(vm).delete(host);
  }
}
