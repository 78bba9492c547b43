import { describe, expect, test } from 'vitest';
import { changed, settled } from '../records/lagging.ts';
import { UNKNOWN_CONTROL, UNKNOWN_KEY_POLICY } from '../records/past.ts';
import { type Grant, type KeyControl, type KmsKey, lastingControl } from '../records/records.ts';
import { requesterNamed } from '../testing/known-requesters.ts';
import { IDEAL } from '../testing/model-run.ts';
import { HOME_ACCOUNT } from '../testing/scene.ts';
import { accountRootArn } from '../vocabulary/arn.ts';
import {
  type KmsQuestion,
  keyStateAt,
  kmsAnswers,
  possibleControls,
  possiblePolicies,
  storedStateAt,
} from './kms-answer.ts';

const ANN = requesterNamed('ann');
const QUESTION: KmsQuestion = {
  by: ANN,
  action: 'kms:Decrypt',
  contextArn: 'arn:aws:s3:::b',
  pairs: [],
  viaService: 's3.eu-west-1.amazonaws.com',
  nowMs: 1_000,
  throttled: false,
  anyRefusal: false,
  pendingDeletion: ['KMSInvalidStateException'],
};
const control = (state: KeyControl['state'], deletedAtMs = Number.POSITIVE_INFINITY): KeyControl => ({
  ...lastingControl(state),
  deletedAtMs,
});
const OPEN = [{ effect: 'Allow', principal: accountRootArn(HOME_ACCOUNT), actions: ['kms:*'] }] as const;
const KEY: KmsKey = {
  id: 'K1',
  arn: `arn:aws:kms:eu-west-1:${HOME_ACCOUNT}:key/K1`,
  account: HOME_ACCOUNT,
  managed: false,
  control: settled(control('enabled')),
  policy: settled(OPEN),
  grants: [],
  onDemandRotations: 0,
  rotates: settled(false),
};
const inState = (state: KeyControl['state'], deletedAtMs?: number): KmsKey => ({
  ...KEY,
  control: settled(control(state, deletedAtMs)),
});
const expired = (materialEndsMs: number): KmsKey => ({
  ...KEY,
  control: settled({ ...lastingControl('enabled'), materialEndsMs }),
});
const shut = (key: KmsKey): KmsKey => ({ ...key, policy: settled([]) });

describe('what KMS answers (F-115)', () => {
  const cases: readonly (readonly [why: string, key: KmsKey | undefined, answer: string])[] = [
    ['an enabled key that the policy opens', KEY, 'ok'],
    ['no such key (E-07)', undefined, 'NotFoundException'],
    ['a policy that does not allow (E-01)', shut(KEY), 'AccessDeniedException'],
    ['disabled (E-05)', inState('disabled'), 'DisabledException'],
    ['pending import (F-209)', inState('pendingImport'), 'KMSInvalidStateException'],
    ['material that has expired (F-211)', expired(1_000), 'KMSInvalidStateException'],
    ['material that is about to expire', expired(1_001), 'ok'],
    ['pending deletion (E-06)', inState('pendingDeletion', 1_001), 'KMSInvalidStateException'],
    ['the waiting period ends at its very time (F-121)', inState('pendingDeletion', 1_000), 'NotFoundException'],
    ['deleted', inState('deleted'), 'NotFoundException'],
    ['the policy comes before the state', shut(inState('disabled')), 'AccessDeniedException'],
    ['existence comes before the policy', shut(inState('deleted')), 'NotFoundException'],
  ];
  test.each(cases)('%s', (_why, key, answer) => {
    expect(kmsAnswers(key, QUESTION)).toEqual([answer]);
  });

  test.each(cases)('throttling comes before all else (F-131): %s', (_why, key) => {
    expect(kmsAnswers(key, { ...QUESTION, throttled: true })).toEqual(['ThrottlingException']);
  });
});

describe('a key that is for something else than encryption (E-10)', () => {
  const other: KmsKey = { ...KEY, isOfOtherUse: true };

  test('refuses for that, after all else', () => {
    const answers = [other, shut(other), { ...inState('disabled'), isOfOtherUse: true }].map((key) =>
      kmsAnswers(key, { ...QUESTION, anyRefusal: true }),
    );
    expect(answers).toEqual([
      ['InvalidKeyUsageException'],
      ['AccessDeniedException', 'InvalidKeyUsageException'],
      ['DisabledException', 'InvalidKeyUsageException'],
    ]);
  });
});

describe('a key pending deletion refuses in each of the ways that are open (F-115)', () => {
  const question = { ...QUESTION, pendingDeletion: ['DisabledException', 'KMSInvalidStateException'] } as const;

  test.each<[string, KmsKey, readonly string[]]>([
    ['pending deletion', inState('pendingDeletion', 1_001), question.pendingDeletion],
    ['its policy comes first', shut(inState('pendingDeletion', 1_001)), ['AccessDeniedException']],
    ['disabled, of which nothing is open', inState('disabled'), ['DisabledException']],
    ['enabled', KEY, ['ok']],
  ])('%s', (_which, key, answers) => {
    expect(kmsAnswers(key, question)).toEqual(answers);
  });
});

