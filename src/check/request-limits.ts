/** Most runs of a check. */
export const MOST_RUNS = 1_000_000_000;
/** Longest trace that a check may be asked for, in steps. */
export const MOST_STEPS = 100_000;
/** Most runs under way at a time. */
export const MOST_CONCURRENT = 64;
