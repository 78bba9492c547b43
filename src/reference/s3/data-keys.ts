import { open } from '../crypto/sealer.ts';
import { SecretKey } from '../crypto/secret-key.ts';
import type { Resolution } from '../parts/encryption.ts';
import type { RequestScope } from '../request-scope.ts';
import type { LentBucketKey } from './keyring.ts';
import type { ReferenceS3 } from './s3.ts';
import type { StoredBucket } from './stored-bucket.ts';
import type { EncryptionContext, ProtectedDataKey } from './stored-object.ts';

/** Where an object is. */
export interface ObjectLocation {
  readonly bucket: StoredBucket;
  readonly key: string;
}

/** A data key in the clear, and as it is going to be stored. */
export interface GuardedDataKey {
  readonly dataKey: SecretKey;
  readonly stored: ProtectedDataKey;
  /** Full ARN; null without KMS. */
  readonly kmsKeyArn: string | null;
  /** The bucket key above it, where there is one. */
  readonly bucketKey: SecretKey | null;
}

/** Makes a data key for a new object. Rejects with `KmsRefusal`. */
export async function makeDataKey(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  resolution: Resolution,
): Promise<GuardedDataKey> {
  if (resolution.algorithm === 'AES256') return underInternalKey(s3, scope, ownDataKey(s3));
  if (resolution.customerKey !== undefined) return underCustomerKey(s3, scope, ownDataKey(s3), resolution.customerKey);
  const { kmsKeyArn, context } = kmsUse(s3, scope, place, resolution);
  if (resolution.bucketKey) {
    const lent = await s3.keyring.forWrite(scope, place.bucket, kmsKeyArn, context);
    return underBucketKey(s3, scope, ownDataKey(s3), lent, kmsKeyArn);
  }
  const { plaintext, blob } = await s3.kms.generateDataKey(scope, kmsKeyArn, context);
  return { dataKey: plaintext, stored: { by: 'kms', blob }, kmsKeyArn, bucketKey: null };
}

/**
 * Protects a data key that is there already, of a replica at its destination or of an object where it is: the key
 * stays, only its wrapping changes (F-70, F-78, F-149). `isChecked`: so is the wrapping of a new bucket key (F-71).
 * Rejects with `KmsRefusal`.
 */
export async function rewrapDataKey(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  resolution: Resolution,
  dataKey: SecretKey,
  isChecked: boolean,
): Promise<GuardedDataKey> {
  if (resolution.algorithm === 'AES256') return underInternalKey(s3, scope, dataKey);
  const { kmsKeyArn, context } = kmsUse(s3, scope, place, resolution);
  if (resolution.bucketKey) {
    const lent = await s3.keyring.forExisting(scope, place.bucket, kmsKeyArn, context, isChecked);
    return underBucketKey(s3, scope, dataKey, lent, kmsKeyArn);
  }
  const blob = await s3.kms.encrypt(scope, kmsKeyArn, dataKey, context);
  return { dataKey, stored: { by: 'kms', blob }, kmsKeyArn, bucketKey: null };
}

/**
 * Opens the data key of the object at a place; `extra` are the caller's pairs stored with it (F-89). Rejects with
 * `KmsRefusal`.
 */
export async function decryptDataKey(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  stored: ProtectedDataKey,
  extra: EncryptionContext,
): Promise<SecretKey> {
  switch (stored.by) {
    case 's3':
      return new SecretKey(open(s3.internalKey, stored.sealed));
    case 'customer':
      return new SecretKey(open(customerKey(s3, scope.customerKey ?? ''), stored.sealed));
    case 'kms':
      return s3.kms.decrypt(
        scope,
        stored.blob,
        s3.parts.encryption.contextFor(s3.kms.keys.arns, place.bucket.name, place.key, false, extra),
      );
    case 'bucket key': {
      const { key } = await s3.keyring.forRead(scope, place.bucket, stored.bucketKeyId);
      return new SecretKey(open(key, stored.sealed));
    }
  }
}

/** The KMS key and context of a KMS-encrypted object at a place. */
function kmsUse(s3: ReferenceS3, scope: RequestScope, place: ObjectLocation, resolution: Resolution) {
  const { encryption, kms } = s3.parts;
  const { bucket, key } = place;
  const writer = scope.requester.account;
  const bareIdAccount = resolution.namedBy === 'header' ? writer : bucket.account;
  return {
    kmsKeyArn: kms.resolveKeyReference(resolution.keyReference, bareIdAccount, writer, s3.kms.keys),
    context: encryption.contextFor(s3.kms.keys.arns, bucket.name, key, resolution.bucketKey, resolution.context),
  };
}

/** A data key no KMS call is needed for. */
function ownDataKey(s3: ReferenceS3): SecretKey {
  return new SecretKey(s3.parts.crypto.newDataKey(s3.random));
}

function underInternalKey(s3: ReferenceS3, scope: RequestScope, dataKey: SecretKey): GuardedDataKey {
  const sealed = s3.sealer.seal(scope.trail, s3.internalKey, dataKey.bytes);
  return { dataKey, stored: { by: 's3', sealed }, kmsKeyArn: null, bucketKey: null };
}

function underCustomerKey(s3: ReferenceS3, scope: RequestScope, dataKey: SecretKey, name: string): GuardedDataKey {
  const key = customerKey(s3, name);
  const sealed = s3.sealer.seal(scope.trail, key, dataKey.bytes);
  const check = s3.parts.customerKeys.checkOf(key.bytes, s3.random);
  return { dataKey, stored: { by: 'customer', sealed, check }, kmsKeyArn: null, bucketKey: null };
}

function customerKey(s3: ReferenceS3, name: string): SecretKey {
  return new SecretKey(s3.parts.customerKeys.bytesOf(name));
}

function underBucketKey(
  s3: ReferenceS3,
  scope: RequestScope,
  dataKey: SecretKey,
  lent: LentBucketKey,
  kmsKeyArn: string,
): GuardedDataKey {
  const sealed = s3.sealer.seal(scope.trail, lent.key, dataKey.bytes);
  return {
    dataKey,
    stored: { by: 'bucket key', bucketKeyId: lent.bucketKey.id, sealed },
    kmsKeyArn,
    bucketKey: lent.key,
  };
}
