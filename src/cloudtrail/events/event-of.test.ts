import { describe, expect, test } from 'vitest';
import type { RawRecord } from '../reading/read-records.ts';
import { event } from '../testing/bytes.ts';
import {
  ACCOUNT,
  KEY_ARN,
  kmsRecord,
  REGION,
  roleSession,
  s3Record,
  service,
  stsRecord,
  UNDER_KMS,
  user,
} from '../testing/records.ts';
import { eventOf } from './event-of.ts';

const alice = user('alice');
const BUCKET = 'arn:aws:s3:::logs';
const OBJECT = `${BUCKET}/2026/01/part-0001.gz`;

/** Records of the shapes that were seen or are documented, and what is told of each. */
const SHAPES: readonly (readonly [shape: string, record: object, told: object])[] = [
  [
    'GenerateDataKey without a bucket key: the context names the object',
    kmsRecord('03:04:05', 'GenerateDataKey', alice, OBJECT),
    {
      source: 'kms',
      target: { bucket: 'logs', key: '2026/01/part-0001.gz' },
      keyArn: KEY_ARN,
      caller: { principal: 'AIDAALICE', name: 'alice', session: '' },
    },
  ],
  [
    'Decrypt, whose key is among the resources only',
    kmsRecord('03:04:05', 'Decrypt', alice, OBJECT),
    { keyArn: KEY_ARN, target: { key: '2026/01/part-0001.gz' } },
  ],
  [
    'GenerateDataKey with a bucket key: the context names the bucket',
    kmsRecord('03:04:05', 'GenerateDataKey', roleSession('etl', 'console'), BUCKET),
    { target: { bucket: 'logs', key: undefined }, caller: { principal: 'AROAETL', name: 'etl', session: 'console' } },
  ],
  [
    'a resource that is spelt as Athena does',
    kmsRecord('03:04:05', 'Decrypt', alice, BUCKET, { resources: [{ type: 'AWS::KMS::Key', arn: KEY_ARN }] }),
    { keyArn: KEY_ARN },
  ],
  [
    'a service that writes logs, with context pairs of its own',
    kmsRecord('03:04:05', 'GenerateDataKey', service('cloudtrail.amazonaws.com'), OBJECT, {
      userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
      requestParameters: { encryptionContext: { 'aws:cloudtrail:arn': 'arn:x', 'aws:s3:arn': OBJECT } },
    }),
    { caller: { service: 'cloudtrail.amazonaws.com', account: undefined }, target: { bucket: 'logs' } },
  ],
  [
    'Encrypt for a replica',
    kmsRecord('03:04:05', 'Encrypt', roleSession('replicator', 's3-replication'), 'arn:aws:s3:::replica'),
    { name: 'Encrypt', target: { bucket: 'replica', key: undefined } },
  ],
  [
    'a call that was denied',
    kmsRecord('03:04:05', 'Decrypt', alice, BUCKET, { errorCode: 'AccessDenied', resources: [] }),
    { error: 'AccessDenied', keyArn: undefined },
  ],
  [
    'a call that has nothing to do with S3',
    kmsRecord('03:04:05', 'Decrypt', alice, undefined, { requestParameters: { encryptionContext: { app: 'x' } } }),
    { target: undefined, context: { app: 'x' } },
  ],
  [
    'one without a context',
    kmsRecord('03:04:05', 'DescribeKey', alice, undefined, { requestParameters: null }),
    { context: undefined },
  ],
  [
    'a bucket in China',
    kmsRecord('03:04:05', 'Decrypt', alice, 'arn:aws-cn:s3:::cn-logs/a:b%20c', { awsRegion: 'cn-north-1' }),
    { target: { bucket: 'cn-logs', key: 'a:b%20c' } },
  ],
  [
    'one of the US government',
    kmsRecord('03:04:05', 'Decrypt', alice, 'arn:aws-us-gov:s3:::g/k'),
    { target: { bucket: 'g' } },
  ],
  [
    'an access point is no bucket',
    kmsRecord('03:04:05', 'Decrypt', alice, `arn:aws:s3:${REGION}:${ACCOUNT}:accesspoint/ap`),
    { target: undefined },
  ],
  [
    'a write that takes the default of its bucket',
    s3Record('03:04:05', 'PutObject', roleSession('etl', 'dev'), 'logs', 'a', {
      answered: UNDER_KMS,
      more: { SSEApplied: 'Default_SSE_KMS' },
    }),
    {
      source: 's3',
      bucket: 'logs',
      key: 'a',
      bucketAccount: ACCOUNT,
      applied: 'Default_SSE_KMS',
      asked: { sse: undefined },
      answered: { sse: 'aws:kms', kmsKeyId: KEY_ARN, bucketKeyEnabled: undefined },
    },
  ],
  [
    'a write that brings its own encryption',
    s3Record('03:04:05', 'PutObject', alice, 'logs', 'a', {
      asked: { ...UNDER_KMS, 'x-amz-server-side-encryption-context': 'eyJ0ZWFtIjoiYSJ9' },
      answered: UNDER_KMS,
      more: { SSEApplied: 'SSE_KMS' },
    }),
    { asked: { sse: 'aws:kms', kmsKeyId: KEY_ARN, context: 'eyJ0ZWFtIjoiYSJ9' } },
  ],
  [
    'an answer that shows a bucket key, which nobody has seen',
    s3Record('03:04:05', 'PutObject', alice, 'logs', 'a', {
      answered: { ...UNDER_KMS, 'x-amz-server-side-encryption-bucket-key-enabled': 'true' },
    }),
    { answered: { bucketKeyEnabled: 'true' } },
  ],
  [
    'a read tells nothing of encryption',
    s3Record('03:04:05', 'GetObject', alice, 'logs', 'a'),
    { asked: { sse: undefined }, answered: { sse: undefined }, applied: undefined },
  ],
  [
    'a read through an access point, of one version',
    s3Record('03:04:05', 'GetObject', alice, 'logs', 'a', {
      requestParameters: { bucketName: `arn:aws:s3:${REGION}:${ACCOUNT}:accesspoint/ap`, key: 'a', versionId: 'v' },
    }),
    { bucket: 'logs', key: 'a', ofVersion: true },
  ],
  [
    'a copy',
    s3Record('03:04:05', 'CopyObject', alice, 'logs', 'b', { asked: { 'x-amz-copy-source': '/src/a%2Fb+c' } }),
    { copied: { bucket: 'src', key: 'a/b c' } },
  ],
  [
    'a rule, as a list',
    s3Record('03:04:05', 'PutBucketEncryption', alice, 'logs', '', {
      asked: {
        ServerSideEncryptionConfiguration: {
          Rule: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' },
              BucketKeyEnabled: true,
            },
          ],
        },
      },
    }),
    { rule: { algorithm: 'aws:kms', kmsKeyId: 'k', bucketKeyEnabled: true } },
  ],
  [
    'a rule, as an object',
    s3Record('03:04:05', 'PutBucketEncryption', alice, 'logs', '', {
      asked: {
        ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } },
      },
    }),
    { rule: { algorithm: 'AES256', kmsKeyId: undefined, bucketKeyEnabled: undefined } },
  ],
  [
    'a role session with a scoping policy',
    stsRecord('02:50:00', 'etl', 'etl-1', '{"Version":"2012-10-17"}'),
    {
      source: 'sts',
      givenKey: 'ASIAETL-1',
      sessionId: 'AROAETL:etl-1',
      scopingPolicy: expect.stringMatching(/^[0-9a-f]{16}$/),
    },
  ],
  ['one without', stsRecord('02:50:00', 'etl', 'etl-2'), { scopingPolicy: undefined }],
  [
    'a call of another service',
    { ...kmsRecord('03:04:05', 'Invoke', alice, BUCKET), eventSource: 'lambda.amazonaws.com' },
    { source: 'other' },
  ],
  [
    'a federated user',
    s3Record(
      '03:04:05',
      'GetObject',
      { type: 'FederatedUser', principalId: `${ACCOUNT}:bob`, accountId: ACCOUNT },
      'logs',
      'a',
    ),
    { caller: { principal: `${ACCOUNT}:bob` } },
  ],
  [
    'the root user',
    s3Record('03:04:05', 'GetObject', { type: 'Root', principalId: ACCOUNT, accountId: ACCOUNT }, 'logs', 'a'),
    { caller: { principal: 'root', account: ACCOUNT } },
  ],
  [
    'nobody',
    s3Record('03:04:05', 'GetObject', { type: 'AWSAccount', principalId: '', accountId: 'anonymous' }, 'logs', 'a'),
    { caller: { isAnonymous: true, account: undefined } },
  ],
  [
    'no identity at all',
    s3Record('03:04:05', 'GetObject', {}, 'logs', 'a', { userIdentity: 7 }),
    { caller: { principal: 'unknown' } },
  ],
];

