// What rooms.mjs offers, for tests that are checked.

/** One call of vitest. */
export type Run = { readonly config: string; readonly words: readonly string[] };

export function rooms(): readonly string[];

export function chosen(words: readonly string[]): {
  readonly unknown: string | undefined;
  readonly runs: readonly Run[];
};
