// What a guest may be doing, and what whoever asks from outside would hear of it: the same words in both worlds.

/** What an observer outside would get from a target that is asked. The same words as a probe's. */
export type Answering = "nothing" | "system" | "service";

/**
 * What a domain's guest is doing. `shutting-down`, `overloading` and `going-to-reboot` still serve, for a little while;
 * `stuck` has no disk to boot from.
 */
export type Stage =
  | "installing"
  | "booting"
  | "starting"
  | "serving"
  | "shutting-down"
  | "overloading"
  | "going-to-reboot"
  | "overloaded"
  | "crashed"
  | "hung"
  | "stuck";
