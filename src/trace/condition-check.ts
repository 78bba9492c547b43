import {
  type BucketPolicyStatement,
  CONTEXT_KEY_START,
  CONTEXT_KEYS_KEY,
  KMS_CONDITION_KEYS,
  type PolicyCondition,
  S3_CONDITION_KEYS,
} from '../../model/index.ts';

/** Whose condition keys a policy may name. */
export type PolicyKind = 'bucket policy' | 'key policy' | 'policy of IAM';

const KEYS: Readonly<Record<PolicyKind, readonly string[]>> = {
  'bucket policy': S3_CONDITION_KEYS.map((key) => key.toLowerCase()),
  'key policy': KMS_CONDITION_KEYS.map((key) => key.toLowerCase()),
  'policy of IAM': [...S3_CONDITION_KEYS, ...KMS_CONDITION_KEYS].map((key) => key.toLowerCase()),
};

/** Most values of a condition: AWS takes policies of 20 or 32 KB. */
const MAX_VALUES = 1_000;

/** What begins a policy variable, which AWS puts a value in the place of. */
const VARIABLE = '$\u{7b}';

/** What is wrong with the conditions of a policy, as `path: problem`; undefined when nothing is. */
export function statementsProblem(
  statements: readonly Pick<BucketPolicyStatement, 'condition'>[],
  kind: PolicyKind,
): string | undefined {
  for (const [at, { condition }] of statements.entries()) {
    const problem = condition === undefined ? undefined : conditionProblem(condition, kind);
    if (problem !== undefined) return `${at}.condition.${problem}`;
  }
  return undefined;
}

/** What is wrong with a condition, as `path: problem`; undefined when nothing is. */
function conditionProblem(condition: PolicyCondition, kind: PolicyKind): string | undefined {
  for (const [operator, tests] of Object.entries(condition)) {
    for (const [key, values] of Object.entries(tests)) {
      const problem = keyProblem(operator, key, kind) ?? valuesProblem(operator, [values].flat());
      if (problem !== undefined) return `${operator}.${key}: ${problem}`;
    }
  }
  return undefined;
}

function keyProblem(operator: string, name: string, kind: PolicyKind): string | undefined {
  const key = name.toLowerCase();
  const start = CONTEXT_KEY_START.toLowerCase();
  const isPair = kind !== 'bucket policy' && key.startsWith(start) && key.length > start.length;
  if (!isPair && !KEYS[kind].includes(key)) return `not a condition key of a ${kind} that is known here`;
  const needsSet = key === CONTEXT_KEYS_KEY.toLowerCase() && operator.startsWith('String');
  return needsSet ? `a key of several values needs ForAnyValue:${operator} or ForAllValues:${operator}` : undefined;
}

function valuesProblem(operator: string, values: readonly string[]): string | undefined {
  if (values.length === 0) return 'at least one value expected';
  if (values.length > MAX_VALUES) return `${values.length} values are more than the ${MAX_VALUES} there may be`;
  if (operator === 'Null') return values.every(isFlag) ? undefined : 'expected "true" or "false"';
  return values.some((value) => value.includes(VARIABLE)) ? 'policy variables are not known here' : undefined;
}

function isFlag(value: string): boolean {
  return value === 'true' || value === 'false';
}
