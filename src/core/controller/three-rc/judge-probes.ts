// The first layer of hysteresis: from single probes to signals. One failed probe raises a suspicion, `fall` consecutive
// ones confirm it, and `rise` consecutive good ones end it; anything between changes nothing. `ignores…` says whether
// a probe would change nothing, so that a monitor which can predict the answer need not send the probe.

import type { Instant } from "../../../base/prelude/time.ts";
import type { HostBelief, VmBelief } from "./beliefs.ts";
import type { Answer } from "../contract/event.ts";
import { signalHost } from "./host.ts";
import { HOST_FACTS } from "../state-machines/host-states.ts";
import { VM_FACTS } from "../state-machines/vm-states.ts";
import { noteDown } from "./storm.ts";
import type { OpenTurn } from "./turn.ts";
import { guestAnswered, signalVm } from "./vm.ts";

/** Whether the VM ignores this probe. A probe that was sent before the present state was entered is always ignored. */
export function ignoresVmProbe(vm: VmBelief, asked: Instant, answer: Answer): boolean {
  if (asked <= vm.since) return true;
  const good = answer === "service";
  switch (VM_FACTS[vm.state].movedBy) {
    case "failed":
      return good;
    case "all":
      return false;
    case "good-if-placed":
      return vm.places.length === 0 || (!good && vm.streak === 0);
    case "good":
      return !good && vm.streak === 0;
    case "sign":
      return !good && vm.streak === 0 && (vm.guestBy === null || answer === "nothing");
    case "none":
      return true;
  }
}

export function ignoresHostProbe(host: HostBelief, asked: Instant, answer: Answer): boolean {
  if (asked <= host.since) return true;
  const good = answer === "service";
  switch (HOST_FACTS[host.state].movedBy) {
    case "failed":
      return good;
    case "all":
      return false;
    case "good-or-sign":
      return !good && host.streak === 0 && host.answers === (answer !== "nothing");
    case "good":
      return !good && host.streak === 0;
    case "sign":
      return host.answers === (answer !== "nothing");
  }
}

/** A probe that the VM does not ignore. */
export function judgeVmProbe(turn: OpenTurn, vm: VmBelief, answer: Answer): void {
  const { fall, rise } = turn.state.settings.probes;
  const good = answer === "service";
  if (VM_FACTS[vm.state].movedBy === "sign" && vm.guestBy !== null && answer !== "nothing")
    guestAnswered(turn.state, vm);
  if (VM_FACTS[vm.state].trusted) signalVm(turn, vm, "symptom", answerText(answer, "guest", "service"));
  else vm.streak = extend(vm.streak, good);
  if (VM_FACTS[vm.state].category === "in-doubt") {
    if (-vm.streak >= fall) {
      noteDown(turn, vm.target);
      vm.why = `${failedProbes(fall)}, the last: ${answerText(answer, "guest", "service")}`;
      signalVm(turn, vm, "confirmed", vm.why);
    } else if (vm.streak >= rise) {
      signalVm(turn, vm, "relief", goodProbes(rise));
    }
  } else if (!good) {
    vm.streak = 0;
  } else if (vm.streak >= rise) {
    signalVm(turn, vm, "verified", goodProbes(rise));
  }
}

/** A probe that the host does not ignore, or its equivalent; then `words` describe what it was. */
export function judgeHostProbe(
  turn: OpenTurn,
  host: HostBelief,
  answer: Answer,
  words = answerText(answer, "host", "virtual layer"),
): void {
  const { fall, rise } = turn.state.settings.hostProbes;
  host.answers = answer !== "nothing";
  if (HOST_FACTS[host.state].movedBy === "sign") return;
  if (HOST_FACTS[host.state].trusted) signalHost(turn, host, "symptom", words);
  else host.streak = extend(host.streak, answer === "service");
  if (HOST_FACTS[host.state].category === "in-doubt") {
    if (-host.streak >= fall) {
      noteDown(turn, host.target);
      signalHost(
        turn,
        host,
        answer === "system" ? "layer-lost" : "silent",
        `${failedProbes(fall)}, the last: ${words}`,
      );
    } else if (host.streak >= rise) {
      signalHost(turn, host, "relief", goodProbes(rise));
    }
  } else if (answer !== "service") {
    host.streak = 0;
  } else if (host.streak >= rise) {
    signalHost(turn, host, "verified", goodProbes(rise));
  }
}

function failedProbes(count: number): string {
  return count === 1 ? "a probe failed" : `${count} probes in a row failed`;
}

function goodProbes(count: number): string {
  return count === 1 ? "a good probe" : `${count} good probes in a row`;
}

function extend(streak: number, good: boolean): number {
  return good ? Math.max(streak, 0) + 1 : Math.min(streak, 0) - 1;
}

function answerText(answer: Answer, system: string, service: string): string {
  switch (answer) {
    case "nothing":
      return "no answer";
    case "system":
      return `the ${system} answers, its ${service} does not`;
    case "service":
      return `its ${service} answers`;
  }
}
