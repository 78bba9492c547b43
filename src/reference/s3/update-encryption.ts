import { UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type { UpdateObjectEncryption } from '../../../model/vocabulary/events/object-events.ts';
import { requireStillThere, type S3Error, S3Refusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import { type S3Response, s3Response } from '../s3-response.ts';
import { decryptDataKey, rewrapDataKey } from './data-keys.ts';
import { requireGeneralPurpose } from './directories.ts';
import { objectAt, requireAuthorised } from './object-operations.ts';
import { bucketNamed, type ReferenceS3 } from './s3.ts';
import { newEtag, shownEncryption } from './storage.ts';
import { replaceVersion } from './versions.ts';

/**
 * Wraps the data key of an object, or of the version that is named, anew: content, ETag and replication status stay
 * (F-79, F-85, F-149). Rejects with {@link S3Refusal} or `KmsRefusal`.
 */
export async function updateObjectEncryption(
  s3: ReferenceS3,
  scope: RequestScope,
  event: UpdateObjectEncryption,
): Promise<S3Response> {
  const { updates } = s3.parts;
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  const { bucket, key } = place;
  requireAuthorised(s3, scope, place, 's3:UpdateObjectEncryption');
  requireAuthorised(s3, scope, place, 's3:PutObject');
  requireGeneralPurpose(s3, bucket);
  refuse(updates.keyError(event.kmsKeyArn, bucket.account));
  const before = objectAt(s3, scope, place, event.versionId);
  const { content, encryption } = before;
  refuse(updates.lockError(before));
  refuse(updates.sourceError(encryption.algorithm));
  refuse(updates.signatureError(scope.requester.signature));
  if (content.form === 'clear') throw new Error(`${bucket.name}/${key} has no data key`);

  const resolution = updates.resolution(event, before, bucket.rule ?? UNCONFIGURED_RULE);
  const dataKey = await decryptDataKey(s3, scope, place, content.dataKey, encryption.context);
  const guarded = await rewrapDataKey(s3, scope, place, resolution, dataKey, false);
  // No fingerprint of the data key, as with a replica: none was made.
  scope.trail.stored = guarded.bucketKey === null ? {} : { bucketKey: guarded.bucketKey.fingerprint };
  const written = {
    ...before,
    encryption: shownEncryption(resolution, guarded.kmsKeyArn),
    content: { ...content, dataKey: guarded.stored },
  };
  const fresh = () => newEtag(s3, resolution, new Uint8Array());
  requireStillThere(s3.parts.objects.mayBeStoredIn(bucket));
  const after = updates.objectAfterUpdate(before, written, fresh);
  replaceVersion(bucket, key, before, after);
  if (scope.touched !== undefined) Object.assign(scope.touched, { source: before, object: after });
  return s3Response(200);
}

function refuse(error: S3Error | null): void {
  if (error !== null) throw new S3Refusal(error);
}
