// The largest numbers that a scenario file or the command line may ask for.

export const MAX = 999_999_999;
/** The result of each replication is kept until the end. */
export const MAX_REPLICATIONS = 1_000_000;
