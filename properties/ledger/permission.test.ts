import { describe, expect, test } from 'vitest';
import { kmsAllows, matchesPattern, s3Allows } from './permission.ts';
import type { LedgerRequester } from './requesters.ts';

const names = { name: 'w', account: '1', roleArn: 'arn:role/w', rootArn: 'arn:root/1' };
const writer: LedgerRequester = { ...names, isKnownToKms: true, isRootUser: false, identity: 0, asksKmsAs: names };

describe('permission', () => {
  test('a star stands for any run of characters, a question mark for any one (F-94)', () => {
    expect(matchesPattern('arn:aws:s3:::b/*', 'arn:aws:s3:::b')).toBe(false);
    expect(matchesPattern('arn:aws:s3:::b/*', 'arn:aws:s3:::b/')).toBe(true);
    expect(matchesPattern('*a*b', 'xaxaxb')).toBe(true);
    expect(matchesPattern('*a*b', 'xaxaxbc')).toBe(false);
    expect(matchesPattern('a?c', 'abc')).toBe(true);
    expect(matchesPattern('a?c', 'ac')).toBe(false);
    expect(matchesPattern('*b?', 'abcb')).toBe(false);
    expect(matchesPattern('**', '')).toBe(true);
  });

  test('a hostile pattern of many stars ends soon', () => {
    expect(matchesPattern(`${'a*'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false);
  });

  test('a bucket allows its own account unless denied, and others only when allowed', () => {
    expect(s3Allows([], '1', writer, 's3:GetObject')).toBe(true);
    expect(s3Allows([], '2', writer, 's3:GetObject')).toBe(false);
    expect(
      s3Allows([{ effect: 'Allow', principal: 'arn:root/1', actions: ['s3:*'] }], '2', writer, 's3:GetObject'),
    ).toBe(true);
    expect(s3Allows([{ effect: 'Deny', principal: '*', actions: ['s3:GetObject'] }], '1', writer, 's3:GetObject')).toBe(
      false,
    );
  });

  test('a key allows only whom its policy names, for the context it names, and a denial wins', () => {
    const allow = {
      effect: 'Allow',
      principal: 'arn:role/w',
      actions: ['kms:Decrypt'],
      contextArn: 'arn:b/*',
    } as const;
    expect(kmsAllows([], writer, 'Decrypt', 'arn:b', 'k')).toBe(false);
    expect(kmsAllows([allow], writer, 'Decrypt', 'arn:b', 'k')).toBe(true);
    expect(kmsAllows([allow], writer, 'Decrypt', 'arn:b', null)).toBe(false);
    expect(kmsAllows([allow], writer, 'Encrypt', 'arn:b', 'k')).toBe(false);
    expect(kmsAllows([allow, { ...allow, effect: 'Deny' }], writer, 'Decrypt', 'arn:b', 'k')).toBe(false);
  });
});
