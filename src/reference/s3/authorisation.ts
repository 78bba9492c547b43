import type { S3Action } from '../../../model/vocabulary/policy.ts';
import type { RequestScope } from '../request-scope.ts';
import type { ObjectLocation } from './data-keys.ts';
import type { ReferenceS3 } from './s3.ts';

/** Whether S3 lets the requester do this to the object at a place. Asked on every request, warm or cold (F-46). */
export function isAuthorised(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  action: S3Action,
  owner = place.bucket.account,
): boolean {
  const { bucket } = place;
  return s3.parts.configuration.s3Allows({
    requester: scope.requester,
    arns: s3.kms.keys.arns,
    owner,
    statements: bucket.policy,
    action,
    warm: () => isWarm(s3, scope, place),
  });
}

function isWarm(s3: ReferenceS3, scope: RequestScope, place: ObjectLocation): boolean {
  const content = place.bucket.objects.get(place.key)?.content;
  if (content?.form !== 'sealed' || content.dataKey.by !== 'bucket key') return false;
  return s3.keyring.isWarmForRead(scope, place.bucket, content.dataKey.bucketKeyId);
}
