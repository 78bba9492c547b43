import type { Mutant } from '../mutant.ts';
import { ALIAS_MUTANTS } from './aliases.ts';
import { ATOMICITY_MUTANTS } from './atomicity.ts';
import { AUDIT_MUTANTS } from './audit.ts';
import { CACHE_MUTANTS } from './cache.ts';
import { CONDITION_MUTANTS } from './conditions.ts';
import { CONFIG_MUTANTS } from './config.ts';
import { CONTEXT_MUTANTS } from './context.ts';
import { COPY_MUTANTS } from './copy.ts';
import { CRYPTO_MUTANTS } from './crypto.ts';
import { CUSTOMER_KEY_MUTANTS } from './customer-keys.ts';
import { DIRECTORY_MUTANTS } from './directory.ts';
import { ENCRYPTION_MUTANTS } from './encryption.ts';
import { ETAG_MUTANTS } from './etag.ts';
import { GRANT_MUTANTS } from './grants.ts';
import { KMS_MUTANTS } from './kms.ts';
import { LIFECYCLE_MUTANTS } from './lifecycle.ts';
import { MATERIAL_MUTANTS } from './material.ts';
import { NAMES_MUTANTS } from './names.ts';
import { POLICY_MUTANTS } from './policy.ts';
import { REPLICATION_MUTANTS } from './replication.ts';
import { REQUESTER_MUTANTS } from './requester.ts';
import { UPDATE_MUTANTS } from './update.ts';
import { UPLOAD_MUTANTS } from './upload.ts';
import { VERSION_MUTANTS } from './versions.ts';

/** Every named fault: mistakes of a few lines that somebody could make, most of them met in real code. */
export const MUTANTS: readonly Mutant[] = [
  ...ENCRYPTION_MUTANTS,
  ...COPY_MUTANTS,
  ...UPDATE_MUTANTS,
  ...CONDITION_MUTANTS,
  ...ETAG_MUTANTS,
  ...UPLOAD_MUTANTS,
  ...CONTEXT_MUTANTS,
  ...CACHE_MUTANTS,
  ...REQUESTER_MUTANTS,
  ...KMS_MUTANTS,
  ...MATERIAL_MUTANTS,
  ...ALIAS_MUTANTS,
  ...GRANT_MUTANTS,
  ...REPLICATION_MUTANTS,
  ...CONFIG_MUTANTS,
  ...POLICY_MUTANTS,
  ...NAMES_MUTANTS,
  ...ATOMICITY_MUTANTS,
  ...CRYPTO_MUTANTS,
  ...AUDIT_MUTANTS,
  ...VERSION_MUTANTS,
  ...LIFECYCLE_MUTANTS,
  ...CUSTOMER_KEY_MUTANTS,
  ...DIRECTORY_MUTANTS,
];
