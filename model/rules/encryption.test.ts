import { describe, expect, test } from 'vitest';
import { bucketEncryption } from '../charts/bucket-encryption.ts';
import type { BucketEncryption } from '../records/records.ts';
import { RULES } from '../testing/scene.ts';
import type { EncryptionHeaders, EncryptionRule } from '../vocabulary/encryption.ts';
import {
  configuration,
  flagIsDormant,
  flagIsInert,
  keyIdWithoutKms,
  needsKms,
  objectState,
  resolveEncryption,
  ruleAlgorithm,
  shownAlgorithm,
  shownRule,
  UNCONFIGURED,
} from './encryption.ts';

const CLOSED = { dormantFlag: false, kmsHeaderUsesBucketKey: false };

/** A bucket that had this rule put. */
function bucketWith(rule: EncryptionRule): BucketEncryption {
  const valuation = bucketEncryption.valuation({ type: 'PutBucketEncryption', rule });
  return configuration(rule, bucketEncryption.on.PutBucketEncryption.after('sseS3', valuation), UNCONFIGURED);
}

/**
 * A resolution as text, `*` = the flag has nothing to act on, `400` = refused before anything is
 * resolved.
 */
function cell(headers: EncryptionHeaders, rule: EncryptionRule, open = CLOSED): string {
  if (keyIdWithoutKms(headers)) return '400';
  const { algorithm, key, bucketKey } = resolveEncryption(headers, bucketWith(rule), open);
  const inert = flagIsInert(headers, algorithm) ? '*' : '';
  if (algorithm === 'AES256') return `S3${inert}`;
  const name = key === 'managed' ? 'aws/s3' : (key?.reference ?? 'no key');
  return algorithm === 'aws:kms' ? `KMS ${name} bk${bucketKey ? 1 : 0}${inert}` : `DSSE ${name}${inert}`;
}

const K2 = { kmsKeyId: 'K2' };
const all = (text: string): string[] => [text, text, text, text, text];

/** The rows P1 to P11, P14, P15: a row of headers, a column for each bucket default B0 to B4. */
const TABLE: readonly (readonly [row: string, headers: EncryptionHeaders, cells: readonly string[]])[] = [
  ['P1 no header', {}, ['S3', 'KMS K1 bk0', 'KMS K1 bk1', 'KMS aws/s3 bk1', 'DSSE K1']],
  ['P2 AES256', { sse: 'AES256' }, all('S3')],
  [
    'P3 aws:kms',
    { sse: 'aws:kms' },
    ['KMS aws/s3 bk0', 'KMS aws/s3 bk0', 'KMS aws/s3 bk1', 'KMS aws/s3 bk1', 'KMS aws/s3 bk0'],
  ],
  ['P4 aws:kms K2', { sse: 'aws:kms', ...K2 }, ['KMS K2 bk0', 'KMS K2 bk0', 'KMS K2 bk1', 'KMS K2 bk1', 'KMS K2 bk0']],
  ['P5 aws:kms, flag on', { sse: 'aws:kms', bucketKeyEnabled: true }, all('KMS aws/s3 bk1')],
  ['P5 aws:kms K2, flag on', { sse: 'aws:kms', ...K2, bucketKeyEnabled: true }, all('KMS K2 bk1')],
  ['P6 aws:kms, flag off', { sse: 'aws:kms', bucketKeyEnabled: false }, all('KMS aws/s3 bk0')],
  ['P6 aws:kms K2, flag off', { sse: 'aws:kms', ...K2, bucketKeyEnabled: false }, all('KMS K2 bk0')],
  ['P7 flag on alone', { bucketKeyEnabled: true }, ['S3*', 'KMS K1 bk1', 'KMS K1 bk1', 'KMS aws/s3 bk1', 'DSSE K1*']],
  ['P8 flag off alone', { bucketKeyEnabled: false }, ['S3', 'KMS K1 bk0', 'KMS K1 bk0', 'KMS aws/s3 bk0', 'DSSE K1']],
  ['P9 key id alone', K2, all('400')],
  ['P10 dsse', { sse: 'aws:kms:dsse' }, all('DSSE aws/s3')],
  ['P10 dsse K2', { sse: 'aws:kms:dsse', ...K2 }, all('DSSE K2')],
  ['P11 AES256 with key id', { sse: 'AES256', ...K2 }, all('400')],
  [
    'P14 context changes nothing',
    { context: { a: 'b' } },
    ['S3', 'KMS K1 bk0', 'KMS K1 bk1', 'KMS aws/s3 bk1', 'DSSE K1'],
  ],
  ['P15 AES256, flag on', { sse: 'AES256', bucketKeyEnabled: true }, all('S3*')],
  ['P15 dsse, flag on', { sse: 'aws:kms:dsse', bucketKeyEnabled: true }, all('DSSE aws/s3*')],
];

