import { CONDITION_OPERATORS, type PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import { type PolicyKind, statementsProblem } from '../../trace/condition-check.ts';
import { isRecord, PolicyError } from './policy-document.ts';

const OPERATORS: ReadonlySet<string> = new Set(CONDITION_OPERATORS);

/**
 * The condition of a statement, which the reference evaluates (F-186). Operators, condition keys and variables that it
 * has no words for are not implemented: what they mean is not what it would do.
 *
 * @throws PolicyError
 */
export function conditionOf(given: unknown, kind: PolicyKind): PolicyCondition | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given)) throw new PolicyError('malformed', 'A condition must be an object');
  const condition = Object.fromEntries(Object.entries(given).map(([operator, tests]) => [operator, testsOf(tests)]));
  const other = Object.keys(condition).find((operator) => !OPERATORS.has(operator));
  if (other !== undefined) throw new PolicyError('not implemented', `The condition operator ${other.slice(0, 60)}`);
  const problem = statementsProblem([{ condition }], kind);
  if (problem !== undefined) throw new PolicyError('not implemented', `A condition: ${problem.slice(0, 200)}`);
  return condition;
}

/** Condition keys with their values; a flag may be one, or the text of one. */
function testsOf(tests: unknown): Readonly<Record<string, readonly string[]>> {
  if (!isRecord(tests)) throw new PolicyError('malformed', 'What a condition operator tests must be an object');
  return Object.fromEntries(
    Object.entries(tests).map(([key, value]) => [key, [value].flat().map((one) => textOf(one))]),
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  throw new PolicyError('malformed', 'The value of a condition must be a text or a list of texts');
}
