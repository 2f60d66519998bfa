// The phase ledger of one VM: where the time goes between the loss of a service and its return. Every instant belongs
// to exactly one phase, told from what the controller last announced and from what the guest is truly doing; so phases
// add up by construction of intervals, not by a final correction. Time in a rung is kept apart until the rung has
// helped or not, since only then is it known under which phase it goes.

import type { HostState } from "../controller/state-machines/host-table.ts";
import type { VmState } from "../controller/state-machines/vm-table.ts";
import { between, toSeconds, type Duration, type Instant } from "../../base/prelude/time.ts";
import type { Stage } from "../cluster/guest.ts";
import { PHASES, type Phase } from "./trial.ts";

type RungPhase = "action" | "guest-boot" | "service-start" | "verification";
type RungKind = "reboot" | "restart" | "reinstall";

const INDEX = Object.fromEntries(PHASES.map((phase, index) => [phase, index])) as Record<Phase, number>;
const FAILED: Record<RungKind, Phase> = {
  reboot: "failed-reboot",
  restart: "failed-restart",
  reinstall: "failed-reinstall",
};

export class Ledger {
  /** Microseconds by phase, in the order of PHASES. */
  readonly phases = new Float64Array(PHASES.length);
  /** Rungs begun since `open`. */
  attempts = 0;
  /** The rung that was last begun. */
  rung: RungKind | null = null;
  /** When the verdict down was given, the first time since `open`. */
  confirmedAt: Instant | null = null;

  private readonly inRung = new Float64Array(PHASES.length);
  private state: VmState = "up";
  private hostState: HostState = "up";
  private stage: Stage | "off" = "serving";
  private serving = true;
  private last: Instant | null = null;

  /** Begins to keep account at this instant. */
  open(at: Instant): void {
    this.phases.fill(0);
    this.inRung.fill(0);
    this.attempts = isActing(this.state) ? 1 : 0;
    this.confirmedAt = null;
    this.last = at;
  }

  /** Ends the account: what is in a rung counts as a rung that helped. */
  close(at: Instant): void {
    this.accrue(at);
    this.endRung(true);
    this.last = null;
  }

  /** What was accounted for, in all. */
  get total(): Duration {
    let sum = 0;
    for (const phase of this.phases) sum += phase;
    return sum as Duration;
  }

  get phaseSeconds(): number[] {
    return Array.from(this.phases, (phase) => toSeconds(phase as Duration));
  }

  /** The controller announced a step of this VM. */
  announced(at: Instant, to: VmState, on: string): void {
    this.accrue(at);
    if (on === "confirmed" || on === "host-lost") this.confirmedAt ??= at;
    if (on === "reboot" || on === "stop" || on === "start" || on === "reinstall") this.beginRung(on);
    const helped = to === "probation" || to === "up";
    if (helped) this.endRung(true);
    else if (
      (to === "queued" && on !== "done") ||
      to === "blocked" ||
      to === "handed-over" ||
      to === "quarantined" ||
      to === "resting"
    )
      this.endRung(false);
    this.state = to;
  }

  /** The controller announced a step of the host on which it believes this VM to be. */
  hostAnnounced(at: Instant, state: HostState): void {
    this.accrue(at);
    this.hostState = state;
  }

  /** The guest has truly gone on to another stage, or the service has come or gone. */
  became(at: Instant, stage: Stage | "off", serving: boolean): void {
    this.accrue(at);
    this.stage = stage;
    this.serving = serving;
  }

  private beginRung(on: "reboot" | "stop" | "start" | "reinstall"): void {
    const continues = this.state === "queued" && this.rung !== null && this.rungOpen();
    if (!continues) this.attempts++;
    this.rung = on === "reboot" || on === "reinstall" ? on : "restart";
  }

  private rungOpen(): boolean {
    return this.inRung.some((spent) => spent > 0);
  }

  private endRung(helped: boolean): void {
    for (let phase = 0; phase < PHASES.length; phase++) {
      if (this.inRung[phase] === 0) continue;
      this.phases[helped || this.rung === null ? phase : INDEX[FAILED[this.rung]]] += this.inRung[phase];
      this.inRung[phase] = 0;
    }
  }

  private accrue(at: Instant): void {
    if (this.last === null) return;
    const spent = between(this.last, at);
    this.last = at;
    if (spent === 0) return;
    const phase = this.phase();
    (isRungPhase(phase) ? this.inRung : this.phases)[INDEX[phase]] += spent;
  }

  private phase(): Phase {
    switch (this.state) {
      case "up":
      case "probation":
      case "migrating":
        return this.serving ? "onset" : "detection";
      case "suspected":
      case "relapsing":
        return "confirmation";
      case "blocked":
        return "waiting";
      case "queued":
      case "locating":
        return this.hostState === "up" ? "waiting" : "host-recovery";
      case "rebooting":
      case "stopping":
      case "starting":
      case "reinstalling":
        return "action";
      case "verifying":
        return this.serving ? "verification" : this.stage === "starting" ? "service-start" : "guest-boot";
      case "quarantined":
      case "handed-over":
      case "resting":
        return "human";
    }
  }
}

function isRungPhase(phase: Phase): phase is RungPhase {
  return phase === "action" || phase === "guest-boot" || phase === "service-start" || phase === "verification";
}

function isActing(state: VmState): boolean {
  return (
    state === "rebooting" ||
    state === "stopping" ||
    state === "starting" ||
    state === "reinstalling" ||
    state === "verifying"
  );
}
