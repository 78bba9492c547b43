import type { Arns } from '../../../model/vocabulary/arns.ts';
import { type KeyPolicyStatement, KMS_ACTIONS, type KmsAction } from '../../../model/vocabulary/policy.ts';
import { CONTEXT_KEY_START } from '../../../model/vocabulary/policy-condition.ts';
import { conditionOf } from './condition.ts';
import { actionsMeant, isRecord, namedPrincipal, PolicyError, statementsIn } from './policy-document.ts';

const SINGLE_ACTIONS = KMS_ACTIONS.filter((action) => action !== 'kms:*');
/** The condition key on the ARN in the encryption context, which alone is compared as an ARN. */
const CONTEXT_KEY = `${CONTEXT_KEY_START}aws:s3:arn`;

/**
 * The statements of a key policy.
 *
 * @throws PolicyError
 */
export function keyPolicyStatements(text: string, arns: Arns): readonly KeyPolicyStatement[] {
  const partition = arns.s3Prefix.split(':')[1] ?? 'aws';
  return statementsIn(text).flatMap(({ effect, principals, actions, resources, condition }) => {
    if (resources.some((resource) => resource !== '*' && !resource.startsWith(arns.kmsPrefix)))
      throw new PolicyError('malformed', 'The resource of a key policy is *');
    const meant = actionsIn(actions);
    const { patterns, others } = contextPatterns(condition);
    const only = conditionOf(others, 'key policy');
    const met = only === undefined ? {} : { condition: only };
    return principals.flatMap((name) => {
      const statement = { effect, principal: namedPrincipal(name, partition), actions: meant, ...met };
      if (meant.length === 0) return [];
      return patterns === undefined ? [statement] : patterns.map((contextArn) => ({ ...statement, contextArn }));
    });
  });
}

function actionsIn(actions: readonly string[]): readonly KmsAction[] {
  if (actions.some((action) => action === '*' || action.toLowerCase() === 'kms:*')) return ['kms:*'];
  if (actions.some((action) => !/^kms:[\w*]+$/i.test(action))) throw new PolicyError('malformed', 'Invalid action');
  return [...new Set(actions.flatMap((action) => actionsMeant(action, SINGLE_ACTIONS)))];
}

/** The patterns of the context's ARN of which one must match, undefined where there are none; and what must besides. */
function contextPatterns(condition: unknown) {
  if (!isRecord(condition)) return { patterns: undefined, others: condition };
  // The two are the same to AWS.
  const { ArnLike, ArnEquals, ...others } = condition;
  if (ArnLike === undefined && ArnEquals === undefined) return { patterns: undefined, others };
  const tests = ArnLike ?? ArnEquals;
  const [[key, value] = [], ...more] = isRecord(tests) ? Object.entries(tests) : [];
  const values: readonly unknown[] = [value].flat();
  const isOne = more.length === 0 && (ArnLike === undefined || ArnEquals === undefined);
  if (!isOne || key?.toLowerCase() !== CONTEXT_KEY.toLowerCase() || values.length === 0 || !values.every(isText))
    throw new PolicyError('not implemented', `Conditions on ARNs other than one on ${CONTEXT_KEY}`);
  return { patterns: values, others: Object.keys(others).length === 0 ? undefined : others };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
