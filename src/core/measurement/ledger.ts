// The phase ledger of one VM: how the time between the loss of a service and its return is spent. Every instant belongs
// to exactly one phase, determined by the controller's last announcement and by the true stage of the guest, so the
// phases add up by construction. Time in a rung is kept apart until it is known whether the rung has helped, since that
// determines its phase.

import { actionFacts } from "../cluster/actions.ts";
import type { RungKind } from "../cluster/rungs.ts";
import { FIRST_HOST_STATE, HOST_FACTS, type HostState } from "../controller/state-machines/host-states.ts";
import { FIRST_VM_STATE, VM_FACTS, type VmState } from "../controller/state-machines/vm-states.ts";
import type { VmSignal } from "../controller/state-machines/vm-table.ts";
import { between, toSeconds, type Duration, type Instant } from "../../base/prelude/time.ts";
import type { Stage } from "../cluster/guest.ts";
import { failedPhase, PHASES, type Phase } from "./trial.ts";

const INDEX = Object.fromEntries(PHASES.map((phase, index) => [phase, index])) as Record<Phase, number>;

export class Ledger {
  /** Microseconds by phase, in the order of PHASES. */
  readonly phases = new Float64Array(PHASES.length);
  /** Rungs begun since `open`. */
  attempts = 0;
  /** The rung that began last. */
  rung: RungKind | null = null;
  /** When the verdict down was first given since `open`. */
  confirmedAt: Instant | null = null;

  private readonly inRung = new Float64Array(PHASES.length);
  private state: VmState = FIRST_VM_STATE;
  private hostState: HostState = FIRST_HOST_STATE;
  private stage: Stage | "off" = "serving";
  private serving = true;
  private last: Instant | null = null;

  /** Begins to count at this instant. */
  open(at: Instant): void {
    this.phases.fill(0);
    this.inRung.fill(0);
    this.attempts = VM_FACTS[this.state].rung === "under-way" ? 1 : 0;
    this.confirmedAt = null;
    this.last = at;
  }

  /** Ends counting: time in an open rung counts as a rung that helped. */
  close(at: Instant): void {
    this.accrue(at);
    this.endRung(true);
    this.last = null;
  }

  /** The sum of all phases. */
  get total(): Duration {
    let sum = 0;
    for (const phase of this.phases) sum += phase;
    return sum as Duration;
  }

  get phaseSeconds(): number[] {
    return Array.from(this.phases, (phase) => toSeconds(phase as Duration));
  }

  /** The controller announced a transition of this VM. */
  announced(at: Instant, to: VmState, on: VmSignal): void {
    this.accrue(at);
    const { awaits, rung } = VM_FACTS[to];
    if (on === "confirmed" || on === "host-lost") this.confirmedAt ??= at;
    const begun = awaits === null ? null : actionFacts(awaits).rung;
    if (begun !== null) this.beginRung(begun);
    // Between the commands of one rung the VM waits while the rung stays open.
    else if (rung === "helped" || (rung === "in-vain" && on !== "done")) this.endRung(rung === "helped");
    this.state = to;
  }

  /** The controller announced a transition of the host on which it believes this VM to be. */
  hostAnnounced(at: Instant, state: HostState): void {
    this.accrue(at);
    this.hostState = state;
  }

  /** The guest has truly entered another stage, or the service was lost or is back. */
  became(at: Instant, stage: Stage | "off", serving: boolean): void {
    this.accrue(at);
    this.stage = stage;
    this.serving = serving;
  }

  private beginRung(rung: RungKind): void {
    const continues = VM_FACTS[this.state].category === "waiting" && this.rung !== null && this.rungOpen();
    if (!continues) this.attempts++;
    this.rung = rung;
  }

  private rungOpen(): boolean {
    return this.inRung.some((spent) => spent > 0);
  }

  private endRung(helped: boolean): void {
    for (let phase = 0; phase < PHASES.length; phase++) {
      if (this.inRung[phase] === 0) continue;
      this.phases[helped || this.rung === null ? phase : INDEX[failedPhase(this.rung)]] += this.inRung[phase];
      this.inRung[phase] = 0;
    }
  }

  private accrue(at: Instant): void {
    if (this.last === null) return;
    const spent = between(this.last, at);
    this.last = at;
    if (spent === 0) return;
    const { rung } = VM_FACTS[this.state];
    (rung === "under-way" ? this.inRung : this.phases)[INDEX[this.phase()]] += spent;
  }

  private phase(): Phase {
    switch (VM_FACTS[this.state].category) {
      case "well":
      case "on-probation":
      case "moving":
        return this.serving ? "onset" : "detection";
      case "in-doubt":
        return "confirmation";
      case "blocked":
        return "waiting";
      case "waiting":
        return HOST_FACTS[this.hostState].category === "well" ? "waiting" : "host-recovery";
      case "acting":
      case "installing":
        return "action";
      case "verifying":
        return this.serving
          ? "verification"
          : this.stage === "starting" || this.stage === "failing"
            ? "service-start"
            : "guest-boot";
      case "dead":
      case "given-up":
      case "held":
        return "human";
    }
  }
}
