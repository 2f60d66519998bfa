// What a guest may be doing, and what whoever asks from outside would hear of it: the same words in both worlds.

/** What an observer outside would get from a target that is asked. The same words as a probe's. */
export type Answering = "nothing" | "system" | "service";

/**
 * What a domain's guest is doing. `shutting-down`, `overloading` and `going-to-reboot` still serve, for a little while;
 * `failing` has no room on its disk for its service; `stuck` has no disk to boot from.
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

/** How a domain came to run: it was there in the beginning, it boots from its disk, or it is installed. */
export const DOMAIN_STARTS = ["present", "boot", "install"] as const;
export type DomainStart = (typeof DOMAIN_STARTS)[number];

/**
 * How a domain ended: by a command, by its guest's own orderly shutdown, by a fault of its process, or with its host or
 * the host's virtual layer.
 */
export const DOMAIN_ENDS = ["stopped", "shut-down", "killed", "host-off", "layer-down"] as const;
export type DomainEnd = (typeof DOMAIN_ENDS)[number];
