import type { Arns } from '../../../model/vocabulary/arns.ts';
import { type BucketPolicyStatement, S3_ACTIONS, type S3Action } from '../../../model/vocabulary/policy.ts';
import { conditionOf } from './condition.ts';
import { actionsMeant, namedPrincipal, PolicyError, statementsIn } from './policy-document.ts';

/** Actions that are on objects; all others are on the bucket. */
const ON_OBJECTS = /Object|MultipartUpload(?!s)/;
const SINGLE_ACTIONS = S3_ACTIONS.filter((action) => action !== 's3:*');
/** Actions that the server carries out, and that the reference has no policy for. */
const WITHOUT_POLICY = ['s3:getbucketpolicy', 's3:getreplicationconfiguration', 's3:getbucketlocation'];

/**
 * The statements of a bucket policy. Those about parts of a bucket are not implemented: what they mean is not what the
 * reference would do.
 *
 * @throws PolicyError
 */
export function bucketPolicyStatements(text: string, bucket: string, arns: Arns): readonly BucketPolicyStatement[] {
  const partition = arns.s3Prefix.split(':')[1] ?? 'aws';
  return statementsIn(text).flatMap(({ effect, principals, actions, resources, condition }) => {
    const only = conditionOf(condition, 'bucket policy');
    const met = only === undefined ? {} : { condition: only };
    const meant = actionsOn(actions, resources, bucket, arns);
    return principals.flatMap((principal) =>
      meant.length === 0 ? [] : [{ effect, principal: namedPrincipal(principal, partition), actions: meant, ...met }],
    );
  });
}

function actionsOn(
  actions: readonly string[],
  resources: readonly string[],
  bucket: string,
  arns: Arns,
): readonly S3Action[] {
  const arn = arns.bucket(bucket);
  const coversBucket = resources.some((resource) => resource === arn || resource === `${arn}*`);
  const coversObjects = resources.some((resource) => resource === `${arn}/*` || resource === `${arn}*`);
  const other = resources.find((resource) => ![arn, `${arn}*`, `${arn}/*`].includes(resource));
  if (other !== undefined) {
    const isInside = other.startsWith(`${arn}/`);
    throw new PolicyError(isInside ? 'not implemented' : 'malformed', 'Policy has invalid resource');
  }
  const meant = actions.flatMap((action) => {
    if (action === '*') return SINGLE_ACTIONS;
    if (/^s3express:/i.test(action)) throw new PolicyError('not implemented', `The action ${action.slice(0, 40)}`);
    if (!/^s3:[\w*]+$/i.test(action)) throw new PolicyError('malformed', 'Policy has invalid action');
    if (WITHOUT_POLICY.includes(action.toLowerCase())) throw new PolicyError('not implemented', `The action ${action}`);
    return actionsMeant(action, SINGLE_ACTIONS);
  });
  const isAll = actions.some((action) => action === '*' || action.toLowerCase() === 's3:*');
  if (isAll && coversBucket && coversObjects) return ['s3:*'];
  const covered = meant.filter((action) => (ON_OBJECTS.test(action) ? coversObjects : coversBucket));
  if (meant.length > 0 && covered.length === 0)
    throw new PolicyError('malformed', 'Action does not apply to any resource(s) in statement');
  return [...new Set(covered)];
}
