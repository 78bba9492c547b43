import { type Access, accessOf, type Deciding, type NamedPolicy, type Subject } from './iam/access.ts';
import { isAboutContext, operatorOf } from './iam/conditions.ts';
import type { ConditionTest, IamStatement } from './iam/policy-document.ts';

/** The condition that a statement should have instead. */
export interface Fix {
  readonly policy: string;
  readonly statement: string;
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What is to be allowed, with a bucket key and without, and how it fares so far. */
interface Call {
  readonly action: string;
  readonly keyArn: string;
  readonly objectArn: string;
  readonly bucketArn: string;
  readonly off: Access;
  readonly on: Access;
}

/**
 * The condition with the ARN that it lacks beside those it has, after which the call is allowed with a bucket key and
 * without; undefined where that does not do. With bucket keys it is about the bucket and all that is in it.
 */
export function fixFor(
  subject: Subject,
  keyPolicy: NamedPolicy | undefined,
  { policy, statement }: Deciding,
  { action, keyArn, objectArn, bucketArn, off, on }: Call,
): Fix | undefined {
  const added = [
    ...(on.verdict === 'refused' ? [bucketArn] : []),
    ...(off.verdict === 'refused' ? [`${bucketArn}/*`] : []),
  ];
  for (const [index, test] of statement.conditions.entries()) {
    if (!isAboutContext(test)) continue;
    const mended = mendedTest(test, added);
    const changed = { ...statement, conditions: statement.conditions.with(index, mended) };
    const inPlace = (one: NamedPolicy) => replaced(one, statement, changed);
    const after = { ...subject, identityPolicies: subject.identityPolicies.map(inPlace) };
    const keyAfter = keyPolicy && inPlace(keyPolicy);
    const isServed = [objectArn, bucketArn].every(
      (contextArn) => accessOf(after, keyAfter, { action, keyArn, contextArn }).verdict === 'allowed',
    );
    if (isServed) return { policy, statement: statement.name, ...mended };
  }
  return undefined;
}

/** Patterns want an operator that knows them. */
function mendedTest({ operator, key, values }: ConditionTest, added: readonly string[]): ConditionTest {
  const all = [...new Set([...values, ...added])];
  const { compare, isNegated } = operatorOf(operator);
  const isLiteral = compare === 'StringEquals' && all.some((value) => /[*?]/.test(value));
  return { operator: isLiteral ? (isNegated ? 'StringNotLike' : 'StringLike') : operator, key, values: all };
}

function replaced(policy: NamedPolicy, statement: IamStatement, changed: IamStatement): NamedPolicy {
  return { ...policy, statements: policy.statements.map((one) => (one === statement ? changed : one)) };
}
