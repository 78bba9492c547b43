/**
 * An independent in-memory S3 with KMS: real AES-256-GCM envelope encryption, caches of plaintext bucket keys,
 * replication. It shares the vocabulary with the model and none of its rules, so that a mistake in one shows against
 * the other. Its rules are small replaceable parts, in which faults can be planted.
 *
 * @module bucketkey/reference
 */
export type { Random } from './crypto/random.ts';
export type { Sealed } from './crypto/sealer.ts';
export { SecretKey } from './crypto/secret-key.ts';
export type { AutomaticRotation, CiphertextBlob, KeyMaterial, KeyState, KmsKey } from './kms/key.ts';
export { DEFAULT_REFERENCE_OPTIONS, type ReferenceOptions } from './options.ts';
export type { BucketKeyParts, CacheScope } from './parts/bucket-keys.ts';
export type { ConfigurationParts, S3Question } from './parts/configuration.ts';
export type { CryptoParts } from './parts/crypto.ts';
export type { EncryptionParts, Resolution, ResolveEncryption } from './parts/encryption.ts';
export type { ContextMatches, KeyDirectory, KeyQuestion, KmsParts } from './parts/kms.ts';
export type { ObjectHeaders, ObjectParts, ReadEvent, SelfCopy } from './parts/objects.ts';
export { REFERENCE_PARTS, type ReferenceParts } from './parts/parts.ts';
export type { ReplicationOutcome, ReplicationParts } from './parts/replication.ts';
export { createReference, type Reference } from './reference.ts';
export type { KmsFailure, S3Error } from './refusal.ts';
export type { Bucket, ReplicationRule, WrappedBucketKey } from './s3/bucket.ts';
export type { CachedBucketKey } from './s3/plaintext-cache.ts';
export type {
  EncryptionContext,
  ObjectEncryption,
  ProtectedDataKey,
  StoredAlgorithm,
  StoredContent,
  StoredObject,
} from './s3/stored-object.ts';
