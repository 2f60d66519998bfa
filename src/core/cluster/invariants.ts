// The names of the invariants: what must hold in a real or simulated world with any faults and any controller.

export const INVARIANTS = [
  "no-vm-runs-twice",
  "no-host-is-overfilled",
  "no-domain-without-power",
  "no-disk-is-erased-in-use",
] as const;
export type Invariant = (typeof INVARIANTS)[number];
