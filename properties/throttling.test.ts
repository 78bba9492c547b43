import { describe, expect, test } from 'vitest';
import {
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  shownRefusal,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';
import { throttling } from './throttling.ts';

const start = () =>
  new ObservedTrace()
    .put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'))
    .add(1, null, { op: 'ThrottleKms', on: true });

describe('throttling', () => {
  test('cold requests are turned away, warm ones go on', () => {
    const cold = shownRefusal(503, 'SlowDown', 'Decrypt b K1 ThrottlingException');
    expect(lastJudgement(throttling, start().get(2, 'bob', 'b/a', cold))).toBe('exercised');
    expect(lastJudgement(throttling, start().get(2, 'ann', 'b/a', withBucketKey('K1')))).toBe('exercised');
    expect(lastJudgement(throttling, start().put(2, 'ann', 'b/b', SSE_S3))).toBe('held');
  });

  test('503 without a throttled call is refused', () => {
    expect(violation(throttling, start().get(2, 'ann', 'b/a', shownRefusal(503, 'SlowDown')))).toBe(
      'ann tried to read b/a at 2 s and was answered 503 SlowDown, but no KMS call of it was throttled',
    );
  });

  test('a throttled call comes out as 503', () => {
    const scene = start().get(2, 'bob', 'b/a', shownRefusal(400, 'InvalidRequest', 'Decrypt b K1 ThrottlingException'));
    expect(violation(throttling, scene)).toContain('which S3 passes on as 503 SlowDown');
  });

  test('KMS carries out nothing while it is throttled', () => {
    const scene = start().put(2, 'ann', 'b/b', withoutBucketKey('K1', 'GenerateDataKey b/b K1'));
    expect(violation(throttling, scene)).toContain('KMS carried out GenerateDataKey');
  });

  test('while KMS cannot be reached warm requests go on, and nothing is carried out (U-32)', () => {
    const begin = () =>
      new ObservedTrace()
        .put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'))
        .add(1, null, { op: 'InterruptKms', on: true });
    const failed = shownRefusal(500, 'InternalError', 'Decrypt b K1 KMSInternalException');
    expect(lastJudgement(throttling, begin().get(2, 'bob', 'b/a', failed))).toBe('exercised');
    expect(lastJudgement(throttling, begin().get(2, 'bob', 'b/a', shownRefusal(503, 'Whatever')))).toBe('idle');
    expect(lastJudgement(throttling, begin().get(2, 'ann', 'b/a', withBucketKey('K1')))).toBe('exercised');
    const carriedOut = begin().put(2, 'ann', 'b/b', withoutBucketKey('K1', 'GenerateDataKey b/b K1'));
    expect(violation(throttling, carriedOut)).toContain('but it cannot be reached');
  });

  test('while answers of KMS are lost it carries calls out, and no request goes on that made one (U-32)', () => {
    const begin = () =>
      new ObservedTrace()
        .put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'))
        .add(1, null, { op: 'InterruptKms', on: true, answersLost: true });
    const failed = shownRefusal(500, 'InternalError', 'Decrypt b K1');
    expect(lastJudgement(throttling, begin().get(2, 'bob', 'b/a', failed))).toBe('exercised');
    expect(lastJudgement(throttling, begin().get(2, 'ann', 'b/a', withBucketKey('K1')))).toBe('exercised');
    const goesOn = begin().put(2, 'ann', 'b/b', withoutBucketKey('K1', 'GenerateDataKey b/b K1'));
    expect(violation(throttling, goesOn)).toContain('but no answer of KMS reached S3');
  });

  test('HEAD is not throttled even where nobody sees KMS', () => {
    const scene = start().head(2, 'bob', 'b/a', { status: 503, code: null, calls: null });
    expect(violation(throttling, scene)).toContain('it needs no KMS call');
  });
});
