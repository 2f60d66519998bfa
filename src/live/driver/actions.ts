// The actions that are under way: at most one about each VM and each host, and any number of looks. A later one about
// the same ends the earlier, whose outcome is then told to nobody.

import { ACTIONS } from "../../core/cluster/actions.ts";
import { subjectOf, type Action } from "../../core/controller/contract/command.ts";
import type { Outcome } from "../../core/controller/contract/event.ts";
import { performAction } from "./perform.ts";
import type { Permit } from "./permit.ts";
import type { Reach } from "./reach.ts";

type ActionsOptions = {
  readonly reach: Reach;
  readonly permit: Permit;
  readonly ended: (action: Action, outcome: Outcome) => void;
  /** Told of what should not have happened. */
  readonly failed: (error: unknown) => void;
};

export class LiveActions {
  readonly #options: ActionsOptions;
  readonly #underWay = new Map<string, AbortController>();

  constructor(options: ActionsOptions) {
    this.#options = options;
  }

  /** Begins it and returns at once. It has ended when that is told, or never. */
  begin(action: Action): void {
    this.#perform(action).catch(this.#options.failed);
  }

  /** Abandons all that is under way. It may still come to its end on hosts. */
  end(): void {
    for (const abort of this.#underWay.values()) abort.abort();
  }

  async #perform(action: Action): Promise<void> {
    const { reach, permit, ended } = this.#options;
    const about = supersededBy(action);
    const abort = this.#supersede(about);
    const outcome = await performIfPermitted(action, { reach, permit }, abort.signal);
    // The driver's door is for later: even a refusal does not come before the driver has returned.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#underWay.get(about) === abort) this.#underWay.delete(about);
    if (outcome !== undefined && !abort.signal.aborted) ended(action, outcome);
  }

  /** The signal of a new action. An earlier one about the same is ended. */
  #supersede(about: string): AbortController {
    this.#underWay.get(about)?.abort();
    const abort = new AbortController();
    this.#underWay.set(about, abort);
    return abort;
  }
}

/** Performs an action. One that is not permitted has failed, and nothing is started for it. */
export async function performIfPermitted(
  action: Action,
  { reach, permit }: Pick<ActionsOptions, "reach" | "permit">,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const refused = permit.refuses(action, reach.effects.clock.now());
  return refused === undefined ? performAction(action, reach, signal) : { kind: "failed", reason: refused };
}

/** What a later action about the same supersedes. One that only asks is about itself alone: it ends nothing. */
function supersededBy(action: Action): string {
  return ACTIONS[action.kind].changes ? subjectOf(action) : `look/${action.id}`;
}
