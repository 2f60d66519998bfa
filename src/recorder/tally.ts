// What one replication of an availability study leaves behind: sums, not lists, so that a thousand years fit in a page.
// Plain data that travels between workers. Accumulated from the world as it happens, never from a controller's beliefs.

/** One VM, group, or the whole site. */
export type UnitTally = { downSeconds: number; outages: number };

export type Tally = {
  /** Counted time (after warm-up). */
  readonly seconds: number;
  readonly site: UnitTally;
  /** In the order of the scenario. */
  readonly groups: readonly UnitTally[];
  readonly vms: readonly UnitTally[];
  /** Site downtime in each counted year; the last one may be a part of a year and is left out unless it is the only one. */
  readonly siteDownSecondsByYear: readonly number[];
  /** Length of each VM outage that ended, in seconds. */
  readonly recoverySeconds: readonly number[];
  /** Loss of service to verdict down, for each detected outage, in seconds. */
  readonly detectSeconds: readonly number[];
  /** Fault kind (or "controller", "unknown") to seconds of VM downtime. */
  readonly downSecondsByCause: Readonly<Record<string, number>>;
  /** Phase to seconds of VM downtime. */
  readonly downSecondsByPhase: Readonly<Record<string, number>>;
  /** Faults injected that struck something well. */
  readonly incidents: number;
  /** Law of the world to times broken. */
  readonly findings: Readonly<Record<string, number>>;
};
