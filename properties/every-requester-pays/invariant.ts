import { bucketArn, type Generation, type ObjectVersion, type Scope, type Sight } from '../../model/index.ts';
import { partitionOf } from '../../model/rules/encryption-context.ts';
import type { Invariant } from '../invariant.ts';
import { keyArnOf, sidesOf, type Touched, type Transition } from '../transition.ts';

/**
 * Whoever is served by a bucket key has obtained it from KMS, in the same step or within its lifetime (F-97, F-106).
 */
export const everyRequesterPays: Invariant = {
  id: 'every-requester-pays',
  judge(transition) {
    const credit = creditFromNowhere(transition);
    if (credit !== undefined) return credit;
    const { by, opened, written } = sidesOf(transition);
    if (by === undefined) return undefined;
    for (const side of [opened, written]) {
      if (side === undefined || side.version.state !== 'sseKmsBucketKey') continue;
      const paysNow = paidBy(transition, by.identity, side, side === opened);
      if (!paysNow && !holds(transition.before, by.identity, side, transition.step.atMs)) {
        return `${by.name} was served by the bucket key of ${side.bucketName}/${side.key} without a KMS call, and had obtained none that was still cached`;
      }
    }
    return undefined;
  },
};

/**
 * A requester whom the world after the step credits with a bucket key must have called KMS for it in this very step.
 */
function creditFromNowhere({ before, outcome, after, written }: Transition): string | undefined {
  const paid = new Set(
    outcome.kmsCalls
      .filter(({ result }) => result === 'ok')
      .map(({ by }) => before.scope.requesters.get(by)?.identity ?? -1),
  );
  for (const number of written.generations) {
    const earlier = before.generations.get(number);
    const readers = after.generations.get(number)?.readers ?? [];
    if (readers.some((reader) => !paid.has(reader.identity) && earlier?.readers.includes(reader) !== true)) {
      return 'a bucket key was cached for a requester who had not called KMS for it';
    }
  }
  return undefined;
}

/** A successful call for the bucket key of this side; what is opened takes a Decrypt. */
function paidBy(
  { before, outcome }: Transition,
  identity: number,
  { bucketName, version }: Touched,
  opens: boolean,
): boolean {
  const keyArn = keyArnOf(before, version);
  return outcome.kmsCalls.some(
    (call) =>
      call.result === 'ok' &&
      call.keyArn === keyArn &&
      call.context['aws:s3:arn'] === bucketArn(bucketName) &&
      (!opens || call.operation === 'Decrypt') &&
      before.scope.requesters.get(call.by)?.identity === identity,
  );
}

/** Whether a cache may still hold the bucket key of a version for a requester. */
function holds(world: Sight, identity: number, { bucket, version }: Touched, nowMs: number): boolean {
  const { caches, cacheLifetime } = world.scope.profile;
  const isKept = (obtainedAtMs: number, epoch: number) =>
    obtainedAtMs >= 0 &&
    nowMs < obtainedAtMs + cacheLifetime.maxMs &&
    epoch >= Math.max(world.restartEpoch, bucket.cacheEpoch);
  const generation: Generation | undefined = world.generations.get(version.generation);
  if (
    generation?.readers.some((reader) => reader.identity === identity && isKept(reader.obtainedAtMs, reader.epoch)) ===
    true
  )
    return true;
  // A bucket key of the family that nobody saw may be this one, unless this one was made later.
  for (let cache = 0; cache < (caches === 'any' ? 1 : caches); cache++) {
    const held = world.holdings.get(world.scope.holding(version.family, identity, cache));
    if (held === undefined) continue;
    const atMs = generation === undefined ? Math.max(held.lastObtainedAtMs, held.obtainedAtMs) : held.someObtainedAtMs;
    if (isKept(atMs, held.epoch) && atMs >= (generation?.mintedAtMs ?? 0)) return true;
  }
  return false;
}

/**
 * A bucket key serves one bucket and one KMS key (F-28, F-114): the one it was made for. Each object that is written is
 * looked at, so by induction all that share a bucket key are in one bucket and under one KMS key.
 */
export const keyScope: Invariant = {
  id: 'key-scope',
  judge({ before, after, written }) {
    for (const number of written.objects) {
      const version = after.objects.get(number);
      if (version === undefined || version.generation < 0) continue;
      const { bucket, key } = after.scope.objectName(number);
      const of = before.buckets.get(before.scope.bucket(bucket));
      const family = after.generations.get(version.generation)?.family;
      const isItsOwn = of !== undefined && isFamilyOf(after.scope, family, of.number, version);
      if (!isItsOwn) return `the bucket key of ${bucket}/${key} was made for another bucket or another KMS key`;
    }
    return undefined;
  },
};

function isFamilyOf(
  scope: Scope,
  family: number | undefined,
  number: number,
  { kmsKey, context }: ObjectVersion,
): boolean {
  return ['', partitionOf(context)].some((partition) => family === scope.family(number, kmsKey, partition));
}
