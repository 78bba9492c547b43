import { describe, expect, test } from 'vitest';
import type { Observation, Step } from '../../model/index.ts';
import { requirement } from '../../model/requirements/index.ts';
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
    {
      name: 'b2',
      account: '111111111111',
      plainObjects: [{ key: 'old', body: { text: 'long ago, when all was plain', md5: '0' } }],
    },
    { name: 'b3', account: '111111111111', plainObjects: [] },
  ],
};

function traceOf(...steps: readonly (readonly [Step, Observation])[]): Trace {
  return {
    header: { bucketkeyTrace: 1, profile: 'ideal', sut: 'embedded', seed: 7, setup },
    steps: steps.map(([step, observation]) => ({ step, observation })),
  };
}

const withBucketKey = {
  sse: 'aws:kms',
  kmsKeyArn: K1,
  bucketKeyEnabled: true,
  etag: '8c4f00a5000000000000000000000000',
} as const;
const bucketContext = { 'aws:s3:arn': 'arn:aws:s3:::b1' };

test('a setup in another region says so, and calls managed keys by their real ids', () => {
  const real = 'arn:aws-cn:kms:cn-north-1:111111111111:key/real';
  const told = tellStory({
    header: {
      bucketkeyTrace: 1,
      profile: 'ideal',
      sut: 'embedded',
      seed: 7,
      setup: { ...setup, region: 'cn-north-1', managedKeys: [{ account: '111111111111', id: 'real' }] },
    },
    steps: [
      {
        step: { atMs: 0, by: 'writer', event: { op: 'HeadObject', bucket: 'b1', key: 'x' } },
        observation: { status: 200, kmsKeyArn: real },
      },
      {
        step: { atMs: 0, by: 'writer', event: { op: 'DisableKey', keyId: 'real' } },
        observation: { status: 400 },
      },
    ],
  });
  expect(told).toContain('region cn-north-1');
  expect(told).toContain('real = AWS managed key aws/s3 of 111111111111');
  expect(told).toContain('…key/real');
});

const trace = traceOf(
  [
    {
      atMs: 0,
      by: 'writer',
      event: {
        op: 'PutBucketEncryption',
        bucket: 'b1',
        rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }],
      },
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
  requirements: ['X-1'],
  stepIndex: 3,
  reason: 'reader read b1/x, which has a bucket key, without a KMS call, and made none in the 5 minutes before.',
  parts: [],
  nearest: [
    {
      choices: ['cache=cold'],
      differences: ['kmsCalls: Decrypt expected, none observed'],
      parts: [],
      requirements: ['F-38'],
    },
    {
      choices: [],
      differences: ['status: 503 expected, 200 observed', 'code: SlowDown expected, none observed'],
      parts: [],
      requirements: [],
    },
  ],
};

