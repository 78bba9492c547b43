/**
 * What of the operations that S3 calls for somebody a grant can allow (F-203), of ReEncrypt each side for itself; and
 * to retire the grant (F-208).
 */
export const GRANT_OPERATIONS = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
] as const;

/** One of {@link GRANT_OPERATIONS}. */
export type GrantOperation = (typeof GRANT_OPERATIONS)[number];

/** What the encryption context of a call must have for a grant to allow it; all that is given must hold (F-204). */
export interface GrantConstraints {
  /** These pairs and no other. */
  readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
  /** These pairs, among others maybe. */
  readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
}

/** Constraints with another value of `aws:s3:arn`, wherever they ask for one. */
export function withContextArns(
  { EncryptionContextEquals: equal, EncryptionContextSubset: subset }: GrantConstraints,
  change: (arn: string) => string,
): GrantConstraints {
  return {
    ...(equal && { EncryptionContextEquals: withArn(equal, change) }),
    ...(subset && { EncryptionContextSubset: withArn(subset, change) }),
  };
}

function withArn(pairs: Readonly<Record<string, string>>, change: (arn: string) => string): Record<string, string> {
  const changed = Object.entries(pairs).map(([name, value]): [string, string] => [
    name,
    name.toLowerCase() === 'aws:s3:arn' ? change(value) : value,
  ]);
  return Object.fromEntries(changed);
}
