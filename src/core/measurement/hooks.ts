// What whoever measures wants to be told, in whichever world it happens.

import type { Instant } from "../../base/prelude/time.ts";
import type { Fault } from "../cluster/fault.ts";
import type { Invariant } from "../cluster/invariants.ts";
import type { Followed } from "./ledgers.ts";

export type Hooks = {
  /** The service of VM number `index` is truly gone, through `cause`. */
  lost(index: number, at: Instant, cause: string): void;
  /** It is truly back. */
  back(index: number, at: Instant): void;
  /** The controller has announced a step about this VM. */
  stepped(vm: Followed, at: Instant): void;
  /** A fault is about to strike something that is well. */
  injected(fault: Fault, at: Instant): void;
  found(invariant: Invariant): void;
};
