/** Operators of the condition of a statement, as in a policy document. A set says how many values must fit. */
export const CONDITION_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ForAnyValue:StringEquals',
  'ForAnyValue:StringNotEquals',
  'ForAnyValue:StringLike',
  'ForAnyValue:StringNotLike',
  'ForAllValues:StringEquals',
  'ForAllValues:StringNotEquals',
  'ForAllValues:StringLike',
  'ForAllValues:StringNotLike',
  'Null',
] as const;

/** One of {@link CONDITION_OPERATORS}. */
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/** What one operator asks: of each condition key that its value is, or is not, one of these. */
export type ConditionTests = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition of a statement, as in a policy document: operator, condition key, values. All of it must hold for the
 * statement to apply (F-186). Names of condition keys are read whatever their case.
 */
export type PolicyCondition = { readonly [Operator in ConditionOperator]?: ConditionTests };

/** The header that names the algorithm of a write, as it was sent (F-143). */
export const SSE_KEY = 's3:x-amz-server-side-encryption';
/** The header that names the KMS key of a write, as it was sent (F-143). */
export const KMS_KEY_ID_KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';

/** What the name of a condition key on one pair of the encryption context begins with; the name of the pair follows. */
export const CONTEXT_KEY_START = 'kms:EncryptionContext:';
/** The names of all pairs of the encryption context: the one condition key here that has several values. */
export const CONTEXT_KEYS_KEY = 'kms:EncryptionContextKeys';
/** The service that asks KMS for somebody (F-145). */
export const VIA_SERVICE_KEY = 'kms:ViaService';
/** The account of whoever KMS is asked for. */
export const CALLER_ACCOUNT_KEY = 'kms:CallerAccount';

/** The role that asks. */
export const PRINCIPAL_ARN_KEY = 'aws:PrincipalArn';
/** What a service asks for, where a service asks (K-28). */
export const SOURCE_ARN_KEY = 'aws:SourceArn';

const OF_ANYBODY = [PRINCIPAL_ARN_KEY, SOURCE_ARN_KEY];

/** Condition keys of a bucket policy. */
export const S3_CONDITION_KEYS: readonly string[] = [SSE_KEY, KMS_KEY_ID_KEY, ...OF_ANYBODY];

/** Condition keys of a key policy, but for those that begin with {@link CONTEXT_KEY_START}. */
export const KMS_CONDITION_KEYS: readonly string[] = [
  CONTEXT_KEYS_KEY,
  VIA_SERVICE_KEY,
  CALLER_ACCOUNT_KEY,
  ...OF_ANYBODY,
];

/** A condition with other values, each made of an old one and its condition key. */
export function withValues(
  condition: PolicyCondition,
  change: (value: string, key: string) => string,
): PolicyCondition {
  const changed = (tests: ConditionTests): ConditionTests =>
    Object.fromEntries(
      Object.entries(tests).map(([key, values]) => [
        key,
        typeof values === 'string' ? change(values, key) : values.map((value) => change(value, key)),
      ]),
    );
  return Object.fromEntries(Object.entries(condition).map(([operator, tests]) => [operator, changed(tests)]));
}
