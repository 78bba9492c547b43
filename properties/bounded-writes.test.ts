import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { boundedWrites } from './bounded-writes.ts';
import {
  judgements,
  lastJudgement,
  ObservedTrace,
  shownRefusal,
  violation,
  withBucketKey,
} from './testing/observed-trace.ts';

const GENERATE = 'GenerateDataKey b K1';
const cold = withBucketKey('K1', GENERATE);
const warm = withBucketKey('K1');

describe('bounded-writes', () => {
  test('the calls of a strict cache are the greedy cover of the write times by windows of 300 s', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(299, 'ann', 'b/b', warm)
      .put(300, 'ann', 'b/c', cold)
      .put(400, 'ann', 'b/d', warm)
      .put(599, 'ann', 'b/e', warm)
      .put(600, 'ann', 'b/f', cold);
    expect(judgements(boundedWrites, scene)).toEqual([
      'held',
      'exercised',
      'exercised',
      'exercised',
      'exercised',
      'exercised',
    ]);
  });

  test('a call inside an open window is one too many', () => {
    const scene = new ObservedTrace().put(2, 'ann', 'b/a', cold).put(12, 'ann', 'b/b', cold);
    expect(violation(boundedWrites, scene)).toBe(
      'ann called GenerateDataKey for bucket b under …:key/K1 at 12 s, but the bucket key made at 2 s, 10 s ' +
        'before, still made data keys, as for 5 min: no further call was needed',
    );
  });

  test('a refused call inside an open window is one too many as well', () => {
    const scene = new ObservedTrace()
      .put(2, 'ann', 'b/a', cold)
      .put(3, 'ann', 'b/b', shownRefusal(400, 'KMS.DisabledException', `${GENERATE} DisabledException`));
    expect(violation(boundedWrites, scene)).toContain('no further call was needed');
  });

  test('a write without call after the window is closed has no bucket key to make its data key', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', cold).put(300, 'ann', 'b/b', warm);
    expect(violation(boundedWrites, scene)).toContain('no bucket key for b under …:key/K1 had been made in the 5 min');
  });

  test('a bucket key that a read has opened does not serve writes of an ideal system', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .get(1, 'bob', 'b/a', withBucketKey('K1', 'Decrypt b K1'))
      .put(2, 'bob', 'b/b', warm);
    expect(violation(boundedWrites, scene)).toContain('it had made no such call');
    expect(lastJudgement(boundedWrites, scene, profileNamed('aws'))).toBe('exercised');
  });

  test('an eviction starts the window afresh', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .add(1, null, { op: 'EvictBucketKeys', bucket: 'b' })
      .put(2, 'ann', 'b/b', cold);
    expect(lastJudgement(boundedWrites, scene)).toBe('exercised');
  });

  test('another requester, another KMS key and another bucket have windows of their own', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(1, 'bob', 'b/b', cold)
      .put(2, 'ann', 'b/c', withBucketKey('K2', 'GenerateDataKey b K2'))
      .put(3, 'ann', 'c/d', withBucketKey('K1', 'GenerateDataKey c K1'));
    expect(judgements(boundedWrites, scene)).toEqual(['held', 'held', 'held', 'held']);
  });

  test('as many caches as it takes put no bound on the calls', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', cold).put(1, 'ann', 'b/b', cold).put(2, 'ann', 'b/c', cold);
    expect(judgements(boundedWrites, scene, profileNamed('aws'))).toEqual(['held', 'exercised', 'exercised']);
  });

  test('two strict caches make two calls in a window, and no third', () => {
    const two = { ...profileNamed('ideal'), caches: 2 };
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', cold).put(1, 'ann', 'b/b', cold);
    expect(lastJudgement(boundedWrites, scene, two)).toBe('exercised');
    expect(violation(boundedWrites, scene.put(2, 'ann', 'b/c', cold), two)).toContain(
      'the bucket keys made at 0 s, 2 s before, and 1 s, 1 s before,',
    );
  });
});
