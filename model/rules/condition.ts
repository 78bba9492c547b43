import type { ConditionOperator, ConditionTests, PolicyCondition } from '../vocabulary/policy-condition.ts';
import { patternMatches } from './pattern.ts';

/** The values that a request has for a condition key, given in lower case; none where it has not the key. */
export type ValuesOf = (key: string) => readonly string[];

/** Whether the condition of a statement holds: each of its operators does, for each condition key (F-186). */
export function conditionHolds(condition: PolicyCondition, valuesOf: ValuesOf): boolean {
  const operators = Object.entries(condition) as [ConditionOperator, ConditionTests][];
  return operators.every(([operator, tests]) => testsHold(operator, tests, valuesOf));
}

function testsHold(operator: ConditionOperator, tests: ConditionTests, valuesOf: ValuesOf): boolean {
  return Object.entries(tests).every(([key, wanted]) => {
    const listed = typeof wanted === 'string' ? [wanted] : wanted;
    return testHolds(operator, listed, valuesOf(key.toLowerCase()));
  });
}

/** Whether the values of a request fit those that are listed for a condition key. */
function testHolds(operator: ConditionOperator, listed: readonly string[], values: readonly string[]): boolean {
  if (operator === 'Null') return listed.includes(String(values.length === 0));
  const fits = (value: string): boolean => fitsOne(operator, listed, value);
  if (operator.startsWith('ForAllValues:')) return values.every(fits);
  if (operator.startsWith('ForAnyValue:')) return values.some(fits);
  // What is missing matches nothing, and so passes where nothing must match.
  return values.length === 0 ? isNegated(operator) : values.some(fits);
}

function fitsOne(operator: ConditionOperator, listed: readonly string[], value: string): boolean {
  const matches = operator.endsWith('Like')
    ? listed.some((pattern) => patternMatches(pattern, value))
    : listed.includes(value);
  return matches !== isNegated(operator);
}

function isNegated(operator: ConditionOperator): boolean {
  return operator.includes('StringNot');
}
