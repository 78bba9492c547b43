import { describe, expect, test } from 'vitest';
import {
  type Event,
  type KmsCall,
  kmsKeyArn,
  type Observation,
  profileNamed,
  type Setup,
  type Step,
} from '../model/index.ts';
import { attributes } from '../model/testing/events.ts';
import type { ObservedStep } from '../properties/observed-step.ts';
import { judgeSteps, type StepsJudgement } from '../src/check/judge-steps.ts';
import { judgeJson, judgeText } from '../src/report/judge-report.ts';
import { TRACE_FORMAT } from '../src/trace/trace.ts';

const account = '111111111111';
const HOUR = 3_600_000;
const K1 = kmsKeyArn(account, 'k1');
const K2 = kmsKeyArn(account, 'k2');
const MD5 = '9dd4e461268c8034f5c8564e155c67a6';
const ETAGS = ['1', '2', '3', '4'].map((digit) => digit.repeat(32));

const KNOWN: Setup = {
  requesters: [
    { name: 'clerk', account, principal: 'clerk', session: 's1' },
    { name: 'admin', account, principal: 'admin', session: 's1' },
    { name: 'stranger', account: '222222222222', principal: 'stranger', session: 's1' },
  ],
  kmsKeys: [
    { id: 'k1', account },
    { id: 'k2', account },
  ],
  aliases: [],
  buckets: [{ name: 'invoices', account, plainObjects: [] }],
};
const UNKNOWN: Setup = { ...KNOWN, unknown: 'everything' };

function at(hours: number, by: Step['by'], event: Event, observation: Observation): ObservedStep {
  return { step: { atMs: hours * HOUR, by, event }, observation };
}

const get: Event = { op: 'GetObject', bucket: 'invoices', key: 'may' };
const head: Event = { op: 'HeadObject', bucket: 'invoices', key: 'may' };

/** The first step: what was changed shortly before it may still be seen late for a while. */
const started = at(0, 'clerk', head, underBucketKey(kmsKeyArn(account, 'k1')));

function put(key: string): Event {
  return { op: 'PutObject', bucket: 'invoices', key, body: { text: 'x', md5: MD5 }, headers: {} };
}

/** What shows an object under a bucket key of a KMS key. */
function underBucketKey(kmsKeyArn: string, etag = ETAGS[0] ?? ''): Observation {
  return { status: 200, sse: 'aws:kms', kmsKeyArn, bucketKeyEnabled: true, etag };
}

function decrypt(result: 'ok' | 'DisabledException' | 'AccessDeniedException'): readonly KmsCall[] {
  const context = { 'aws:s3:arn': 'arn:aws:s3:::invoices' };
  return [{ operation: 'Decrypt', by: 'clerk', keyArn: K1, context, result }];
}

async function judged(setup: Setup, steps: readonly ObservedStep[], profile = 'aws'): Promise<StepsJudgement> {
  const header = { bucketkeyTrace: TRACE_FORMAT, profile, sut: 'recorded', seed: 0, setup };
  async function* all() {
    yield* steps;
  }
  return judgeSteps({ header, steps: all() }, { profile: profileNamed(profile) });
}

function told({ beginnings = [] }: StepsJudgement): readonly string[] {
  return beginnings.map(({ text, stepIndex }) => `${text} (step ${stepIndex + 1})`);
}

/** Stories that begin in the middle, what they show of the beginning, and that they conform with nothing else. */
const STORIES: readonly (readonly [name: string, steps: readonly ObservedStep[], beginnings: readonly string[]])[] = [
  [
    'a first read is served without a call',
    [at(0, 'clerk', get, { ...underBucketKey(K1), contentMd5: MD5, kmsCalls: [] })],
    [
      'invoices/may was under aws:kms with key/k1, with a bucket key (step 1)',
      'a bucket key of invoices under key/k1 was cached for clerk (step 1)',
    ],
  ],
  [
    'a first write is served without a call',
    [at(0, 'clerk', put('june'), { ...underBucketKey(K1), kmsCalls: [] })],
    [
      'the default encryption of invoices was under aws:kms with key/k1, with a bucket key (step 1)',
      'a bucket key of invoices under key/k1 was cached for clerk (step 1)',
    ],
  ],
  [
    'the key was disabled before',
    [
      at(0, 'clerk', head, underBucketKey(K1)),
      at(0, 'clerk', get, { status: 400, code: 'KMS.DisabledException', kmsCalls: decrypt('DisabledException') }),
    ],
    [
      'invoices/may was under aws:kms with key/k1, with a bucket key (step 1)',
      'KMS key key/k1 answered DisabledException (step 2)',
    ],
  ],
  [
    'the object was written in several parts',
    [at(0, 'clerk', get, { status: 200, sse: 'AES256', etag: `${ETAGS[0]}-3`, contentMd5: MD5, kmsCalls: [] })],
    ['invoices/may was under AES256 (step 1)'],
  ],
  [
    'the bucket policy refuses',
    [at(0, 'clerk', put('june'), { status: 403, code: 'AccessDenied', kmsCalls: [] })],
    ['the policy of invoices refused clerk (step 1)'],
  ],
  [
    'the bucket policy refuses to read what was just written',
    [
      at(0, 'clerk', put('june'), { status: 200, sse: 'AES256', etag: MD5 }),
      at(0, 'admin', { ...get, key: 'june' }, { status: 403, code: 'AccessDenied', kmsCalls: [] }),
    ],
    ['the default encryption of invoices was under AES256 (step 1)', 'the policy of invoices refused admin (step 2)'],
  ],
  [
    'the bucket policy allows another account',
    [at(0, 'stranger', put('june'), { status: 200, sse: 'AES256', etag: MD5 })],
    ['the default encryption of invoices was under AES256 (step 1)'],
  ],
];

