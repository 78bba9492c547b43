import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT, homeKey, TEST_BODY } from '../../../model/testing/scene.ts';
import { kmsKeyArn, managedKeyId } from '../../../model/vocabulary/arn.ts';
import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import { bodyOf, ReferenceRun, summary } from '../testing/reference-run.ts';
import { RULES_BY_ARN } from '../testing/rules.ts';

const K1 = homeKey('K1');
const K2 = homeKey('K2');
const HELLO = bodyOf('hello').md5;
const BK1: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: K2, bucketKeyEnabled: true };
const BK0: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: K2, bucketKeyEnabled: false };

interface Worked {
  readonly why: string;
  readonly source: EncryptionHeaders;
  readonly rule: EncryptionRule | null;
  readonly headers?: EncryptionHeaders;
  readonly result: object;
}

/** Copies (F-47 to F-50), from a bucket to another one. */
const ACROSS: readonly Worked[] = [
  {
    why: 'S3 into B0',
    source: {},
    rule: RULES_BY_ARN.B0,
    result: { sse: 'AES256', kmsKeyArn: null, bucketKeyEnabled: null },
  },
  {
    why: 'S3 into B1',
    source: {},
    rule: RULES_BY_ARN.B1,
    result: { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: null },
  },
  {
    why: 'S3 into B2',
    source: {},
    rule: RULES_BY_ARN.B2,
    result: { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true },
  },
  {
    why: 'KMS with flag into B0',
    source: BK1,
    rule: RULES_BY_ARN.B0,
    result: { sse: 'AES256', kmsKeyArn: null, bucketKeyEnabled: null },
  },
  {
    why: 'KMS with flag into B0 with header',
    source: BK1,
    rule: RULES_BY_ARN.B0,
    headers: { sse: 'aws:kms' },
    result: { sse: 'aws:kms', kmsKeyArn: kmsKeyArn(HOME_ACCOUNT, managedKeyId(HOME_ACCOUNT)), bucketKeyEnabled: null },
  },
  {
    why: 'KMS with flag into B1',
    source: BK1,
    rule: RULES_BY_ARN.B1,
    result: { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: null },
  },
  {
    why: 'KMS without flag into B2',
    source: BK0,
    rule: RULES_BY_ARN.B2,
    result: { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true },
  },
  {
    why: 'DSSE into B2',
    source: { sse: 'aws:kms:dsse' },
    rule: RULES_BY_ARN.B2,
    result: { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true },
  },
];

describe('a copy takes the destination’s encryption (F-47)', () => {
  test.each(ACROSS)('$why', async ({ source, rule, headers, result }) => {
    const world = new ReferenceRun();
    const put = await world.put('ann', 'b', 'from', source);
    await world.rule('c', rule);
    const copy = await world.copy('ann', 'b/from', 'c/to', headers);
    expect(copy).toMatchObject({ status: 200, ...result });
    expect(copy.etag === HELLO).toBe(copy.sse === 'AES256');
    expect(copy.internals?.dataKey).not.toBe(put.internals?.dataKey);
    expect(await world.get('ann', 'c', 'to')).toMatchObject({ ...result, etag: copy.etag, contentMd5: HELLO });
  });

  test('a copy of clear text is encrypted (F-33)', async () => {
    const world = new ReferenceRun();
    expect(await world.get('ann', 'b', 'old')).toMatchObject({ sse: null, etag: TEST_BODY.md5 });
    expect(await world.copy('ann', 'b/old', 'c/to')).toMatchObject({
      status: 200,
      sse: 'AES256',
      etag: TEST_BODY.md5,
    });
  });

  test('the source’s own context pairs stay behind (F-50)', async () => {
    const world = new ReferenceRun();
    await world.put('ann', 'b', 'from', { sse: 'aws:kms', kmsKeyId: K1, context: { team: 'blue' } });
    await world.rule('c', RULES_BY_ARN.B1);
    const copy = await world.copy('ann', 'b/from', 'c/to');
    expect(copy.kmsCalls?.map((call) => call.context)).toEqual([
      { team: 'blue', 'aws:s3:arn': 'arn:aws:s3:::b/from' },
      { 'aws:s3:arn': 'arn:aws:s3:::c/to' },
    ]);
  });
});

