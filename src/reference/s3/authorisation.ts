import { type EncryptionHeaders, UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type { S3Action } from '../../../model/vocabulary/policy.ts';
import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
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
  return policyAllows(s3, bucket, scope.requester, action, owner, scope.headers, () => isWarm(s3, scope, place));
}

/** Whether a bucket policy lets a requester do something; the owner's own need no Allow. */
export function policyAllows(
  s3: ReferenceS3,
  bucket: StoredBucket,
  requester: Requester,
  action: S3Action,
  owner = bucket.account,
  headers: EncryptionHeaders = {},
  warm = () => false,
): boolean {
  const { configuration, policies, kms } = s3.parts;
  const { arns } = s3.kms.keys;
  const request = { requester, arns, action, headers, rule: bucket.rule ?? UNCONFIGURED_RULE };
  const holds = (condition: PolicyCondition): boolean =>
    policies.holds(condition, policies.keysOfS3(request), kms.contextMatches);
  return configuration.s3Allows({ requester, arns, owner, statements: bucket.policy, action, holds, warm });
}

function isWarm(s3: ReferenceS3, scope: RequestScope, place: ObjectLocation): boolean {
  const content = place.bucket.objects.get(place.key)?.content;
  if (content?.form !== 'sealed' || content.dataKey.by !== 'bucket key') return false;
  return s3.keyring.isWarmForRead(scope, place.bucket, content.dataKey.bucketKeyId);
}