test.each(SHAPES)('%s', (_shape, record, told) => {
  expect(event(record)).toMatchObject(told);
});

test('equal policies have equal fingerprints, and other ones others', () => {
  const policyOf = (policy: string) => event(stsRecord('02:50:00', 'etl', 'x', policy));
  expect(policyOf('{"a":1}')).toMatchObject({
    scopingPolicy: (policyOf('{"a":1}') as { scopingPolicy: string }).scopingPolicy,
  });
  expect(policyOf('{"a":2}')).not.toMatchObject({
    scopingPolicy: (policyOf('{"a":1}') as { scopingPolicy: string }).scopingPolicy,
  });
});

describe('records that nobody vouches for', () => {
  test.each(['eventSource', 'eventName', 'eventTime'])('without %s there is no event', (field) => {
    const record = s3Record('03:04:05', 'GetObject', alice, 'logs', 'a');
    for (const value of [undefined, null, 7, '', {}, 'x'.repeat(5_000)]) {
      expect(eventOf({ ...record, [field]: value } as RawRecord)).toBeUndefined();
    }
  });

  test('any field of any form is taken for what it is worth', () => {
    const odd = [null, 7, '', 'text', [], {}, [[]], [null], { a: { b: 'c' } }, 'x'.repeat(5_000)];
    for (const record of [...SHAPES.map(([, shape]) => shape as RawRecord)]) {
      for (const name of Object.keys(record)) {
        for (const value of odd) expect(() => eventOf({ ...record, [name]: value })).not.toThrow();
      }
    }
  });

  test('names of the language are names', () => {
    const context = JSON.parse(`{"__proto__":"x","constructor":"y","aws:s3:arn":"${BUCKET}"}`);
    const found = event(
      kmsRecord('03:04:05', 'Decrypt', alice, undefined, { requestParameters: { encryptionContext: context } }),
    );
    expect(JSON.stringify(found)).toContain('"__proto__":"x"');
    expect(found).toMatchObject({ target: { bucket: 'logs' } });
    const bare = eventOf(
      JSON.parse('{"__proto__":{"eventSource":"s3.amazonaws.com","eventName":"x","eventTime":"2026-01-02"}}'),
    );
    expect(bare).toBeUndefined();
  });
});
