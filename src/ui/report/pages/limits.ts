// How much a table of a page shows; what is left out is in the files beside it.

/** More VMs than this are shown by the worst of them. */
export const MAX_ROWS = 100;
/** Longer names are shortened in tables. */
export const LONGEST_NAME = 36;
