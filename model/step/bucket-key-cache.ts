import { type BucketKeyEvent, bucketKey } from '../charts/bucket-key.ts';
import { type CacheEntryEvent, type CacheEntryState, cacheEntry } from '../charts/cache-entry.ts';
import type { Bucket, BucketKey, CacheEntry, Holding } from '../records/records.ts';
import { bucketKeyStateAt, endsIdle, entryStateAt, mayServe, type Purpose } from '../rules/bucket-key-lifetime.ts';
import { raised } from './raised.ts';
import { choose, type Transaction } from './transaction.ts';

/**
 * A bucket key whose plaintext the serving cache has for a requester: it may serve, unless an entry has come to its
 * end.
 */
export interface Candidate {
  readonly number: number;
  readonly purpose: Purpose;
  /** The entries that may serve, one or two (U-09). */
  readonly entries: readonly CacheEntry[];
}

const NO_HOLDING: Holding = { bucketKeys: [] };

/** The cache that serves the request: any that has been used, or one of the fresh ones, which are alike (U-04). */
export function servingCache(transaction: Transaction): number {
  if (transaction.cache >= 0) return transaction.cache;
  const { caches } = transaction.profile;
  transaction.cache = 0;
  if (caches !== 'any' && caches > 1) {
    const touched = transaction.draft.cachesTouched;
    const candidates = Array.from({ length: Math.min(caches, touched + 1) }, (_, cache) => cache);
    transaction.cache = choose(transaction, 'cache', candidates);
    transaction.draft.cachesTouched = Math.max(touched, transaction.cache + 1);
  }
  return transaction.cache;
}

/** State of a bucket key by now. */
export function bucketKeyState({ nowMs, profile }: Transaction, key: BucketKey): BucketKey['state'] {
  return bucketKeyStateAt(key, nowMs, profile);
}

/** State of an entry of a bucket's bucket key by now. */
export function entryState(
  { nowMs, draft, profile }: Transaction,
  { cacheEpoch }: Bucket,
  entry: Pick<CacheEntry, 'state' | 'obtainedAtMs' | 'usedAtMs' | 'epoch'>,
): CacheEntryState {
  return entryStateAt(entry, { nowMs, restartEpoch: draft.restartEpoch, cacheEpoch }, profile);
}

/** The bucket key of a number as a candidate to serve a requester; undefined where it cannot. */
export function candidate(
  transaction: Transaction,
  bucket: Bucket,
  number: number,
  identity: number,
  purpose: Purpose,
): Candidate | undefined {
  const key = transaction.draft.bucketKeys.get(number);
  if (key === undefined) return undefined;
  if (purpose === 'write' && bucketKey.on.MakeDataKey.refuses(bucketKeyState(transaction, key))) return undefined;
  let entries: CacheEntry[] | undefined;
  for (const entry of key.entries) {
    if (
      entry.identity !== identity ||
      entry.cache !== transaction.cache ||
      !mayServe(transaction.profile, entry, purpose)
    )
      continue;
    const state = entryState(transaction, bucket, entry);
    if (cacheEntry.on.Use.refuses(state)) continue;
    if (entries === undefined) entries = [entry];
    else entries.push(entry);
  }
  return entries === undefined ? undefined : { number, purpose, entries };
}

/** Numbers of the bucket keys that the serving cache may have for the writes of a requester, the newest last. */
export function heldForWrites(transaction: Transaction, family: number, identity: number): readonly number[] {
  return (transaction.draft.holdings.get(transaction.scope.holding(family, identity, transaction.cache)) ?? NO_HOLDING)
    .bucketKeys;
}

/** Moves the chart of a bucket key, after whatever is due by now. */
export function moveBucketKey(transaction: Transaction, number: number, event: BucketKeyEvent): void {
  const key = transaction.draft.bucketKeys.get(number);
  if (key === undefined) throw new RangeError(`there is no bucket key ${number}`);
  raised?.({ to: 'bucketKey', number, event: { type: event } });
  const { family, createdAtMs, entries } = key;
  const state = bucketKey.on[event].after(bucketKeyState(transaction, key));
  const isCounted = event === 'MakeDataKey' && transaction.profile.usesPerBucketKey !== 'none';
  if (state === key.state && !isCounted) return;
  const uses = key.uses + (isCounted ? 1 : 0);
  transaction.draft.set('bucketKeys', number, { state, family, createdAtMs, uses, entries });
}

