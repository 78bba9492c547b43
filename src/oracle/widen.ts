import {
  type BucketKey,
  cachedUntilMs,
  cachesAreOpen,
  type KmsCall,
  liveUntilMs,
  mayServe,
  NO_PAIRS,
  type ObjectVersion,
  type Observation,
  type Obtaining,
  type Outcome,
  objectRead,
  objectWritten,
  SOME_BUCKET_KEY,
  type SomeEntry,
  type Step,
  someEntryLeft,
  type WorkingDraft,
  withKnownKey,
  withSomeKey,
} from '../../model/index.ts';

// Which of several bucket keys serves a write is not seen, nor, where nobody looks at KMS, whether one was made. An
// exact search would go on with a world for each. What follows puts one world in place of many. It covers them, since
// it says "some bucket key of the family" where they name one; a step can go on from there, and knows nothing of why.

/** A place in the caches: what one cache has of a family for a requester. */
interface Place {
  readonly family: number;
  readonly identity: number;
  readonly cache: number;
}

/** Makes of the world after a step one that covers it, and with it others that differ in nothing that was seen. */
export function widen(world: WorkingDraft, step: Step, outcome: Outcome, seen: Observation): void {
  // Only with KMS does a requester come by a bucket key.
  const [call] = outcome.kmsCalls;
  if (call === undefined) return;
  const isUnseen = seen.kmsCalls === undefined && cachesAreOpen(world.scope.profile);
  // The step has noted itself what it obtained of some bucket key.
  if (isUnseen) readEither(world, step, call);
  for (const number of world.written('bucketKeys')) {
    const key = world.bucketKeys.get(number);
    if (key !== undefined) obtained(world, number, key, isUnseen);
  }
}

/** Widens what a step has left of a bucket key, if a requester has obtained it in that step. */
function obtained(world: WorkingDraft, number: number, key: BucketKey, isUnseen: boolean): void {
  const { nowMs, epoch } = world;
  const { family } = key;
  if (number === world.steps) noteMade(world, family);
  for (const entry of key.entries) {
    if (entry.obtainedAtMs !== nowMs || entry.epoch !== epoch) continue;
    const place: Place = { family, identity: entry.identity, cache: entry.cache };
    setSomeEntry(world, place, withKnownKey(someEntryAt(world, place), entry, world.scope.profile));
    if (isUnseen && entry.by === 'write') forgetWhich(world, number, place, entry);
    listOnlyNewest(world, place);
  }
}

/** A bucket key of the family was made now. */
function noteMade(world: WorkingDraft, family: number): void {
  const untilMs = world.someBucketKeys.get(family)?.liveUntilMs ?? 0;
  world.set('someBucketKeys', family, { createdAtMs: world.nowMs, liveUntilMs: untilMs });
}

/**
 * Nobody saw that KMS was called. What was written may be under any bucket key of the family; if one was made with
 * extra context, of either of the two families that it may be of (U-12).
 */
function forgetWhich(world: WorkingDraft, number: number, place: Place, one: Obtaining): void {
  const { scope, nowMs } = world;
  const isMade = number === world.steps;
  let isForgotten = false;
  /** What is under this bucket key by now is under some bucket key. */
  const forget = (version: ObjectVersion): ObjectVersion => {
    isForgotten = true;
    const families = isMade ? eitherFamily(world, version) : [place.family];
    for (const family of families) {
      const live = world.families.get(family)?.live ?? [];
      const createdAtMs = isMade ? nowMs : (world.someBucketKeys.get(family)?.createdAtMs ?? nowMs);
      const untilMs = isMade ? liveUntilMs({ createdAtMs }, scope.profile) : liveUntil(world, family, live);
      world.set('someBucketKeys', family, { createdAtMs, liveUntilMs: untilMs });
      world.set('families', family, undefined);
      holdSome(world, { ...place, family }, one, createdAtMs);
    }
    return { ...version, family: families[0] ?? place.family, bucketKey: SOME_BUCKET_KEY };
  };
  for (const object of world.written('objects')) {
    const version = world.objects.get(object);
    if (version?.bucketKey === number) world.set('objects', object, forget(version));
  }
  for (const begun of world.written('uploads')) {
    const upload = world.uploads.get(begun);
    if (upload?.version.bucketKey === number)
      world.set('uploads', begun, { ...upload, version: forget(upload.version) });
  }
  if (isForgotten && isMade) world.set('bucketKeys', number, undefined);
}

/** One holds some bucket key in place of those that are listed: it may be as young as any, and so serves as long. */
function holdSome(world: WorkingDraft, place: Place, one: Obtaining, createdAtMs: number): void {
  setSomeEntry(world, place, withSomeKey(someEntryAt(world, place), one, createdAtMs, world.scope.profile));
  world.set('holdings', holdingOf(world, place), undefined);
}

