import type { Setup } from '../../model/index.ts';
import type { ObjectRecord } from './object-record.ts';

/** What nobody has seen of a key: it may be there from before the trace began. */
export const NEVER_SEEN: ObjectRecord = { presence: 'unknown', version: undefined, failedWrite: undefined };

/** What the setup says is not known of a bucket that was there before the trace began. */
export interface BucketPast {
  /** Its rule, policy, replication and all that is in it. */
  readonly isWhole: boolean;
  /** Otherwise these objects. */
  readonly objects: ReadonlySet<string>;
}

/** What a setup says is not known of the time before the trace. */
export class LedgerPast {
  /** Whether there may be buckets, keys and aliases that the setup does not list. */
  readonly isEverything: boolean;
  readonly #unknown: NonNullable<Setup['unknown']>;

  constructor(unknown: NonNullable<Setup['unknown']>) {
    this.#unknown = unknown;
    this.isEverything = unknown === 'everything';
  }

  /** What is not known of a bucket; undefined where all is. */
  ofBucket(name: string): BucketPast | undefined {
    if (this.#unknown === 'everything') return { isWhole: true, objects: new Set() };
    const { buckets = [], objects = [] } = this.#unknown;
    const isWhole = buckets.includes(name);
    const keys = objects.filter(({ bucket }) => bucket === name).map(({ key }) => key);
    return isWhole || keys.length > 0 ? { isWhole, objects: new Set(keys) } : undefined;
  }

  /** Whether the state and the policy of a KMS key of the setup are not known. */
  ofKey(id: string): boolean {
    return this.#unknown === 'everything' || this.#unknown.kmsKeys?.includes(id) === true;
  }
}
