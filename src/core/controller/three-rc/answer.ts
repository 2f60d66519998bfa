// The outcomes of commands, and deadlines that have passed: both become signals.

import { hostOf, remove, ruleOut, settle, vmOf, type HostBelief, type State, type VmBelief } from "./beliefs.ts";
import type { CommandId, HostName, Outcome, Target } from "../contract/event.ts";
import { judgeHostProbe } from "./judge-probes.ts";
import { signalHost } from "./host.ts";
import { HOST_FACTS } from "../state-machines/host-states.ts";
import { VM_FACTS } from "../state-machines/vm-states.ts";
import { signalSelf } from "./storm.ts";
import type { OpenTurn } from "./turn.ts";
import { signalVm } from "./vm.ts";

/** Whether the outcome of this command is awaited; if not, it is ignored. */
export function isAwaited(state: State, command: CommandId): boolean {
  return state.awaited.some((awaited) => awaited.command === command);
}

/** Takes the outcome of a command that is awaited. */
export function takeOutcome(turn: OpenTurn, command: CommandId, outcome: Outcome): void {
  const { state } = turn;
  const at = state.awaited.findIndex((awaited) => awaited.command === command);
  const [{ target, host: place }] = state.awaited.splice(at, 1);
  const host = hostOf(state, target);
  if (host !== undefined) return signalHost(turn, host, went(outcome) === "done" ? "done" : "failed", words(outcome));
  const vm = vmOf(state, target);
  if (vm.state !== "locating" && vm.state !== "stopping" && outcome.kind !== "lost")
    remove(vm.loose, vm.movingTo ?? place);
  if (vm.state === "stopping" && outcome.kind === "done") ruleOut(state, vm, place);
  if (vm.state === "locating") takeInspection(turn, vm, place, outcome);
  else if (outcome.kind === "done") signalVm(turn, vm, "done", words(outcome));
  else signalVm(turn, vm, vm.excused ? unexcused(went(outcome)) : went(outcome), inVain(vm, words(outcome)));
  if (outcome.kind === "undelivered" || outcome.kind === "lost") doubt(turn, state.hosts[place], outcome.reason);
}

/** The reason why a command to a VM was in vain. For a stop it adds the consequence. */
function inVain(vm: VmBelief, words: string): string {
  return vm.state === "stopping"
    ? `its stop on ${vm.places[0]}: ${words}; until it is proven off there it is started nowhere`
    : words;
}

type Went = Exclude<Outcome["kind"], "inspected">;

function went(outcome: Outcome): Went {
  return outcome.kind === "inspected" ? "done" : outcome.kind;
}

/** A connection failure is excused once in an episode. After that `undelivered` counts as failed, `lost` as expired. */
function unexcused(went: Went): Exclude<Went, "undelivered" | "lost"> | "expired" {
  return went === "undelivered" ? "failed" : went === "lost" ? "expired" : went;
}

/**
 * A command that did not reach its host, or got lost there, counts as a failed probe of the host; but only if the host
 * is trusted, since several such commands at the same time show no more than one.
 */
function doubt(turn: OpenTurn, host: HostBelief, because: string): void {
  if (HOST_FACTS[host.state].trusted) judgeHostProbe(turn, host, "nothing", because);
}

/**
 * Takes the outcome of one inspection for a VM. A host is ruled out only if it was inspected and did not run the VM,
 * and only if no command without an outcome may still start it there: proving that takes a stop.
 */
function takeInspection(turn: OpenTurn, vm: VmBelief, place: HostName, outcome: Outcome): void {
  const found = outcome.kind === "inspected" && outcome.running.includes(vm.name);
  if (found && vm.places.includes(place)) {
    settle(turn.state, vm, place);
    return signalVm(turn, vm, "located", `${place} has it running`);
  }
  if (outcome.kind === "inspected" && !vm.loose.includes(place)) ruleOut(turn.state, vm, place);
  if (turn.state.awaited.some((awaited) => awaited.target === vm.target)) return;
  vm.movingTo = null;
  vm.why =
    vm.places.length === 0
      ? "the hosts where it might run were inspected, and it runs nowhere"
      : `it was not found, but may run, or start, on ${vm.places.join(", ")}`;
  signalVm(turn, vm, "absent", vm.why);
}

/** Handles every deadline that has passed, in their order. */
export function expire(turn: OpenTurn): void {
  const { state, at } = turn;
  if (state.self.deadline !== null && state.self.deadline <= at) {
    state.self.deadline = null;
    signalSelf(turn, "expired", "the hold is over");
  }
  const due = state.deadlines.filter((deadline) => deadline.at <= at);
  due.sort((a, b) => a.at - b.at || (a.target < b.target ? -1 : 1));
  for (const { target, at: end } of due) {
    const stillSet = state.deadlines.find((deadline) => deadline.target === target);
    if (stillSet?.at === end) expireOne(turn, target);
  }
}

function expireOne(turn: OpenTurn, target: Target): void {
  const host = hostOf(turn.state, target);
  if (host !== undefined) {
    if (HOST_FACTS[host.state].deadline === "stable")
      signalHost(turn, host, "stable", "it has been well for as long as is asked of it");
    else signalHost(turn, host, "expired", `still ${host.state} when its time was over`);
    return;
  }
  const vm = vmOf(turn.state, target);
  if (VM_FACTS[vm.state].deadline === "stable")
    signalVm(turn, vm, "stable", "it has been up for as long as is asked of it");
  else if (VM_FACTS[vm.state].deadline === "inspect") stopInspecting(turn, vm);
  else signalVm(turn, vm, "expired", inVain(vm, overdue(vm)));
}

function overdue(vm: VmBelief): string {
  if (vm.guestBy !== null) return "no sign of life from its guest in time";
  if (vm.state === "stopping") return "no answer in time";
  if (vm.state !== "queued") return `no service when the time of ${vm.state} was over`;
  const where = vm.places.length > 0 ? `it may still run on ${vm.places.join(", ")}` : "it runs nowhere";
  return `it has waited for as long as patience allows, and ${where}; ${vm.why}`;
}

function stopInspecting(turn: OpenTurn, vm: VmBelief): void {
  vm.movingTo = null;
  vm.why = `it was not found in time${vm.places.length > 0 ? `; it may be on ${vm.places.join(", ")}` : ""}`;
  signalVm(turn, vm, "expired", vm.why);
}

function words(outcome: Outcome): string {
  switch (outcome.kind) {
    case "done":
      return "done, says the driver";
    case "failed":
    case "undelivered":
    case "blocked":
    case "lost":
      return outcome.reason;
    case "inspected":
      return "inspected";
  }
}
