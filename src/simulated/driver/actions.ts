// Performs actions. Each takes its time, then has its effect or fails, and its outcome is delivered; or it hangs, or
// has its effect without an outcome. The effects are in effects.ts.

import type { Action } from "../../core/controller/contract/command.ts";
import type { CommandId, Outcome } from "../../core/controller/contract/event.ts";
import type { Engine } from "../engine/engine.ts";
import type { RandomStream } from "../../base/random/random-stream.ts";
import { ACTIONS } from "../../core/cluster/actions.ts";
import type { Domain, HostTruth, VmTruth, World } from "../world/state.ts";
import type { Door } from "../../core/drivers/contract.ts";
import { known, type ByName } from "./by-name.ts";
import { takeEffect } from "./effects.ts";
import { Slots } from "./slots.ts";

type UnderWay = { readonly action: Action; readonly fate: Fate; superseded: boolean };
type Fate = "works" | "fails" | "hangs" | "silent";

export class SimulatedActions {
  readonly #world: World;
  readonly #engine: Engine;
  readonly #byName: ByName;
  readonly #stream: (name: string) => RandomStream;
  readonly #underWay = new Slots<UnderWay>();
  readonly #outcomes = new Slots<{ command: CommandId; result: Outcome }>();
  /** The latest action on each VM and host. */
  readonly #latest = new Map<VmTruth | HostTruth, UnderWay>();
  readonly #installing = new Map<Domain, Action>();
  readonly #effect: number;
  readonly #tell: number;

  constructor(world: World, engine: Engine, door: Door, byName: ByName, stream: (name: string) => RandomStream) {
    this.#world = world;
    this.#engine = engine;
    this.#byName = byName;
    this.#stream = stream;
    this.#effect = engine.on((slot) => this.#happen(this.#underWay.take(slot)));
    this.#tell = engine.on((slot) => {
      const { command, result } = this.#outcomes.take(slot);
      door.deliver({ kind: "outcome", at: engine.now, command, result });
    });
  }

  begin(action: Action): void {
    const about = this.#subjectOf(action);
    const underWay: UnderWay = { action, fate: this.#fateOf(action, about), superseded: false };
    if (ACTIONS[action.kind].changes) {
      const earlier = this.#latest.get(about);
      if (earlier !== undefined) earlier.superseded = true;
      this.#latest.set(about, underWay);
    }
    if (underWay.fate === "hangs") return;
    const takes = about.draws.draw(this.#world.site.actions[action.kind].takes, action.kind);
    this.#engine.after(takes, this.#effect, this.#underWay.put(underWay));
  }

  /** The installation of a domain has ended. */
  installed(domain: Domain, whole: boolean): void {
    const action = this.#installing.get(domain);
    if (action === undefined) return;
    this.#installing.delete(domain);
    this.#say(action, whole ? { kind: "done" } : { kind: "failed", reason: "the installation was cut short" });
  }

  #happen({ action, fate, superseded }: UnderWay): void {
    if (superseded) return;
    this.#world.now = this.#engine.now;
    if (fate === "fails") return this.#say(action, { kind: "failed", reason: `${action.kind} was refused` });
    const result = takeEffect(this.#world, this.#byName, action);
    if (fate === "silent") return;
    if (result.kind === "installing") this.#installing.set(result.domain, action);
    else this.#say(action, result);
  }

  /** Outcomes are delivered at the same instant, but after the effects of that instant. */
  #say(action: Action, result: Outcome): void {
    this.#engine.at(this.#engine.now, this.#tell, this.#outcomes.put({ command: action.id, result }));
  }

  #subjectOf(action: Action): VmTruth | HostTruth {
    return "vm" in action ? known(this.#byName.vms, action.vm) : known(this.#byName.hosts, action.host);
  }

  #fateOf(action: Action, { target }: VmTruth | HostTruth): Fate {
    const { fails, hangs, silent } = this.#world.site.actions[action.kind];
    if (fails + hangs + silent === 0) return "works";
    const draw = this.#stream(`${target}/${action.kind}/fate`).next();
    if (draw < fails) return "fails";
    if (draw < fails + hangs) return "hangs";
    return draw < fails + hangs + silent ? "silent" : "works";
  }
}
