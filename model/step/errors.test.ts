import { describe, expect, test } from 'vitest';
import { attributes, bucketPolicy, copy, encrypt, get, head, keyPolicy, put, remove } from '../testing/events.ts';
import { AWS, answerOf, callsOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, RULES } from '../testing/scene.ts';
import type { Event } from '../vocabulary/events/event.ts';

const DENY_ALL = { effect: 'Deny', principal: '*', actions: ['s3:*'] } as const;
const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;
const LET_EVE_IN = bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:*'] });

const IA = '400 InvalidArgument';
const OPEN = bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] });

describe('errors, and what reached KMS before', () => {
  type Row = readonly [
    what: string,
    before: readonly Event[],
    by: string,
    event: Event,
    answer: string,
    calls: readonly string[],
  ];
  const denyKms = (action: 'kms:GenerateDataKey' | 'kms:Decrypt') =>
    keyPolicy(
      'K1',
      { effect: 'Allow', principal: '*', actions: ['kms:*'] },
      { effect: 'Deny', principal: '*', actions: [action] },
    );
  const noKey = (ref: string): Row => [
    `E-07 to E-09: ${ref}`,
    [],
    'ann',
    put('b/o', { sse: 'aws:kms', kmsKeyId: ref }),
    '400 KMS.NotFoundException',
    [`GenerateDataKey ${ref} b/o NotFoundException`],
  ];
  const rows: readonly Row[] = [
    [
      'E-01 a write without GenerateDataKey (F-35)',
      [denyKms('kms:GenerateDataKey')],
      'ann',
      put('b/o', KMS),
      '403 AccessDenied',
      ['GenerateDataKey K1 b/o AccessDeniedException'],
    ],
    [
      'E-02 a read without Decrypt',
      [put('b/o', KMS), denyKms('kms:Decrypt')],
      'ann',
      get('b/o'),
      '403 AccessDenied',
      ['Decrypt K1 b/o AccessDeniedException'],
    ],
    [
      'E-02 a copy source without Decrypt',
      [put('b/o', KMS), denyKms('kms:Decrypt')],
      'ann',
      copy('b/o', 'c/o'),
      '403 AccessDenied',
      ['Decrypt K1 b/o AccessDeniedException'],
    ],
    [
      'E-03 warm: KMS is not asked',
      [encrypt('b', RULES.B2), put('b/o'), keyPolicy('K1')],
      'ann',
      put('b/p'),
      '200',
      [],
    ],
    [
      'E-04 a condition on the objects, and a bucket key (SC-02)',
      [
        encrypt('b', RULES.B2),
        keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'], contextArn: 'arn:aws:s3:::b/*' }),
      ],
      'ann',
      put('b/o'),
      '403 AccessDenied',
      ['GenerateDataKey K1 b AccessDeniedException'],
    ],
    [
      'E-05 a disabled key',
      [{ op: 'DisableKey', keyId: 'K1' }],
      'ann',
      put('b/o', KMS),
      '400 KMS.DisabledException',
      ['GenerateDataKey K1 b/o DisabledException'],
    ],
    [
      'E-06 a key pending deletion',
      [{ op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 }],
      'ann',
      put('b/o', KMS),
      '400 KMS.KMSInvalidStateException',
      ['GenerateDataKey K1 b/o KMSInvalidStateException'],
    ],
    noKey('nonsense'),
    noKey('alias/nope'),
    noKey(`arn:aws:kms:us-east-1:${HOME_ACCOUNT}:key/K1`),
    noKey('aws/s3'),
    [
      'E-09 aws/s3 in the rule: one cold call with the ARN of the bucket (SC-21)',
      [encrypt('b', { ...RULES.B2, KMSMasterKeyID: 'aws/s3' })],
      'ann',
      put('b/o'),
      '400 KMS.NotFoundException',
      ['GenerateDataKey aws/s3 b NotFoundException'],
    ],
    [
      'E-11 throttled',
      [{ op: 'ThrottleKms', on: true }],
      'ann',
      put('b/o', KMS),
      '503 SlowDown',
      ['GenerateDataKey K1 b/o ThrottlingException'],
    ],
    ['E-11 throttled, but nothing to ask KMS (F-132)', [{ op: 'ThrottleKms', on: true }], 'ann', put('b/o'), '200', []],
    [
      'U-32 KMS cannot be reached',
      [{ op: 'InterruptKms', on: true }],
      'ann',
      put('b/o', KMS),
      '503 *',
      ['GenerateDataKey K1 b/o unreachable'],
    ],
    [
      'U-32 the answer of KMS is lost, its call carried out',
      [{ op: 'InterruptKms', on: true, answersLost: true }],
      'ann',
      put('b/o', KMS),
      '503 *',
      ['GenerateDataKey K1 b/o'],
    ],
    [
      'U-32 a refusal is lost as well',
      [
        { op: 'DisableKey', keyId: 'K1' },
        { op: 'InterruptKms', on: true, answersLost: true },
      ],
      'ann',
      put('b/o', KMS),
      '503 *',
      ['GenerateDataKey K1 b/o DisabledException'],
    ],
    [
      'U-32 who asks again is another request, with a call of its own',
      [{ op: 'InterruptKms', on: true, answersLost: true }, put('b/o', KMS), { op: 'InterruptKms', on: false }],
      'ann',
      put('b/o', KMS),
      '200',
      ['GenerateDataKey K1 b/o'],
    ],
    ['U-32 nor need it be', [{ op: 'InterruptKms', on: true }], 'ann', put('b/o'), '200', []],
    [
      'U-32 KMS can be reached again',
      [
        { op: 'InterruptKms', on: true },
        { op: 'InterruptKms', on: false },
      ],
      'ann',
      put('b/o', KMS),
      '200',
      ['GenerateDataKey K1 b/o'],
    ],
    ['E-16 a KMS object read by an old signature', [put('b/o', KMS)], 'ann-v2', get('b/o'), '400 InvalidArgument', []],
    ['E-16 and looked at', [put('b/o', KMS)], 'ann-v2', head('b/o'), '400', []],
    ['E-16 and written', [], 'ann-v2', put('b/o', KMS), '400 InvalidArgument', []],
    ['E-16 other objects are read and written', [put('b/o')], 'ann-v2', copy('b/o', 'b/p'), '200', []],
    ['E-16 a KMS object copied', [put('b/o', KMS)], 'ann-v2', copy('b/o', 'b/p', { sse: 'AES256' }), IA, []],
    ['F-101 by nobody', [put('b/o', KMS), OPEN], 'anyone', get('b/o'), '400 InvalidArgument', []],
    ['F-101 nobody may read what is not under KMS', [put('b/o'), OPEN], 'anyone', get('b/o'), '200', []],
    ['E-46 nobody may read what is not public', [put('b/o')], 'anyone', get('b/o'), '403 AccessDenied', []],
    ['F-16 an old signature puts no rule', [], 'ann-v2', encrypt('b', RULES.B2), '400 *', []],
    ['E-46 nobody owns a bucket', [], 'anyone', { op: 'CreateBucket', bucket: 'new' }, '403 AccessDenied', []],
    ['F-101 KMS wants to know who asks', [], 'ann-v2', { op: 'DisableKey', keyId: 'K1' }, '400 *', []],
    ['E-15 an algorithm on a read', [put('b/o')], 'ann', get('b/o', { sse: 'AES256' }), '400 InvalidArgument', []],
    ['E-15 a key id on a read', [put('b/o', KMS)], 'ann', get('b/o', { kmsKeyId: 'K1' }), '400 InvalidArgument', []],
    ['E-15 an algorithm on HEAD', [put('b/o')], 'ann', head('b/o', { sse: 'AES256' }), '400', []],
    [
      'F-183 an algorithm on GetObjectAttributes',
      [put('b/o')],
      'ann',
      { op: 'GetObjectAttributes', bucket: 'b', key: 'o', checksum: false, headers: { sse: 'aws:kms' } },
      '400 InvalidArgument',
      [],
    ],
    ['U-14 a flag on a read', [put('b/o')], 'ann', get('b/o', { bucketKeyEnabled: true }), '200', []],
    ['E-12 a key id without algorithm (SC-22)', [], 'ann', put('b/o', { kmsKeyId: 'K1' }), '400 InvalidArgument', []],
    [
      'E-12 a key id without algorithm on a KMS bucket (P9)',
      [encrypt('b', RULES.B2)],
      'ann',
      put('b/o', { kmsKeyId: 'K1' }),
      '400 InvalidArgument',
      [],
    ],
    ['E-13 AES256 with key id', [], 'ann', put('b/o', { sse: 'AES256', kmsKeyId: 'K1' }), '400 InvalidArgument', []],
    [
      'E-13 the same in a copy',
      [put('b/o')],
      'ann',
      copy('b/o', 'b/p', { sse: 'AES256', kmsKeyId: 'K1' }),
      '400 InvalidArgument',
      [],
    ],
    ['F-29 an empty algorithm', [], 'ann', put('b/o', { sse: '' }), '400 InvalidArgument', []],
    ['F-29 no algorithm', [], 'ann', put('b/o', { sse: 'malformed' }), '400 *', []],
    ['F-29 on a read', [put('b/o')], 'ann', get('b/o', { sse: 'malformed' }), '400 *', []],
    ['E-18 a malformed context', [], 'ann', put('b/o', { context: 'malformed' }), '400 *', []],
    ['E-29 no such bucket', [], 'ann', put('none/o'), '404 NoSuchBucket', []],
    ['E-29 no such source bucket', [], 'ann', copy('none/o', 'b/o'), '404 NoSuchBucket', []],
    ['E-29 no such destination bucket', [put('b/o')], 'ann', copy('b/o', 'none/o'), '404 NoSuchBucket', []],
    ['E-30 no such object', [], 'ann', get('b/o'), '404 NoSuchKey', []],
    ['E-30 no such source object', [], 'ann', copy('b/o', 'b/p'), '404 NoSuchKey', []],
    ['E-46 denied by S3', [bucketPolicy('b', DENY_ALL)], 'ann', put('b/o'), '403 AccessDenied', []],
    [
      'E-39 an object under the managed key, read from another account',
      [put('b/o', { sse: 'aws:kms' }), LET_EVE_IN],
      'eve',
      get('b/o'),
      '403 AccessDenied',
      ['Decrypt aws/s3 b/o AccessDeniedException'],
    ],
    [
      "a write from another account under this account's key (F-102)",
      [LET_EVE_IN],
      'eve',
      put('b/o', { sse: 'aws:kms', kmsKeyId: homeKey('K1') }),
      '403 AccessDenied',
      ['GenerateDataKey K1 b/o AccessDeniedException'],
    ],
  ];
  test.each(rows)('%s', (_what, before, by, event, answer, calls) => {
    const run = new ModelRun();
    for (const earlier of before) run.take('ann', earlier);
    const outcome = run.take(by, event);
    expect([answerOf(outcome), callsOf(outcome)]).toEqual([answer, calls]);
  });

  test('a refusal shows nothing but status and code', () => {
    const {
      status: _status,
      code: _code,
      kmsCalls: _calls,
      because: _because,
      ...rest
    } = new ModelRun().take('ann', get('b/none'));
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  test('HeadObject refuses without a code, since it has no body', () => {
    const run = new ModelRun();
    expect([run.answer('ann', head('none/o')), run.answer('ann', head('b/o')), run.answer('eve', head('b/o'))]).toEqual(
      ['404', '404', '403'],
    );
  });
});

describe('GetObjectAttributes (F-183)', () => {
  test.each(['s3:GetObject', 's3:GetObjectAttributes'] as const)('needs %s, and answers with a code', (action) => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    run.take('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: [action] }));
    expect(run.answer('ann', attributes('b/o'))).toBe('403 AccessDenied');
  });

  test('shows the ETag and nothing else, of an object that is there (F-45)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    const { etag } = run.take('ann', put('b/o'));
    const { status, because: _, kmsCalls, ...parts } = run.take('ann', attributes('b/o'));
    const { etag: shown, ...rest } = parts;
    expect([status, shown, kmsCalls]).toEqual([200, etag, []]);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
    expect(run.answer('ann', attributes('b/none'))).toBe('404 NoSuchKey');
  });
});

describe('which error comes first (F-04, U-30)', () => {
  /** A bucket that denies everything, whose key is disabled, asked for with headers that are wrong. */
  function everythingWrong(): ModelRun {
    const run = new ModelRun();
    run.take('ann', put('b/there', KMS));
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    run.take('ann', bucketPolicy('b', DENY_ALL));
    return run;
  }
  const BAD = { kmsKeyId: 'K1' };

  test.each([
    ['the bucket before the headers', put('none/o', BAD), '404 NoSuchBucket'],
    ['the headers before S3 authorisation', put('b/o', BAD), '400 InvalidArgument'],
    ['S3 authorisation before KMS', put('b/o', KMS), '403 AccessDenied'],
    ['S3 authorisation before the object', get('b/none'), '403 AccessDenied'],
    ['S3 authorisation before the state of the key', get('b/there'), '403 AccessDenied'],
    ['in a copy: the headers before S3 authorisation', copy('b/there', 'c/o', BAD), '400 InvalidArgument'],
    ['in a copy: S3 authorisation before the source object', copy('b/none', 'c/o'), '403 AccessDenied'],
    ['in a copy: the source bucket before the headers', copy('none/o', 'c/o', BAD), '404 NoSuchBucket'],
  ] as const)('%s', (_what, event, answer) => {
    const outcome = everythingWrong().take('ann', event);
    expect([answerOf(outcome), outcome.kmsCalls]).toEqual([answer, []]);
  });

  test('the object before the state of its key', () => {
    const run = new ModelRun();
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    expect(run.answer('ann', copy('b/none', 'c/o', KMS))).toBe('404 NoSuchKey');
  });

  test('the copy onto itself before KMS (F-51)', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'ThrottleKms', on: true });
    expect(run.answer('ann', copy('b/o', 'b/o'))).toBe('400 InvalidRequest');
  });

  test('S3 denies at once, warm or not (F-46, F-119, SC-34)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    run.take('ann', put('b/o'));
    run.take('ann', bucketPolicy('b', DENY_ALL));
    expect([run.answer('ann', get('b/o')), run.answer('ann', put('b/o')), run.answer('ann', remove('b/o'))]).toEqual(
      Array(3).fill('403 AccessDenied'),
    );
  });
});

