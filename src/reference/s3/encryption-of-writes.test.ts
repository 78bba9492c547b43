import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT, homeKey } from '../../../model/testing/scene.ts';
import { kmsKeyArn, managedKeyId } from '../../../model/vocabulary/arn.ts';
import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import { bodyOf, ReferenceRun } from '../testing/reference-run.ts';
import { RULES_BY_ARN } from '../testing/rules.ts';

const MANAGED = kmsKeyArn(HOME_ACCOUNT, managedKeyId(HOME_ACCOUNT));
const K1 = homeKey('K1');
const K2 = homeKey('K2');
const HELLO = bodyOf('hello').md5;

const S3 = { sse: 'AES256', kmsKeyArn: null, bucketKeyEnabled: null };
const kms = (kmsKeyArn: string, flag: boolean) => ({ sse: 'aws:kms', kmsKeyArn, bucketKeyEnabled: flag ? true : null });
const dsse = (kmsKeyArn: string) => ({ sse: 'aws:kms:dsse', kmsKeyArn, bucketKeyEnabled: null });
const INVALID = { status: 400, code: 'InvalidArgument' };

type Columns = readonly [B0: object, B1: object, B2: object, B3: object, B4: object];
const everywhere = (outcome: object): Columns => [outcome, outcome, outcome, outcome, outcome];

/** The rows P1 to P11, P14, P15: all but those of SSE-C. */
const ROWS: readonly [row: string, headers: EncryptionHeaders, columns: Columns][] = [
  ['P1 no header', {}, [S3, kms(K1, false), kms(K1, true), kms(MANAGED, true), dsse(K1)]],
  ['P2 AES256', { sse: 'AES256' }, everywhere(S3)],
  [
    'P3 aws:kms',
    { sse: 'aws:kms' },
    [kms(MANAGED, false), kms(MANAGED, false), kms(MANAGED, true), kms(MANAGED, true), kms(MANAGED, false)],
  ],
  [
    'P4 aws:kms with a key',
    { sse: 'aws:kms', kmsKeyId: 'K2' },
    [kms(K2, false), kms(K2, false), kms(K2, true), kms(K2, true), kms(K2, false)],
  ],
  ['P5 aws:kms, flag true', { sse: 'aws:kms', kmsKeyId: K2, bucketKeyEnabled: true }, everywhere(kms(K2, true))],
  ['P6 aws:kms, flag false', { sse: 'aws:kms', kmsKeyId: K2, bucketKeyEnabled: false }, everywhere(kms(K2, false))],
  ['P7 flag true only', { bucketKeyEnabled: true }, [S3, kms(K1, true), kms(K1, true), kms(MANAGED, true), dsse(K1)]],
  [
    'P8 flag false only',
    { bucketKeyEnabled: false },
    [S3, kms(K1, false), kms(K1, false), kms(MANAGED, false), dsse(K1)],
  ],
  ['P9 key without aws:kms', { kmsKeyId: K2 }, everywhere(INVALID)],
  ['P10 dsse with a key', { sse: 'aws:kms:dsse', kmsKeyId: 'alias/x' }, everywhere(dsse(K1))],
  ['P10 dsse', { sse: 'aws:kms:dsse' }, everywhere(dsse(MANAGED))],
  ['P11 AES256 with a key', { sse: 'AES256', kmsKeyId: K2 }, everywhere(INVALID)],
  [
    'P14 context',
    { sse: 'aws:kms', kmsKeyId: K1, bucketKeyEnabled: true, context: { team: 'blue' } },
    everywhere(kms(K1, true)),
  ],
  ['P15 AES256, flag true', { sse: 'AES256', bucketKeyEnabled: true }, everywhere(S3)],
  ['E-18 malformed context', { sse: 'aws:kms', context: 'malformed' }, everywhere(INVALID)],
];

const RULE_LIST = Object.entries(RULES_BY_ARN);
const CELLS = ROWS.flatMap(([row, headers, columns]) =>
  RULE_LIST.map(([name, rule], i) => [row, name, headers, rule, columns[i]] as const),
);

describe('the encryption of a new object (P1 to P11, P14, P15)', () => {
  test.each(CELLS)('%s into %s', async (_row, _name, headers, rule, expected) => {
    const world = new ReferenceRun();
    await world.rule('b', rule);
    const put = await world.put('ann', 'b', 'k', headers);
    expect(put).toMatchObject({ status: 200, code: null, ...expected });
    if (put.status !== 200) return;
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ ...expected, etag: put.etag, contentMd5: HELLO });
    expect(put.etag).toMatch(/^[0-9a-f]{32}$/);
    expect(put.etag === HELLO).toBe(put.sse === 'AES256');
  });

  test('two writes of the same bytes under one KMS key have different ETags (F-81)', async () => {
    const world = new ReferenceRun();
    const first = await world.put('ann', 'b', 'k', { sse: 'aws:kms' });
    const second = await world.put('ann', 'b', 'k', { sse: 'aws:kms' });
    expect(first.etag).not.toBe(second.etag);
  });

  test('an alias is the writer’s, so one rule puts two accounts under two keys (F-10)', async () => {
    const world = new ReferenceRun();
    await world.rule('b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/x' });
    const statements = [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }] as const;
    await world.does('ann', { op: 'PutBucketPolicy', bucket: 'b', statements });
    expect(await world.put('ann', 'b', 'k1')).toMatchObject({ kmsKeyArn: K1 });
    expect(await world.put('eve', 'b', 'k2')).toMatchObject({ kmsKeyArn: kmsKeyArn('222222222222', 'KA') });
  });
});

describe('bucket rules', () => {
  test('changing or deleting the rule changes no stored object (F-13, F-40)', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B2);
    const put = await world.put('ann', 'b', 'k');
    for (const rule of [RULES_BY_ARN.B1, RULES_BY_ARN.B0, null]) {
      await world.rule('b', rule);
      expect(await world.get('ann', 'b', 'k')).toMatchObject({ ...kms(K1, true), etag: put.etag, contentMd5: HELLO });
    }
  });

  const answered: [string, EncryptionRule | null, EncryptionRule][] = [
    ['F-02 never configured', null, { SSEAlgorithm: 'AES256', BucketKeyEnabled: false }],
    [
      'F-08 a bare id stays bare',
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1' },
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1', BucketKeyEnabled: false },
    ],
    [
      'F-08 no key, no element',
      { SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true },
      { SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true },
    ],
    [
      'F-17 blocked types',
      { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] },
      { SSEAlgorithm: 'AES256', BucketKeyEnabled: false, BlockedEncryptionTypes: ['SSE-C'] },
    ],
    [
      'F-06 flag kept',
      { SSEAlgorithm: 'AES256', BucketKeyEnabled: true },
      { SSEAlgorithm: 'AES256', BucketKeyEnabled: true },
    ],
  ];
  test.each(answered)('are answered as they were put: %s', async (_why, rule, shown) => {
    const world = new ReferenceRun();
    if (rule !== null) await world.rule('b', rule);
    const seen = await world.does('ann', { op: 'GetBucketEncryption', bucket: 'b' });
    expect(seen.rule).toEqual({ BlockedEncryptionTypes: ['SSE-C'], ...shown });
  });

  test('a rule may name a key that is not there; the write finds out (F-09)', async () => {
    const world = new ReferenceRun();
    expect(await world.rule('b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'none' })).toMatchObject({
      status: 200,
      kmsCalls: [],
    });
    expect(await world.put('ann', 'b', 'k')).toMatchObject({ status: 400, code: 'KMS.NotFoundException' });
  });
});
