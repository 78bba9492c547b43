import {
  ARN_PAIR,
  type ContextPairs,
  cachesAreOpen,
  type KmsCall,
  NO_PAIRS,
  type ObjectVersion,
  type Observation,
  type Outcome,
  SOME_BUCKET_KEY,
  type SomeEntry,
  type Step,
  type WorkingDraft,
} from '../../model/index.ts';

// Which of several bucket keys serves a write is not seen, nor, where nobody looks at KMS, whether one was made. An
// exact search would go on with a world for each. What follows puts one world in place of many. It covers them, since
// it says "some bucket key of the family" where they name one; a step can go on from there, and knows nothing of why.

/** A requester and a family of bucket keys of which KMS has given it one in this step. */
interface Given {
  readonly identity: number;
  readonly family: number;
  /** Number of the bucket's name. */
  readonly bucket: number;
  readonly kmsKey: number;
  readonly pairs: ContextPairs;
}

/** Makes of the world after a step one that covers it, and with it others that differ in nothing that was seen. */
export function widen(world: WorkingDraft, step: Step, outcome: Outcome, seen: Observation): void {
  if (outcome.kmsCalls.length === 0) return;
  const isUnseen = seen.kmsCalls === undefined && cachesAreOpen(world.scope.profile);
  for (const call of outcome.kmsCalls) {
    const given = givenBy(world, call);
    if (given === undefined) continue;
    const number = namedBucketKey(world, given);
    noteObtained(world, given, number === undefined);
    if (number === world.steps) noteMade(world, given.family);
    if (isUnseen) forgetWhich(world, step, given);
    listOnlyNewest(world, given);
  }
}

/** What KMS gave by a call; the context tells the family (F-88, U-12). Undefined for a refusal, or a key of one object. */
function givenBy({ scope }: WorkingDraft, { result, by, keyArn, context }: KmsCall): Given | undefined {
  const { [ARN_PAIR]: arn, ...extra } = context;
  const requester = scope.requesters.get(by);
  if (result !== 'ok' || arn === undefined || requester === undefined) return undefined;
  const bucket = scope.bucketWithArn(arn);
  const kmsKey = scope.kmsKeys.find(keyArn);
  if (bucket < 0 || kmsKey < 0) return undefined;
  const pairs = Object.entries(extra).sort(([a], [b]) => (a < b ? -1 : 1));
  return { identity: requester.identity, family: scope.family(bucket, kmsKey, pairs), bucket, kmsKey, pairs };
}

/** Number of the bucket key that the requester has obtained in this step, if it is known which it is. */
function namedBucketKey(world: WorkingDraft, { identity, family }: Given): number | undefined {
  for (const number of world.written('bucketKeys')) {
    const key = world.bucketKeys.get(number);
    if (key?.family !== family) continue;
    if (key.entries.some((entry) => entry.identity === identity && entry.obtainedAtMs === world.nowMs)) return number;
  }
  return undefined;
}

/** A bucket key of the family was made now. */
function noteMade(world: WorkingDraft, family: number): void {
  const liveUntilMs = world.someBucketKeys.get(family)?.liveUntilMs ?? -1;
  world.set('someBucketKeys', family, { createdAtMs: world.nowMs, liveUntilMs });
}

/** Notes when a requester has obtained a bucket key of a family; one that nobody can name may be any of them. */
function noteObtained(world: WorkingDraft, given: Given, isSome: boolean): void {
  const { nowMs, epoch, scope } = world;
  const { cacheLifetime, generationLifetime } = scope.profile;
  const before = someEntryOf(world, given);
  const createdAtMs = world.someBucketKeys.get(given.family)?.createdAtMs ?? nowMs;
  const untilMs = Math.min(nowMs + cacheLifetime.maxMs, createdAtMs + generationLifetime.maxMs);
  setSomeEntry(world, given, {
    writesUntilMs: isSome ? Math.max(before.writesUntilMs, untilMs) : before.writesUntilMs,
    obtainedAtMs: isSome ? nowMs : before.obtainedAtMs,
    lastObtainedAtMs: nowMs,
    epoch,
  });
}

/**
 * Nobody saw that KMS was called. What was written may be under any bucket key of the family, made as late as now; with
 * extra context, of either of the two families that it may be of (U-12).
 */
function forgetWhich(world: WorkingDraft, step: Step, given: Given): void {
  const { scope, nowMs, steps } = world;
  const { identity } = given;
  for (const number of world.written('objects')) {
    const version = world.objects.get(number);
    if (version === undefined || !isWrittenNow(world, version, given)) continue;
    const families = familiesOf(world, given, version);
    for (const family of families) {
      const createdAtMs = nowMs;
      world.set('someBucketKeys', family, { createdAtMs, liveUntilMs: nowMs + scope.profile.generationLifetime.maxMs });
      world.set('families', family, undefined);
      world.set('holdings', scope.holding(family, identity, 0), undefined);
      noteObtained(world, { ...given, family }, true);
    }
    const family = families[0] ?? version.family;
    world.set('objects', number, { ...version, family, bucketKey: SOME_BUCKET_KEY });
    if (world.bucketKeys.get(steps) !== undefined) world.set('bucketKeys', steps, undefined);
  }
  // A bucket key that nobody can name may have been read from either family as well.
  const read = versionRead(world, step);
  if (read?.bucketKey !== SOME_BUCKET_KEY || !familiesOf(world, given, read).includes(given.family)) return;
  for (const family of familiesOf(world, given, read)) noteObtained(world, { ...given, family }, true);
}

