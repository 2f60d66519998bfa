// The names of what must hold in a world, true or simulated, whatever faults it has and whoever commands.

export const INVARIANTS = [
  "no-vm-runs-twice",
  "no-host-is-overfilled",
  "no-domain-without-power",
  "no-disk-is-erased-in-use",
] as const;
export type Invariant = (typeof INVARIANTS)[number];
