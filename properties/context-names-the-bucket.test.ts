import { describe, expect, test } from 'vitest';
import { type KmsCall, profileNamed } from '../model/index.ts';
import { homeKey } from '../model/testing/scene.ts';
import { contextNamesTheBucket } from './context-names-the-bucket.ts';
import {
  judgements,
  lastJudgement,
  ObservedTrace,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

describe('context-names-the-bucket', () => {
  test('a bucket key is asked for in the name of the bucket, a data key in that of the object', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'))
      .put(1, 'ann', 'b/b', withoutBucketKey('K1', 'GenerateDataKey b/b K1'));
    expect(judgements(contextNamesTheBucket, scene)).toEqual(['exercised', 'held']);
  });

  test('an object ARN for an object with a bucket key is refused', () => {
    const scene = new ObservedTrace().put(3, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b/a K1'));
    expect(violation(contextNamesTheBucket, scene)).toBe(
      'ann wrote b/a at 3 s and called GenerateDataKey with the context {"aws:s3:arn":"arn:aws:s3:::b/a"}, which ' +
        'names something else than the bucket b, which by its headers has a bucket key',
    );
  });

  test('a bucket ARN for an object without a bucket key is refused', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .get(1, 'bob', 'b/a', withoutBucketKey('K1', 'Decrypt b K1'));
    expect(violation(contextNamesTheBucket, scene)).toContain(
      'something else than the object b/a, which by its headers has no bucket key',
    );
  });

  test('each side of a copy has its own ARN', () => {
    const start = () => new ObservedTrace().put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'));
    const right = start().copy(
      1,
      'bob',
      'b/a',
      'c/c',
      withoutBucketKey('K2', 'Decrypt b K1', 'GenerateDataKey c/c K2'),
    );
    const wrong = start().copy(
      1,
      'bob',
      'b/a',
      'c/c',
      withoutBucketKey('K2', 'Decrypt b K1', 'GenerateDataKey b/a K2'),
    );
    expect(lastJudgement(contextNamesTheBucket, right)).toBe('exercised');
    expect(violation(contextNamesTheBucket, wrong)).toContain('something else than the object c/c');
  });

  test('pairs of the caller reach KMS without a bucket key, and may stay out with one', () => {
    const call = (subject: string, pairs: Record<string, string>): KmsCall => ({
      operation: 'GenerateDataKey',
      by: 'ann',
      keyArn: homeKey('K1'),
      context: { 'aws:s3:arn': `arn:aws:s3:::${subject}`, ...pairs },
      result: 'ok',
    });
    const scene = (bucketKeyEnabled: true | null, one: KmsCall) => {
      const trace = new ObservedTrace().put(0, 'ann', 'b/a', {}, { context: { team: 'x' } });
      const [seen] = trace.steps;
      if (seen === undefined) throw new Error('no step');
      trace.steps[0] = {
        ...seen,
        observation: { status: 200, sse: 'aws:kms', kmsKeyArn: homeKey('K1'), bucketKeyEnabled, kmsCalls: [one] },
      };
      return trace;
    };
    expect(lastJudgement(contextNamesTheBucket, scene(null, call('b/a', { team: 'x' })))).toBe('held');
    expect(violation(contextNamesTheBucket, scene(null, call('b/a', {})))).toContain(
      'extra pairs are not those of the caller',
    );
    expect(lastJudgement(contextNamesTheBucket, scene(true, call('b', {})))).toBe('exercised');
    expect(violation(contextNamesTheBucket, scene(true, call('b', { team: 'x' })))).toContain('extra pairs');
    expect(lastJudgement(contextNamesTheBucket, scene(true, call('b', { team: 'x' })), profileNamed('aws'))).toBe(
      'exercised',
    );
  });
});