/** Whether a version is the one that was written with what KMS gave, not one whose replication was settled. */
function isWrittenNow(world: WorkingDraft, { bucketKey, family }: ObjectVersion, given: Given): boolean {
  if (family !== given.family) return false;
  if (bucketKey === SOME_BUCKET_KEY) return true;
  const entries = world.bucketKeys.get(bucketKey)?.entries ?? [];
  return entries.some(
    ({ identity, by, obtainedAtMs }) => identity === given.identity && by === 'write' && obtainedAtMs === world.nowMs,
  );
}

/** The families that an object may belong to where nobody saw which: the one without extra pairs first. */
function familiesOf({ scope }: WorkingDraft, { bucket, kmsKey }: Given, { context, family }: ObjectVersion): number[] {
  if (context.length === 0 || scope.profile.extraContext.length === 1) return [family];
  return [scope.family(bucket, kmsKey, NO_PAIRS), scope.family(bucket, kmsKey, context)];
}

/** Of several bucket keys that may serve the writes of a requester, or be decrypted for a write, the newest stays listed. */
function listOnlyNewest(world: WorkingDraft, given: Given): void {
  const { caches } = world.scope.profile;
  for (let cache = 0; cache < (caches === 'any' ? 1 : caches); cache++) {
    const number = world.scope.holding(given.family, given.identity, cache);
    const listed = world.holdings.get(number)?.bucketKeys ?? [];
    if (listed.length < 2) continue;
    const before = someEntryOf(world, given);
    let { writesUntilMs } = before;
    for (const other of listed.slice(0, -1)) {
      writesUntilMs = Math.max(writesUntilMs, servesWritesUntilMs(world, given, other));
    }
    world.set('holdings', number, { bucketKeys: listed.slice(-1) });
    setSomeEntry(world, given, { ...before, writesUntilMs, epoch: world.epoch });
  }
  const live = world.families.get(given.family)?.live ?? [];
  if (live.length < 2) return;
  const some = world.someBucketKeys.get(given.family);
  let untilMs = some?.liveUntilMs ?? -1;
  for (const other of live.slice(0, -1)) untilMs = Math.max(untilMs, liveUntilMs(world, other));
  world.set('families', given.family, { live: live.slice(-1) });
  world.set('someBucketKeys', given.family, { createdAtMs: some?.createdAtMs ?? world.nowMs, liveUntilMs: untilMs });
}

function servesWritesUntilMs(world: WorkingDraft, given: Given, number: number): number {
  const { cacheLifetime } = world.scope.profile;
  const since = firstEpoch(world, given);
  let untilMs = -1;
  for (const { identity, epoch, obtainedAtMs } of world.bucketKeys.get(number)?.entries ?? []) {
    if (identity !== given.identity || epoch < since) continue;
    untilMs = Math.max(untilMs, Math.min(obtainedAtMs + cacheLifetime.maxMs, liveUntilMs(world, number)));
  }
  return untilMs;
}

function liveUntilMs(world: WorkingDraft, number: number): number {
  const key = world.bucketKeys.get(number);
  return key === undefined ? -1 : key.createdAtMs + world.scope.profile.generationLifetime.maxMs;
}

/** What was cached in an earlier epoch is gone. */
function firstEpoch({ restartEpoch, buckets }: WorkingDraft, { bucket }: Given): number {
  return Math.max(restartEpoch, buckets.get(bucket)?.cacheEpoch ?? 0);
}

const NOTHING_HELD: SomeEntry = { writesUntilMs: -1, obtainedAtMs: -1, lastObtainedAtMs: -1, epoch: 0 };

function someEntryOf(world: WorkingDraft, given: Given): SomeEntry {
  const entry = world.someEntries.get(world.scope.holding(given.family, given.identity, 0));
  return entry === undefined || entry.epoch < firstEpoch(world, given) ? NOTHING_HELD : entry;
}

function setSomeEntry(world: WorkingDraft, { family, identity }: Given, entry: SomeEntry): void {
  world.set('someEntries', world.scope.holding(family, identity, 0), entry);
}

/** The object that a step opened, as it is afterwards. */
function versionRead({ scope, objects }: WorkingDraft, { event }: Step): ObjectVersion | undefined {
  if (event.op === 'CopyObject') return objects.get(scope.object(event.source.bucket, event.source.key));
  if (event.op !== 'GetObject' && event.op !== 'ReplicateObject') return undefined;
  return objects.get(scope.object(event.bucket, event.key));
}
