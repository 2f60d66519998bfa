// Decides when a live trial is over: recovered, unharmed, given up by the controller, or timed out. It uses the truth
// about services and the transitions that the controller announces.

import { isHostTransition, isVmTransition, type Announcement } from "../../../core/controller/contract/announcement.ts";
import { nameOf, type HostName, type VmName } from "../../../core/controller/contract/event.ts";
import { HOST_FACTS, type HostFacts } from "../../../core/controller/state-machines/host-states.ts";
import { VM_FACTS, type VmFacts } from "../../../core/controller/state-machines/vm-states.ts";
import { now } from "../../../base/platform/clock.ts";
import { between, type Duration, type Instant } from "../../../base/prelude/time.ts";
import type { Scenario } from "../../../core/scenario/scenario.ts";
import type { PlannedInjection } from "./injections.ts";
import type { Seen } from "../observers/truth.ts";

export class TrialProgress {
  readonly #scenario: Scenario;
  readonly #timeout: Duration;
  readonly #planned: readonly PlannedInjection[];
  readonly #affected: ReadonlySet<string>;
  readonly #serves: (vm: string) => boolean;
  readonly #vms = new Map<VmName, VmFacts>();
  readonly #hosts = new Map<HostName, HostFacts>();
  #injectedAt: Instant | undefined;
  #lost = false;
  #wellSince: Instant | undefined;

  /** `affected`: VMs that the fault of the trial concerns; `serves`: whether the service of a VM answers now. */
  constructor(
    scenario: Scenario,
    timeout: Duration,
    planned: readonly PlannedInjection[],
    affected: ReadonlySet<string>,
    serves: (vm: string) => boolean,
  ) {
    this.#scenario = scenario;
    this.#timeout = timeout;
    this.#planned = planned;
    this.#affected = affected;
    this.#serves = serves;
  }

  /** When the fault of the trial was injected; undefined before. */
  get injectedAt(): Instant | undefined {
    return this.#injectedAt;
  }

  injected(at: Instant): void {
    this.#injectedAt = at;
  }

  saw({ vm, told, answer }: Seen): void {
    const since = this.#injectedAt;
    if (this.#affected.has(vm) && since !== undefined && told >= since && answer !== "service") this.#lost = true;
  }

  announced(step: Announcement): void {
    if (isVmTransition(step)) this.#vms.set(nameOf(step.subject), VM_FACTS[step.to]);
    if (isHostTransition(step)) this.#hosts.set(nameOf(step.subject), HOST_FACTS[step.to]);
  }

  get over(): boolean {
    if (this.#injectedAt === undefined) return false;
    const since = between(this.#injectedAt, now());
    const recovered = this.#lost && this.#allWell();
    return (
      since > this.#timeout ||
      this.#givenUp() ||
      this.#stays(recovered) ||
      (since > this.#quietAfter() && this.#unharmed())
    );
  }

  /** The controller has called for a human, and a trial has none. */
  #givenUp(): boolean {
    return [...this.#affected].some((name) => this.#vms.get(name)?.category === "given-up");
  }

  #allWell(): boolean {
    return [...this.#affected].every((name) => this.#serves(name) && (this.#vms.get(name)?.trusted ?? true));
  }

  /** A guest may answer once more while it goes down: it must stay healthy for a moment. */
  #stays(well: boolean): boolean {
    const { site, settings } = this.#scenario;
    this.#wellSince = well ? (this.#wellSince ?? now()) : undefined;
    return (
      this.#wellSince !== undefined && between(this.#wellSince, now()) > site.probing.patience + settings.probes.retry
    );
  }

  /** Every service answers, and the controller believes every host to be well. */
  #unharmed(): boolean {
    const isWell = (host: HostName) => (this.#hosts.get(host)?.category ?? "well") === "well";
    return this.#allWell() && this.#scenario.settings.hosts.every(({ name }) => isWell(name));
  }

  /** After this time, a fault that has affected no service will not affect any. */
  #quietAfter(): Duration {
    const { site, settings } = this.#scenario;
    const lateness = ({ fault }: PlannedInjection) => ("delay" in fault ? (fault.delay ?? 0) : 0);
    const lasting = Math.max(0, ...this.#planned.map((each) => (each.lasts ?? 0) + lateness(each)));
    const noticing = Math.max(
      ...[settings.probes, settings.hostProbes].map(({ interval, retry, fall }) => 2 * interval + (fall + 1) * retry),
    );
    return (lasting + noticing + site.probing.patience) as Duration;
  }
}
