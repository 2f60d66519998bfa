// The stages of a guest, how domains start and end, and how a target answers: the same words in both worlds.

/** The answer that a perfect probe of a target would get. The same words as a probe's `Answer`. */
export type Answering = "nothing" | "system" | "service";

/**
 * The stages of a domain's guest. In `shutting-down`, `overloading` and `going-to-reboot` it still serves, for a short
 * time; in `failing` its service fails because its disk is full; in `stuck` it has no disk to boot from.
 */
export const STAGES = [
  "installing",
  "booting",
  "starting",
  "serving",
  "shutting-down",
  "overloading",
  "going-to-reboot",
  "overloaded",
  "crashed",
  "hung",
  "failing",
  "stuck",
] as const;
export type Stage = (typeof STAGES)[number];

/** How a domain started: it was present at the beginning, it booted from its disk, or it was installed. */
export const DOMAIN_STARTS = ["present", "boot", "install"] as const;
export type DomainStart = (typeof DOMAIN_STARTS)[number];

/**
 * How a domain ended: by a command, by its guest's own orderly shutdown, by a fault of its process, or with its host or
 * the host's virtual layer.
 */
export const DOMAIN_ENDS = ["stopped", "shut-down", "killed", "host-off", "layer-down"] as const;
export type DomainEnd = (typeof DOMAIN_ENDS)[number];
