import { describe, expect, test } from 'vitest';
import { callsPerSide } from './calls-per-side.ts';
import { lastJudgement, perObject, profile, Scene, SSE_S3, violation, withBucketKey } from './testing/scene.ts';

describe('calls-per-side', () => {
  test('a copy between KMS keys asks once for each side', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .copy(1, 'writer', 'b1/a', 'b2/a', perObject('k2', 'Decrypt b1/a k1', 'GenerateDataKey b2/a k2'));
    expect(lastJudgement(callsPerSide, scene)).toBe('exercised');
  });

  test('a second Decrypt for one read is refused', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .get(5, 'reader', 'b1/a', perObject('k1', 'Decrypt b1/a k1', 'Decrypt b1/a k1'));
    expect(violation(callsPerSide, scene)).toBe(
      'reader read b1/a at 5 s with 2 Decrypt calls, but at most 1 can be needed',
    );
  });

  test('HEAD never asks KMS', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .head(1, 'reader', 'b1/a', perObject('k1', 'Decrypt b1/a k1'));
    expect(violation(callsPerSide, scene)).toContain('reader looked at b1/a at 1 s with 1 Decrypt call, but at most 0');
  });

  test('an object that is not under a KMS key needs no call', () => {
    const written = new Scene().put(0, 'writer', 'b1/a', { ...SSE_S3, calls: ['GenerateDataKey b1/a k1'] });
    expect(violation(callsPerSide, written)).toContain('at most 0 can be needed');
    const read = new Scene().get(0, 'reader', 'b1/old', { sse: null, calls: ['Decrypt b1/old k1'] });
    expect(violation(callsPerSide, read)).toContain('at most 0 can be needed');
  });

  test('a write may open the bucket key as well only where writes verify', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', withBucketKey('k1', 'GenerateDataKey b1 k1', 'Decrypt b1 k1'));
    expect(lastJudgement(callsPerSide, scene, profile('aws'))).toBe('exercised');
    expect(violation(callsPerSide, scene)).toContain('1 Decrypt call, but at most 0');
  });

  test('configuring a bucket asks KMS for nothing', () => {
    const event = { op: 'PutBucketEncryption', bucket: 'b1', rules: [{ SSEAlgorithm: 'aws:kms' }] } as const;
    const scene = new Scene().add(0, 'admin', event, { calls: ['GenerateDataKey b1 k1'] });
    expect(violation(callsPerSide, scene)).toContain('admin called PutBucketEncryption on b1');
  });
});
