// The actions that are under way: at most one for each VM and each host, and any number of inspections. A later action
// on the same subject ends the earlier one, whose outcome is then not reported.

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
  /** Takes unexpected exceptions. */
  readonly failed: (error: unknown) => void;
};

export class LiveActions {
  readonly #options: ActionsOptions;
  readonly #underWay = new Map<string, AbortController>();

  constructor(options: ActionsOptions) {
    this.#options = options;
  }

  /** Begins the action and returns at once. Its end is reported to `ended`, unless it is superseded or unanswered. */
  begin(action: Action): void {
    this.#perform(action).catch(this.#options.failed);
  }

  /** Abandons all actions under way. They may still complete on hosts. */
  end(): void {
    for (const abort of this.#underWay.values()) abort.abort();
  }

  async #perform(action: Action): Promise<void> {
    const { reach, permit, ended } = this.#options;
    const about = supersededBy(action);
    const abort = this.#supersede(about);
    const outcome = await performIfPermitted(action, { reach, permit }, abort.signal);
    // The driver must deliver outcomes later: even a refusal is not reported before `begin` has returned.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#underWay.get(about) === abort) this.#underWay.delete(about);
    if (outcome !== undefined && !abort.signal.aborted) ended(action, outcome);
  }

  /** The abort controller of a new action. An earlier action on the same subject is aborted. */
  #supersede(about: string): AbortController {
    this.#underWay.get(about)?.abort();
    const abort = new AbortController();
    this.#underWay.set(about, abort);
    return abort;
  }
}

/** Performs an action. One that is not permitted fails, and nothing is started for it. */
export async function performIfPermitted(
  action: Action,
  { reach, permit }: Pick<ActionsOptions, "reach" | "permit">,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const refused = permit.refuses(action, reach.effects.clock.now());
  return refused === undefined ? performAction(action, reach, signal) : { kind: "failed", reason: refused };
}

/**
 * The key under which a later action supersedes an earlier one. An action that changes nothing has its own key: it
 * supersedes none.
 */
function supersededBy(action: Action): string {
  return ACTIONS[action.kind].changes ? subjectOf(action) : `inspect/${action.id}`;
}