describe('which of S3 and KMS refuses first is open (U-20)', () => {
  function bothRefuse(profile = AWS): ModelRun {
    const run = new ModelRun(profile);
    run.take('ann', put('b/o', KMS));
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    run.take('ann', bucketPolicy('b', DENY_ALL));
    run.atMs = 3_600_000;
    return run;
  }
  const answers = (run: ModelRun) =>
    new Set(run.outcomes('ann', get('b/o')).map((outcome) => `${answerOf(outcome)} ${callsOf(outcome).length}`));

  test('both are admitted where the profile leaves it open, each with the call that belongs to it', () => {
    expect(answers(bothRefuse())).toEqual(new Set(['403 AccessDenied 0', '400 KMS.DisabledException 1']));
  });

  test('one alone is admitted where it does not', () => {
    expect(answers(bothRefuse(IDEAL))).toEqual(new Set(['403 AccessDenied 0']));
    expect(answers(bothRefuse({ ...IDEAL, refusedFirst: ['kms'] }))).toEqual(new Set(['400 KMS.DisabledException 1']));
  });

  test('S3 denies where KMS would not refuse, without asking KMS', () => {
    for (const profile of [AWS, { ...IDEAL, refusedFirst: ['kms' as const] }]) {
      const run = new ModelRun(profile);
      run.take('ann', put('b/o', KMS));
      run.take('ann', bucketPolicy('b', DENY_ALL));
      run.atMs += profile.policyDelayMs;
      expect(answers(run)).toEqual(new Set(['403 AccessDenied 0']));
    }
  });
});