describe('encryption of a write, P1 to P11, P14, P15 (F-21 to F-24)', () => {
  test.each(TABLE)('%s', (_row, headers, cells) => {
    expect(Object.values(RULES).map((rule) => cell(headers, rule))).toEqual(cells);
  });

  test('the whole rule supplies algorithm, key and flag together, so that no header means no mixture (F-22)', () => {
    expect(cell({}, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K9' })).toBe('KMS K9 bk0');
    expect(cell({}, { SSEAlgorithm: 'aws:kms:dsse' })).toBe('DSSE aws/s3');
  });

  test('a flag that says false in the rule is a flag that is off (F-03)', () => {
    expect(cell({}, { ...RULES.B1, BucketKeyEnabled: false })).toBe('KMS K1 bk0');
  });

  test('the flag of an AES256 or DSSE rule does nothing to an object of that algorithm (F-06, F-07)', () => {
    expect(cell({}, { SSEAlgorithm: 'AES256', BucketKeyEnabled: true })).toBe('S3');
    expect(cell({}, { ...RULES.B4, BucketKeyEnabled: true })).toBe('DSSE K1');
  });
});

test.each<[string, EncryptionHeaders, EncryptionRule]>([
  ['AES256 by a header', { sse: 'AES256', bucketKeyEnabled: true }, RULES.B2],
  ['DSSE by a header', { sse: 'aws:kms:dsse', bucketKeyEnabled: true }, RULES.B2],
  ['DSSE by the rule', { bucketKeyEnabled: true }, RULES.B4],
])('an object under %s has no bucket key, whatever the flag says (F-07)', (_which, headers, rule) => {
  expect(resolveEncryption(headers, bucketWith(rule), CLOSED).bucketKey).toBe(false);
});

describe('a rule as it is kept and shown (F-01, F-02, F-08)', () => {
  const shown = (rule: EncryptionRule, before = UNCONFIGURED): EncryptionRule => {
    const valuation = bucketEncryption.valuation({ type: 'PutBucketEncryption', rule });
    return shownRule(configuration(rule, bucketEncryption.on.PutBucketEncryption.after('sseS3', valuation), before));
  };

  test('of a bucket that nobody configured is that of SSE-S3', () => {
    expect(shownRule(UNCONFIGURED)).toStrictEqual({ SSEAlgorithm: 'AES256', BucketKeyEnabled: false });
  });

  test.each(Object.entries(RULES))('is what was put, with a flag that says false where none was: %s', (_name, rule) => {
    expect(shown(rule)).toStrictEqual({ BucketKeyEnabled: false, ...rule });
  });

  test.each<EncryptionRule>([
    { SSEAlgorithm: 'AES256', BucketKeyEnabled: true },
    { SSEAlgorithm: 'aws:kms:dsse', BucketKeyEnabled: true },
  ])('shows a flag that has nothing to act on (F-06): $SSEAlgorithm', (rule) => {
    expect(shown(rule)).toStrictEqual(rule);
  });

  test('keeps what the bucket blocks, where it says nothing of it (F-17)', () => {
    const blocking = { ...UNCONFIGURED, blocked: ['SSE-C'] } as const;
    expect(shown(RULES.B0, blocking)).toMatchObject({ BlockedEncryptionTypes: ['SSE-C'] });
    expect(shown({ ...RULES.B0, BlockedEncryptionTypes: ['NONE'] }, blocking)).toMatchObject({
      BlockedEncryptionTypes: ['NONE'],
    });
  });

  test('has an algorithm in each of its states', () => {
    expect((['sseS3', 'sseKms', 'sseKmsBucketKey', 'dsseKms'] as const).map(ruleAlgorithm)).toEqual([
      'AES256',
      'aws:kms',
      'aws:kms',
      'aws:kms:dsse',
    ]);
  });

  test('was put by somebody, and only a rule for another algorithm has a flag that lies dormant (U-15)', () => {
    expect(bucketWith(RULES.B2)).toMatchObject({ history: 'put', dormantFlag: false });
    expect(bucketWith({ ...RULES.B4, BucketKeyEnabled: false }).dormantFlag).toBe(false);
  });
});

describe('points AWS leaves open', () => {
  test.each([
    ['of an AES256 rule', { SSEAlgorithm: 'AES256', BucketKeyEnabled: true }],
    ['of a DSSE rule', { ...RULES.B4, BucketKeyEnabled: true }],
  ] as const)(
    'the flag %s wakes up for an object that asks for aws:kms only if the profile says so (U-15)',
    (_what, rule) => {
      expect(flagIsDormant({ sse: 'aws:kms' }, bucketWith(rule))).toBe(true);
      expect(cell({ sse: 'aws:kms' }, rule, { ...CLOSED, dormantFlag: true })).toBe('KMS aws/s3 bk1');
      expect(cell({ sse: 'aws:kms' }, rule, CLOSED)).toBe('KMS aws/s3 bk0');
    },
  );

  test('a flag in the request leaves nothing open, nor does the flag of a rule for aws:kms (F-23)', () => {
    const rule = { SSEAlgorithm: 'AES256', BucketKeyEnabled: true } as const;
    expect(flagIsDormant({ sse: 'aws:kms', bucketKeyEnabled: false }, bucketWith(rule))).toBe(false);
    expect(cell({ sse: 'aws:kms', bucketKeyEnabled: false }, rule, { ...CLOSED, dormantFlag: true })).toBe(
      'KMS aws/s3 bk0',
    );
    expect(flagIsDormant({ sse: 'aws:kms' }, bucketWith(RULES.B2))).toBe(false);
    expect(flagIsDormant({ sse: 'aws:kms' }, bucketWith(RULES.B0))).toBe(false);
    expect(flagIsDormant({}, bucketWith(rule))).toBe(false);
    expect(flagIsDormant({ sse: 'aws:kms:dsse' }, bucketWith(rule))).toBe(false);
  });

  test('by the other reading aws:kms without key id takes the key of a rule of the same algorithm only (D-04)', () => {
    const open = { ...CLOSED, kmsHeaderUsesBucketKey: true };
    expect(Object.values(RULES).map((rule) => cell({ sse: 'aws:kms' }, rule, open))).toEqual([
      'KMS aws/s3 bk0',
      'KMS K1 bk0',
      'KMS K1 bk1',
      'KMS aws/s3 bk1',
      'KMS aws/s3 bk0',
    ]);
    expect(cell({ sse: 'aws:kms', ...K2 }, RULES.B2, open)).toBe('KMS K2 bk1');
  });

  test('a key id that a KMS bucket ignores leaves the bucket its own key (U-14)', () => {
    expect(resolveEncryption(K2, bucketWith(RULES.B2), CLOSED).key).toEqual({ reference: 'K1', by: 'rule' });
  });
});

describe('what an object in a state shows and needs (F-26, F-33)', () => {
  test.each([
    ['absent', null, false],
    ['plain', null, false],
    ['sseC', null, false],
    ['sseS3', 'AES256', false],
    ['sseKms', 'aws:kms', true],
    ['sseKmsBucketKey', 'aws:kms', true],
    ['dsseKms', 'aws:kms:dsse', true],
  ] as const)('%s', (state, algorithm, kms) => {
    expect([shownAlgorithm(state), needsKms(state)]).toEqual([algorithm, kms]);
  });

  test('only aws:kms has a state with bucket key (F-07, F-23)', () => {
    expect([
      objectState('AES256', false),
      objectState('aws:kms', false),
      objectState('aws:kms', true),
      objectState('aws:kms:dsse', false),
    ]).toEqual(['sseS3', 'sseKms', 'sseKmsBucketKey', 'dsseKms']);
  });
});
