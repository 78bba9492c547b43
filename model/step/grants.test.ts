import { describe, expect, test } from 'vitest';
import { encrypt, get, grant, keyPolicy, put, retire, revoke } from '../testing/events.ts';
import { AWS, answerOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, RULES, SCENE } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { KmsEvent } from '../vocabulary/events/kms-events.ts';
import { type IdentityStatement, KMS_CONTROL_ACTIONS } from '../vocabulary/policy.ts';
import { MINUTE_MS } from '../vocabulary/time.ts';
import { forEachResult } from './enumerate.ts';

const BOB = roleArn(HOME_ACCOUNT, 'bob');
const DENIED = '403 AccessDenied';
const CONTROL = {
  effect: 'Allow',
  principal: accountRootArn(HOME_ACCOUNT),
  actions: KMS_CONTROL_ACTIONS,
} as const;
const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;
const OF_BUCKET = { 'aws:s3:arn': 'arn:aws:s3:::b' };
const OF_OBJECT = { 'aws:s3:arn': 'arn:aws:s3:::b/k' };

/** A key that its administrators control and nobody may use, and what happened to it then. */
function withGrants(...events: readonly KmsEvent[]): ModelRun {
  const run = new ModelRun();
  for (const event of [keyPolicy('K1', CONTROL), ...events]) expect(run.answer('ann', event)).toBe('200');
  return run;
}

describe('a grant (F-203)', () => {
  test('lets its grantee use the key, and nobody else', () => {
    const run = withGrants(grant('g', BOB));
    expect([run.answer('bob', put('b/k', KMS)), run.answer('bob', get('b/k'))]).toEqual(['200', '200']);
    expect([run.answer('ann', get('b/k')), run.answer('ann', put('b/k', KMS))]).toEqual([DENIED, DENIED]);
  });

  test('is for the operations that it lists', () => {
    const run = withGrants({ ...grant('g', BOB), operations: ['GenerateDataKey'] });
    expect([run.answer('bob', put('b/k', KMS)), run.answer('bob', get('b/k'))]).toEqual(['200', DENIED]);
  });

  test('wins over no Deny', () => {
    const run = withGrants(grant('g', BOB));
    run.take('ann', keyPolicy('K1', CONTROL, { effect: 'Deny', principal: BOB, actions: ['kms:Decrypt'] }));
    expect([run.answer('bob', put('b/k', KMS)), run.answer('bob', get('b/k'))]).toEqual(['200', DENIED]);
  });

  test('does not let anybody control the key', () => {
    const run = withGrants(grant('g', BOB), keyPolicy('K1', { ...CONTROL, principal: roleArn(HOME_ACCOUNT, 'ann') }));
    expect(run.answer('bob', { op: 'DisableKey', keyId: 'K1' })).toBe('400 AccessDeniedException');
  });

  test('may be for a role of another account, whose IAM must allow it too (F-102, F-187)', () => {
    const eve = roleArn(OTHER_ACCOUNT, 'ann');
    const answers = [[], [{ effect: 'Allow', actions: ['kms:*', 's3:*'] } as const]].map((statements) => {
      const identityPolicies = [{ account: OTHER_ACCOUNT, principal: 'ann', statements }];
      const run = new ModelRun(IDEAL, { ...SCENE, identityPolicies });
      run.take('ann', grant('g', eve));
      return run.answer('eve', put('away/k', { ...KMS, kmsKeyId: homeKey('K1') }));
    });
    expect(answers).toEqual([DENIED, '200']);
  });
});

describe('constraints of a grant (F-204, F-205)', () => {
  const WITH_BUCKET_KEY = { ...KMS, bucketKeyEnabled: true };
  const MORE = { ...KMS, context: { Team: 'red' } };

  test.each([
    ['an object, without a bucket key', { EncryptionContextSubset: OF_OBJECT }, KMS, '200'],
    ['an object, with a bucket key', { EncryptionContextSubset: OF_OBJECT }, WITH_BUCKET_KEY, DENIED],
    ['the bucket, with a bucket key', { EncryptionContextSubset: OF_BUCKET }, WITH_BUCKET_KEY, '200'],
    ['the bucket, without a bucket key', { EncryptionContextSubset: OF_BUCKET }, KMS, DENIED],
    ['no pattern', { EncryptionContextSubset: { 'aws:s3:arn': 'arn:aws:s3:::b/*' } }, KMS, DENIED],
    ['these pairs and others', { EncryptionContextSubset: OF_OBJECT }, MORE, '200'],
    ['these pairs alone', { EncryptionContextEquals: OF_OBJECT }, KMS, '200'],
    ['these pairs alone, and there are others', { EncryptionContextEquals: OF_OBJECT }, MORE, DENIED],
    ['pairs that are not there', { EncryptionContextEquals: { ...OF_OBJECT, team: 'red' } }, KMS, DENIED],
    [
      'names in another case',
      { EncryptionContextEquals: { 'AWS:S3:Arn': 'arn:aws:s3:::b/k', team: 'red' } },
      MORE,
      '200',
    ],
    ['values in another case', { EncryptionContextSubset: { team: 'Red' } }, MORE, DENIED],
    [
      'both, and one is not met',
      { EncryptionContextEquals: OF_OBJECT, EncryptionContextSubset: { a: 'b' } },
      KMS,
      DENIED,
    ],
  ])('%s', (_why, constraints, headers, answer) => {
    expect(withGrants(grant('g', BOB, constraints)).answer('bob', put('b/k', headers))).toBe(answer);
  });
});

