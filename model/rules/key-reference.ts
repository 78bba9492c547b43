import { aliasArn, kmsKeyArn, REGION } from '../vocabulary/arn.ts';

/** What a key reference may turn out to be: the ARN of a key, the ARN of an alias, or nothing KMS knows. */
export type KeyReference = { readonly key: string } | { readonly alias: string } | 'unknown';

const KEY_ARN = new RegExp(`^arn:aws:kms:${REGION}:[0-9]{12}:key/[^/:]+$`);
const ALIAS_ARN = new RegExp(`^arn:aws:kms:${REGION}:[0-9]{12}:alias/.+$`);
const BARE_ID = /^[^/:]+$/;

/** Whether a key reference is a bare id, which some account completes. */
export function isBareId(reference: string): boolean {
  return BARE_ID.test(reference);
}

/**
 * Reads a key reference: an alias belongs to the account of the requester, a bare id to one that its place decides
 * (F-10); an ARN of another region and the literal `aws/s3` are unknown (F-12, E-08, E-09).
 */
export function readKeyReference(reference: string, requesterAccount: string, bareIdAccount: string): KeyReference {
  if (KEY_ARN.test(reference)) return { key: reference };
  if (ALIAS_ARN.test(reference)) return { alias: reference };
  if (reference.startsWith('alias/')) return { alias: aliasArn(requesterAccount, reference) };
  if (BARE_ID.test(reference)) return { key: kmsKeyArn(bareIdAccount, reference) };
  return 'unknown';
}