describe('tellStory', () => {
  test('tells each step with its answer and its KMS calls, then the argument', () => {
    expect(tellStory(trace, violation)).toMatchInlineSnapshot(`
      "  trace  of embedded, seed 7, judged by the profile ideal
        setup  writer = role app of 111111111111, session s1
               reader = role app of 222222222222, session s2, scoping policy narrow
               k1 = KMS key of 111111111111
               b1 = bucket of 111111111111

         1.             0 s  writer  PutBucketEncryption b1: aws:kms, key k1, bucket key on  200
         2.             0 s  writer  PutObject b1/x "c1"                                     200
                                       aws:kms, …key/k1, bucket key, ETag 8c4f00a5…
                                       KMS GenerateDataKey …key/k1, context arn:aws:s3:::b1  ok
         3.  4 min 59.999 s          ThrottleKms on                                          200
                                       KMS calls not observed
         4.           5 min  reader  GetObject b1/x                                          200  <-- here
                                       aws:kms, …key/k1, bucket key, ETag 8c4f00a5…, content "c1"

      Violated: every-requester-pays, at step 4
        Must hold:  Nobody is served from a bucket key without a KMS call of their own within the cache
                    lifetime.
        Found:      reader read b1/x, which has a bucket key, without a KMS call, and made none in the 5
                    minutes before.

        Nearest admissible outcomes
          1. cache=cold
             - kmsCalls: Decrypt expected, none observed
             by F-38
          2. nothing left to choose
             - status: 503 expected, 200 observed
             - code: SlowDown expected, none observed

        It breaks
          X-1     not among the requirements
      "
    `);
  });

  test('requirements are told with their texts', () => {
    const told = tellStory(trace, { ...violation, requirements: ['F-97'] }).replaceAll(/\s+/g, ' ');
    expect(told).toContain(`It breaks F-97 ${requirement('F-97')?.text} (documented) https://docs.aws.amazon.com/`);
  });

  test('a trace nobody complains of ends with its last step', () => {
    expect(tellStory({ header: trace.header, steps: trace.steps.slice(0, 1) })).toMatchInlineSnapshot(`
      "  trace  of embedded, seed 7, judged by the profile ideal
        setup  writer = role app of 111111111111, session s1
               k1 = KMS key of 111111111111
               b1 = bucket of 111111111111

         1.  0 s  writer  PutBucketEncryption b1: aws:kms, key k1, bucket key on  200
      "
    `);
  });

  test('what was not observed anywhere is said once', () => {
    const seen = traceOf([
      { atMs: 0, by: 'writer', event: { op: 'HeadObject', bucket: 'b2', key: 'old' } },
      { status: 404, code: null },
    ]);
    expect(tellStory(seen)).toMatchInlineSnapshot(`
      "  trace  of embedded, seed 7, judged by the profile ideal
        setup  writer = role app of 111111111111, session s1
               b2 = bucket of 111111111111 with PLAIN old "long ago, when all w…"
        KMS    calls were not observed

         1.  0 s  writer  HeadObject b2/old  404
      "
    `);
  });

  test('aliases, other askers, refusals and further pairs of the context are told', () => {
    const seen = traceOf(
      [
        { atMs: 0, by: 'writer', event: { op: 'UpdateAlias', alias: 'alias/a', keyId: 'k1' } },
        { status: 400, code: 'KMSInvalidStateException', kmsCalls: [] },
      ],
      [
        { atMs: 7 * 86_400_000 + 5_500, by: null, event: { op: 'ReplicateObject', bucket: 'b1', key: 'x' } },
        {
          status: 200,
          replicationStatus: 'FAILED',
          kmsCalls: [
            {
              operation: 'Encrypt',
              by: 'reader',
              keyArn: 'nonsense',
              context: { ...bucketContext, team: 'a b' },
              result: 'NotFoundException',
            },
          ],
        },
      ],
      [
        { atMs: 7 * 86_400_000 + 5_500, by: 'writer', event: { op: 'GetBucketEncryption', bucket: 'b1' } },
        {
          status: 200,
          rule: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/a', BucketKeyEnabled: false },
          kmsCalls: [],
        },
      ],
      [
        {
          atMs: 7 * 86_400_000 + 5_500,
          by: 'writer',
          event: { op: 'PutObject', bucket: 'b1', key: 'y', body: C1, headers: { sse: 'AES256' } },
        },
        { status: 200, sse: 'AES256', kmsKeyArn: null, bucketKeyEnabled: null, etag: C1.md5, kmsCalls: [] },
      ],
    );
    expect(tellStory(seen)).toMatchInlineSnapshot(`
      "  trace  of embedded, seed 7, judged by the profile ideal
        setup  writer = role app of 111111111111, session s1
               reader = role app of 222222222222, session s2, scoping policy narrow
               k1 = KMS key of 111111111111
               k2 = KMS key of 111111111111
               alias/a of 111111111111 -> k2
               b1 = bucket of 111111111111

         1.        0 s  writer  UpdateAlias alias/a -> k1    400 KMSInvalidStateException
         2.  7 d 5.5 s          ReplicateObject b1/x         200
                                  replication FAILED
                                  KMS Encrypt nonsense as reader, context aws:s3:arn=arn:aws:s3:::b1
                                  team="a b"
                                  -> NotFoundException
         3.  7 d 5.5 s  writer  GetBucketEncryption b1       200
                                  rule aws:kms, key alias/a, bucket key off
         4.  7 d 5.5 s  writer  PutObject b1/y "c1", AES256  200
                                  AES256, ETag MD5 of "c1"
      "
    `);
  });

  test('of a long trace the last steps are told, up to the violation', () => {
    const [, , step] = trace.steps;
    const long: Trace = { header: trace.header, steps: Array.from({ length: 1_500 }, () => step!) };
    const lines = tellStory(long, { ...violation, stepIndex: 1_299 }).split('\n');
    expect(lines.filter((line) => line.includes('ThrottleKms'))).toHaveLength(200);
    expect(lines).toContain('        1,100 earlier steps left out');
    expect(lines).toContain('        200 later steps left out');
    expect(lines.find((line) => line.includes('<-- here'))).toMatch(/^1,300\. /);
  });

  test('names of any kind neither break the lines nor reach the terminal', () => {
    const odd = [
      '',
      'a b',
      '\u001b[31m',
      '\n\r',
      '\u202eabc',
      '\ud800',
      '__proto__',
      'x'.repeat(5_000),
      'é'.repeat(200),
    ];
    const steps = odd.map((name, index): readonly [Step, Observation] => [
      {
        atMs: Number.MAX_SAFE_INTEGER - odd.length + index,
        by: 'writer',
        event: {
          op: 'CopyObject',
          source: { bucket: name, key: name },
          bucket: name,
          key: name,
          headers: { kmsKeyId: name, context: { [name]: name } },
        },
      },
      {
        status: 400,
        code: name,
        etag: name,
        kmsKeyArn: name,
        contentMd5: name,
        kmsCalls: [{ operation: 'Decrypt', by: name, keyArn: name, context: { [name]: name }, result: 'ok' }],
      },
    ]);
    const told = tellStory(traceOf(...steps), {
      ...violation,
      reason: odd.join(' '),
      nearest: [{ choices: odd, differences: odd, parts: [], requirements: [] }],
    });
    expect(Math.max(...told.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(told.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});