test('the attributes of an object show no replication status, and so none is learnt from them', async () => {
  const shown = { ...underBucketKey(K1), kmsCalls: [] };
  const written = [
    at(0, 'clerk', put('may'), shown),
    at(0, 'clerk', attributes('invoices/may'), {
      status: 200,
      replicationStatus: null,
      etag: ETAGS[0] ?? '',
      kmsCalls: [],
    }),
  ];
  const pending = at(0, 'clerk', head, { ...underBucketKey(K1), replicationStatus: 'PENDING', kmsCalls: [] });
  const none = at(0, 'clerk', head, { ...underBucketKey(K1), replicationStatus: null, kmsCalls: [] });
  expect((await judged(UNKNOWN, [...written, pending])).verdict).toBe('conforms');
  expect((await judged(UNKNOWN, [...written, none, pending])).verdict).toBe('violates');
});

describe('a recording that begins in the middle', () => {
  test.each(STORIES)('%s', async (_name, steps, beginnings) => {
    const judgement = await judged(UNKNOWN, steps);
    expect(judgement.verdict).toBe('conforms');
    expect(told(judgement)).toEqual(beginnings);
    expect((await judged(KNOWN, steps)).verdict).toBe('violates');
  });

  test('a policy that nobody saw may hang on what nobody recorded, so that no answer binds the next', async () => {
    const denied = { status: 403, code: 'AccessDenied' } as const;
    const ofKey = { ...denied, kmsCalls: decrypt('AccessDeniedException') };
    const served = { ...underBucketKey(K1), contentMd5: MD5, kmsCalls: decrypt('ok') };
    const changing = [
      at(0, 'clerk', get, ofKey),
      at(1, 'clerk', get, served),
      at(2, 'clerk', get, { ...denied, kmsCalls: [] }),
      at(30, 'clerk', get, ofKey),
      at(31, 'clerk', get, served),
    ];
    expect((await judged(UNKNOWN, changing)).verdict).toBe('conforms');
    // What the recording itself sets is known.
    const policy: Event = {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'] }],
    };
    const set = [at(0, 'clerk', get, served), at(1, 'clerk', policy, { status: 200 }), at(30, 'clerk', get, ofKey)];
    expect((await judged(UNKNOWN, set)).violation?.stepIndex).toBe(2);
  });

  test('its beginnings are in the report, and in JSON', async () => {
    const judgement = await judged(UNKNOWN, STORIES[0]?.[1] ?? []);
    expect(judgeText(judgement)).toContain(
      'From before the recording:\n  invoices/may was under aws:kms with key/k1, with a bucket key (step 1)\n',
    );
    expect(JSON.parse(judgeJson(judgement))).toMatchObject({ beginnings: [{ stepIndex: 0 }, { stepIndex: 0 }] });
  });

  test('what the setup tells needs no beginning', async () => {
    const judgement = await judged(KNOWN, [at(0, 'clerk', get, { status: 404, code: 'NoSuchKey', kmsCalls: [] })]);
    expect(judgement).not.toHaveProperty('beginnings');
    expect(judgeText(judgement)).not.toContain('before the recording');
  });

  test('a bucket and a key that the setup does not list may have been there', async () => {
    const setup: Setup = { ...UNKNOWN, kmsKeys: [], buckets: [] };
    const arn = kmsKeyArn('222222222222', '5f7b');
    const judgement = await judged(setup, [at(0, 'clerk', head, underBucketKey(arn))]);
    expect(judgement.verdict).toBe('conforms');
    expect(told(judgement)).toEqual([
      'bucket invoices was there (step 1)',
      'invoices/may was under aws:kms with key/5f7b, with a bucket key (step 1)',
    ]);
  });
});

