// The callbacks of measurements, the same for the simulated and the real world.

import type { Instant } from "../../base/prelude/time.ts";
import type { Fault } from "../cluster/fault.ts";
import type { Invariant } from "../cluster/invariants.ts";
import type { Followed } from "./ledgers.ts";

export type Hooks = {
  /** The service of VM number `index` is truly lost, through `cause`. */
  lost(index: number, at: Instant, cause: string): void;
  /** It is truly back. */
  back(index: number, at: Instant): void;
  /** The controller has announced a transition of this VM. */
  stepped(vm: Followed, at: Instant): void;
  /** A fault is about to be injected into a healthy target. */
  injected(fault: Fault, at: Instant): void;
  found(invariant: Invariant): void;
};
