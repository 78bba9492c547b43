import { describe, expect, test } from 'vitest';
import type { PolicyCondition } from '../vocabulary/policy-condition.ts';
import { conditionHolds } from './condition.ts';

/** A request that has condition key `one` once, `some` twice, and no other. */
const valuesOf = (key: string): readonly string[] => ({ one: ['aws:kms'], some: ['a', 'b'] })[key] ?? [];

const holds = (condition: PolicyCondition): boolean => conditionHolds(condition, valuesOf);

describe('a condition (F-186)', () => {
  test.each<[string, PolicyCondition, boolean]>([
    ['that asks nothing', {}, true],
    ['all of whose operators hold', { StringEquals: { one: 'aws:kms' }, Null: { one: 'false' } }, true],
    ['one of whose operators does not hold', { StringEquals: { one: 'aws:kms' }, Null: { one: 'true' } }, false],
    ['both of whose keys hold', { StringLike: { one: 'aws:*', some: 'a' } }, true],
    ['one of whose keys does not hold', { StringLike: { one: 'aws:*', some: 'c' } }, false],
    ['with its key in another case', { StringEquals: { ONE: 'aws:kms' } }, true],
    ['with its value in another case', { StringEquals: { one: 'AWS:KMS' } }, false],
    ['one of whose values fits', { StringEquals: { one: ['AES256', 'aws:kms'] } }, true],
    ['none of whose values fits', { StringEquals: { one: ['AES256', 'aws:kms:dsse'] } }, false],
    ['of whose value the one that was sent is a part', { StringEquals: { one: 'aws:kms:dsse' } }, false],
  ])('%s', (_which, condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test.each<[keyof PolicyCondition, string, boolean, boolean, boolean]>([
    ['StringEquals', 'aws:*', false, false, false],
    ['StringLike', 'aws:*', true, false, false],
    ['StringNotEquals', 'aws:*', true, true, true],
    ['StringNotLike', 'aws:*', false, true, true],
  ])('%s %s of one value, of others and of none: %s, %s, %s', (operator, pattern, one, others, none) => {
    expect([holds({ [operator]: { one: pattern } }), holds({ [operator]: { some: pattern } })]).toEqual([one, others]);
    expect(holds({ [operator]: { missing: pattern } })).toBe(none);
  });

  // Two values: one of them fits, both do, neither does, or none is there.
  test.each<[keyof PolicyCondition, readonly boolean[]]>([
    ['StringEquals', [true, true, false, false]],
    ['ForAnyValue:StringEquals', [true, true, false, false]],
    ['ForAllValues:StringEquals', [false, true, false, true]],
    ['ForAnyValue:StringLike', [true, true, false, false]],
    ['ForAllValues:StringLike', [false, true, false, true]],
    ['StringNotEquals', [true, false, true, true]],
    ['ForAnyValue:StringNotEquals', [true, false, true, false]],
    ['ForAllValues:StringNotEquals', [false, false, true, true]],
    ['ForAnyValue:StringNotLike', [true, false, true, false]],
    ['ForAllValues:StringNotLike', [false, false, true, true]],
  ])('%s of several values', (operator, expected) => {
    const conditions = [{ some: 'a' }, { some: ['a', 'b'] }, { some: 'c' }, { missing: 'a' }];
    expect(conditions.map((tests) => holds({ [operator]: tests }))).toEqual(expected);
  });

  test('Null says whether the key is missing', () => {
    const isMissing = (key: string) => [holds({ Null: { [key]: 'true' } }), holds({ Null: { [key]: 'false' } })];
    expect([isMissing('missing'), isMissing('one'), isMissing('some')]).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ]);
  });
});
