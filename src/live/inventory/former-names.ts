// What keys of an inventory were called in version 0.3, for whoever still writes them.

import type { FormerNames } from "../../base/document/shape-problems.ts";

export const FORMER_INVENTORY_NAMES: FormerNames = {
  victim: ["expendable"],
  victims: ["affectedVms"],
  off: ["powerOff"],
  on: ["powerOn"],
};
