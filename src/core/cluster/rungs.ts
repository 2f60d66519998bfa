// The catalogue of rungs: each step of the 3 Re Cycle once, lowest first. Kinds, order, phases and outcomes of a rung
// are derived from it. Which commands belong to a rung is in the catalogue of actions, and when they are given in
// core/controller/three-rc.

/** What is known of a rung. */
type RungFacts = {
  /** What it does, as text for people. */
  readonly does: string;
  /** Whether it erases the VM's disk. */
  readonly erasesDisk: boolean;
};

/** Every rung, in the order in which a ladder climbs them. */
export const RUNGS = {
  reboot: { does: "on the same host", erasesDisk: false },
  restart: { does: "on another host, or the same if there is no other", erasesDisk: false },
  reinstall: { does: "from scratch, through the network", erasesDisk: true },
} as const satisfies Record<string, RungFacts>;

export type RungKind = keyof typeof RUNGS;

/** Lowest first. */
export const RUNG_KINDS = Object.keys(RUNGS) as readonly RungKind[];

/** The position of each rung: 0 for the lowest. */
export const RUNG_HEIGHT = Object.fromEntries(RUNG_KINDS.map((kind, height) => [kind, height])) as Readonly<
  Record<RungKind, number>
>;
