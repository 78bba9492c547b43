import { describe, expect, test } from 'vitest';
import { type PolicyCondition, SSE_KEY } from '../model/index.ts';
import { conditionHolds } from '../model/rules/condition.ts';
import { isPublic } from '../model/rules/policy.ts';
import { conditionSays } from '../properties/ledger/condition.ts';
import { REFERENCE_PARTS } from '../src/reference/index.ts';

type Values = Readonly<Record<string, readonly string[]>>;

/** Model, ledger and reference each tell conditions for themselves: AWS's published logic is the table they share. */
const EVALUATORS: Readonly<Record<string, (condition: PolicyCondition, values: Values) => boolean>> = {
  model: (condition, values) => conditionHolds(condition, (key) => values[key] ?? []),
  ledger: (condition, values) => conditionSays(condition, (key) => values[key] ?? []) === 'yes',
  reference: (condition, values) => {
    const { policies, kms } = REFERENCE_PARTS;
    return policies.holds(condition, new Map(Object.entries(values)), kms.contextMatches);
  },
};

const KEY = 'aws:PrincipalArn';
const KEYS = 'kms:EncryptionContextKeys';
const is = (...values: readonly string[]): Values => ({ 'aws:principalarn': values });
const are = (...values: readonly string[]): Values => ({ 'kms:encryptioncontextkeys': values });
const NOTHING: Values = {};

const LOGIC: readonly (readonly [why: string, condition: PolicyCondition, values: Values, holds: boolean])[] = [
  ['a condition without tests holds', {}, NOTHING, true],
  ['equal', { StringEquals: { [KEY]: 'a' } }, is('a'), true],
  ['not equal', { StringEquals: { [KEY]: 'a' } }, is('b'), false],
  ['values are told apart by case', { StringEquals: { [KEY]: 'a' } }, is('A'), false],
  ['names of condition keys are not', { StringEquals: { 'AWS:principalARN': 'a' } }, is('a'), true],
  ['StringEquals has no wildcards', { StringEquals: { [KEY]: 'a*' } }, is('ab'), false],
  ['one of several values is enough', { StringEquals: { [KEY]: ['a', 'b'] } }, is('b'), true],
  ['what is missing is equal to nothing', { StringEquals: { [KEY]: 'a' } }, NOTHING, false],
  ['a negated operator passes another value', { StringNotEquals: { [KEY]: 'a' } }, is('b'), true],
  ['and stops the value', { StringNotEquals: { [KEY]: 'a' } }, is('a'), false],
  ['none of several values may match', { StringNotEquals: { [KEY]: ['a', 'b'] } }, is('b'), false],
  ['a negated operator passes what is missing', { StringNotEquals: { [KEY]: 'a' } }, NOTHING, true],
  ['a star is any run of characters', { StringLike: { [KEY]: 'a*c' } }, is('abbc'), true],
  ['be it empty', { StringLike: { [KEY]: 'a*' } }, is('a'), true],
  ['or with slashes', { StringLike: { [KEY]: 'a/*' } }, is('a/b/c'), true],
  ['a question mark is one character', { StringLike: { [KEY]: 'a?c' } }, is('abc'), true],
  ['and not none', { StringLike: { [KEY]: 'a?c' } }, is('ac'), false],
  ['what is missing is like nothing', { StringLike: { [KEY]: '*' } }, NOTHING, false],
  ['a negated pattern', { StringNotLike: { [KEY]: 'a*' } }, is('ab'), false],
  ['lets pass what does not match', { StringNotLike: { [KEY]: 'a*' } }, is('b'), true],
  ['and what is missing', { StringNotLike: { [KEY]: '*' } }, NOTHING, true],
  ['Null: true asks that it is missing', { Null: { [KEY]: 'true' } }, NOTHING, true],
  ['and fails where it is there', { Null: { [KEY]: 'true' } }, is('a'), false],
  ['Null: false asks that it is there', { Null: { [KEY]: 'false' } }, is('a'), true],
  ['and fails where it is missing', { Null: { [KEY]: 'false' } }, NOTHING, false],
  ['all operators must hold', { StringLike: { [KEY]: 'a*' }, StringNotEquals: { [KEY]: 'ab' } }, is('ab'), false],
  ['and all keys of one', { StringEquals: { [KEY]: 'a', [KEYS]: 'b' } }, is('a'), false],
  ['ForAllValues: each value is listed', { 'ForAllValues:StringEquals': { [KEYS]: ['a', 'b'] } }, are('a', 'b'), true],
  ['and no other', { 'ForAllValues:StringEquals': { [KEYS]: ['a'] } }, are('a', 'b'), false],
  ['ForAllValues holds of none', { 'ForAllValues:StringEquals': { [KEYS]: ['a'] } }, NOTHING, true],
  ['ForAllValues with patterns', { 'ForAllValues:StringLike': { [KEYS]: ['a*'] } }, are('ab', 'ac'), true],
  [
    'ForAllValues, negated: none is listed',
    { 'ForAllValues:StringNotEquals': { [KEYS]: ['a'] } },
    are('b', 'a'),
    false,
  ],
  ['which is so of none', { 'ForAllValues:StringNotLike': { [KEYS]: ['a*'] } }, NOTHING, true],
  ['ForAnyValue: one value is listed', { 'ForAnyValue:StringEquals': { [KEYS]: ['a'] } }, are('b', 'a'), true],
  ['or not', { 'ForAnyValue:StringEquals': { [KEYS]: ['a'] } }, are('b'), false],
  ['ForAnyValue fails of none', { 'ForAnyValue:StringEquals': { [KEYS]: ['a'] } }, NOTHING, false],
  ['ForAnyValue with patterns', { 'ForAnyValue:StringLike': { [KEYS]: ['?b'] } }, are('b', 'ab'), true],
  [
    'ForAnyValue, negated: one is not listed',
    { 'ForAnyValue:StringNotEquals': { [KEYS]: ['a'] } },
    are('a', 'b'),
    true,
  ],
  ['or all are', { 'ForAnyValue:StringNotLike': { [KEYS]: ['a', 'b'] } }, are('a', 'b'), false],
  ['which fails of none', { 'ForAnyValue:StringNotEquals': { [KEYS]: ['a'] } }, NOTHING, false],
];