describe('grants (F-203)', () => {
  const grant: Grant = { name: 'g', granteePrincipal: ANN.roleArn, operations: ['Decrypt'], given: settled(true) };

  test('are asked as well as the policy', () => {
    expect(kmsAnswers({ ...shut(KEY), grants: [grant] }, QUESTION)).toEqual(['ok']);
    expect(kmsAnswers({ ...shut(KEY), grants: [{ ...grant, granteePrincipal: 'x' }] }, QUESTION)).toEqual([
      'AccessDeniedException',
    ]);
  });

  test('of a key of the past are not known', () => {
    expect(kmsAnswers({ ...shut(KEY), isOfPast: true }, QUESTION)).toEqual(['AccessDeniedException', 'ok']);
  });
});

describe('what a trace that begins in the middle does not tell', () => {
  test('a policy that nobody has seen may allow or not', () => {
    const key = { ...KEY, policy: settled(UNKNOWN_KEY_POLICY) };
    expect(kmsAnswers(key, QUESTION)).toEqual(['ok', 'AccessDeniedException']);
    expect(possiblePolicies(OPEN)).toEqual([OPEN]);
  });

  test('a key in a state that nobody has seen may be in any, and of any kind', () => {
    const key = { ...KEY, control: settled(UNKNOWN_CONTROL) };
    expect(kmsAnswers(key, QUESTION)).toEqual([
      'ok',
      'DisabledException',
      'KMSInvalidStateException',
      'NotFoundException',
      'InvalidKeyUsageException',
    ]);
    expect(possibleControls(UNKNOWN_CONTROL)).toEqual(
      (['enabled', 'disabled', 'pendingImport', 'pendingDeletion', 'deleted'] as const).map((state) => control(state)),
    );
    expect(possibleControls(control('disabled', 5))).toEqual([control('disabled', 5)]);
  });
});

test('without its KMS key a bucket key is lost (F-107, F-121)', () => {
  const stored = (under: KmsKey | undefined, nowMs = 1_000) =>
    storedStateAt({ state: 'active', createdAtMs: 0, uses: 0 }, under, nowMs, IDEAL);
  expect([stored(undefined), stored(KEY), stored(inState('disabled'))]).toEqual(['active', 'active', 'active']);
  expect([999, 1_000].map((nowMs) => stored(inState('pendingDeletion', 1_000), nowMs))).toEqual([
    'active',
    'unrecoverable',
  ]);
  expect(stored(KEY, IDEAL.generationLifetime.maxMs)).toBe('retired');
});

test('no earlier setting outlives the key, however long one may be seen (F-121, F-122)', () => {
  const { current } = inState('pendingDeletion', 1_000).control;
  const late: KmsKey = { ...KEY, control: { current, earlier: [{ value: control('enabled'), untilMs: 2_000 }] } };
  expect(kmsAnswers(late, { ...QUESTION, nowMs: 999 })).toEqual(['KMSInvalidStateException', 'ok']);
  expect(kmsAnswers(late, QUESTION)).toEqual(['NotFoundException']);
});

describe('where the order of refusals is open (U-20)', () => {
  const question = { ...QUESTION, anyRefusal: true };

  test('any refusal that applies may be given, and none that does not', () => {
    expect(kmsAnswers(shut(inState('disabled')), question)).toEqual(['AccessDeniedException', 'DisabledException']);
    expect(kmsAnswers(inState('disabled'), question)).toEqual(['DisabledException']);
    expect(kmsAnswers(shut(KEY), { ...question, throttled: true })).toEqual([
      'ThrottlingException',
      'AccessDeniedException',
    ]);
    expect(kmsAnswers(undefined, { ...question, throttled: true })).toEqual([
      'ThrottlingException',
      'NotFoundException',
    ]);
  });

  test('a deleted key has no policy that could refuse', () => {
    expect(kmsAnswers(shut(inState('deleted')), question)).toEqual(['NotFoundException']);
  });

  test('nothing else is made of a key that serves', () => {
    expect(kmsAnswers(KEY, question)).toEqual(['ok']);
  });
});

describe('changes that are not seen everywhere yet (F-122, U-23)', () => {
  const disabled = { ...KEY, control: changed(KEY.control, control('disabled'), 500, 1_000) };

  test('the state before may act as well, until its time is over', () => {
    expect(kmsAnswers(disabled, QUESTION)).toEqual(['DisabledException', 'ok']);
    expect(kmsAnswers(disabled, { ...QUESTION, nowMs: 1_499 })).toEqual(['DisabledException', 'ok']);
    expect(kmsAnswers(disabled, { ...QUESTION, nowMs: 1_500 })).toEqual(['DisabledException']);
  });

  test('the policy before may act as well', () => {
    const closed = { ...KEY, policy: changed(KEY.policy, [], 500, 1_000) };
    expect(kmsAnswers(closed, QUESTION)).toEqual(['AccessDeniedException', 'ok']);
    expect(kmsAnswers(closed, { ...QUESTION, nowMs: 1_500 })).toEqual(['AccessDeniedException']);
  });

  test('state and policy lag each on their own', () => {
    const both = { ...disabled, policy: changed(KEY.policy, [], 500, 1_000) };
    expect(new Set(kmsAnswers(both, QUESTION))).toEqual(new Set(['AccessDeniedException', 'DisabledException', 'ok']));
  });
});

test('only a key that is pending deletion becomes deleted by waiting (F-121)', () => {
  expect(keyStateAt(control('enabled', 5), 10)).toBe('enabled');
  expect([keyStateAt(control('pendingDeletion', 10), 9), keyStateAt(control('pendingDeletion', 10), 10)]).toEqual([
    'pendingDeletion',
    'deleted',
  ]);
});
