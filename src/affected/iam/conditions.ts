import { ARN_PAIR } from '../../../model/rules/encryption-context.ts';
import { patternMatches } from '../../../model/rules/pattern.ts';
import { CONTEXT_KEY_START } from '../../../model/vocabulary/policy-condition.ts';
import type { ConditionTest } from './policy-document.ts';

/** The key that tells bucket keys from keys of objects (F-88). Case does not matter in names of keys. */
const CONTEXT_ARN_KEY = `${CONTEXT_KEY_START}${ARN_PAIR}`.toLowerCase();

/** What becomes of a test: `any` where it is about what is not known here, such as an address or a tag. */
export type Met = true | false | 'any';

type Compare = (pattern: string, value: string) => boolean;

const COMPARES: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['StringEquals', (pattern, value) => pattern === value],
  ['StringEqualsIgnoreCase', (pattern, value) => pattern.toLowerCase() === value.toLowerCase()],
  ['StringLike', patternMatches],
  ['ArnEquals', arnMatches],
  ['ArnLike', arnMatches],
]);
const NEGATED: ReadonlyMap<string, string> = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
]);

/** An operator taken apart: what it compares by, and whether it is met where nothing is equal. */
export function operatorOf(operator: string): { readonly compare: string; readonly isNegated: boolean } {
  const bare = operator.replace(/^For(Any|All)Values?:/i, '').replace(/IfExists$/, '');
  const positive = NEGATED.get(bare);
  return { compare: positive ?? bare, isNegated: positive !== undefined };
}

/** Whether a test is about the ARN in the encryption context. */
export function isAboutContext({ key }: ConditionTest): boolean {
  return key.toLowerCase() === CONTEXT_ARN_KEY;
}

/** Whether a test is met by a call whose context names an ARN. Whatever else it is about is not known here. */
export function testMet(test: ConditionTest, contextArn: string): Met {
  if (!isAboutContext(test)) return 'any';
  const { compare, isNegated } = operatorOf(test.operator);
  if (compare === 'Null') return test.values.some((value) => value.toLowerCase() === 'false');
  const matches = COMPARES.get(compare);
  // A variable of a policy stands for what is not known here.
  if (matches === undefined || test.values.some((value) => value.includes('${'))) return 'any';
  return test.values.some((value) => matches(value, contextArn)) !== isNegated;
}

/** As ARNs are compared: part by part, the last with whatever colons it has, and `*` reaches over no colon before. */
function arnMatches(pattern: string, value: string): boolean {
  const [patterns, values] = [partsOf(pattern), partsOf(value)];
  return patterns.length === values.length && patterns.every((part, at) => patternMatches(part, values[at] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