describe.each(Object.entries(EVALUATORS))('conditions as the %s tells them (F-186)', (_name, holds) => {
  test.each(LOGIC)('%s', (_why, condition, values, expected) => {
    expect(holds(condition, values)).toBe(expected);
  });

  test('hostile patterns end soon', () => {
    const value = 'a'.repeat(16_000);
    expect(holds({ StringLike: { [KEY]: `${'a*'.repeat(200)}b` } }, is(value.slice(0, 2_000)))).toBe(false);
  });
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const PUBLIC: readonly (readonly [why: string, condition: PolicyCondition | undefined, isPublic: boolean])[] = [
  ['everybody', undefined, true],
  ['everybody whose role is the one', { StringEquals: { [KEY]: 'a' } }, false],
  ['or one of several', { StringLike: { 'AWS:principalARN': ['a', 'b'] } }, false],
  ['but not a pattern', { StringLike: { [KEY]: ['a', 'b*'] } }, true],
  ['nor all but one', { StringNotEquals: { [KEY]: 'a' } }, true],
  ['one of two tests limits', { StringLike: { [KEY]: 'a' }, StringEquals: { [KEY]: 'a*' } }, false],
  ['be it either', { StringLike: { [KEY]: 'a*' }, StringEquals: { [KEY]: 'a' } }, false],
  ['what it is that S3 encrypts with limits nobody', { StringEquals: { [SSE_KEY]: 'aws:kms' } }, true],
];

describe.each([
  ['model', isPublic],
  ['reference', REFERENCE_PARTS.configuration.isPublic],
])('whom an Allow for everybody is for, as the %s tells it (F-162)', (_name, toldPublic) => {
  test.each(PUBLIC)('%s', (_why, condition, expected) => {
    const allow = { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] } as const;
    expect(toldPublic([condition === undefined ? allow : { ...allow, condition }])).toBe(expected);
  });
});
