import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { everyRequesterPays } from './every-requester-pays.ts';
import { judgements, lastJudgement, ObservedTrace, violation, withBucketKey } from './testing/observed-trace.ts';

const GENERATE = 'GenerateDataKey b K1';
const OPEN = 'Decrypt b K1';

describe('every-requester-pays', () => {
  test('a requester who made a call of its own is served without one afterwards', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/k', withBucketKey('K1', GENERATE))
      .get(10, 'bob', 'b/k', withBucketKey('K1', OPEN))
      .get(12, 'bob', 'b/k', withBucketKey('K1'));
    expect(judgements(everyRequesterPays, scene)).toEqual(['held', 'held', 'exercised']);
  });

  test('a requester who never called rides on a bucket key of somebody else', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/k', withBucketKey('K1', GENERATE))
      .get(12, 'bob', 'b/k', withBucketKey('K1'));
    expect(violation(everyRequesterPays, scene)).toBe(
      'bob read b/k at 12 s without a KMS call, but bob had made no successful KMS call for bucket b under ' +
        "…:key/K1 before: it rode on somebody else's bucket key, that of ann, another role",
    );
  });

  test('a call counts for one cache lifetime and not a millisecond longer', () => {
    const scene = (at: number) =>
      new ObservedTrace()
        .put(0, 'ann', 'b/k', withBucketKey('K1', GENERATE))
        .get(at, 'ann', 'b/k', withBucketKey('K1'));
    expect(lastJudgement(everyRequesterPays, scene(299.999))).toBe('exercised');
    expect(violation(everyRequesterPays, scene(300))).toContain(
      'what it obtained then was 5 min old, and a bucket key serves only while it is younger than 5 min',
    );
  });

  test('an eviction and a restart make everybody pay again', () => {
    const start = () => new ObservedTrace().put(0, 'ann', 'b/k', withBucketKey('K1', GENERATE));
    const evicted = start()
      .add(1, null, { op: 'EvictBucketKeys', bucket: 'b' })
      .get(2, 'ann', 'b/k', withBucketKey('K1'));
    const restarted = start().add(1, null, { op: 'RestartHosts' }).get(2, 'ann', 'b/k', withBucketKey('K1'));
    expect(violation(everyRequesterPays, evicted)).toContain('EvictBucketKeys b in step 2 emptied the caches since');
    expect(violation(everyRequesterPays, restarted)).toContain('RestartHosts in step 2 emptied the caches since');
  });

  test('another session pays by itself only where sessions are requesters', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/k', withBucketKey('K1', GENERATE))
      .get(1, 'ann-again', 'b/k', withBucketKey('K1'));
    expect(lastJudgement(everyRequesterPays, scene, profileNamed('aws'))).toBe('exercised');
    expect(violation(everyRequesterPays, scene, profileNamed('aws-2023'))).toContain('somebody else');
  });

  test('another scoping policy makes another requester of the same role', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/k', withBucketKey('K1', GENERATE))
      .get(1, 'ann-scoped', 'b/k', withBucketKey('K1'));
    expect(violation(everyRequesterPays, scene, profileNamed('aws'))).toContain(
      'scoped had made no successful KMS call',
    );
  });

  test('a bucket made anew under its old name has no bucket keys', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'c/k', withBucketKey('K1', 'GenerateDataKey c K1'))
      .add(1, 'admin', { op: 'DeleteObject', bucket: 'c', key: 'k' }, { status: 204 })
      .add(2, 'admin', { op: 'DeleteBucket', bucket: 'c' }, { status: 204 })
      .add(3, 'admin', { op: 'CreateBucket', bucket: 'c' })
      .put(4, 'ann', 'c/k', withBucketKey('K1'));
    expect(violation(everyRequesterPays, scene)).toContain('ann had made no successful KMS call for bucket c');
  });

  test('calls that nobody looked at may have paid', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/k', withBucketKey('K1', GENERATE))
      .get(1, 'bob', 'b/k', { ...withBucketKey('K1'), calls: null })
      .get(2, 'bob', 'b/k', withBucketKey('K1'));
    expect(judgements(everyRequesterPays, scene)).toEqual(['held', 'idle', 'idle']);
  });
});
