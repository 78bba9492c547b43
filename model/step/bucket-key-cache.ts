import { bucketKey } from '../charts/bucket-key.ts';
import { cachedBucketKey } from '../charts/cached-bucket-key.ts';
import { mustMove } from '../charts/compile/move.ts';
import type { Bucket, Generation, Holding, Reader } from '../records/records.ts';
import { NO_BUCKET_KEY, SOME_BUCKET_KEY } from '../records/records.ts';
import { choose, type Turn } from './turn.ts';

/** Whether a cached bucket key may, and whether it must, serve a request. */
export interface Warmth {
  readonly may: boolean;
  readonly must: boolean;
}

const NOTHING_HELD: Holding = {
  generation: NO_BUCKET_KEY,
  mintedAtMs: -1,
  obtainedAtMs: -1,
  epoch: 0,
  byRead: false,
  othersUntilMs: -1,
  someObtainedAtMs: -1,
  lastObtainedAtMs: -1,
};

/** The cache that serves the request: any that has been used, or one of the fresh ones, which are alike (U-04). */
export function servingCache(turn: Turn): number {
  if (turn.cache >= 0) return turn.cache;
  const { caches } = turn.profile;
  turn.cache = 0;
  if (caches !== 'any' && caches > 1) {
    const touched = turn.draft.cachesTouched;
    const candidates = Array.from({ length: Math.min(caches, touched + 1) }, (_, cache) => cache);
    turn.cache = choose(turn, 'cache', candidates);
    turn.draft.cachesTouched = Math.max(touched, turn.cache + 1);
  }
  return turn.cache;
}

/** Cached plaintext of an earlier epoch was lost by an eviction or a restart (U-05). */
function firstValidEpoch(turn: Turn, bucket: Bucket): number {
  return Math.max(turn.draft.restartEpoch, bucket.cacheEpoch);
}

/** What a cache holds of a family for an identity, as far as it has not been lost. */
export function heldBy(turn: Turn, bucket: Bucket, holdingNumber: number): Holding {
  const holding = turn.draft.holdings.get(holdingNumber);
  return holding === undefined || holding.epoch < firstValidEpoch(turn, bucket) ? NOTHING_HELD : holding;
}

/**
 * Whether a cached bucket key must still be there: only a single strict cache keeps what it has for its whole lifetime.
 */
function cachesAreStrict(turn: Turn): boolean {
  return turn.profile.caches !== 'any' && !turn.profile.earlyEviction;
}

/** Whether the bucket key of an object serves this read from the cache. */
export function readWarmth(
  turn: Turn,
  bucket: Bucket,
  generation: Generation | undefined,
  identity: number,
  holding: Holding,
): Warmth {
  const { cacheLifetime, writeWarmsRead } = turn.profile;
  const now = turn.nowMs;
  if (generation === undefined) {
    // Which bucket key it is was never seen: any that was obtained in time may be the one.
    return { may: holding.lastObtainedAtMs >= 0 && now < holding.lastObtainedAtMs + cacheLifetime.maxMs, must: false };
  }
  // One that may be any of the family is none that was made after it was obtained (F-97).
  const { someObtainedAtMs } = holding;
  let may = someObtainedAtMs >= generation.mintedAtMs && now < someObtainedAtMs + cacheLifetime.maxMs;
  let must = false;
  const firstEpoch = firstValidEpoch(turn, bucket);
  for (const reader of generation.readers) {
    if (reader.identity !== identity || reader.cache !== turn.cache || reader.epoch < firstEpoch) continue;
    const serves = !reader.byWrite || writeWarmsRead.includes(true);
    const alwaysServes = !reader.byWrite || !writeWarmsRead.includes(false);
    may ||= serves && now < reader.obtainedAtMs + cacheLifetime.maxMs;
    must ||= alwaysServes && cachesAreStrict(turn) && now < reader.obtainedAtMs + cacheLifetime.minMs;
  }
  return { may, must };
}

/** Whether the bucket key held for writes serves this one: both its windows are open (F-106). */
export function writeWarmth(
  turn: Turn,
  holding: Holding,
): Warmth & { readonly others: boolean; readonly newest: boolean } {
  const { cacheLifetime, generationLifetime, readWarmsWrite } = turn.profile;
  const now = turn.nowMs;
  const others = now < holding.othersUntilMs;
  const serves = holding.generation !== NO_BUCKET_KEY && (!holding.byRead || readWarmsWrite.includes(true));
  const newest =
    serves && now < holding.obtainedAtMs + cacheLifetime.maxMs && now < holding.mintedAtMs + generationLifetime.maxMs;
  const must =
    newest &&
    cachesAreStrict(turn) &&
    (!holding.byRead || !readWarmsWrite.includes(false)) &&
    now < holding.obtainedAtMs + cacheLifetime.minMs &&
    now < holding.mintedAtMs + generationLifetime.minMs;
  return { may: newest || others, must, others, newest };
}

/**
 * Nobody sees KMS calls and caches may lose anything: what KMS might give now explains all that a cached key would (see
 * Chooser.kmsUnseen).
 */
export function cannotTell(turn: Turn): boolean {
  return turn.chooser.kmsUnseen && turn.profile.caches === 'any' && turn.profile.earlyEviction;
}

/**
 * Warm or cold, as the chart of a cached bucket key has it; `coldExplainsAll` where a cold use explains a warm one as
 * well.
 */
export function serve(turn: Turn, { may, must }: Warmth, coldExplainsAll: boolean): 'warm' | 'cold' {
  if (coldExplainsAll) return 'cold';
  const options = must ? WARM_ONLY : may ? EITHER : COLD_ONLY;
  const state = choose(turn, 'served', options);
  return cachedBucketKey.on.Use.from(state) === undefined ? 'cold' : 'warm';
}

