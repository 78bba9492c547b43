import { describe, expect, test } from 'vitest';
import { bucketEncryption } from './bucket-encryption.ts';

const { mask } = bucketEncryption;

describe('bucket encryption', () => {
  test('deleting the rule means SSE-S3, from every state and twice in a row (F-15)', () => {
    for (const state of bucketEncryption.states)
      expect(bucketEncryption.next(state, 'DeleteBucketEncryption')).toBe('sseS3');
  });

  test('a new rule replaces the old one whole: the old one has no say (F-01)', () => {
    for (const state of bucketEncryption.states) {
      expect(bucketEncryption.next(state, 'PutBucketEncryption')).toBe('sseS3');
      expect(bucketEncryption.next(state, 'PutBucketEncryption', mask.ruleIsKms)).toBe('sseKms');
      expect(bucketEncryption.next(state, 'PutBucketEncryption', mask.ruleIsKmsWithBucketKey)).toBe('sseKmsBucketKey');
      expect(bucketEncryption.next(state, 'PutBucketEncryption', mask.ruleIsDsse)).toBe('dsseKms');
    }
  });

  test('a rule with bucket keys is one, also for who says of it that it is a KMS rule', () => {
    expect(bucketEncryption.next('sseS3', 'PutBucketEncryption', mask.ruleIsKms | mask.ruleIsKmsWithBucketKey)).toBe(
      'sseKmsBucketKey',
    );
  });
});
