// The actions that are under way: at most one for each VM and each host, and any number of inspections. A later action
// on the same subject ends the earlier one, whose outcome is then not reported: its process here at once, and before
// the later one begins what may be at work on a host (earlier-actions.ts).
import { ACTIONS } from "../../core/cluster/actions.ts";
import { subjectOf, type Action } from "../../core/controller/contract/command.ts";
import type { Outcome } from "../../core/controller/contract/event.ts";
import { EarlierActions } from "./earlier-actions.ts";
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
  readonly #earlier: EarlierActions;

  constructor(options: ActionsOptions) {
    this.#options = options;
    this.#earlier = new EarlierActions(options.reach);
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
    const outcome = await performIfPermitted(action, { reach, permit }, () => this.#afterEarlier(action, abort.signal));
    // The driver must deliver outcomes later: even a refusal is not reported before `begin` has returned.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#underWay.get(about) === abort) this.#underWay.delete(about);
    if (outcome !== undefined && !abort.signal.aborted) ended(action, outcome);
  }

  /** Performs the action when no earlier one for the same VM is at work on any host. */
  async #afterEarlier(action: Action, signal: AbortSignal): Promise<Outcome | undefined> {
    const loose = await this.#earlier.settle(action, signal);
    if (signal.aborted) return undefined;
    this.#earlier.begins(action);
    const outcome = await performAction(action, this.#options.reach, signal);
    if (signal.aborted) return undefined;
    this.#earlier.ended(action, outcome);
    return action.kind === "stop-vm" && outcome?.kind === "done" && loose !== undefined
      ? { kind: "lost", reason: `it does not run there, but ${loose}` }
      : outcome;
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
  perform: () => Promise<Outcome | undefined>,
): Promise<Outcome | undefined> {
  const refused = permit.refuses(action, reach.effects.clock.now());
  return refused === undefined ? perform() : { kind: "failed", reason: refused };
}

/**
 * The key under which a later action supersedes an earlier one. An action that changes nothing has its own key: it
 * supersedes none.
 */
function supersededBy(action: Action): string {
  return ACTIONS[action.kind].changes ? subjectOf(action) : `inspect/${action.id}`;
}
