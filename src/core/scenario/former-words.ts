// What keys and values of a scenario were called in version 0.3, for whoever still writes them.

import type { FormerWords } from "../../base/document/shape-problems.ts";

export const FORMER_WORDS: FormerWords = {
  on: ["home", "target"],
  replay: ["incident"],
  n: ["trials"],
  random: ["random"],
  "round-robin": ["round-robin"],
};
