// What kind of state a state is, whoever is in it: each category once, with what follows from it. Reports take phase
// and colour from the category, so that a page need not know a state by its name.

/** What follows from a category for whoever is in such a state. */
export type CategoryFacts = {
  /** It is believed to do its work: a VM serves, a host's virtual layer answers. */
  readonly serves: boolean;
  /** It serves, and nothing speaks against it. */
  readonly trusted: boolean;
};

/** Every category. */
const CATEGORIES = {
  /** It answers. */
  well: { serves: true, trusted: true },
  /** It answers again, not yet for long enough that its failure is forgotten. */
  "on-probation": { serves: true, trusted: true },
  /** Probes have failed, too few for a verdict. */
  "in-doubt": { serves: true, trusted: false },
  /** It serves while an action on it is out. */
  moving: { serves: true, trusted: false },
  /** It waits: for a command, a slot, a host, an answer. */
  waiting: { serves: false, trusted: false },
  /** It waits for something that all share. */
  blocked: { serves: false, trusted: false },
  /** An action on it is out. */
  acting: { serves: false, trusted: false },
  /** Its disk is being written anew. */
  installing: { serves: false, trusted: false },
  /** The action is done, its effect awaited. */
  verifying: { serves: false, trusted: false },
  /** Proven to be off. */
  dead: { serves: false, trusted: false },
  /** Nothing that is tried has helped, and a human is to bring it back. */
  "given-up": { serves: false, trusted: false },
  /** Operators have asked that it be left alone. */
  held: { serves: false, trusted: false },
} as const satisfies Record<string, CategoryFacts>;

export type Category = keyof typeof CATEGORIES;

/** A row of facts: those of its category, and its own. */
export function row<Own extends object>(
  category: Category,
  own: Own,
): { readonly category: Category } & CategoryFacts & Own {
  return { category, ...CATEGORIES[category], ...own };
}
