import { z } from 'zod';
import {
  CONDITION_OPERATORS,
  type ConditionOperator,
  KMS_ACTIONS,
  KMS_OUTAGES,
  S3_ACTIONS,
} from '../../../model/index.ts';

/** Schema of a `Body`. That `md5` and `size` are those of `text` is checked by the reader. */
export const bodySchema = z
  .strictObject({
    text: z.exactOptional(z.string()),
    md5: z.string().regex(/^[0-9a-f]{32}$/, 'expected 32 lower-case hex digits'),
    size: z.exactOptional(z.int().min(0)),
  })
  .meta({ id: 'Body' });

/** Schema of an `SseAlgorithm`. */
export const sseAlgorithmSchema = z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']).meta({ id: 'SseAlgorithm' });

const ruleFields = {
  SSEAlgorithm: sseAlgorithmSchema,
  KMSMasterKeyID: z.exactOptional(z.string()),
  BucketKeyEnabled: z.exactOptional(z.boolean()),
};
const blockedTypesSchema = z.array(z.enum(['SSE-C', 'NONE']));

/** Schema of an `EncryptionRule`. */
export const encryptionRuleSchema = z
  .strictObject({ ...ruleFields, BlockedEncryptionTypes: z.exactOptional(blockedTypesSchema) })
  .meta({ id: 'EncryptionRule' });

/** Schema of a `ShownRule`. */
export const shownRuleSchema = z
  .strictObject({ ...ruleFields, BlockedEncryptionTypes: z.exactOptional(blockedTypesSchema.nullable()) })
  .meta({ id: 'ShownRule' });

/**
 * Schema of an encryption context: any names, string values. zod passes over a pair named `__proto__`; the reader
 * checks it.
 */
export const encryptionContextSchema = z.record(z.string(), z.string()).meta({ id: 'EncryptionContext' });

/** Schema of the name of a customer key: no name is for one that is not known. */
export const customerKeySchema = z.string().regex(/[\s\S]/, 'expected a name that is not empty');

/** Schema of `EncryptionHeaders`. */
export const encryptionHeadersSchema = z
  .strictObject({
    sse: z.exactOptional(z.union([sseAlgorithmSchema, z.literal(''), z.literal('malformed')])),
    kmsKeyId: z.exactOptional(z.string()),
    bucketKeyEnabled: z.exactOptional(z.boolean()),
    context: z.exactOptional(
      z.union([encryptionContextSchema, z.literal('malformed')], {
        error: 'expected an object of strings, or "malformed"',
      }),
    ),
    customerKey: z.exactOptional(customerKeySchema),
    customerAlgorithm: z.exactOptional(z.literal('malformed')),
  })
  .meta({ id: 'EncryptionHeaders' });

/** Schema of `Conditions`. */
export const conditionsSchema = z
  .strictObject({ ifMatch: z.exactOptional(z.string()), ifNoneMatch: z.exactOptional(z.string()) })
  .meta({ id: 'Conditions' });

/** Schema of `GrantConstraints`. */
export const grantConstraintsSchema = z
  .strictObject({
    EncryptionContextEquals: z.exactOptional(encryptionContextSchema),
    EncryptionContextSubset: z.exactOptional(encryptionContextSchema),
  })
  .meta({ id: 'GrantConstraints' });

const effectSchema = z.enum(['Allow', 'Deny']);

const conditionTestsSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())], { error: 'expected a text or a list of texts' }))
  .meta({ id: 'ConditionTests' });
const testsByOperator = CONDITION_OPERATORS.map(
  (operator) => [operator, z.exactOptional(conditionTestsSchema)] as const,
);

/** Schema of a `PolicyCondition`. Which condition keys there are is checked by the reader. */
const policyConditionSchema = z
  .strictObject(
    Object.fromEntries(testsByOperator) as Readonly<Record<ConditionOperator, (typeof testsByOperator)[0][1]>>,
  )
  .meta({ id: 'PolicyCondition' });

/** Schema of a `KeyPolicyStatement`. */
export const keyPolicyStatementSchema = z
  .strictObject({
    effect: effectSchema,
    principal: z.string(),
    actions: z.array(z.enum(KMS_ACTIONS)),
    contextArn: z.exactOptional(z.string()),
    condition: z.exactOptional(policyConditionSchema),
  })
  .meta({ id: 'KeyPolicyStatement' });

/** Schema of a `BucketPolicyStatement`. */
export const bucketPolicyStatementSchema = z
  .strictObject({
    effect: effectSchema,
    principal: z.string(),
    actions: z.array(z.enum(S3_ACTIONS)),
    condition: z.exactOptional(policyConditionSchema),
  })
  .meta({ id: 'BucketPolicyStatement' });

/** Schema of an `IdentityStatement`. */
export const identityStatementSchema = z
  .strictObject({
    effect: effectSchema,
    actions: z.array(z.enum([...S3_ACTIONS, ...KMS_ACTIONS])),
    resources: z.exactOptional(z.array(z.string())),
    condition: z.exactOptional(policyConditionSchema),
  })
  .meta({ id: 'IdentityStatement' });

/** Schema of an `ObservedKmsCall`: what is missing nobody recorded. */
export const kmsCallSchema = z
  .strictObject({
    operation: z.enum(['GenerateDataKey', 'Decrypt', 'Encrypt', 'ReEncrypt']),
    by: z.exactOptional(z.string()),
    keyArn: z.string(),
    context: z.exactOptional(encryptionContextSchema),
    result: z.exactOptional(
      z.enum([
        'ok',
        ...KMS_OUTAGES,
        'AccessDeniedException',
        'DisabledException',
        'InvalidKeyUsageException',
        'KMSInvalidStateException',
        'NotFoundException',
        'ThrottlingException',
      ]),
    ),
  })
  .meta({ id: 'KmsCall' });
