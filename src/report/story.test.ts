import { describe, expect, test } from 'vitest';
import type { Observation, Step } from '../../model/index.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';
import { tellStory } from './story.ts';

const K1 = 'arn:aws:kms:eu-west-1:111111111111:key/k1';
const C1 = { text: 'c1', md5: 'a9f7e97965d6cf799a529102a973b8b9' };

const setup: Trace['header']['setup'] = {
  requesters: [
    { name: 'writer', account: '111111111111', principal: 'app', session: 's1' },
    { name: 'reader', account: '222222222222', principal: 'app', session: 's2', scopingPolicy: 'narrow' },
    { name: 'unused', account: '333333333333', principal: 'app', session: 's3' },
  ],
  kmsKeys: [
    { id: 'k1', account: '111111111111' },
    { id: 'k2', account: '111111111111' },
    { id: 'k3', account: '111111111111' },
  ],
  aliases: [{ account: '111111111111', alias: 'alias/a', keyId: 'k2' }],
  buckets: [
    { name: 'b1', account: '111111111111', plainObjects: [] },
    { name: 'b2', account: '111111111111', plainObjects: [{ key: 'old', body: { text: 'long ago, when all was plain', md5: '0' } }] },
    { name: 'b3', account: '111111111111', plainObjects: [] },
  ],
};

function traceOf(...steps: readonly (readonly [Step, Observation])[]): Trace {
  return {
    header: { bucketkeyTrace: 1, profile: 'ideal', sut: 'embedded', seed: 7, setup },
    steps: steps.map(([step, observation]) => ({ step, observation })),
  };
}

const withBucketKey = { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true, etag: '8c4f00a5000000000000000000000000' } as const;
const bucketContext = { 'aws:s3:arn': 'arn:aws:s3:::b1' };

const trace = traceOf(
  [
    {
      atMs: 0,
      by: 'writer',
      event: { op: 'PutBucketEncryption', bucket: 'b1', rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }] },
    },
    { status: 200, code: null, kmsCalls: [] },
  ],
  [
    { atMs: 0, by: 'writer', event: { op: 'PutObject', bucket: 'b1', key: 'x', body: C1, headers: {} } },
    {
      status: 200,
      ...withBucketKey,
      kmsCalls: [{ operation: 'GenerateDataKey', by: 'writer', keyArn: K1, context: bucketContext, result: 'ok' }],
    },
  ],
  [{ atMs: 299_999, by: null, event: { op: 'ThrottleKms', on: true } }, { status: 200 }],
  [
    { atMs: 300_000, by: 'reader', event: { op: 'GetObject', bucket: 'b1', key: 'x' } },
    { status: 200, ...withBucketKey, contentMd5: C1.md5, kmsCalls: [] },
  ],
);

const violation: Violation = {
  property: 'every-requester-pays',
  title: 'Nobody is served from a bucket key without a KMS call of their own within the cache lifetime.',
  requirements: ['F-97', 'X-1'],
  stepIndex: 3,
  reason: 'reader read b1/x, which has a bucket key, without a KMS call, and made none in the 5 minutes before.',
  nearest: [
    { choices: ['cache=cold'], differences: ['kmsCalls: Decrypt expected, none observed'], requirements: ['F-38'] },
    { choices: [], differences: ['status: 503 expected, 200 observed', 'code: SlowDown expected, none observed'], requirements: [] },
  ],
};

describe('tellStory', () => {
  test('tells each step with its answer and its KMS calls, then the argument', () => {
    expect(tellStory(trace, violation)).toBe(`PLACEHOLDER`);
  });
});
