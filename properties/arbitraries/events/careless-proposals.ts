import { ENVIRONMENT_EVENTS, type Event, type EventName, type KmsEvent, managedKeyId } from '../../../model/index.ts';
import { drawAnyHeaders, drawBadRules, drawRule } from '../draw-encryption.ts';
import { drawBucketPolicy, drawKeyPolicy } from '../draw-policies.ts';
import { anyone, someKey } from '../pick.ts';
import { ABSENT_KEY_ID, BODIES, OBJECT_KEYS } from '../pools.ts';
import { bucketNames, keysSeen } from '../sight.ts';
import type { Walk } from '../walk.ts';
import type { Proposal } from './proposal.ts';

/**
 * Proposes an event without regard to the state: by anyone, on anything, right or wrong. Many of these are refused, or
 * change nothing.
 */
export function proposeCarelessly(walk: Walk, op: EventName): Proposal {
  const event = carelessEvent(walk, op);
  return { by: ENVIRONMENT.has(op) ? null : anyone(walk).name, event };
}

const ENVIRONMENT: ReadonlySet<EventName> = new Set<EventName>(ENVIRONMENT_EVENTS);

function carelessEvent(walk: Walk, op: EventName): Event {
  const { draw } = walk;
  const bucket = anyBucket(walk);
  switch (op) {
    case 'CreateBucket':
    case 'DeleteBucket':
    case 'GetBucketEncryption':
    case 'DeleteBucketEncryption':
    case 'DeleteBucketReplication':
    case 'EvictBucketKeys':
      return { op, bucket };
    case 'PutBucketEncryption':
      return { op, bucket, rules: draw.chance(50) ? drawBadRules(walk) : [drawRule(walk, anyone(walk).account)] };
    case 'PutBucketPolicy':
      return { op, bucket, statements: drawBucketPolicy(walk, anyone(walk).account) };
    case 'PutBucketReplication':
      return {
        op,
        bucket,
        destination: anyBucket(walk),
        role: draw.chance(80) ? anyone(walk).name : 'nobody',
        replicaKmsKeyId: anyKeyId(walk),
      };
    case 'PutObject':
      return { op, bucket, key: anyKey(walk), body: draw.one(BODIES), headers: drawAnyHeaders(walk) };
    case 'GetObject':
    case 'HeadObject':
    case 'DeleteObject':
    case 'ReplicateObject':
      return { op, bucket, key: anyKey(walk) };
    case 'CopyObject':
      return {
        op,
        source: { bucket: anyBucket(walk), key: anyKey(walk) },
        bucket,
        key: anyKey(walk),
        headers: drawAnyHeaders(walk),
      };
    case 'RestartHosts':
      return { op };
    case 'ThrottleKms':
      return { op, on: draw.chance(40) };
    default:
      return carelessKmsEvent(walk, op);
  }
}

function carelessKmsEvent(walk: Walk, op: KmsEvent['op']): KmsEvent {
  const { draw } = walk;
  const keyId = anyKeyId(walk);
  switch (op) {
    case 'ScheduleKeyDeletion':
      return { op, keyId, pendingWindowInDays: draw.one([0, 6, 7, 30, 31]) };
    case 'EnableKeyRotation':
      return { op, keyId, rotationPeriodInDays: draw.one([89, 90, 2560, 2561]) };
    case 'PutKeyPolicy': {
      const key = draw.one(keysSeen(walk));
      return { op, keyId, statements: key === undefined ? [] : drawKeyPolicy(walk, key) };
    }
    case 'UpdateAlias':
      return { op, alias: draw.one(['alias/data', 'alias/data', 'alias/nothing']), keyId };
    default:
      return { op, keyId };
  }
}

function anyBucket(walk: Walk): string {
  return walk.draw.one(bucketNames(walk)) ?? '';
}

/** One the trace writes to, or any other. */
function anyKey(walk: Walk): string {
  return walk.draw.chance(80) ? someKey(walk) : (walk.draw.one(OBJECT_KEYS) ?? 'a');
}

/** A customer key, a managed key, or one that is not there. */
function anyKeyId(walk: Walk): string {
  const { draw, setup } = walk;
  const kind = draw.between(1, 100);
  if (kind > 90) return ABSENT_KEY_ID;
  if (kind > 82) return managedKeyId(anyone(walk).account);
  return draw.one(setup.kmsKeys)?.id ?? ABSENT_KEY_ID;
}
