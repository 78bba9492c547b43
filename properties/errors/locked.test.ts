import { describe, expect, test } from 'vitest';
import { type Event, profileNamed, type Setup } from '../../model/index.ts';
import { homeKey, SCENE } from '../../model/testing/scene.ts';
import { errors } from '../errors.ts';
import { fakeBody, lastJudgement, ObservedTrace, type Shown, SSE_S3, shownRefusal } from '../testing/observed-trace.ts';

const IDEAL = profileNamed('ideal');
const SEEN = { ...SSE_S3, versionId: 'v1' };
const DENIED = shownRefusal(403, 'AccessDenied');
const NAMED = { bucket: 'b', key: 'a', versionId: 'v1' } as const;
const REMOVED: Event = { op: 'DeleteObject', ...NAMED };
const UPDATED: Event = { op: 'UpdateObjectEncryption', ...NAMED, kmsKeyArn: homeKey('K1') };

/** Buckets keep versions; b locks them, or does not. */
function setup(isLocking: boolean): Setup {
  const buckets = SCENE.buckets.map((one) => ({
    ...one,
    versioning: 'Enabled' as const,
    ...(isLocking && one.name === 'b' && { objectLock: true as const }),
  }));
  return { ...SCENE, buckets };
}

/** A version is written, is what an expiry is about, which tells nothing of what it does, and is there all the same. */
function survivor(isLocked: boolean): ObservedTrace {
  const event = { op: 'PutObject', bucket: 'b', key: 'a', body: fakeBody('a'), headers: {} } as const;
  return new ObservedTrace()
    .add(0, 'ann', isLocked ? { ...event, legalHold: true } : event, SEEN)
    .add(1, null, { op: 'ExpireObject', ...NAMED })
    .add(2, 'ann', { op: 'GetObject', ...NAMED }, SEEN);
}

function judged(trace: ObservedTrace, event: Event, shown: Shown, isLocking = true) {
  return lastJudgement(errors, trace.add(3, 'ann', event, shown), IDEAL, setup(isLocking));
}

describe('a legal hold (F-188)', () => {
  test('one that outlives what it was under is no false alarm: the version is not known any more', () => {
    for (const shown of [DENIED, { status: 204 }]) expect(judged(survivor(true), REMOVED, shown)).toBe('idle');
    expect(judged(survivor(true), UPDATED, DENIED)).toBe('idle');
  });

  test('is none in a bucket that locks nothing, whoever wrote the version', () => {
    expect(judged(survivor(false), REMOVED, DENIED, false)).toMatchObject({
      violation: expect.stringContaining('204'),
    });
    expect(judged(survivor(false), REMOVED, { status: 204 }, false)).toBe('held');
  });

  test('keeps versioning on (E-57): whether a bucket from before the trace locks nobody knows', () => {
    const suspended: Event = { op: 'PutBucketVersioning', bucket: 'b', status: 'Suspended' };
    const stays = shownRefusal(409, 'InvalidBucketState');
    const policy: Event = { op: 'PutBucketPolicy', bucket: 'b', statements: [] };
    const trace = () => new ObservedTrace().add(0, 'ann', policy, { status: 204 }).add(1, 'ann', suspended, stays);
    expect(lastJudgement(errors, trace(), IDEAL, { ...SCENE, unknown: { buckets: ['b'] } })).toBe('idle');
    expect(lastJudgement(errors, trace(), IDEAL, SCENE)).toMatchObject({ parts: [{ part: 'status' }] });
  });

  test('of a version that was seen being written is known', () => {
    const put = { op: 'PutObject', bucket: 'b', key: 'a', body: fakeBody('a'), headers: {} } as const;
    const written = (legalHold: boolean) =>
      new ObservedTrace().add(0, 'ann', legalHold ? { ...put, legalHold } : put, SEEN);
    expect(judged(written(true), REMOVED, DENIED)).toBe('exercised');
    expect(judged(written(true), REMOVED, { status: 204 })).toMatchObject({
      violation: expect.stringContaining('403 AccessDenied is due'),
    });
    expect(judged(written(false), REMOVED, DENIED)).toMatchObject({ violation: expect.stringContaining('204') });
  });
});
