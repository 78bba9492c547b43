import { operationOf } from '../../model/index.ts';
import type { Ledger } from '../ledger.ts';
import type { ObservedStep } from '../property.ts';
import { succeeded } from '../wording.ts';

/**
 * Settings of buckets that are not known, be it that there is a bucket: a change was answered by a transient error and
 * may have happened (F-160). Until the same setting is seen to be changed, nobody is held to what is known of the bucket.
 */
export class Unsettled {
  /** The settings by bucket, each by the name of its operations without the verb. */
  readonly #settings = new Map<string, Set<string>>();

  /** Takes note of a step. */
  record(seen: ObservedStep, isTransient: boolean): void {
    const { event } = seen.step;
    if (operationOf(event).about !== 'bucket' || !('bucket' in event) || event.op === 'EvictBucketKeys') return;
    const setting = event.op.replace(/^(Put|Delete|Create)/, '');
    const settings = this.#settings.get(event.bucket);
    if (isTransient) {
      if (settings === undefined) this.#settings.set(event.bucket, new Set([setting]));
      else settings.add(setting);
    } else if (settings !== undefined && succeeded(seen)) {
      settings.delete(setting);
      if (settings.size === 0 || setting === 'Bucket') this.#settings.delete(event.bucket);
    }
  }

  /** Whether a step has to do with a bucket of which something is not known. */
  concerns(ledger: Ledger, { step: { event } }: ObservedStep): boolean {
    if (this.#settings.size === 0 || !('bucket' in event)) return false;
    const other = 'source' in event ? event.source.bucket : ledger.bucket(event.bucket)?.replication?.destination;
    return this.#settings.has(event.bucket) || (other !== undefined && this.#settings.has(other));
  }
}
