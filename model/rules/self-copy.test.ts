import { describe, expect, test } from 'vitest';
import { type SelfCopy, selfCopyAllowed } from './self-copy.ts';

const S3 = { state: 'sseS3', kmsKey: -1, customerKey: '' } as const;
const UNCHANGED: SelfCopy = { headers: {}, rule: 'none', before: S3, after: S3 };

describe('a copy onto itself (F-51, E-26)', () => {
  const cases: readonly (readonly [why: string, changes: Partial<SelfCopy>, allowed: boolean])[] = [
    ['nothing changes: refused', {}, false],
    ['an encryption header, even with an unchanged value', { headers: { sse: 'AES256' } }, true],
    ['a bucket-key header', { headers: { bucketKeyEnabled: false } }, true],
    ['a context header', { headers: { context: {} } }, true],
    ['a key id', { headers: { kmsKeyId: 'K1' } }, true],
    ['a customer key that is sent', { headers: { customerKey: 'c' } }, true],
    ['another customer key than the stored one', { after: { ...S3, customerKey: 'c' } }, true],
    ['a rule somebody set, even the one that holds anyway', { rule: 'put' }, true],
    ['another encryption than the stored one', { before: { state: 'sseKms', kmsKey: 0, customerKey: '' } }, true],
    [
      'a plain object, which the copy encrypts (F-33)',
      { before: { state: 'plain', kmsKey: -1, customerKey: '' } },
      true,
    ],
    [
      'another key',
      {
        before: { state: 'sseKms', kmsKey: 0, customerKey: '' },
        after: { state: 'sseKms', kmsKey: 1, customerKey: '' },
      },
      true,
    ],
    [
      'another flag',
      {
        before: { state: 'sseKms', kmsKey: 0, customerKey: '' },
        after: { state: 'sseKmsBucketKey', kmsKey: 0, customerKey: '' },
      },
      true,
    ],
    [
      'the same KMS key and flag: refused',
      {
        before: { state: 'sseKms', kmsKey: 0, customerKey: '' },
        after: { state: 'sseKms', kmsKey: 0, customerKey: '' },
      },
      false,
    ],
  ];
  test.each(cases)('%s', (_why, changes, allowed) => {
    expect(selfCopyAllowed({ ...UNCHANGED, ...changes }, 'anyHeader')).toBe(allowed);
  });

  test.each([
    ['a flag', { headers: { bucketKeyEnabled: true } }, ['anyHeader', 'anySetting']],
    ['a context', { headers: { context: { a: 'b' } } }, ['anyHeader', 'anySetting']],
    ['a rule that was deleted', { rule: 'deleted' }, ['anySetting']],
    ['an algorithm', { headers: { sse: 'AES256' } }, ['algorithm', 'anyHeader', 'anySetting']],
  ] as const)('%s is enough by some readings (U-29)', (_why, changes, readings) => {
    const all = ['algorithm', 'anyHeader', 'anySetting'] as const;
    expect(all.filter((by) => selfCopyAllowed({ ...UNCHANGED, ...changes }, by))).toEqual(readings);
  });
});
