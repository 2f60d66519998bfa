// The record of one replication of an availability study: sums and a few lists, so that a thousand years fit on a page.
// Plain data that moves between workers. Accumulated from the true events of the world, never from a controller's
// beliefs.

/** One VM, group, or the whole site. */
export type UnitTally = {
  /** Downtime of all outages, as far as they are in the counted time. */
  readonly downSeconds: number;
  /** Outages that began in the counted time. */
  readonly outages: number;
  /** Outages under way when counting began: 0 or 1. */
  readonly inherited: number;
  /** Of the outages that began in the counted time: how many ended in it, and their total length. */
  readonly ended: number;
  readonly endedSeconds: number;
  /** Downtime of each whole counted year that had any, in order. An incomplete last year is left out. */
  readonly yearSeconds: readonly number[];
};

export type Tally = {
  /** Counted time (after warm-up). */
  readonly seconds: number;
  readonly site: UnitTally;
  /** In the order of the scenario. */
  readonly groups: readonly UnitTally[];
  readonly vms: readonly UnitTally[];
  /** The length in seconds of each VM outage that began and ended in the counted time. */
  readonly recoverySeconds: readonly number[];
  /** Loss of service to verdict down, for each detected outage that began in the counted time, in seconds. */
  readonly detectSeconds: readonly number[];
  /** Fault kind (or "controller", "unknown") to seconds of VM downtime. */
  readonly downSecondsByCause: Readonly<Record<string, number>>;
  /** Phase to seconds of VM downtime. */
  readonly downSecondsByPhase: Readonly<Record<string, number>>;
  /** Faults that were injected into healthy targets. */
  readonly incidents: number;
  /** Invariant of the world to its number of violations. */
  readonly violations: Readonly<Record<string, number>>;
};