describe('who revokes a grant (F-206)', () => {
  const GONE = '400 NotFoundException';

  test('takes it back, once', () => {
    const run = withGrants(grant('g', BOB), revoke('g'));
    expect([run.answer('bob', put('b/k', KMS)), run.answer('ann', revoke('g'))]).toEqual([DENIED, GONE]);
  });

  test('leaves other grants', () => {
    const run = withGrants(grant('g', BOB), grant('h', BOB), revoke('g'));
    expect(run.answer('bob', put('b/k', KMS))).toBe('200');
  });

  test('means the last of that name', () => {
    const run = withGrants(grant('g', BOB), grant('g', roleArn(HOME_ACCOUNT, 'ann')), revoke('g'));
    expect([run.answer('ann', revoke('g')), run.answer('bob', put('b/k', KMS))]).toEqual([GONE, '200']);
  });

  test('does not reach who has a bucket key cached (F-118)', () => {
    const run = withGrants(grant('g', BOB));
    run.take('ann', encrypt('b', RULES.B2));
    expect(run.answer('bob', put('b/k'))).toBe('200');
    run.take('ann', revoke('g'));
    expect(run.answer('bob', get('b/k'))).toBe('200');
    run.atMs = IDEAL.cacheLifetime.maxMs;
    expect(run.answer('bob', get('b/k'))).toBe(DENIED);
  });
});

describe('what a key must be like (F-206)', () => {
  const SCHEDULE = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 } as const;

  test.each([
    ['disabled', { op: 'DisableKey', keyId: 'K1' } as const, '400 DisabledException'],
    ['pending deletion', SCHEDULE, '400 KMSInvalidStateException'],
  ])('%s, it gets no grant and loses one', (_state, event, refusal) => {
    const run = withGrants(grant('g', BOB), event);
    expect([run.answer('ann', grant('h', BOB)), run.answer('ann', revoke('g'))]).toEqual([refusal, '200']);
  });

  test('its policy must allow both', () => {
    const run = withGrants(grant('g', BOB));
    const actions = ['kms:CreateGrant', 'kms:RevokeGrant'] as const;
    run.take('ann', keyPolicy('K1', CONTROL, { effect: 'Deny', principal: '*', actions }));
    const refused = [grant('h', BOB), revoke('g')].map((event) => run.answer('ann', event));
    expect(refused).toEqual(['400 AccessDeniedException', '400 AccessDeniedException']);
  });

  test('another account has no such key', () => {
    expect(new ModelRun().answer('eve', grant('g', BOB))).toBe('400 NotFoundException');
  });
});

/** Every answer that somebody may get who writes an object under K1. */
function answers(run: ModelRun, by: string): readonly string[] {
  return [...new Set(run.outcomes(by, put('b/k', KMS)).map(answerOf))].sort();
}

test('a grant may be seen late, and so may it that it is gone (F-122)', () => {
  const run = new ModelRun({ ...IDEAL, kmsDelayMs: MINUTE_MS });
  run.take('ann', keyPolicy('K1', CONTROL));
  run.atMs = 2 * MINUTE_MS;
  run.take('ann', grant('g', BOB));
  expect(answers(run, 'bob')).toEqual(['200', DENIED]);
  run.atMs += MINUTE_MS;
  expect(answers(run, 'bob')).toEqual(['200']);
  run.take('ann', revoke('g'));
  expect(answers(run, 'bob')).toEqual(['200', DENIED]);
  run.atMs += MINUTE_MS;
  expect(answers(run, 'bob')).toEqual([DENIED]);
});

test('of the grants of a key that was there before the trace nobody knows: only a Deny is sure', () => {
  const run = new ModelRun(IDEAL, { ...SCENE, unknown: { kmsKeys: ['K1'] } });
  const deny = { effect: 'Deny', principal: roleArn(HOME_ACCOUNT, 'ann'), actions: ['kms:*'] } as const;
  run.take('admin', keyPolicy('K1', CONTROL, deny));
  expect(answers(run, 'bob')).toContain('200');
  expect(answers(run, 'bob')).toContain(DENIED);
  expect(answers(run, 'ann')).not.toContain('200');
});

