import { describe, expect, test } from 'vitest';
import type { Event, Observation } from '../../../model/index.ts';
import { copy } from '../../../model/testing/events.ts';
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
    expect(names.event(copy('alpha/a', 'beta/b'))).toMatchObject({
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

  test('a key that is made goes by the id that it got, from then on and back, and has one name', () => {
    const live = new LiveNames(
      { accounts: [['111111111111', '333333333333']], prefix: 'p-' },
      { requesters: [writer] },
    );
    const statements = [{ effect: 'Allow', principal: 'arn:aws:iam::111111111111:root', actions: ['kms:*'] }] as const;
    expect(live.event({ op: 'CreateKey', keyId: 'new-1', statements })).toEqual({
      op: 'CreateKey',
      keyId: 'new-1',
      statements: [{ ...statements[0], principal: 'arn:aws:iam::333333333333:root' }],
    });
    live.keyMade('new-1', 'f00d');
    expect(live.event({ op: 'DisableKey', keyId: 'new-1' })).toEqual({ op: 'DisableKey', keyId: 'f00d' });
    expect(live.observation({ status: 200, kmsKeyArn: real('key/f00d') }).kmsKeyArn).toBe(told('key/new-1'));
    expect(() => live.keyMade('new-1', 'beef')).toThrow('the trace has a key "new-1" already');
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

describe('directory buckets', () => {
  const buckets = [
    { name: 'alpha', account: '111111111111', plainObjects: [], kind: 'directory' as const },
    { name: 'beta', account: '111111111111', plainObjects: [] },
  ];
  const accounts = [
    ['111111111111', '333333333333'],
    ['222222222222', '444444444444'],
  ] as const;
  const directories = new LiveNames(
    { accounts, prefix: 'p-', directorySuffix: '--euw1-az1--x-s3' },
    { requesters: [writer], buckets },
  );
  const ALPHA = 'p-alpha--euw1-az1--x-s3';
  const arn = (account: string, bucket: string) => `arn:aws:s3express:eu-west-1:${account}:bucket/${bucket}`;
  const toldContext = (context: string) =>
    directories.call({ operation: 'Decrypt', keyArn: '', context: { 'aws:s3:arn': context } }).context?.['aws:s3:arn'];

  test('have names that end with a zone, and others do not', () => {
    expect(['alpha', 'beta', 'gamma'].map((name) => directories.bucket(name))).toEqual([ALPHA, 'p-beta', 'p-gamma']);
    expect(directories.event(copy('alpha/a', 'beta/b'))).toMatchObject({ source: { bucket: ALPHA }, bucket: 'p-beta' });
  });

  test('are told in contexts as the trace calls them', () => {
    expect(toldContext(arn('333333333333', ALPHA))).toBe(arn('111111111111', 'alpha'));
    // Whoever has made it anew.
    expect(toldContext(arn('444444444444', ALPHA))).toBe(arn('111111111111', 'alpha'));
    expect(toldContext('arn:aws:s3:::p-beta/k')).toBe('arn:aws:s3:::beta/k');
    for (const other of [
      arn('555555555555', ALPHA),
      arn('333333333333', 'p-beta--euw1-az1--x-s3'),
      arn('333333333333', 'q-alpha--euw1-az1--x-s3'),
      arn('333333333333', 'p-alpha--euw1-az2--x-s3'),
      `${arn('333333333333', ALPHA)}/k`,
    ])
      expect(toldContext(other)).toBe(other);
  });

  test('are named in policies by their ARN there', () => {
    const statement = { effect: 'Deny', principal: '*', actions: ['kms:Decrypt'] } as const;
    const statements = [{ ...statement, contextArn: arn('111111111111', 'alpha') }];
    expect(directories.event({ op: 'PutKeyPolicy', keyId: 'key-1', statements })).toMatchObject({
      statements: [{ contextArn: arn('333333333333', ALPHA) }],
    });
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
