import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';

/** What S3 tells of a bucket and no rule depends on. */
export interface BucketNote {
  readonly created: Date;
  /** The policy as it was put; undefined where there is none. */
  readonly policy: string | undefined;
}

/** The notes of all buckets. */
export class BucketNotes {
  readonly #start = new Date();
  readonly #byBucket = new WeakMap<StoredBucket, BucketNote>();

  of(bucket: StoredBucket): BucketNote {
    return this.#byBucket.get(bucket) ?? { created: this.#start, policy: undefined };
  }

  set(bucket: StoredBucket, note: BucketNote): void {
    this.#byBucket.set(bucket, note);
  }
}