const WARM_ONLY = ['warm'] as const;
const COLD_ONLY = ['cold'] as const;
const EITHER = ['warm', 'cold'] as const;

/** A plaintext bucket key that KMS has just given to a requester. */
export interface Obtained {
  readonly bucket: Bucket;
  readonly family: number;
  readonly identity: number;
  /** Number of the generation, or {@link SOME_BUCKET_KEY}. */
  readonly generation: number;
  readonly mintedAtMs: number;
  /** What it was obtained for. */
  readonly by: 'read' | 'write';
  /** Whether KMS made it or decrypted it. */
  readonly how: 'Generate' | 'Unwrap';
}

/** Puts a bucket key that is known by now into the serving cache. */
export function remember(turn: Turn, obtained: Obtained): void {
  if (obtained.generation !== SOME_BUCKET_KEY) addReader(turn, obtained);
  hold(turn, obtained);
}

/** Puts a bucket key into the serving cache whose readers are in place. */
export function hold(turn: Turn, obtained: Obtained): void {
  const { draft, profile, nowMs } = turn;
  const { generation, by } = obtained;
  const number = turn.scope.holding(obtained.family, obtained.identity, turn.cache);
  const held = heldBy(turn, obtained.bucket, number);
  mustMove(cachedBucketKey.on[obtained.how], placeOf(turn, held));
  const servesReads = by === 'read' || profile.writeWarmsRead.includes(true);
  const servesWrites =
    by === 'write' ||
    (profile.readWarmsWrite.includes(true) && nowMs < obtained.mintedAtMs + profile.generationLifetime.maxMs);
  const key: WriteKey = servesWrites ? replaceWriteKey(turn, held, obtained) : held;
  draft.setHolding(number, {
    generation: key.generation,
    mintedAtMs: key.mintedAtMs,
    obtainedAtMs: key.obtainedAtMs,
    epoch: draft.epoch,
    byRead: key.byRead,
    othersUntilMs: key.othersUntilMs,
    someObtainedAtMs: generation === SOME_BUCKET_KEY && servesReads ? nowMs : held.someObtainedAtMs,
    lastObtainedAtMs: servesReads ? nowMs : held.lastObtainedAtMs,
  });
}

/** Whether anything is left in the place of a holding, be it a bucket key that does not serve this request. */
function placeOf({ nowMs, profile }: Turn, { obtainedAtMs, lastObtainedAtMs }: Holding): 'warm' | 'cold' {
  const latestMs = Math.max(obtainedAtMs, lastObtainedAtMs);
  return latestMs >= 0 && nowMs < latestMs + profile.cacheLifetime.maxMs ? 'warm' : 'cold';
}

/** The part of a holding that serves writes. */
type WriteKey = Pick<Holding, 'generation' | 'mintedAtMs' | 'obtainedAtMs' | 'byRead' | 'othersUntilMs'>;

function replaceWriteKey(turn: Turn, held: Holding, obtained: Obtained): WriteKey {
  const { cacheLifetime, generationLifetime } = turn.profile;
  const replaces =
    held.generation !== NO_BUCKET_KEY &&
    (held.generation !== obtained.generation || held.generation === SOME_BUCKET_KEY);
  const heldUntilMs = replaces
    ? Math.min(held.obtainedAtMs + cacheLifetime.maxMs, held.mintedAtMs + generationLifetime.maxMs)
    : -1;
  return {
    generation: obtained.generation,
    mintedAtMs: obtained.mintedAtMs,
    obtainedAtMs: turn.nowMs,
    byRead: obtained.by === 'read',
    othersUntilMs: Math.max(held.othersUntilMs, heldUntilMs),
  };
}

/** The reader that whoever has obtained a bucket key is from now on. */
export function readerOf(turn: Turn, { identity, by }: Obtained): Reader {
  return { identity, cache: turn.cache, obtainedAtMs: turn.nowMs, epoch: turn.draft.epoch, byWrite: by === 'write' };
}

function addReader(turn: Turn, obtained: Obtained): void {
  const { draft, nowMs, profile } = turn;
  const { generation: number, identity } = obtained;
  const generation = draft.generations.get(number);
  if (generation === undefined) throw new RangeError(`there is no bucket key ${number}`);
  const reader = readerOf(turn, obtained);
  const readers = generation.readers.filter(
    (one) =>
      !(one.identity === identity && one.cache === turn.cache && one.byWrite === reader.byWrite) &&
      nowMs < one.obtainedAtMs + profile.cacheLifetime.maxMs,
  );
  const { state, family, mintedAtMs } = generation;
  readers.push(reader);
  // A slice takes no more room than it needs, and worlds keep many.
  draft.setGeneration(number, { state, family, mintedAtMs, readers: readers.slice() });
}

/** Brings the chart of a bucket key up to the time of the step: its generation lifetime may have ended (F-106 a). */
export function generationAt(turn: Turn, number: number): Generation | undefined {
  const generation = turn.draft.generations.get(number);
  if (generation === undefined || generation.state !== 'minted') return generation;
  if (turn.nowMs < generation.mintedAtMs + turn.profile.generationLifetime.maxMs) return generation;
  const { family, mintedAtMs, readers } = generation;
  const state = bucketKey.on.GenerationLifetimeEnds.from(generation.state) ?? generation.state;
  const aged = { state, family, mintedAtMs, readers };
  turn.draft.setGeneration(number, aged);
  return aged;
}
