import { mayCallKms, type ObservedKmsCall, operationOf } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { succeeded } from '../../properties/wording.ts';

/** Most rows that are kept apart; what comes after is counted together. */
const MOST_ROWS = 1_000;

/** KMS calls of one requester for one bucket under one KMS key. */
export interface CallRow {
  /** Name of the bucket; null for calls whose context names none. */
  readonly bucket: string | null;
  /** Who asked; null where nobody recorded it. */
  readonly by: string | null;
  readonly keyArn: string;
  readonly calls: number;
}

/** How KMS was called in a trace, where somebody looked. */
export interface CallSummary {
  /** Calls by operation. */
  readonly operations: readonly { readonly operation: string; readonly calls: number }[];
  /** Calls by bucket, requester and KMS key, the most first; at most 1,000. */
  readonly rows: readonly CallRow[];
  /** Calls of further rows. */
  readonly others: number;
  /** Successful calls for bucket keys. */
  readonly bucketKeyCalls: number;
  /** Successful requests that a bucket key served, with a call of their own or without. */
  readonly bucketKeyRequests: number;
  /** How often hosts restarted or a bucket was evicted. */
  readonly emptied: number;
}

/** Counts the KMS calls of a trace, in memory that does not grow with it. */
export class CallStatistics {
  readonly #operations = new Map<string, number>();
  readonly #rows = new Map<string, { bucket: string | null; by: string | null; keyArn: string; calls: number }>();
  #others = 0;
  #bucketKeyCalls = 0;
  #bucketKeyRequests = 0;
  #emptied = 0;

  /** Takes a step into account. */
  see(seen: ObservedStep): void {
    const { event } = seen.step;
    if (event.op === 'RestartHosts' || event.op === 'EvictBucketKeys') this.#emptied += 1;
    const { kmsCalls, bucketKeyEnabled } = seen.observation;
    if (kmsCalls === undefined) return;
    let isForBucket = false;
    for (const call of kmsCalls) if (this.#count(call)) isForBucket = true;
    if (!succeeded(seen) || !mayCallKms(operationOf(event))) return;
    // Nobody has to show the flag: a call that names the bucket says as much.
    if (isForBucket || bucketKeyEnabled === true) this.#bucketKeyRequests += 1;
  }

  /** What there was so far. */
  summary(): CallSummary {
    return {
      operations: [...this.#operations].map(([operation, calls]) => ({ operation, calls })),
      rows: [...this.#rows.values()].map((row) => ({ ...row })).sort((a, b) => b.calls - a.calls),
      others: this.#others,
      bucketKeyCalls: this.#bucketKeyCalls,
      bucketKeyRequests: this.#bucketKeyRequests,
      emptied: this.#emptied,
    };
  }

  /** Counts a call; whether it is a successful one for a bucket key. */
  #count(call: ObservedKmsCall): boolean {
    const { operation, keyArn, context = {}, result = 'ok' } = call;
    const by = call.by ?? null;
    this.#operations.set(operation, (this.#operations.get(operation) ?? 0) + 1);
    const arn = context['aws:s3:arn'];
    const [bucket = null, object] = arn === undefined ? [] : arn.slice(arn.lastIndexOf(':') + 1).split('/', 2);
    const name = JSON.stringify([bucket, by, keyArn]);
    const row = this.#rows.get(name);
    if (row !== undefined) row.calls += 1;
    else if (this.#rows.size < MOST_ROWS) this.#rows.set(name, { bucket, by, keyArn, calls: 1 });
    else this.#others += 1;
    if (result !== 'ok' || bucket === null || object !== undefined) return false;
    this.#bucketKeyCalls += 1;
    return true;
  }
}
