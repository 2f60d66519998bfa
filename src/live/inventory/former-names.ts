// Names of inventory keys in version 0.3, so that problems can suggest the current ones.

import type { FormerNames } from "../../base/document/shape-problems.ts";

export const FORMER_INVENTORY_NAMES: FormerNames = {
  victim: ["expendable"],
  victims: ["affectedVms"],
  off: ["powerOff"],
  on: ["powerOn"],
};
