import type { Arns } from '../../../model/vocabulary/arns.ts';
import { type KeyPolicyStatement, KMS_ACTIONS, type KmsAction } from '../../../model/vocabulary/policy.ts';
import { actionsMeant, isRecord, namedPrincipal, PolicyError, statementsIn } from './policy-document.ts';

const SINGLE_ACTIONS = KMS_ACTIONS.filter((action) => action !== 'kms:*');
/** The one condition that the reference knows. */
const CONTEXT_KEY = 'kms:EncryptionContext:aws:s3:arn';

/**
 * The statements of a key policy. Conditions on anything but the ARN in the encryption context are not implemented.
 *
 * @throws PolicyError
 */
export function keyPolicyStatements(text: string, arns: Arns): readonly KeyPolicyStatement[] {
  const partition = arns.s3Prefix.split(':')[1] ?? 'aws';
  return statementsIn(text).flatMap(({ effect, principals, actions, resources, condition }) => {
    if (resources.some((resource) => resource !== '*' && !resource.startsWith(arns.kmsPrefix)))
      throw new PolicyError('malformed', 'The resource of a key policy is *');
    const meant = actionsIn(actions);
    const patterns = contextPatterns(condition);
    return principals.flatMap((name) => {
      const statement = { effect, principal: namedPrincipal(name, partition), actions: meant };
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

/** The patterns of which one must match; undefined without condition. */
function contextPatterns(condition: unknown): readonly string[] | undefined {
  if (condition === undefined) return undefined;
  const operators = isRecord(condition) ? Object.entries(condition) : [];
  const [operator, tests] = operators[0] ?? [];
  const keys = isRecord(tests) ? Object.entries(tests) : [];
  const [key, value] = keys[0] ?? [];
  const values = Array.isArray(value) ? value : [value];
  const isLiteral = operator === 'StringEquals';
  const isKnown = isLiteral || operator === 'StringLike' || operator === 'ArnLike' || operator === 'ArnEquals';
  const isSound = operators.length === 1 && keys.length === 1 && key === CONTEXT_KEY && isKnown && values.length > 0;
  if (!isSound || !values.every((one) => typeof one === 'string' && !(isLiteral && /[*?]/.test(one))))
    throw new PolicyError('not implemented', `Conditions other than one on ${CONTEXT_KEY}`);
  return values as readonly string[];
}
