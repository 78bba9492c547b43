import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import type { Xml } from '../s3/xml.ts';

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

  /** What a list tells of a bucket. */
  told(bucket: StoredBucket): readonly Xml[] {
    return [
      ['Name', bucket.name],
      ['CreationDate', this.of(bucket).created.toISOString()],
    ];
  }

  set(bucket: StoredBucket, note: BucketNote): void {
    this.#byBucket.set(bucket, note);
  }
}
