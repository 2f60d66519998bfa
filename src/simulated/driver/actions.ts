// Performs actions. Each takes its time, then has its effect or fails, and its outcome is delivered; or it hangs, or
// has its effect without an outcome. The effects are in effects.ts. A later action on the same VM or host ends an
// earlier one, wherever it works, and so does the death of what performs it: it never takes effect. A dead host reports
// nothing.

import type { Action } from "../../core/controller/contract/command.ts";
import type { CommandId, Outcome } from "../../core/controller/contract/event.ts";
import type { Engine } from "../engine/engine.ts";
import type { Fate } from "../../core/cluster/site.ts";
import type { RandomStream } from "../../base/random/random-stream.ts";
import { ACTIONS } from "../../core/cluster/actions.ts";
import type { Domain, HostTruth, VmTruth, World } from "../world/state.ts";
import type { Door } from "../../core/drivers/contract.ts";
import { known, type ByName } from "./by-name.ts";
import { takeEffect, type EffectResult } from "./effects.ts";
import { Fates, type Destiny } from "./fates.ts";
import { Slots } from "./slots.ts";

type UnderWay = {
  readonly action: Action;
  readonly destiny: Destiny;
  readonly host: HostTruth;
  /** What became of it before its time was over: it ended without a word, or will be reported not to have worked. */
  ended: "unreported" | Outcome | null;
};

export class SimulatedActions {
  readonly #world: World;
  readonly #engine: Engine;
  readonly #byName: ByName;
  readonly #fates: Fates;
  readonly #underWay = new Slots<UnderWay>();
  /** Those that have not taken effect yet. */
  readonly #pending = new Set<UnderWay>();
  readonly #outcomes = new Slots<{ command: CommandId; result: Outcome }>();
  /** The latest action on each VM and host. */
  readonly #latest = new Map<VmTruth | HostTruth, UnderWay>();
  readonly #installing = new Map<Domain, UnderWay>();
  readonly #effect: number;
  readonly #tell: number;

  constructor(world: World, engine: Engine, door: Door, byName: ByName, stream: (name: string) => RandomStream) {
    this.#world = world;
    this.#engine = engine;
    this.#byName = byName;
    this.#fates = new Fates(world.site, stream);
    this.#effect = engine.on((slot) => this.#happen(this.#underWay.take(slot)));
    this.#tell = engine.on((slot) => {
      const { command, result } = this.#outcomes.take(slot);
      door.deliver({ kind: "outcome", at: engine.now, command, result });
    });
  }

  begin(action: Action): void {
    const about = this.#subjectOf(action);
    const host = known(this.#byName.hosts, action.host);
    const destiny = this.#fates.of(action, about.target, this.#engine.now);
    const underWay: UnderWay = { action, destiny, host, ended: null };
    if (ACTIONS[action.kind].changes) {
      const earlier = this.#latest.get(about);
      if (earlier !== undefined) earlier.ended = "unreported";
      this.#latest.set(about, underWay);
    }
    if (destiny.fate === "hangs") return;
    this.#pending.add(underWay);
    const takes = about.draws.draw(destiny.takes ?? this.#world.site.actions[action.kind].takes, action.kind);
    this.#engine.after(takes, this.#effect, this.#underWay.put(underWay));
  }

  /** The installation of a domain has ended. */
  installed(domain: Domain, whole: boolean): void {
    const underWay = this.#installing.get(domain);
    if (underWay === undefined) return;
    this.#installing.delete(domain);
    if (underWay.ended !== null || domain.host.system === "off") return;
    this.#say(underWay.action, whole ? { kind: "done" } : { kind: "failed", reason: "the installation was cut short" });
  }

  /** The host has gone off: what it was performing ends without a word, and a migration to it is in vain. */
  hostOff(host: HostTruth): void {
    for (const underWay of this.#pending) {
      if (ACTIONS[underWay.action.kind].performedBy === "board") continue;
      if (underWay.host === host) underWay.ended = "unreported";
      else if (leadsTo(underWay.action, host)) inVain(underWay, { kind: "failed", reason: `${host.spec.name} died` });
    }
  }

  /** The virtual layer of a host that is on has gone down: what it was performing is in vain. */
  layerDown(host: HostTruth): void {
    const reason = `the virtual layer of ${host.spec.name} went down`;
    for (const underWay of this.#pending) {
      if (ACTIONS[underWay.action.kind].performedBy !== "layer") continue;
      if (underWay.host === host) inVain(underWay, { kind: "undelivered", reason });
      else if (leadsTo(underWay.action, host)) inVain(underWay, { kind: "failed", reason });
    }
  }

  /** Ends all that is under way; nothing is reported. Installers that run go on. */
  abandon(): void {
    for (const underWay of this.#pending) underWay.ended = "unreported";
    this.#latest.clear();
    this.#installing.clear();
  }

  #happen(underWay: UnderWay): void {
    this.#pending.delete(underWay);
    const { action, destiny, ended } = underWay;
    if (ended === "unreported") return;
    this.#world.now = this.#engine.now;
    const result = ended ?? (destiny.effect ? takeEffect(this.#world, this.#byName, action) : null);
    const outcome = outcomeOf(destiny.fate, action, result);
    if (outcome === null) return;
    if (outcome.kind === "installing") this.#installing.set(outcome.domain, underWay);
    else this.#say(action, outcome);
  }

  /** Outcomes are delivered at the same instant, but after the effects of that instant. */
  #say(action: Action, result: Outcome): void {
    this.#engine.at(this.#engine.now, this.#tell, this.#outcomes.put({ command: action.id, result }));
  }

  #subjectOf(action: Action): VmTruth | HostTruth {
    return "vm" in action ? known(this.#byName.vms, action.vm) : known(this.#byName.hosts, action.host);
  }
}

/** What is reported of a command whose time is over; `result` is that of its effect, null if it has none. */
function outcomeOf(fate: Fate, { kind }: Action, result: EffectResult | null): EffectResult | null {
  switch (fate) {
    case "works":
      return result;
    case "failed":
      return { kind: fate, reason: `${kind} was refused` };
    case "undelivered":
      return { kind: fate, reason: `${kind} did not reach its host` };
    case "blocked":
      return { kind: fate, reason: `${kind} lacks something that is shared` };
    case "lost":
      return { kind: fate, reason: `the connection broke during ${kind}` };
    case "silent":
    case "hangs":
      return null;
  }
}

/** Whether it moves a VM to this host. */
function leadsTo(action: Action, host: HostTruth): boolean {
  return "to" in action && action.to === host.spec.name;
}

/** Its outcome, when its time is over; unless it was ended without a word. */
function inVain(underWay: UnderWay, outcome: Outcome): void {
  underWay.ended ??= outcome;
}
