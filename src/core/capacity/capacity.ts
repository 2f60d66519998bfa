// The answers about a site's capacity, as plain data: how many hosts may fail at once, what a failure leaves down and
// for want of what, and what one more host would change. They follow from the controller's settings alone.
//
// VMs of failed hosts are started elsewhere; all others stay where they are, since the controller moves none to make
// room. `survives` is what the controller does, which places one VM after the other; `possible` is what any placement
// could do. Where not all failures can be tried, both are bounds.

import type { HostName, VmName } from "../controller/contract/event.ts";
import type { RungKind } from "../cluster/rungs.ts";

export type Capacity = {
  readonly hosts: number;
  readonly vms: number;
  /** Whichever so many hosts fail at once, the controller has a place for every VM. */
  readonly survives: Bounds;
  /** Whichever so many hosts fail at once, there is a place for every VM. */
  readonly possible: Bounds;
  /**
   * The worst known failure that leaves VMs down, of as few hosts as are known to be enough: the one that leaves the
   * largest number of VMs down. Undefined if none is known.
   */
  readonly worst: WorstFailure | undefined;
};

/** The two are equal if the number is known exactly. */
export type Bounds = { readonly atLeast: number; readonly atMost: number };

export type Failure = {
  readonly hosts: readonly HostName[];
  /** The number of VMs on these hosts: what has to be started elsewhere. */
  readonly moved: number;
  /** The VMs that the controller cannot place, in the order in which it tries. */
  readonly down: readonly DownVm[];
  /** Cores and bytes that are free on the other hosts when all that can be placed is. */
  readonly freeCpu: number;
  readonly freeMemory: number;
};

export type WorstFailure = Failure & {
  /** Whether all failures of so many hosts were tried. */
  readonly complete: boolean;
};

/** What would be possible after a failure, other than what the controller does. */
export type Alternatives = {
  /** The least number of VMs that stay down, whichever way they are placed. VMs that must be together stay whole. */
  readonly leastDown: Bounds;
  /** Whether there is a place for every VM if running VMs may be moved too; undefined: not decided. */
  readonly ifAllMoved: boolean | undefined;
};

export type DownVm = {
  readonly vm: VmName;
  readonly priority: number;
  readonly want: Want;
  /** The number of VMs of lower priority that run meanwhile. */
  readonly lowerRunning: number;
};

/** Why a VM has no place: the first of these that holds. */
export type Want =
  /** No host is left. */
  | { readonly kind: "no-host" }
  /** Its ceiling allows no rung that starts it elsewhere. */
  | { readonly kind: "ceiling"; readonly ceiling: RungKind }
  /** It may be only on these hosts, and all of them failed. */
  | { readonly kind: "hosts"; readonly hosts: readonly HostName[] }
  /** On every host where it may be, a VM runs from which it must be apart: these. */
  | { readonly kind: "apart"; readonly from: readonly VmName[] }
  /** No host may take it and all of those that must be with it. */
  | { readonly kind: "together"; readonly with: readonly VmName[] }
  /**
   * No host where it may be has room; this one comes nearest. What is missing there, for it and those that must be
   * started with it; 0: enough.
   */
  | {
      readonly kind: "room";
      readonly host: HostName;
      readonly cpu: number;
      readonly memory: number;
      readonly with: readonly VmName[];
    };

/** What a site would bear with one more host, empty, of the size of one that it has. */
export type OneMore = {
  readonly like: HostName;
  readonly cpu: number;
  readonly memory: number;
  readonly survives: Bounds;
  readonly possible: Bounds;
  /** How many VMs the worst failure of the present site would leave down then; undefined if none is known. */
  readonly down: number | undefined;
};

/** What holds of single hosts and VMs, whatever else runs. */
export type Limits = {
  /** VMs for which no other host is allowed and large enough, even if it is empty. */
  readonly nowhereElse: readonly VmName[];
  /** Hosts that can take no VM of another host, even when they are empty. */
  readonly takeNone: readonly HostName[];
};
