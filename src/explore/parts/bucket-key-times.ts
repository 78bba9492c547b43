import type { BucketKey } from '../../../model/index.ts';
import { movedTime } from './times.ts';

/** A bucket key with its times moved by milliseconds. */
export function movedBucketKey(key: BucketKey, byMs: number): BucketKey {
  return {
    ...key,
    createdAtMs: movedTime(key.createdAtMs, byMs),
    entries: key.entries.map((entry) => ({
      ...entry,
      obtainedAtMs: movedTime(entry.obtainedAtMs, byMs),
      usedAtMs: movedTime(entry.usedAtMs, byMs),
    })),
  };
}
