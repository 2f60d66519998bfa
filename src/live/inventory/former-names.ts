// Names of version 0.3: of inventory keys, so that problems can suggest the current ones, and of a file of crash tests.

import type { FormerNames } from "../../base/document/shape-problems.ts";

export const FORMER_INVENTORY_NAMES: FormerNames = {
  victim: ["expendable"],
  victims: ["affectedVms"],
  off: ["powerOff"],
  on: ["powerOn"],
};

/** The ledger of faults not yet healed, in the folder that crash tests keep beside an inventory. */
export const FORMER_LEDGER = "wounds.jsonl";
