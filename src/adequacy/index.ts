import type { Mutant } from './mutant.ts';
import { ATOMICITY_MUTANTS } from './mutants/atomicity.ts';
import { AUDIT_MUTANTS } from './mutants/audit.ts';
import { CACHE_MUTANTS } from './mutants/cache.ts';
import { CONFIG_MUTANTS } from './mutants/config.ts';
import { CONTEXT_MUTANTS } from './mutants/context.ts';
import { COPY_MUTANTS } from './mutants/copy.ts';
import { CRYPTO_MUTANTS } from './mutants/crypto.ts';
import { ENCRYPTION_MUTANTS } from './mutants/encryption.ts';
import { ETAG_MUTANTS } from './mutants/etag.ts';
import { KMS_MUTANTS } from './mutants/kms.ts';
import { REPLICATION_MUTANTS } from './mutants/replication.ts';
import { REQUESTER_MUTANTS } from './mutants/requester.ts';

export type { Mutant, Witness } from './mutant.ts';

/** Every named fault: mistakes of a few lines that somebody could make, most of them met in real code. */
export const MUTANTS: readonly Mutant[] = [
  ...ENCRYPTION_MUTANTS,
  ...COPY_MUTANTS,
  ...ETAG_MUTANTS,
  ...CONTEXT_MUTANTS,
  ...CACHE_MUTANTS,
  ...REQUESTER_MUTANTS,
  ...KMS_MUTANTS,
  ...REPLICATION_MUTANTS,
  ...CONFIG_MUTANTS,
  ...ATOMICITY_MUTANTS,
  ...CRYPTO_MUTANTS,
  ...AUDIT_MUTANTS,
];
