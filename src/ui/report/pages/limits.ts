// Limits of tables in pages; the files beside the page hold everything.

/** The largest number of VMs in a table; of more, the worst are shown. */
export const MAX_ROWS = 100;
/** Longer names are shortened in tables. */
export const LONGEST_NAME = 36;
