import { describe, expect, test } from 'vitest';
import type { KmsCall } from '../model/index.ts';
import { contextNamesTheBucket } from './context-names-the-bucket.ts';
import {
  arn,
  judgements,
  lastJudgement,
  perObject,
  profile,
  Scene,
  violation,
  withBucketKey,
} from './testing/scene.ts';

describe('context-names-the-bucket', () => {
  test('a bucket key is asked for in the name of the bucket, a data key in that of the object', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', withBucketKey('k1', 'GenerateDataKey b1 k1'))
      .put(1, 'writer', 'b1/b', perObject('k1', 'GenerateDataKey b1/b k1'));
    expect(judgements(contextNamesTheBucket, scene)).toEqual(['exercised', 'held']);
  });

  test('an object ARN for an object with a bucket key is refused', () => {
    const scene = new Scene().put(3, 'writer', 'b1/a', withBucketKey('k1', 'GenerateDataKey b1/a k1'));
    expect(violation(contextNamesTheBucket, scene)).toBe(
      'writer wrote b1/a at 3 s and called GenerateDataKey with the context {"aws:s3:arn":"arn:aws:s3:::b1/a"}, which names something else than the bucket b1, which has a bucket key',
    );
  });

  test('a bucket ARN for an object without a bucket key is refused', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .get(1, 'reader', 'b1/a', perObject('k1', 'Decrypt b1 k1'));
    expect(violation(contextNamesTheBucket, scene)).toContain(
      'something else than the object b1/a, which has no bucket key',
    );
  });

  test('each side of a copy has its own ARN', () => {
    const start = () => new Scene().put(0, 'writer', 'b1/a', withBucketKey('k1', 'GenerateDataKey b1 k1'));
    const right = start().copy(
      1,
      'reader',
      'b1/a',
      'b2/c',
      perObject('k2', 'Decrypt b1 k1', 'GenerateDataKey b2/c k2'),
    );
    const wrong = start().copy(
      1,
      'reader',
      'b1/a',
      'b2/c',
      perObject('k2', 'Decrypt b1 k1', 'GenerateDataKey b1/a k2'),
    );
    expect(lastJudgement(contextNamesTheBucket, right)).toBe('exercised');
    expect(violation(contextNamesTheBucket, wrong)).toContain('something else than the object b2/c');
  });

  test('pairs of the caller reach KMS without a bucket key, and may stay out with one', () => {
    const call = (subject: string, pairs: Record<string, string>): KmsCall => ({
      operation: 'GenerateDataKey',
      by: 'writer',
      keyArn: arn('k1'),
      context: { 'aws:s3:arn': `arn:aws:s3:::${subject}`, ...pairs },
      result: 'ok',
    });
    const scene = (bucketKeyEnabled: true | null, one: KmsCall) => {
      const trace = new Scene().put(0, 'writer', 'b1/a', {}, { context: { team: 'x' } });
      const [seen] = trace.steps;
      if (seen === undefined) throw new Error('no step');
      trace.steps[0] = {
        ...seen,
        observation: { status: 200, sse: 'aws:kms', kmsKeyArn: arn('k1'), bucketKeyEnabled, kmsCalls: [one] },
      };
      return trace;
    };
    expect(lastJudgement(contextNamesTheBucket, scene(null, call('b1/a', { team: 'x' })))).toBe('held');
    expect(violation(contextNamesTheBucket, scene(null, call('b1/a', {})))).toContain(
      'extra pairs are not those of the caller',
    );
    expect(lastJudgement(contextNamesTheBucket, scene(true, call('b1', {})))).toBe('exercised');
    expect(violation(contextNamesTheBucket, scene(true, call('b1', { team: 'x' })))).toContain('extra pairs');
    expect(lastJudgement(contextNamesTheBucket, scene(true, call('b1', { team: 'x' })), profile('aws'))).toBe(
      'exercised',
    );
  });
});
