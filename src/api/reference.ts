/**
 * An independent in-memory S3 with KMS: real AES-256-GCM envelope encryption, caches of plaintext bucket keys,
 * replication. It shares the vocabulary with the model and none of its rules, so that a mistake in one shows against
 * the other.
 *
 * @module bucketkey/reference
 */
export { DEFAULT_REFERENCE_OPTIONS, type ReferenceOptions } from '../reference/options.ts';
export { createReference, type Reference } from '../reference/reference.ts';
