/** Bounds of the search; hitting one makes the verdict `unknown`. */
export interface OracleBounds {
  /** Candidate worlds kept after a step. */
  readonly worlds: number;
  /** Results of the model looked at in one step. */
  readonly results: number;
}

/**
 * Bounds that conforming traces of the shipped profiles hardly ever come to, unless little of them is seen: where
 * statuses alone are, each write may double the worlds.
 */
export const DEFAULT_BOUNDS: OracleBounds = { worlds: 1_024, results: 100_000 };