/**
 * A bucket key that nobody can name was decrypted for a read that nobody saw: it may have been of either of the two
 * families that the object may be of (U-12).
 */
function readEither(world: WorkingDraft, step: Step, call: KmsCall): void {
  const { scope, objects } = world;
  const name = objectRead(step.event);
  const by = scope.requesters.get(call.by);
  const number = name === undefined ? -1 : scope.object(name.bucket, name.key);
  const version = objects.get(number);
  if (version?.bucketKey !== SOME_BUCKET_KEY || by === undefined || isTarget(world, step, number)) return;
  const places = eitherFamily(world, version).map((family) => ({ family, identity: by.identity, cache: 0 }));
  const noted = world.written('someEntries');
  if (places.length === 1 || !places.some((place) => noted.includes(holdingOf(world, place)))) return;
  const one = { by: 'read', obtainedAtMs: world.nowMs, epoch: world.epoch } as const;
  for (const place of places) {
    const createdAtMs = world.someBucketKeys.get(place.family)?.createdAtMs ?? world.nowMs;
    setSomeEntry(world, place, withSomeKey(someEntryAt(world, place), one, createdAtMs, scope.profile));
  }
}

/** Whether a step has written the object itself, so that what it read is not there any more. */
function isTarget({ scope }: WorkingDraft, { event }: Step, number: number): boolean {
  const target = objectWritten(event);
  return target !== undefined && scope.object(target.bucket, target.key) === number;
}

/** The families that an object may belong to where nobody saw which: the one without extra pairs first. */
function eitherFamily({ scope }: WorkingDraft, { context, family, kmsKey }: ObjectVersion): readonly number[] {
  if (context.length === 0 || scope.profile.extraContext.length === 1) return [family];
  const bucket = scope.bucketOf(family);
  return [scope.family(bucket, kmsKey, NO_PAIRS), scope.family(bucket, kmsKey, context)];
}

/**
 * Of several bucket keys that may serve the writes of a requester, or be decrypted for a write, the newest stays
 * listed.
 */
function listOnlyNewest(world: WorkingDraft, place: Place): void {
  const { family } = place;
  const held = world.holdings.get(holdingOf(world, place))?.bucketKeys ?? [];
  if (held.length > 1) {
    const before = someEntryAt(world, place);
    let { writesUntilMs } = before;
    for (const other of held.slice(0, -1)) {
      writesUntilMs = Math.max(writesUntilMs, servesWritesUntilMs(world, place, other));
    }
    world.set('holdings', holdingOf(world, place), { bucketKeys: held.slice(-1) });
    setSomeEntry(world, place, { ...before, writesUntilMs, epoch: world.epoch });
  }
  const live = world.families.get(family)?.live ?? [];
  if (live.length > 1) {
    const createdAtMs = world.someBucketKeys.get(family)?.createdAtMs ?? world.nowMs;
    world.set('someBucketKeys', family, { createdAtMs, liveUntilMs: liveUntil(world, family, live.slice(0, -1)) });
    world.set('families', family, { live: live.slice(-1) });
  }
}

/** Until when one of the bucket keys that the place lists may serve writes. */
function servesWritesUntilMs(world: WorkingDraft, { identity, cache }: Place, number: number): number {
  const { profile } = world.scope;
  const key = world.bucketKeys.get(number);
  if (key === undefined) return -1;
  let lastMs = -1;
  for (const entry of key.entries) {
    if (entry.identity !== identity || entry.cache !== cache) continue;
    if (mayServe(profile, entry, 'write')) lastMs = Math.max(lastMs, cachedUntilMs(entry, profile));
  }
  return Math.min(lastMs, liveUntilMs(key, profile));
}

/** Until when some bucket key of a family, or one of those named, may make data keys. */
function liveUntil(world: WorkingDraft, family: number, named: readonly number[]): number {
  let untilMs = world.someBucketKeys.get(family)?.liveUntilMs ?? 0;
  for (const number of named) {
    const key = world.bucketKeys.get(number);
    if (key !== undefined) untilMs = Math.max(untilMs, liveUntilMs(key, world.scope.profile));
  }
  return untilMs;
}

/** What was cached in an earlier epoch is gone. */
function firstEpoch({ restartEpoch, buckets, scope }: WorkingDraft, family: number): number {
  return Math.max(restartEpoch, buckets.get(scope.bucketOf(family))?.cacheEpoch ?? 0);
}

function holdingOf({ scope }: WorkingDraft, { family, identity, cache }: Place): number {
  return scope.holding(family, identity, cache);
}

function someEntryAt(world: WorkingDraft, place: Place): SomeEntry {
  return someEntryLeft(world.someEntries.get(holdingOf(world, place)), firstEpoch(world, place.family));
}

function setSomeEntry(world: WorkingDraft, place: Place, entry: SomeEntry): void {
  world.set('someEntries', holdingOf(world, place), entry);
}
