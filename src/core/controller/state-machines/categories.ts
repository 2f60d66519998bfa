// Categories of states, common to VMs, hosts and the controller, with the facts of each. Reports derive phase and
// colour from the category, so that no page needs to know the states by name.

/** What is known of a VM or host in a state of this category. */
export type CategoryFacts = {
  /** It is believed to do its work: a VM serves, a host's virtual layer answers. */
  readonly serves: boolean;
  /** It serves, and no probe says otherwise. */
  readonly trusted: boolean;
};

/** Every category. */
const CATEGORIES = {
  /** It answers. */
  well: { serves: true, trusted: true },
  /** It answers again, but not yet long enough for its failure to be forgotten. */
  "on-probation": { serves: true, trusted: true },
  /** Probes have failed, too few for a verdict. */
  "in-doubt": { serves: true, trusted: false },
  /** It serves while an action on it is under way. */
  moving: { serves: true, trusted: false },
  /** It waits: for a command, a slot, a host, an answer. */
  waiting: { serves: false, trusted: false },
  /** It waits for something shared that is missing, or for proof that it is off. */
  blocked: { serves: false, trusted: false },
  /** An action on it is under way. */
  acting: { serves: false, trusted: false },
  /** Its disk is being reinstalled. */
  installing: { serves: false, trusted: false },
  /** The action is done, and its effect is awaited. */
  verifying: { serves: false, trusted: false },
  /** Proven to be off. */
  dead: { serves: false, trusted: false },
  /** Automatic actions have not helped, and a human has been called. */
  "given-up": { serves: false, trusted: false },
  /** An operator has suspended actions on it. */
  held: { serves: false, trusted: false },
} as const satisfies Record<string, CategoryFacts>;

export type Category = keyof typeof CATEGORIES;

/** A row of facts: those of the category, and the state's own. */
export function row<Own extends object>(
  category: Category,
  own: Own,
): { readonly category: Category } & CategoryFacts & Own {
  return { category, ...CATEGORIES[category], ...own };
}