/** Moves the charts of some entries of a bucket key; stored only where one is another by then. */
export function moveEntries(
  transaction: Transaction,
  bucket: Bucket,
  number: number,
  some: readonly CacheEntry[],
  event: CacheEntryEvent,
): void {
  if (raised !== undefined)
    for (const entry of some) raised({ to: 'cacheEntry', number, entry, event: { type: event } });
  const move = cacheEntry.on[event];
  const isUsed = event === 'Use' && endsIdle(transaction.profile);
  if (!isUsed && !some.some((entry) => move.after(entryState(transaction, bucket, entry)) !== entry.state)) return;
  const key = transaction.draft.bucketKeys.get(number);
  if (key === undefined) throw new RangeError(`there is no bucket key ${number}`);
  const entries: CacheEntry[] = [];
  for (const entry of key.entries) {
    const now = entryState(transaction, bucket, entry);
    const isMoved = some.includes(entry);
    const state = isMoved ? move.after(now) : now;
    const usedAtMs = isMoved && isUsed ? transaction.nowMs : entry.usedAtMs;
    const isSame = state === entry.state && usedAtMs === entry.usedAtMs;
    if (state !== cacheEntry.initial) entries.push(isSame ? entry : { ...entry, state, usedAtMs });
  }
  const { state, family, createdAtMs, uses } = key;
  transaction.draft.set('bucketKeys', number, { state, family, createdAtMs, uses, entries });
}

/**
 * Some bucket key of a family was used, nobody knows which: each that is held, and makes data keys still, may have been
 * used just now (U-02).
 */
export function useAnyHeld(
  transaction: Transaction,
  bucket: Bucket,
  family: number,
  identity: number,
  purpose: Purpose,
): void {
  if (!endsIdle(transaction.profile)) return;
  for (const number of transaction.draft.families.get(family)?.live ?? []) {
    const held = candidate(transaction, bucket, number, identity, purpose);
    if (held !== undefined) moveEntries(transaction, bucket, number, held.entries, 'Use');
  }
}

/** A plaintext bucket key that KMS has just given to a requester. */
export interface Obtained {
  readonly bucket: Bucket;
  readonly identity: number;
  readonly number: number;
  /** What it was obtained for. */
  readonly by: Purpose;
  /** Whether KMS made it or decrypted it. */
  readonly how: 'Generate' | 'Unwrap';
}

/** Puts a bucket key into the serving cache: it is there for this requester from now on. */
export function obtain(transaction: Transaction, { bucket, identity, number, by, how }: Obtained): void {
  const { draft, nowMs, cache } = transaction;
  const key = draft.bucketKeys.get(number);
  if (key === undefined) throw new RangeError(`there is no bucket key ${number}`);
  raised?.({ to: 'cacheEntry', number, entry: { identity, cache, by }, event: { type: how } });
  const move = cacheEntry.on[how];
  const now = { obtainedAtMs: nowMs, usedAtMs: nowMs, epoch: draft.epoch };
  const entries: CacheEntry[] = [];
  let fresh: CacheEntry | undefined;
  for (const entry of key.entries) {
    const state = entryState(transaction, bucket, entry);
    if (entry.identity === identity && entry.cache === cache && entry.by === by) {
      const { obtainedAtMs, usedAtMs, epoch } = entry;
      const kept = move.refuses(state) ? { obtainedAtMs, usedAtMs, epoch } : now;
      fresh = { state: move.after(state), identity, cache, by, ...kept };
    } else if (state !== cacheEntry.initial) entries.push(entry);
  }
  fresh ??= { state: move.after(cacheEntry.initial), identity, cache, by, ...now };
  if (fresh.state !== cacheEntry.initial) entries.push(fresh);
  const { state, family, createdAtMs, uses } = key;
  // A slice takes no more room than it needs, and worlds keep many.
  draft.set('bucketKeys', number, { state, family, createdAtMs, uses, entries: entries.slice() });
  holdForWrites(transaction, bucket, family, identity, number);
}

/** The bucket keys of a bucket go with it: one that is made later under the same name has nothing of them (U-25). */
export function forgetBucketKeys(transaction: Transaction, bucket: Bucket): void {
  const { draft, scope } = transaction;
  scope.forEachFamily(bucket.number, (family) => {
    draft.set('families', family, undefined);
    draft.set('someBucketKeys', family, undefined);
    scope.forEachHolding(family, (holding) => {
      const held = draft.holdings.get(holding)?.bucketKeys ?? [];
      for (const number of held)
        moveEntries(transaction, bucket, number, draft.bucketKeys.get(number)?.entries ?? [], 'BucketDeleted');
      const left = held.filter((number) => (draft.bucketKeys.get(number)?.entries ?? []).length > 0);
      draft.set('holdings', holding, left.length === 0 ? undefined : { bucketKeys: left });
      draft.set('someEntries', holding, undefined);
    });
  });
}

/** Lists the bucket keys that can serve the writes of a requester, with the one obtained now last. */
function holdForWrites(
  transaction: Transaction,
  bucket: Bucket,
  family: number,
  identity: number,
  obtained: number,
): void {
  const number = transaction.scope.holding(family, identity, transaction.cache);
  const { bucketKeys: before } = transaction.draft.holdings.get(number) ?? NO_HOLDING;
  const serves = (key: number) => candidate(transaction, bucket, key, identity, 'write') !== undefined;
  const bucketKeys = before.filter((key) => key !== obtained && serves(key));
  if (serves(obtained)) bucketKeys.push(obtained);
  if (bucketKeys.length === before.length && bucketKeys.at(-1) === before.at(-1)) return;
  transaction.draft.set('holdings', number, bucketKeys.length === 0 ? undefined : { bucketKeys });
}