describe('a copy onto itself (F-51)', () => {
  const cases: [string, EncryptionHeaders, EncryptionRule | null, EncryptionHeaders, object][] = [
    ['changes nothing', {}, null, {}, { status: 400, code: 'InvalidRequest', kmsCalls: [] }],
    [
      'is admitted with a header of the same value',
      {},
      null,
      { sse: 'AES256' },
      { status: 200, sse: 'AES256', etag: HELLO },
    ],
    ['is admitted with the flag only', {}, null, { bucketKeyEnabled: false }, { status: 200, sse: 'AES256' }],
    ['is admitted under an explicit rule', {}, RULES_BY_ARN.B0, {}, { status: 200, sse: 'AES256' }],
    ['is admitted where it changes the algorithm', BK1, null, {}, { status: 200, sse: 'AES256', etag: HELLO }],
    ['turns the flag on by the rule', BK0, RULES_BY_ARN.B2, {}, { status: 200, kmsKeyArn: K1, bucketKeyEnabled: true }],
    ['turns the flag on by header', BK0, RULES_BY_ARN.B1, BK1, { status: 200, kmsKeyArn: K2, bucketKeyEnabled: true }],
  ];
  test.each(cases)('%s', async (_why, source, rule, headers, result) => {
    const world = new ReferenceRun();
    await world.put('ann', 'b', 'k', source);
    if (rule !== null) await world.rule('b', rule);
    expect(await world.copy('ann', 'b/k', 'b/k', headers)).toMatchObject(result);
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ contentMd5: HELLO });
  });

  test('is refused again once the rule is deleted', async () => {
    const world = new ReferenceRun();
    await world.put('ann', 'b', 'k');
    await world.rule('b', RULES_BY_ARN.B0);
    await world.rule('b', null);
    expect(await world.copy('ann', 'b/k', 'b/k')).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});

describe('KMS calls of a copy (K-13)', () => {
  const cases: [string, EncryptionHeaders, EncryptionRule, string[]][] = [
    ['S3 to S3: none', {}, RULES_BY_ARN.B0, []],
    [
      'KMS to KMS without flags: one a side',
      BK0,
      RULES_BY_ARN.B1,
      ['Decrypt arn:aws:s3:::b/from', 'GenerateDataKey arn:aws:s3:::c/to'],
    ],
    ['both with flags, source warm: the destination only', BK1, RULES_BY_ARN.B2, ['GenerateDataKey arn:aws:s3:::c']],
    ['KMS to S3: the source only', BK0, RULES_BY_ARN.B0, ['Decrypt arn:aws:s3:::b/from']],
    [
      'DSSE: as without flag',
      { sse: 'aws:kms:dsse' },
      RULES_BY_ARN.B4,
      ['Decrypt arn:aws:s3:::b/from', 'GenerateDataKey arn:aws:s3:::c/to'],
    ],
  ];
  test.each(cases)('%s', async (_why, source, rule, calls) => {
    const world = new ReferenceRun();
    await world.rule('c', rule);
    await world.put('ann', 'b', 'from', source);
    expect(summary((await world.copy('ann', 'b/from', 'c/to')).kmsCalls)).toEqual(calls);
  });

  test('both with flags and cold: one a side', async () => {
    const world = new ReferenceRun();
    await world.rule('c', RULES_BY_ARN.B2);
    await world.put('ann', 'b', 'from', BK1);
    const copy = await world.copy('bob', 'b/from', 'c/to');
    expect(summary(copy.kmsCalls)).toEqual(['Decrypt arn:aws:s3:::b', 'GenerateDataKey arn:aws:s3:::c']);
    expect(copy.kmsCalls?.map((call) => call.by)).toEqual(['bob', 'bob']);
  });

  test('a refused Decrypt ends the request, and what was at the destination stays', async () => {
    const world = new ReferenceRun();
    await world.put('ann', 'b', 'from', BK0);
    await world.put('ann', 'c', 'to', {}, 'before');
    await world.does('ann', { op: 'DisableKey', keyId: 'K2' });
    const copy = await world.copy('ann', 'b/from', 'c/to', { sse: 'aws:kms' });
    expect(copy).toMatchObject({ status: 400, code: 'KMS.DisabledException' });
    expect(copy.kmsCalls).toHaveLength(1);
    expect(await world.get('ann', 'c', 'to')).toMatchObject({ contentMd5: bodyOf('before').md5 });
  });
});
