import { describe, expect, test } from 'vitest';
import type { Event, Observation } from '../../../model/index.ts';
import { LiveNames } from './live-names.ts';

const writer = { name: 'writer', account: '111111111111', principal: 'writer', session: 's1' };
const names = new LiveNames(
  {
    accounts: [['111111111111', '333333333333']],
    roles: [['arn:aws:iam::111111111111:role/writer', 'arn:aws:iam::333333333333:role/ingest']],
    keys: [
      ['key-1', 'e5f0'],
      ['aws-s3-111111111111', 'a0a0'],
    ],
    prefix: 'bucketkey-run-1-',
  },
  { requesters: [writer] },
);
const told = (resource: string) => `arn:aws:kms:eu-west-1:111111111111:${resource}`;
const real = (resource: string) => `arn:aws:kms:eu-west-1:333333333333:${resource}`;

/** References to KMS keys, as traces and the server have them. */
const REFERENCES = [
  ['key-1', 'e5f0'],
  [told('key/key-1'), real('key/e5f0')],
  ['alias/data', 'alias/bucketkey-run-1-data'],
  [told('alias/data'), real('alias/bucketkey-run-1-data')],
  ['alias/aws/s3', 'alias/aws/s3'],
  ['no-such-key', 'no-such-key'],
  [told('key/no-such-key'), real('key/no-such-key')],
  ['__proto__', '__proto__'],
] as const;

describe('names of a trace and of a server', () => {
  test.each(REFERENCES)('%s is %s there', (name, there) => {
    const put: Event = {
      op: 'PutBucketEncryption',
      bucket: 'alpha',
      rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: name }],
    };
    expect(names.event(put)).toMatchObject({ bucket: 'bucketkey-run-1-alpha', rules: [{ KMSMasterKeyID: there }] });
    const seen: Observation = {
      status: 200,
      rule: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: there },
      kmsKeyArn: there,
    };
    expect(names.observation(seen)).toMatchObject({ rule: { KMSMasterKeyID: name }, kmsKeyArn: name });
  });

  test('both buckets of a copy, and the roles and contexts of policies', () => {
    const copy: Event = {
      op: 'CopyObject',
      source: { bucket: 'alpha', key: 'a' },
      bucket: 'beta',
      key: 'b',
      headers: {},
    };
    expect(names.event(copy)).toMatchObject({
      source: { bucket: 'bucketkey-run-1-alpha' },
      bucket: 'bucketkey-run-1-beta',
    });
    const statements = [
      { effect: 'Allow', principal: 'arn:aws:iam::111111111111:role/writer', actions: ['kms:*'] },
      { effect: 'Deny', principal: '*', actions: ['kms:Decrypt'], contextArn: 'arn:aws:s3:::alpha/*' },
      { effect: 'Allow', principal: 'arn:aws:iam::111111111111:root', actions: ['kms:*'] },
    ] as const;
    expect(names.event({ op: 'PutKeyPolicy', keyId: 'key-1', statements })).toMatchObject({
      keyId: 'e5f0',
      statements: [
        { principal: 'arn:aws:iam::333333333333:role/ingest' },
        { principal: '*', contextArn: 'arn:aws:s3:::bucketkey-run-1-alpha/*' },
        { principal: 'arn:aws:iam::333333333333:root' },
      ],
    });
    expect(names.roleArn('writer')).toBe('arn:aws:iam::333333333333:role/ingest');
  });

  test('what conditions of policies compare with', () => {
    const condition = {
      StringLike: {
        'aws:PrincipalArn': ['arn:aws:iam::111111111111:role/writer', 'arn:aws:iam::111111111111:role/*'],
        'kms:EncryptionContext:aws:s3:arn': ['arn:aws:s3:::alpha/*', 'arn:*:s3:::*/*'],
        'kms:EncryptionContext:team': 'alpha',
      },
      StringEquals: { 'kms:CallerAccount': '111111111111', 'S3:x-amz-server-side-encryption-aws-kms-key-id': 'key-1' },
    };
    const there = {
      StringLike: {
        'aws:PrincipalArn': ['arn:aws:iam::333333333333:role/ingest', 'arn:aws:iam::333333333333:role/*'],
        'kms:EncryptionContext:aws:s3:arn': ['arn:aws:s3:::bucketkey-run-1-alpha/*', 'arn:*:s3:::*/*'],
        'kms:EncryptionContext:team': 'alpha',
      },
      StringEquals: { 'kms:CallerAccount': '333333333333', 'S3:x-amz-server-side-encryption-aws-kms-key-id': 'e5f0' },
    };
    const statement = { effect: 'Deny', principal: '*', condition } as const;
    expect(names.event({ op: 'PutKeyPolicy', keyId: 'key-1', statements: [{ ...statement, actions: [] }] })).toEqual({
      op: 'PutKeyPolicy',
      keyId: 'e5f0',
      statements: [{ effect: 'Deny', principal: '*', actions: [], condition: there }],
    });
    expect(
      names.event({ op: 'PutBucketPolicy', bucket: 'alpha', statements: [{ ...statement, actions: [] }] }),
    ).toMatchObject({ statements: [{ condition: there }] });
  });

  test('ETags have no quotes in a trace', () => {
    expect(names.observation({ status: 200, etag: '"a-2"' })).toEqual({ status: 200, etag: 'a-2' });
    expect(names.observation({ status: 200, etag: null })).toEqual({ status: 200, etag: null });
  });

  test('calls of KMS: the context is told back', () => {
    const call = {
      operation: 'Decrypt',
      by: 'app',
      keyArn: real('key/e5f0'),
      context: { 'aws:s3:arn': 'arn:aws:s3:::bucketkey-run-1-alpha/a', team: 'x' },
    } as const;
    const back = { 'aws:s3:arn': 'arn:aws:s3:::alpha/a', team: 'x' };
    expect(names.call(call)).toEqual({ ...call, keyArn: told('key/key-1'), context: back });
    const { context: _, ...without } = call;
    expect(names.call(without)).toEqual({ ...without, keyArn: told('key/key-1') });
  });
});

describe('the AWS managed key of an account', () => {
  const fresh = () =>
    new LiveNames({ accounts: [['111111111111', '333333333333']], prefix: 'p-' }, { requesters: [writer] });
  const shown = (kmsKeyArn: string): Observation => ({ status: 200, sse: 'aws:kms', kmsKeyArn });
  const managed = told('key/aws-s3-111111111111');

  test('is the first that nobody has named, both ways from then on', () => {
    const learning = fresh();
    expect(learning.observation(shown(real('key/a0a0')))).toEqual(shown(managed));
    expect(learning.observation(shown(real('key/a0a0')))).toEqual(shown(managed));
    const put: Event = {
      op: 'PutBucketEncryption',
      bucket: 'alpha',
      rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: managed }],
    };
    expect(learning.event(put)).toMatchObject({ rules: [{ KMSMasterKeyID: real('key/a0a0') }] });
    // There is one of an account: another one is no other name for it.
    expect(learning.observation(shown(real('key/b1b1')))).toEqual(shown(told('key/b1b1')));
  });

  test('is none that has a name, and nothing that is no key', () => {
    expect(names.observation(shown(real('key/c2c2')))).toEqual(shown(told('key/c2c2')));
    const learning = fresh();
    for (const text of ['', 'a0a0', 'arn:aws:s3:::key/a0a0', real('alias/p-x')]) learning.observation(shown(text));
    expect(learning.observation(shown(real('key/a0a0')))).toEqual(shown(managed));
  });
});
