import { type EncryptionHeaders, UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type { S3Action } from '../../../model/vocabulary/policy.ts';
import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { ResourceSays } from '../parts/policies.ts';
import type { RequestScope } from '../request-scope.ts';
import type { ObjectLocation } from './data-keys.ts';
import type { ReferenceS3 } from './s3.ts';
import type { StoredBucket } from './stored-bucket.ts';

/** Whether S3 lets the requester do this to the object at a place. Asked on every request, warm or cold (F-46). */
export function isAuthorised(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  action: S3Action,
  owner = place.bucket.account,
): boolean {
  const { bucket } = place;
  return policyAllows(s3, bucket, scope.requester, action, {
    owner,
    key: action === 's3:ListBucket' ? undefined : place.key,
    headers: scope.headers,
    warm: () => isWarm(s3, scope, place),
  });
}

/** What there is to say of a request beyond who does what in which bucket. */
interface Particulars {
  readonly owner?: string;
  /** Key of the object; undefined where it is done to the bucket. */
  readonly key?: string | undefined;
  readonly headers?: EncryptionHeaders | undefined;
  readonly warm?: () => boolean;
}

/** Whether S3 lets a requester do something: by the policy of the bucket, and by IAM. */
export function policyAllows(
  s3: ReferenceS3,
  bucket: StoredBucket,
  requester: Requester,
  action: S3Action,
  { owner = bucket.account, key, headers = {}, warm = () => false }: Particulars = {},
): boolean {
  const { configuration, policies, kms } = s3.parts;
  const { arns, iam } = s3.kms.keys;
  const request = { requester, arns, action, headers, rule: bucket.rule ?? UNCONFIGURED_RULE };
  const holds = (condition: PolicyCondition): boolean =>
    policies.holds(condition, policies.keysOfS3(request), kms.contextMatches);
  const resource = key === undefined ? arns.bucket(bucket.name) : arns.object(bucket.name, key);
  const byIam = policies.iamSays(iam.policiesOf(requester), { action, resource }, holds, kms.contextMatches);
  const withIam = (byPolicy: ResourceSays, isOwn: boolean): boolean => policies.allows(byPolicy, isOwn, true, byIam);
  const { policy: statements } = bucket;
  return configuration.s3Allows({ requester, arns, owner, statements, action, holds, withIam, warm });
}

function isWarm(s3: ReferenceS3, scope: RequestScope, place: ObjectLocation): boolean {
  const content = place.bucket.objects.get(place.key)?.content;
  if (content?.form !== 'sealed' || content.dataKey.by !== 'bucket key') return false;
  return s3.keyring.isWarmForRead(scope, place.bucket, content.dataKey.bucketKeyId);
}
