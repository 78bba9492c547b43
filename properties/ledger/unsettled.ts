import type { Operation } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import { succeeded } from '../wording.ts';
import type { BucketRecord } from './bucket-record.ts';

/** The buckets that exist, by name. */
interface Buckets {
  bucket(name: string): BucketRecord | undefined;
}

/** What is not known of a bucket. */
interface Unknown {
  /** The settings that may have been changed, each by the name of its operations without the verb. */
  readonly settings: Set<string>;
  /** The buckets to which it may replicate meanwhile. */
  readonly destinations: Set<string>;
}

const NONE: readonly string[] = [];

/**
 * Settings of buckets that are not known, be it that there is a bucket: a change was answered by a transient error and
 * may have happened (F-160). Until the same setting is seen to be changed, nobody is held to what is known of the
 * bucket.
 */
export class Unsettled {
  readonly #buckets = new Map<string, Unknown>();
  readonly #createsAgain: boolean;

  /** `createsAgain`: of a bucket that is created nobody knows whether it was there and stays as it was (E-42). */
  constructor(createsAgain: boolean) {
    this.#createsAgain = createsAgain;
  }

  /** Takes note of a step. */
  record(seen: ObservedStep, { about }: Operation, isTransient: boolean): void {
    const { event } = seen.step;
    if (about !== 'bucket' || (!isTransient && this.#buckets.size === 0)) return;
    if (!('bucket' in event) || event.op === 'EvictBucketKeys') return;
    const setting = event.op.replace(/^(Put|Delete|Create)/, '');
    if (isTransient) {
      const unknown = this.#buckets.get(event.bucket) ?? { settings: new Set(), destinations: new Set() };
      unknown.settings.add(setting);
      this.#buckets.set(event.bucket, unknown);
    }
    const unknown = this.#buckets.get(event.bucket);
    if (unknown === undefined || !(isTransient || succeeded(seen))) return;
    if (event.op === 'PutBucketReplication') unknown.destinations.add(event.destination);
    if (isTransient || (event.op === 'CreateBucket' && this.#createsAgain)) return;
    unknown.settings.delete(setting);
    if (unknown.settings.size === 0 || setting === 'Bucket') this.#buckets.delete(event.bucket);
  }

  /** Whether a step has to do with a bucket of which something is not known. */
  concerns(buckets: Buckets, { step: { event } }: ObservedStep): boolean {
    if (this.#buckets.size === 0 || !('bucket' in event)) return false;
    if (this.has(event.bucket)) return true;
    if ('source' in event) return this.has(event.source.bucket);
    if ('destination' in event) return this.has(event.destination);
    const rule = buckets.bucket(event.bucket)?.replication;
    return rule !== undefined && this.has(rule.destination);
  }

  /** Whether something is not known of a bucket. */
  has(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  /** The buckets to which another may replicate, without anybody knowing. */
  destinationsOf(bucket: string): Iterable<string> {
    return this.#buckets.get(bucket)?.destinations ?? NONE;
  }
}
