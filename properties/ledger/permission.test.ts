import { describe, expect, test } from 'vitest';
import type { BucketPolicyStatement, Event, Profile } from '../../model/index.ts';
import type { Certainty } from './certainty.ts';
import { matchesPattern } from './condition.ts';
import { kmsAllows, s3Allows } from './permission.ts';
import type { LedgerRequester } from './requesters.ts';

const names = {
  name: 'w',
  account: '1',
  roleArn: 'arn:role/w',
  rootArn: 'arn:root/1',
  limits: undefined,
  sourceArn: undefined,
};
const writer: LedgerRequester = { ...names, isKnownToKms: true, isRootUser: false, identity: 0, asksKmsAs: names };

const KEY = 'arn:aws:kms:eu-west-1:1:key/k';
const profile = { policyHeaders: ['sent'], emptyKeyId: ['asked'] } as const;

/** What a bucket policy says of the writer's reading. */
function says(statements: readonly BucketPolicyStatement[], owner: string): Certainty {
  return s3Allows(statements, owner, writer, 's3:GetObject', profile, undefined);
}

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
    expect(says([], '1')).toBe('yes');
    expect(says([], '2')).toBe('no');
    expect(says([{ effect: 'Allow', principal: 'arn:root/1', actions: ['s3:*'] }], '2')).toBe('yes');
    expect(says([{ effect: 'Deny', principal: '*', actions: ['s3:GetObject'] }], '1')).toBe('no');
  });

  test('an empty key id is there, unless it may be taken for none (U-31)', () => {
    const put: Event = {
      op: 'PutObject',
      bucket: 'b',
      key: 'k',
      body: { text: '', md5: '' },
      headers: { sse: 'aws:kms', kmsKeyId: '' },
    };
    const condition = { Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'true' } };
    const statements = [{ effect: 'Deny', principal: '*', actions: ['s3:PutObject'], condition }] as const;
    const allows = (emptyKeyId: Profile['emptyKeyId']) =>
      s3Allows(statements, '1', writer, 's3:PutObject', { ...profile, emptyKeyId }, put);
    expect(allows(['asked'])).toBe('yes');
    expect(allows(['asked', 'absent'])).toBe('open');
  });

  test('a key allows only whom its policy names, for the context it names, and a denial wins', () => {
    const allow = {
      effect: 'Allow',
      principal: 'arn:role/w',
      actions: ['kms:Decrypt'],
      contextArn: 'arn:b/*',
    } as const;
    expect(kmsAllows([], KEY, writer, 'Decrypt', 'arn:b', 'k')).toBe('no');
    expect(kmsAllows([allow], KEY, writer, 'Decrypt', 'arn:b', 'k')).toBe('yes');
    expect(kmsAllows([allow], KEY, writer, 'Decrypt', 'arn:b', null)).toBe('no');
    expect(kmsAllows([allow], KEY, writer, 'Encrypt', 'arn:b', 'k')).toBe('no');
    expect(kmsAllows([allow, { ...allow, effect: 'Deny' }], KEY, writer, 'Decrypt', 'arn:b', 'k')).toBe('no');
  });
});
