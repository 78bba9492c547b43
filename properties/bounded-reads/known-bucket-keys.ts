import type { Profile } from '../../model/index.ts';
import { BoundedMap } from '../ledger/bounded-map.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import { KnownBucketKey } from '../ledger/known-bucket-key.ts';
import { PerBucket } from '../ledger/nested-map.ts';
import type { Version } from '../ledger/object-record.ts';
import type { WriteSide } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';

/** The bucket key that serves the writes of a requester, since it last had one made. */
interface Current {
  bucketKey: KnownBucketKey | undefined;
  step: number;
}

/**
 * Tells which objects lie under the same bucket key, as far as that can be known from outside or is shown from inside.
 */
export class KnownBucketKeys {
  readonly #ledger: Ledger;
  readonly #deducible: boolean;
  readonly #current: PerBucket<Current>;
  readonly #shown = new WeakMap<BucketRecord, BoundedMap<KnownBucketKey>>();

  /** No object is known to lie under any. */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#current = new PerBucket(ledger);
    this.#deducible = isDeducible(ledger.profile);
  }

  /**
   * The bucket key of an object just written. `made`: the write had it made; `fingerprint`: what the inside shows of
   * it.
   */
  give(write: WriteSide, keyArn: string, made: boolean, fingerprint: string | undefined): KnownBucketKey {
    const bucketKey = this.#deducible ? this.#deduce(write, keyArn, made) : this.#shownOrOwn(write.bucket, fingerprint);
    write.version.underBucketKey = bucketKey;
    return bucketKey;
  }

  /** A bucket key was made of which it is not known whether it serves writes now. */
  forget(bucket: BucketRecord, identity: number, keyArn: string): void {
    this.#current.of(bucket, identity, keyArn, noneYet).bucketKey = undefined;
  }

  /** The bucket key of a version. */
  of(version: Version): KnownBucketKey {
    version.underBucketKey ??= ownBucketKey();
    return version.underBucketKey;
  }

  #deduce(write: WriteSide, keyArn: string, made: boolean): KnownBucketKey {
    const { steps, unseenCallsStep } = this.#ledger;
    const current = this.#current.of(write.bucket, write.by.identity, keyArn, noneYet);
    if (made) {
      current.bucketKey = new KnownBucketKey(true, steps);
      current.step = steps;
    }
    return current.bucketKey === undefined || current.step <= unseenCallsStep ? ownBucketKey() : current.bucketKey;
  }

  #shownOrOwn(bucket: BucketRecord, fingerprint: string | undefined): KnownBucketKey {
    if (fingerprint === undefined) return ownBucketKey();
    let shown = this.#shown.get(bucket);
    if (shown === undefined) {
      shown = new BoundedMap();
      this.#shown.set(bucket, shown);
    }
    let bucketKey = shown.get(fingerprint);
    if (bucketKey === undefined) {
      // It may be one that was forgotten, and obtained long ago.
      bucketKey = new KnownBucketKey(!shown.hasForgotten);
      shown.set(fingerprint, bucketKey);
    }
    return bucketKey;
  }
}

function noneYet(): Current {
  return { bucketKey: undefined, step: -1 };
}

/**
 * With one cache that never opens a bucket key for writing, a write lies under the bucket key its requester last had
 * made. Otherwise it may lie under any that is in its generation lifetime (U-04, U-07, U-09, U-12).
 */
function isDeducible({ caches, coldWrite, readWarmsWrite, extraContext }: Profile): boolean {
  return (
    caches === 1 &&
    !coldWrite.includes('unwrap') &&
    !readWarmsWrite.includes(true) &&
    !extraContext.includes('partitions')
  );
}

/** The bucket key of one version alone, of which it is not known which other versions have it. */
function ownBucketKey(): KnownBucketKey {
  return new KnownBucketKey(false);
}
