// What one replication of an availability study leaves behind: sums, and few lists, so that a thousand years fit in a
// page. Plain data that travels between workers. Accumulated from the world as it happens, never from a controller's
// beliefs.

/** One VM, group, or the whole site. */
export type UnitTally = {
  /** Of all outages, cut to the counted time. */
  readonly downSeconds: number;
  /** That began in the counted time. */
  readonly outages: number;
  /** Under way when counting began: 0 or 1. */
  readonly inherited: number;
  /** Of the outages that began in the counted time: how many ended in it, and how long these were together. */
  readonly ended: number;
  readonly endedSeconds: number;
  /** Down time of each whole counted year that had any, in their order. What is left of the counted time is in none. */
  readonly yearSeconds: readonly number[];
};

export type Tally = {
  /** Counted time (after warm-up). */
  readonly seconds: number;
  readonly site: UnitTally;
  /** In the order of the scenario. */
  readonly groups: readonly UnitTally[];
  readonly vms: readonly UnitTally[];
  /** Length of each VM outage that began and ended in the counted time, in seconds. */
  readonly recoverySeconds: readonly number[];
  /** Loss of service to verdict down, for each detected outage that began in the counted time, in seconds. */
  readonly detectSeconds: readonly number[];
  /** Fault kind (or "controller", "unknown") to seconds of VM downtime. */
  readonly downSecondsByCause: Readonly<Record<string, number>>;
  /** Phase to seconds of VM downtime. */
  readonly downSecondsByPhase: Readonly<Record<string, number>>;
  /** Faults injected that struck something well. */
  readonly incidents: number;
  /** Law of the world to times broken. */
  readonly violations: Readonly<Record<string, number>>;
};
