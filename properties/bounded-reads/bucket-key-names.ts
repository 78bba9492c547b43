import type { Profile } from '../../model/index.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import { PerBucket } from '../ledger/nested-map.ts';
import type { Version } from '../ledger/object-record.ts';
import type { WriteSide } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';

/** Name of the bucket key of an object. Equal names mean equal bucket keys. */
export interface BucketKeyName {
  readonly text: string;
  /** Different names mean different bucket keys, too. */
  readonly isExact: boolean;
}

/** Tells which objects lie under the same bucket key, as far as that can be known from outside or is shown from inside. */
export class BucketKeyNames {
  readonly #ledger: Ledger;
  readonly #deducible: boolean;
  readonly #objects = new Map<BucketRecord, Map<string, { readonly step: number; readonly name: BucketKeyName }>>();
  /** The bucket key that serves the writes of a requester, since it last had one made. */
  readonly #current = new PerBucket<BucketRecord, { name: BucketKeyName | undefined; step: number }>();

  /** No object has a name yet. */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#deducible = isDeducible(ledger.profile);
  }

  /** Names the bucket key of an object just written. `minted`: the write had it made; `fingerprint`: what the inside shows of it. */
  give(write: WriteSide, keyArn: string, minted: boolean, fingerprint: string | undefined): BucketKeyName {
    const name = this.#deducible ? this.#deduce(write, keyArn, minted) : shownOrOwn(fingerprint, this.#ledger.steps);
    let objects = this.#objects.get(write.bucket);
    if (objects === undefined) {
      objects = new Map();
      this.#objects.set(write.bucket, objects);
    }
    objects.set(write.key, { step: this.#ledger.steps, name });
    return name;
  }

  /** A bucket key was made of which it is not known whether it serves writes now. */
  forget(bucket: BucketRecord, identity: string, keyArn: string): void {
    this.#current.of(bucket, identity, keyArn, () => ({ name: undefined, step: -1 })).name = undefined;
  }

  /** The name of the bucket key of a version. */
  of(bucket: BucketRecord, key: string, version: Version): BucketKeyName {
    const given = this.#objects.get(bucket)?.get(key);
    return given !== undefined && given.step === version.step ? given.name : ownName(version.step);
  }

  #deduce(write: WriteSide, keyArn: string, minted: boolean): BucketKeyName {
    const { steps, unseenCallsStep } = this.#ledger;
    const current = this.#current.of(write.bucket, write.by.identity, keyArn, () => ({ name: undefined, step: -1 }));
    if (minted) {
      current.name = { text: `made in step ${steps}`, isExact: true };
      current.step = steps;
    }
    return current.name === undefined || current.step <= unseenCallsStep ? ownName(steps) : current.name;
  }
}

/**
 * With one cache that never opens a bucket key for writing, a write lies under the bucket key its requester last had made. Otherwise
 * it may lie under any that is in its generation lifetime (U-04, U-07, U-09, U-12).
 */
function isDeducible({ caches, coldWrite, readWarmsWrite, extraContext }: Profile): boolean {
  return caches === 1 && !coldWrite.includes('unwrap') && !readWarmsWrite.includes(true) && !extraContext.includes('partitions');
}

function shownOrOwn(fingerprint: string | undefined, step: number): BucketKeyName {
  return fingerprint === undefined ? ownName(step) : { text: `shown ${fingerprint}`, isExact: true };
}

/** A name for the bucket key of one version alone, of which it is not known which other versions have it. */
function ownName(step: number): BucketKeyName {
  return { text: `of the version of step ${step}`, isExact: false };
}
