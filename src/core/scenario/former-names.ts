// The names that keys and values of a scenario had in version 0.3, so that problems can suggest the new ones.

import type { FormerNames } from "../../base/document/shape-problems.ts";

export const FORMER_SCENARIO_NAMES: FormerNames = {
  on: ["home", "target"],
  replay: ["incident"],
  n: ["trials"],
  "by-lot": ["random"],
  "in-turn": ["round-robin"],
};
