// What becomes of each command: its scripted fate, if the scenario has one for it, or else one that is drawn. Drawing
// does not depend on the script: with or without it, the others have the same fates.

import type { Action } from "../../core/controller/contract/command.ts";
import type { Fate, FateSpec, SiteSpec } from "../../core/cluster/site.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { RandomStream } from "../../base/random/random-stream.ts";

/** How a command goes. `effect`: whether it takes effect, if it comes to its end. */
export type Destiny = Pick<FateSpec, "takes"> & { readonly fate: Fate; readonly effect: boolean };

export class Fates {
  readonly #site: SiteSpec;
  readonly #stream: (name: string) => RandomStream;
  /** How many commands each scripted fate concerned so far, but for its `nth`. */
  readonly #seen: number[];

  constructor(site: SiteSpec, stream: (name: string) => RandomStream) {
    this.#site = site;
    this.#stream = stream;
    this.#seen = site.fates.map(() => 0);
  }

  /** The fate of a command that is given now; `target` is what it acts on. */
  of(action: Action, target: string, now: Instant): Destiny {
    const drawn = this.#drawn(action, target);
    const scripted = this.#scripted(action, now);
    const fate = scripted?.outcome ?? drawn;
    const effect = fate === "works" || fate === "silent" || scripted?.effect === true;
    return { fate, effect, takes: scripted?.takes };
  }

  #scripted(action: Action, now: Instant): FateSpec | undefined {
    const { fates } = this.#site;
    const concerned = fates.filter((fate, i) => {
      if (!concerns(fate, action, now)) return false;
      this.#seen[i]++;
      return fate.nth === undefined || fate.nth === this.#seen[i];
    });
    return concerned[0];
  }

  #drawn({ kind }: Action, target: string): Fate {
    const { fails, hangs, silent } = this.#site.actions[kind];
    if (fails + hangs + silent === 0) return "works";
    const draw = this.#stream(`${target}/${kind}/fate`).next();
    if (draw < fails) return "failed";
    if (draw < fails + hangs) return "hangs";
    return draw < fails + hangs + silent ? "silent" : "works";
  }
}

function concerns({ command, vm, host, to, from, until }: FateSpec, action: Action, now: Instant): boolean {
  return (
    action.kind === command &&
    (vm === undefined || ("vm" in action && action.vm === vm)) &&
    (host === undefined || action.host === host) &&
    (to === undefined || ("to" in action && action.to === to)) &&
    now >= from &&
    (until === undefined || now < until)
  );
}
