import { BUCKET_KEY_PARTS, type BucketKeyParts } from './bucket-keys.ts';
import { CONFIGURATION_PARTS, type ConfigurationParts } from './configuration.ts';
import { CRYPTO_PARTS, type CryptoParts } from './crypto.ts';
import { CUSTOMER_KEY_PARTS, type CustomerKeyParts } from './customer-keys.ts';
import { DIRECTORY_PARTS, type DirectoryParts } from './directories.ts';
import { ENCRYPTION_PARTS, type EncryptionParts } from './encryption.ts';
import { KMS_PARTS, type KmsParts } from './kms.ts';
import { LIFECYCLE_PARTS, type LifecycleParts } from './lifecycle.ts';
import { OBJECT_PARTS, type ObjectParts } from './objects.ts';
import { POLICY_PARTS, type PolicyParts } from './policies.ts';
import { REPLICATION_PARTS, type ReplicationParts } from './replication.ts';
import { UPDATE_PARTS, type UpdateParts } from './updates.ts';
import { UPLOAD_PARTS, type UploadParts } from './uploads.ts';
import { VERSION_PARTS, type VersionParts } from './versions.ts';

/** The rules of a reference, one small function each, so that a fault can be planted by replacing one. */
export interface ReferenceParts {
  readonly bucketKeys: BucketKeyParts;
  readonly configuration: ConfigurationParts;
  readonly crypto: CryptoParts;
  readonly customerKeys: CustomerKeyParts;
  readonly directories: DirectoryParts;
  readonly encryption: EncryptionParts;
  readonly kms: KmsParts;
  readonly lifecycle: LifecycleParts;
  readonly objects: ObjectParts;
  readonly policies: PolicyParts;
  readonly replication: ReplicationParts;
  readonly versions: VersionParts;
  readonly updates: UpdateParts;
  readonly uploads: UploadParts;
}

/** The correct parts. */
export const REFERENCE_PARTS: ReferenceParts = {
  bucketKeys: BUCKET_KEY_PARTS,
  configuration: CONFIGURATION_PARTS,
  crypto: CRYPTO_PARTS,
  customerKeys: CUSTOMER_KEY_PARTS,
  directories: DIRECTORY_PARTS,
  encryption: ENCRYPTION_PARTS,
  kms: KMS_PARTS,
  lifecycle: LIFECYCLE_PARTS,
  objects: OBJECT_PARTS,
  policies: POLICY_PARTS,
  replication: REPLICATION_PARTS,
  versions: VERSION_PARTS,
  updates: UPDATE_PARTS,
  uploads: UPLOAD_PARTS,
};
