import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { callsPerSide } from './calls-per-side.ts';
import {
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

describe('calls-per-side', () => {
  test('a copy between KMS keys asks once for each side', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .copy(1, 'ann', 'b/a', 'c/a', withoutBucketKey('K2', 'Decrypt b/a K1', 'GenerateDataKey c/a K2'));
    expect(lastJudgement(callsPerSide, scene)).toBe('exercised');
  });

  test('a second Decrypt for one read is refused', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .get(5, 'bob', 'b/a', withoutBucketKey('K1', 'Decrypt b/a K1', 'Decrypt b/a K1'));
    expect(violation(callsPerSide, scene)).toBe(
      'bob read b/a at 5 s with 2 Decrypt calls, but at most 1 can be needed',
    );
  });

  test('HEAD never asks KMS', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .head(1, 'bob', 'b/a', withoutBucketKey('K1', 'Decrypt b/a K1'));
    expect(violation(callsPerSide, scene)).toContain(
      'bob looked at b/a at 1 s with 1 Decrypt call, but HeadObject never asks KMS',
    );
  });

  test('an object that is not under a KMS key needs no call', () => {
    const written = new ObservedTrace().put(0, 'ann', 'b/a', { ...SSE_S3, calls: ['GenerateDataKey b/a K1'] });
    expect(violation(callsPerSide, written)).toContain('a write of AES256 asks nothing of KMS');
    const read = new ObservedTrace().get(0, 'bob', 'b/old', { sse: null, calls: ['Decrypt b/old K1'] });
    expect(violation(callsPerSide, read)).toContain('what it reads is under no encryption, not under KMS');
  });

  test('a write may open the bucket key as well only where writes verify', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1', 'Decrypt b K1'));
    expect(lastJudgement(callsPerSide, scene, profileNamed('aws'))).toBe('exercised');
    expect(violation(callsPerSide, scene)).toContain('1 Decrypt call, but at most 0');
  });

  test('a write without a bucket key has none to open, whatever the profile', () => {
    const calls = ['GenerateDataKey b/a K1', 'Decrypt b/a K1'];
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', withoutBucketKey('K1', ...calls));
    expect(violation(callsPerSide, scene, profileNamed('aws'))).toContain(
      'with 1 Decrypt call, but a write without a bucket key needs one GenerateDataKey and no Decrypt',
    );
  });

  test('configuring a bucket asks KMS for nothing', () => {
    const event = { op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'aws:kms' }] } as const;
    const scene = new ObservedTrace().add(0, 'admin', event, { calls: ['GenerateDataKey b K1'] });
    expect(violation(callsPerSide, scene)).toContain('admin called PutBucketEncryption on b');
  });
});
