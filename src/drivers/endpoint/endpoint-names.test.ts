import { describe, expect, test } from 'vitest';
import type { Event, Observation } from '../../../model/index.ts';
import { EndpointNames } from './endpoint-names.ts';

const writer = { name: 'writer', account: '111111111111', principal: 'writer', session: 's1' };
const names = new EndpointNames(
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

  test('calls of KMS: the context is told back, and whose it is only where that is known', () => {
    const call = {
      operation: 'Decrypt',
      by: 'app',
      isForwarded: true,
      keyArn: real('key/e5f0'),
      context: { 'aws:s3:arn': 'arn:aws:s3:::bucketkey-run-1-alpha/a', team: 'x' },
      result: 'ok',
    } as const;
    const back = { 'aws:s3:arn': 'arn:aws:s3:::alpha/a', team: 'x' };
    expect(names.call(call, undefined)).toEqual({
      operation: 'Decrypt',
      keyArn: told('key/key-1'),
      context: back,
      result: 'ok',
    });
    expect(names.call(call, 'writer')).toMatchObject({ by: 'writer' });
  });
});
