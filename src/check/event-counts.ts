import { type ObservedKmsCall, operationOf } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { succeeded } from '../../properties/wording.ts';
import type { EventStatistics } from './check-report.ts';

/** Counts the events of traces, and the KMS calls they came to. */
export class EventCounts {
  readonly #counts = new Map<string, { -readonly [Field in keyof EventStatistics]: EventStatistics[Field] }>();

  /** Takes a step into account. */
  see(seen: ObservedStep): void {
    const { step, observation } = seen;
    const event = step.event.op;
    let count = this.#counts.get(event);
    if (count === undefined) {
      count = { event, count: 0, refused: 0, kmsCalls: 0, kmsCallsWithout: 0 };
      this.#counts.set(event, count);
    }
    count.count++;
    if (observation.status >= 400) count.refused++;
    count.kmsCalls += observation.kmsCalls?.length ?? 0;
    count.kmsCallsWithout += callsWithoutBucketKeys(seen);
  }

  /** What was counted, in the order of names. */
  statistics(): readonly EventStatistics[] {
    return [...this.#counts.values()].map((count) => ({ ...count })).sort((a, b) => (a.event < b.event ? -1 : 1));
  }
}

/**
 * How many KMS calls a request would have made without bucket keys, at least: those for an object of its own that were
 * seen, and one more for each side that a bucket key served (K-02, K-06). Of a copy that was served without any call
 * only one side is sure.
 */
export function callsWithoutBucketKeys(seen: ObservedStep): number {
  const { kmsCalls, bucketKeyEnabled } = seen.observation;
  if (kmsCalls === undefined) return 0;
  let forBucket = 0;
  for (const call of kmsCalls) if (isForBucketKey(call)) forBucket++;
  const { reads, writes } = operationOf(seen.step.event);
  // HeadObject shows the flag as well, and asks nobody (K-09).
  const asks = reads?.decrypts === 'always' || writes?.leaves === 'version';
  if (!succeeded(seen) || (forBucket === 0 && !(asks && bucketKeyEnabled === true))) return kmsCalls.length;
  const sides = reads !== undefined && writes !== undefined ? 2 : 1;
  return kmsCalls.length - forBucket + Math.min(sides, Math.max(1, forBucket));
}

/** Whether a call was made for a bucket key: its context names the bucket and no object (F-88). */
export function isForBucketKey({ context, result = 'ok' }: ObservedKmsCall): boolean {
  const arn = context?.['aws:s3:arn'];
  return result === 'ok' && arn !== undefined && !arn.slice(arn.lastIndexOf(':') + 1).includes('/');
}
