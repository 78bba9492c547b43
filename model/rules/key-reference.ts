import { aliasArn, kmsKeyArn, REGION } from '../vocabulary/arn.ts';

/** What a key reference may turn out to be: the ARN of a key, the ARN of an alias, or nothing KMS knows. */
export type KeyReference = { readonly key: string } | { readonly alias: string } | 'unknown';

const KEY_ARN = new RegExp(`^arn:aws:kms:${REGION}:[0-9]{12}:key/[^/:]+$`);
const ALIAS_ARN = new RegExp(`^arn:aws:kms:${REGION}:[0-9]{12}:alias/.+$`);
const BARE_ID = /^[^/:]+$/;

/**
 * Reads a key reference: an alias belongs to the account of the requester (F-10), a bare id to that of the bucket; that
 * a bare id in a header belongs to the requester's comes later (F-10). An ARN of another region and the literal
 * `aws/s3` are unknown (F-12, E-08, E-09).
 */
export function readKeyReference(reference: string, requesterAccount: string, bucketAccount: string): KeyReference {
  if (KEY_ARN.test(reference)) return { key: reference };
  if (ALIAS_ARN.test(reference)) return { alias: reference };
  if (reference.startsWith('alias/')) return { alias: aliasArn(requesterAccount, reference) };
  if (BARE_ID.test(reference)) return { key: kmsKeyArn(bucketAccount, reference) };
  return 'unknown';
}
