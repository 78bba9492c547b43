import { describe, expect, test } from 'vitest';
import { type SelfCopy, selfCopyAllowed } from './self-copy.ts';

const S3 = { state: 'sseS3', kmsKey: -1 } as const;
const UNCHANGED: SelfCopy = { headers: {}, explicitRule: false, before: S3, after: S3 };

describe('a copy onto itself (F-51, E-26)', () => {
  const cases: readonly (readonly [why: string, changes: Partial<SelfCopy>, allowed: boolean])[] = [
    ['nothing changes: refused', {}, false],
    ['an encryption header, even with an unchanged value', { headers: { sse: 'AES256' } }, true],
    ['a bucket-key header', { headers: { bucketKeyEnabled: false } }, true],
    ['a context header', { headers: { context: {} } }, true],
    ['a rule somebody set, even the one that holds anyway', { explicitRule: true }, true],
    ['another encryption than the stored one', { before: { state: 'sseKms', kmsKey: 0 } }, true],
    ['a plain object, which the copy encrypts (F-33)', { before: { state: 'plain', kmsKey: -1 } }, true],
    ['another key', { before: { state: 'sseKms', kmsKey: 0 }, after: { state: 'sseKms', kmsKey: 1 } }, true],
    ['another flag', { before: { state: 'sseKms', kmsKey: 0 }, after: { state: 'sseKmsBucketKey', kmsKey: 0 } }, true],
    [
      'the same KMS key and flag: refused',
      { before: { state: 'sseKms', kmsKey: 0 }, after: { state: 'sseKms', kmsKey: 0 } },
      false,
    ],
  ];
  test.each(cases)('%s', (_why, changes, allowed) => {
    expect(selfCopyAllowed({ ...UNCHANGED, ...changes })).toBe(allowed);
  });
});