describe('what a recording shows of the beginning binds it from then on', () => {
  const cold = (etag: number): Observation => ({ ...underBucketKey(K1, ETAGS[etag]), contentMd5: MD5 });

  test.each<readonly [string, readonly ObservedStep[], string]>([
    [
      'a read shows another ETag',
      [at(0, 'clerk', get, cold(0)), at(1, 'clerk', get, cold(1))],
      'config-is-not-retroactive',
    ],
    [
      'a read shows another content',
      [at(0, 'clerk', get, cold(0)), at(1, 'clerk', get, { ...cold(0), contentMd5: ETAGS[3] ?? '' })],
      'decryptable',
    ],
    [
      'a write goes by another rule than the one before',
      [
        started,
        at(1, 'clerk', put('june'), underBucketKey(K1)),
        at(2, 'clerk', put('july'), underBucketKey(K2, ETAGS[1])),
      ],
      'explained',
    ],
    [
      'a rule that was put does not act',
      [
        at(
          0,
          'admin',
          { op: 'PutBucketEncryption', bucket: 'invoices', rules: [{ SSEAlgorithm: 'AES256' }] },
          { status: 200 },
        ),
        at(1, 'clerk', put('june'), underBucketKey(K1)),
      ],
      'explained',
    ],
    [
      'an object that was deleted is read',
      [
        at(0, 'clerk', { op: 'DeleteObject', bucket: 'invoices', key: 'may' }, { status: 204 }),
        at(1, 'clerk', get, cold(0)),
      ],
      'explained',
    ],
    [
      'a key that was enabled is refused as disabled',
      [
        started,
        at(1, 'clerk', get, { ...cold(0), kmsCalls: decrypt('ok') }),
        at(2, 'clerk', get, { status: 400, code: 'KMS.DisabledException', kmsCalls: decrypt('DisabledException') }),
      ],
      'explained',
    ],
  ])('%s', async (_name, steps, property) => {
    expect(await judged(UNKNOWN, steps)).toMatchObject({ verdict: 'violates', violation: { property } });
  });

  test('a rule that is read tells how it was put, and the key that was seen has to be that', async () => {
    const read = (KMSMasterKeyID: string): ObservedStep =>
      at(
        2,
        'admin',
        { op: 'GetBucketEncryption', bucket: 'invoices' },
        { status: 200, rule: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID, BucketKeyEnabled: true } },
      );
    const write = at(1, 'clerk', put('june'), underBucketKey(K1));
    expect((await judged(UNKNOWN, [started, write, read('k1')])).verdict).toBe('conforms');
    expect((await judged(UNKNOWN, [started, write, read('alias/any')])).verdict).toBe('conforms');
    expect((await judged(UNKNOWN, [started, write, read('k2')])).verdict).toBe('violates');
  });

  test('what was cached before serves for a cache lifetime, and beyond it only if a cache may', async () => {
    const warm = (hours: number) => [
      at(0, 'clerk', head, underBucketKey(K1)),
      at(hours, 'clerk', get, { ...underBucketKey(K1), contentMd5: MD5, kmsCalls: [] }),
    ];
    expect((await judged(UNKNOWN, warm(23))).verdict).toBe('conforms');
    expect((await judged(UNKNOWN, warm(25))).unknownBecause).toMatch(
      /^conforms only if a cached bucket key may serve for/,
    );
    expect((await judged(UNKNOWN, warm(25), 'aws-at-once')).verdict).toBe('violates');
  });
});

test('a setup may leave single buckets, objects and keys unknown, and tells all else', async () => {
  const partly: Setup = { ...KNOWN, unknown: { objects: [{ bucket: 'invoices', key: 'may' }] } };
  const shown = { ...underBucketKey(K1), contentMd5: MD5, kmsCalls: decrypt('ok') };
  expect((await judged(partly, [at(0, 'clerk', get, shown)])).verdict).toBe('conforms');
  expect((await judged(partly, [at(0, 'clerk', { ...get, key: 'june' }, shown)])).verdict).toBe('violates');
  const refused = at(0, 'clerk', put('june'), { status: 403, code: 'AccessDenied', kmsCalls: [] });
  expect((await judged(partly, [refused])).verdict).toBe('violates');
  expect((await judged({ ...KNOWN, unknown: { buckets: ['invoices'] } }, [refused])).verdict).toBe('conforms');
});
