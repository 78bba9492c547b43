import { describe, expect, test } from 'vitest';
import { changed, settled } from '../records/lagging.ts';
import type { KeyControl, KmsKey } from '../records/records.ts';
import { Scope } from '../store/scope.ts';
import { IDEAL } from '../testing/model-run.ts';
import { HOME_ACCOUNT, SCENE } from '../testing/scene.ts';
import { accountRootArn } from '../vocabulary/arn.ts';
import { type KmsQuestion, keyStateAt, kmsAnswers } from './kms-answer.ts';

const ann = new Scope(SCENE, IDEAL).requesters.get('ann');
if (ann === undefined) throw new RangeError('ann');

const QUESTION: KmsQuestion = {
  by: ann,
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
  state,
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
const shut = (key: KmsKey): KmsKey => ({ ...key, policy: settled([]) });

describe('what KMS answers (F-115)', () => {
  const cases: readonly (readonly [why: string, key: KmsKey | undefined, answer: string])[] = [
    ['an enabled key that the policy opens', KEY, 'ok'],
    ['no such key (E-07)', undefined, 'NotFoundException'],
    ['a policy that does not allow (E-01)', shut(KEY), 'AccessDeniedException'],
    ['disabled (E-05)', inState('disabled'), 'DisabledException'],
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
