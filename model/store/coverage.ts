import {
  type BucketKey,
  type CacheEntry,
  type Family,
  type Holding,
  type ObjectVersion,
  SOME_BUCKET_KEY,
  type SomeBucketKey,
  type SomeEntry,
  type Upload,
} from '../records/records.ts';
import { cachedUntilMs, liveUntilMs } from '../rules/bucket-key-lifetime.ts';
import { sameContext, sameObjectVersion, sameUpload } from './record-equality.ts';
import type { Scope } from './scope.ts';
import { isCached, standAlike } from './settled.ts';
import type { World } from './world.ts';

// Where caches may lose anything at any time, a request may always be cold. Then a world that has more in its caches,
// has it from a later time, or leaves open which bucket key it is, admits all that the other admits. These functions
// say so of single records; they are sound, not complete.

/** Whether an object is the same, or under some bucket key of the family where the other is under one of them. */
export function objectCovers(scope: Scope, a: ObjectVersion | undefined, b: ObjectVersion | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.bucketKey !== SOME_BUCKET_KEY || b.family < 0) return sameObjectVersion(a, b);
  // Of an object with extra context it may be open as well which of two families it belongs to (U-12).
  const either = scope.pairsOf(a.family).length === 0 && sameContext(scope.pairsOf(b.family), a.context);
  if (a.family !== b.family && !either) return false;
  return sameObjectVersion({ ...a, bucketKey: b.bucketKey, family: b.family }, b);
}

/** Whether an upload is the same, or under some bucket key of the family where the other is under one of them. */
export function uploadCovers(scope: Scope, a: Upload | undefined, b: Upload | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameUpload(a, b, (mine, theirs) => objectCovers(scope, mine, theirs));
}

/** Whether what is held of some bucket key serves whatever the other would. */
export function laterSomeEntry(a: SomeEntry | undefined, b: SomeEntry | undefined): boolean {
  if (b === undefined) return true;
  return (
    a !== undefined &&
    a.epoch >= b.epoch &&
    a.writesUntilMs >= b.writesUntilMs &&
    a.obtainedAtMs >= b.obtainedAtMs &&
    a.lastObtainedAtMs >= b.lastObtainedAtMs
  );
}

/** Whether some bucket key may make data keys for as long as the other. */
export function laterSomeBucketKey(a: SomeBucketKey | undefined, b: SomeBucketKey | undefined): boolean {
  if (b === undefined) return true;
  return a !== undefined && a.createdAtMs >= b.createdAtMs && a.liveUntilMs >= b.liveUntilMs;
}

/** Compares what two worlds have in their caches, one record at a time. */
export class CacheCoverage {
  readonly #a: World;
  readonly #b: World;

  constructor(a: World, b: World) {
    this.#a = a;
    this.#b = b;
  }

  /** Whether every bucket key that `b` lists for writes is listed by `a`, or is some bucket key there. */
  holdingCovers(index: number, a: Holding | undefined, b: Holding | undefined): boolean {
    if (b === undefined) return true;
    const someUntilMs = this.#a.someEntries.get(index)?.writesUntilMs ?? -1;
    return b.bucketKeys.every(
      (number) =>
        this.#servesWritesUntilMs(number) <= someUntilMs ||
        (a?.bucketKeys.includes(number) === true && this.#hasItsEntries(number)),
    );
  }

  /**
   * Whether every bucket key that a cold write may have decrypted in `b` is listed by `a`, or is some bucket key there.
   */
  familyCovers(index: number, a: Family | undefined, b: Family | undefined): boolean {
    if (!this.#mayGenerate() && a !== undefined && !isWithin(a.live, b?.live)) return false;
    if (b === undefined) return true;
    const someUntilMs = this.#a.someBucketKeys.get(index)?.liveUntilMs ?? -1;
    return b.live.every((number) => a?.live.includes(number) === true || this.#liveUntilMs(number) <= someUntilMs);
  }

  /** Whether whoever is served from a bucket key in `b` is served from it in `a`. */
  bucketKeyCovers(a: BucketKey | undefined, b: BucketKey | undefined): boolean {
    // What `a` does not have any more it refers to as some bucket key: the other records say whether it does.
    if (b === undefined || a === undefined) return true;
    if (a.family !== b.family || a.createdAtMs !== b.createdAtMs || a.uses !== b.uses) return false;
    if (!standAlike(this.#b, a, b)) return false;
    return b.entries.every(
      (entry) => !isCached(this.#b, entry) || hasEntry(a, entry) || this.#hasSome(a.family, entry),
    );
  }

  /** Whether a cold write may have a bucket key made although a young one is listed (U-07). */
  #mayGenerate(): boolean {
    return this.#a.scope.profile.coldWrite.includes('generate');
  }

  /** Whether `a` has all the entries of a bucket key that `b` has, which its listing in `a` rests on. */
  #hasItsEntries(number: number): boolean {
    const mine = this.#a.bucketKeys.get(number);
    const theirs = this.#b.bucketKeys.get(number);
    if (mine === theirs || theirs === undefined) return true;
    return mine !== undefined && theirs.entries.every((entry) => !isCached(this.#b, entry) || hasEntry(mine, entry));
  }

  #hasSome(family: number, { identity, cache, obtainedAtMs, epoch }: CacheEntry): boolean {
    const some = this.#a.someEntries.get(this.#a.scope.holding(family, identity, cache));
    return some !== undefined && some.obtainedAtMs >= obtainedAtMs && some.epoch >= epoch;
  }

  #servesWritesUntilMs(number: number): number {
    const key = this.#b.bucketKeys.get(number);
    if (key === undefined) return -1;
    const { profile } = this.#b.scope;
    const obtainedAtMs = key.entries.reduce((last, entry) => Math.max(last, entry.obtainedAtMs), -1);
    return Math.min(cachedUntilMs({ obtainedAtMs }, profile), liveUntilMs(key, profile));
  }

  #liveUntilMs(number: number): number {
    const key = this.#b.bucketKeys.get(number);
    return key === undefined ? -1 : liveUntilMs(key, this.#b.scope.profile);
  }
}

/** Whether a bucket key has an entry as good as another. */
function hasEntry({ entries }: BucketKey, { identity, cache, by, obtainedAtMs, usedAtMs, epoch }: CacheEntry): boolean {
  return entries.some(
    (mine) =>
      mine.identity === identity &&
      mine.cache === cache &&
      mine.by === by &&
      mine.obtainedAtMs >= obtainedAtMs &&
      mine.usedAtMs >= usedAtMs &&
      mine.epoch >= epoch,
  );
}

function isWithin(some: readonly number[], all: readonly number[] | undefined): boolean {
  return some.every((number) => all?.includes(number) === true);
}
