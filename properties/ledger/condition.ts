import type { PolicyCondition } from '../../model/index.ts';
import type { Certainty } from './certainty.ts';

/** The values that a request has for a condition key, in lower case; undefined where it is not known which. */
export type KnownValues = (key: string) => readonly string[] | undefined;

/** Whether the condition of a statement holds, as far as it is known what the request has (F-186). */
export function conditionSays(condition: PolicyCondition, valuesOf: KnownValues): Certainty {
  let isOpen = false;
  for (const [operator, tests] of Object.entries(condition)) {
    for (const [key, listed] of Object.entries(tests)) {
      const values = valuesOf(key.toLowerCase());
      if (values === undefined) isOpen = true;
      else if (!testHolds(operator, typeof listed === 'string' ? [listed] : listed, values)) return 'no';
    }
  }
  return isOpen ? 'open' : 'yes';
}

function testHolds(operator: string, listed: readonly string[], values: readonly string[]): boolean {
  if (operator === 'Null') return listed.some((flag) => (flag === 'true') === (values.length === 0));
  const passed = values.filter((value) => {
    const isLike = operator.endsWith('Like');
    const isListed = listed.some((one) => (isLike ? matchesPattern(one, value) : one === value));
    return isListed !== operator.includes('StringNot');
  });
  if (operator.startsWith('ForAllValues')) return passed.length === values.length;
  if (operator.startsWith('ForAnyValue')) return passed.length > 0;
  return values.length === 0 ? operator.startsWith('StringNot') : passed.length > 0;
}

/**
 * Whether a pattern in which `*` stands for any run of characters and `?` for any one matches a value: greedy, going
 * back to the last `*` only.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  let inPattern = 0;
  let inValue = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (inValue < value.length) {
    if (pattern[inPattern] === '*') {
      lastStar = inPattern;
      resumeAt = inValue;
      inPattern += 1;
    } else if (pattern[inPattern] === '?' || pattern[inPattern] === value[inValue]) {
      inPattern += 1;
      inValue += 1;
    } else if (lastStar >= 0) {
      resumeAt += 1;
      inPattern = lastStar + 1;
      inValue = resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
