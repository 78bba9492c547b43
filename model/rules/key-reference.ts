import type { Arns } from '../vocabulary/arns.ts';

/** What a key reference may turn out to be: the ARN of a key, the ARN of an alias, or nothing KMS knows. */
export type KeyReference = { readonly key: string } | { readonly alias: string } | 'unknown';

// What follows the prefix that all ARNs of the region have.
const KEY = /^[0-9]{12}:key\/[^/:]+$/;
const ALIAS = /^[0-9]{12}:alias\/.+$/;
const BARE_ID = /^[^/:]+$/;

/** Whether a key reference is a bare id, which some account completes. */
export function isBareId(reference: string): boolean {
  return BARE_ID.test(reference);
}

/**
 * Reads a key reference: an alias belongs to the account of the requester, a bare id to one that its place decides
 * (F-10); an ARN of another region and the literal `aws/s3` are unknown (F-12, E-08, E-09).
 */
export function readKeyReference(
  arns: Arns,
  reference: string,
  requesterAccount: string,
  bareIdAccount: string,
): KeyReference {
  if (reference.startsWith(arns.kmsPrefix)) {
    const rest = reference.slice(arns.kmsPrefix.length);
    if (KEY.test(rest)) return { key: reference };
    if (ALIAS.test(rest)) return { alias: reference };
  }
  if (reference.startsWith('alias/')) return { alias: arns.alias(requesterAccount, reference) };
  if (BARE_ID.test(reference)) return { key: arns.kmsKey(bareIdAccount, reference) };
  return 'unknown';
}
