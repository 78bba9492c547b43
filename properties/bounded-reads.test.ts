import { describe, expect, test } from 'vitest';
import { boundedReads } from './bounded-reads.ts';
import { judgements, lastJudgement, profile, Scene, violation, withBucketKey } from './testing/scene.ts';

const cold = withBucketKey('k1', 'GenerateDataKey b1 k1');
const warm = withBucketKey('k1');
const opened = withBucketKey('k1', 'Decrypt b1 k1');

describe('bounded-reads', () => {
  test('one Decrypt opens every object of a window for one cache lifetime', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .put(1, 'writer', 'b1/b', warm)
      .get(10, 'reader', 'b1/a', opened)
      .get(11, 'reader', 'b1/b', warm)
      .get(310, 'reader', 'b1/b', opened);
    expect(judgements(boundedReads, scene)).toEqual(['idle', 'idle', 'held', 'exercised', 'exercised']);
  });

  test('a second Decrypt for a bucket key that is cached is one too many', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .put(1, 'writer', 'b1/b', warm)
      .get(10, 'reader', 'b1/a', opened)
      .get(12, 'reader', 'b1/b', opened);
    expect(violation(boundedReads, scene)).toBe(
      'reader read b1/b at 12 s and asked KMS to Decrypt for bucket b1 under …:key/k1, but reader had obtained that bucket key at 10 s and it is cached for 300 s',
    );
  });

  test('objects of different windows lie under different bucket keys, each of which costs a Decrypt', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .put(300, 'writer', 'b1/b', cold)
      .get(301, 'reader', 'b1/a', opened)
      .get(302, 'reader', 'b1/b', opened);
    expect(lastJudgement(boundedReads, scene)).toBe('held');
    const free = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .put(300, 'writer', 'b1/b', cold)
      .get(301, 'reader', 'b1/a', opened)
      .get(302, 'reader', 'b1/b', warm);
    expect(violation(boundedReads, free)).toContain('reader had never obtained that bucket key');
    expect(lastJudgement(boundedReads, free, profile('aws'))).toBe('held');
  });

  test('what its writer had made is warm for its reads', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', cold).get(1, 'writer', 'b1/a', opened);
    expect(violation(boundedReads, scene)).toContain('writer had obtained that bucket key at 0 s');
    expect(lastJudgement(boundedReads, scene, profile('aws'))).toBe('exercised');
  });

  test('the fingerprints of an open implementation tell bucket keys apart under any profile', () => {
    const inside = (bucketKey: string) => ({ internals: { bucketKey, seals: [] } });
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', { ...cold, ...inside('one') })
      .put(1, 'writer', 'b1/b', { ...cold, ...inside('two') })
      .get(2, 'reader', 'b1/a', opened)
      .get(3, 'reader', 'b1/b', warm);
    expect(violation(boundedReads, scene, profile('aws'))).toContain('needed a Decrypt for bucket b1');
  });

  test('a restart loses what was obtained', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .get(1, 'reader', 'b1/a', opened)
      .add(2, null, { op: 'RestartHosts' })
      .get(3, 'reader', 'b1/a', opened);
    expect(lastJudgement(boundedReads, scene)).toBe('exercised');
  });
});