test('a key of another use has not the operations, or for all that is known some of them', () => {
  const kmsKeys = SCENE.kmsKeys.map((key) => (key.id === 'K1' ? { ...key, keySpec: 'RSA_2048' as const } : key));
  const [sure, open] = [IDEAL, AWS].map((profile) => new ModelRun(profile, { ...SCENE, kmsKeys }));
  expect(sure?.outcomes('ann', grant('g', BOB)).map(answerOf)).toEqual(['400 ValidationException']);
  expect(open?.outcomes('ann', grant('g', BOB)).map(answerOf)).toEqual(['200', '400 ValidationException']);
});

describe('to retire a grant (F-208)', () => {
  const ANN = roleArn(HOME_ACCOUNT, 'ann');
  const REFUSED = '400 AccessDeniedException';
  const DECRYPTS = ['Decrypt'] as const;
  const NAMING: readonly (readonly [who: string, made: KmsEvent, answer: string])[] = [
    ['its grantee, if it lists that', { ...grant('g', BOB), operations: ['Decrypt', 'RetireGrant'] }, '200'],
    ['its grantee not otherwise', { ...grant('g', BOB), operations: DECRYPTS }, REFUSED],
    ['its retiring principal', { ...grant('g', ANN), operations: DECRYPTS, retiringPrincipal: BOB }, '200'],
    ['nobody else', { ...grant('g', ANN), retiringPrincipal: ANN }, REFUSED],
  ];

  /** IAM says this of bob. */
  function withBob(...statements: readonly IdentityStatement[]): ModelRun {
    return new ModelRun(IDEAL, {
      ...SCENE,
      identityPolicies: [{ account: HOME_ACCOUNT, principal: 'bob', statements }],
    });
  }

  test.each(NAMING)('%s may, where IAM allows nothing at KMS', (_who, made, answer) => {
    const run = withBob({ effect: 'Allow', actions: ['s3:*'] });
    run.take('ann', made);
    expect(run.answer('bob', retire('g'))).toBe(answer);
  });

  test('may who IAM lets, and it forbids it to who the grant names', () => {
    const allowed = withBob({ effect: 'Allow', actions: ['kms:RetireGrant'] });
    allowed.take('ann', grant('g', ANN));
    const denied = withBob({ effect: 'Deny', actions: ['kms:RetireGrant'] });
    denied.take('ann', { ...grant('g', ANN), retiringPrincipal: BOB });
    expect([allowed, denied].map((run) => run.answer('bob', retire('g')))).toEqual(['200', REFUSED]);
  });

  test('has nothing to do with the key policy, nor with the state of the key', () => {
    const run = withGrants(grant('g', BOB));
    run.take('ann', keyPolicy('K1', CONTROL, { effect: 'Deny', principal: '*', actions: ['kms:RetireGrant'] }));
    run.take('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
    expect([run.answer('ann', revoke('h')), run.answer('ann', retire('g'))]).toEqual(['400 NotFoundException', '200']);
  });

  test('ends it as to revoke it does, once', () => {
    const run = withGrants(grant('g', BOB));
    expect([run.answer('bob', retire('g')), run.answer('bob', retire('g'))]).toEqual(['200', '400 NotFoundException']);
    expect(run.answer('bob', put('b/k', KMS))).toBe(DENIED);
    expect(run.answer('eve', retire('g'))).toBe('400 NotFoundException');
  });

  test('may be refused for one or the other where it is not there, and IAM does not allow it (U-20)', () => {
    const identityPolicies = [{ account: HOME_ACCOUNT, principal: 'bob', statements: [] }];
    const codes = [IDEAL, { ...IDEAL, refusedFirst: ['s3', 'kms'] } as const].map((profile) =>
      new ModelRun(profile, { ...SCENE, identityPolicies }).outcomes('bob', retire('g')).map(({ code }) => code),
    );
    expect(codes).toEqual([['NotFoundException'], ['NotFoundException', 'AccessDeniedException']]);
  });

  test('of a key of the past may be allowed or not, of who IAM does not let', () => {
    const identityPolicies = [{ account: HOME_ACCOUNT, principal: 'bob', statements: [] }];
    const run = new ModelRun(IDEAL, { ...SCENE, identityPolicies, unknown: { kmsKeys: ['K1'] } });
    const answersTo = (by: string): ReadonlySet<string> => {
      const found = new Set<string>();
      const seen = { etag: () => undefined, observation: { status: 400 } };
      forEachResult(run.world, { atMs: 0, by, event: retire('g') }, seen, ({ outcome }) => {
        found.add(answerOf(outcome));
        return true;
      });
      return found;
    };
    expect(answersTo('bob')).toEqual(new Set(['200', REFUSED, '400 NotFoundException']));
    expect(answersTo('ann')).toEqual(new Set(['200', '400 NotFoundException']));
  });
});
