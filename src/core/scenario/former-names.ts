// What keys and values of a scenario were called in version 0.3, for whoever still writes them.

import type { FormerNames } from "../../base/document/shape-problems.ts";

export const FORMER_SCENARIO_NAMES: FormerNames = {
  on: ["home", "target"],
  replay: ["incident"],
  n: ["trials"],
  "by-lot": ["random"],
  "in-turn": ["round-robin"],
};
