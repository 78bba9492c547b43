import type { Unreadable } from '../reading/unread.ts';

/** Why something in a log is no event. */
export type NotRead = Unreadable | 'without time, source or name';

/** Where something is in the logs. */
export interface LogPlace {
  readonly file: string;
  /** Counted from 1; undefined where lines are not counted. */
  readonly line: number | undefined;
}

/** What was read, and what became of it before anybody looked at its meaning. */
export interface TrailCounts {
  /** Records that were read, duplicates and other services included. */
  records: number;
  readonly unreadable: Map<NotRead, number>;
  /** Where the first of each reason is. */
  readonly firstUnreadable: Map<NotRead, LogPlace>;
  /** Duplicates that were dropped, by what they had in common with one before. */
  readonly duplicates: { eventID: number; sharedEventID: number };
  /** Duplicates of calls of KMS among them. */
  duplicateKmsCalls: number;
  s3: number;
  kms: number;
  sts: number;
  /** Records of other services. */
  other: number;
  /** Records that came too late to be put in order. */
  late: number;
  /** Time of the first and the last event, in milliseconds since 1970; undefined where there is none. */
  firstMs: number | undefined;
  lastMs: number | undefined;
}

export function newTrailCounts(): TrailCounts {
  return {
    records: 0,
    unreadable: new Map(),
    firstUnreadable: new Map(),
    duplicates: { eventID: 0, sharedEventID: 0 },
    duplicateKmsCalls: 0,
    s3: 0,
    kms: 0,
    sts: 0,
    other: 0,
    late: 0,
    firstMs: undefined,
    lastMs: undefined,
  };
}

/** Counts one more of something. */
export function countOne<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
