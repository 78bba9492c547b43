/** Most deviations that are known of a system. */
export const MOST_DEVIATIONS = 1_000;

/** A difference from S3 that somebody knows a system to have, as it stands in a file. */
export interface KnownDeviation {
  /** Name of its own. */
  readonly id: string;
  /** Name of the operation, as events have it. */
  readonly operation: string;
  /** The part of an observation that is wrong; omitted = it is no single part, and `property` says what is violated. */
  readonly part?: string;
  /** Id of the property that is violated; omitted = whichever. */
  readonly property?: string;
  /** What is due, and what is seen, as a violation has them in its `parts`; omitted = anything. */
  readonly expected?: string;
  readonly observed?: string;
  /** Why it is so, or why nobody minds. */
  readonly reason: string;
  /** Where it is dealt with, such as the address of an issue. */
  readonly issue?: string;
  /** The last day on which it is excused, such as `2027-03-31`; omitted = for good. */
  readonly expires?: string;
}

/** How often a known deviation was met. */
export interface MetDeviation {
  readonly deviation: KnownDeviation;
  readonly times: number;
  /** Whether its last day is over, so that it was not excused. */
  readonly isExpired: boolean;
  /** Whether it was found in this check, and not known before. */
  readonly isNew: boolean;
  /** Ids of the claims it contradicts, as the violation had them when it was last met. */
  readonly requirements: readonly string[];
}
