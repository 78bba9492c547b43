import { z } from 'zod';
import {
  bodySchema,
  bucketPolicyStatementSchema,
  encryptionHeadersSchema,
  encryptionRuleSchema,
  keyPolicyStatementSchema,
} from './vocabulary-schema.ts';

/** An event on nothing but a bucket. */
function bucketEvent<Op extends string>(op: Op) {
  return z.strictObject({ op: z.literal(op), bucket: z.string() });
}

/** An event on nothing but an object. */
function objectEvent<Op extends string>(op: Op) {
  return z.strictObject({ op: z.literal(op), bucket: z.string(), key: z.string() });
}

/** An event on nothing but a KMS key. */
function keyEvent<Op extends string>(op: Op) {
  return z.strictObject({ op: z.literal(op), keyId: z.string() });
}

/**
 * Schema of an `Event`. Numbers that KMS would refuse are no errors of the format: that they are refused is worth
 * recording.
 */
export const eventSchema = z
  .discriminatedUnion('op', [
    bucketEvent('CreateBucket'),
    bucketEvent('DeleteBucket'),
    z.strictObject({ op: z.literal('PutBucketEncryption'), bucket: z.string(), rules: z.array(encryptionRuleSchema) }),
    bucketEvent('GetBucketEncryption'),
    bucketEvent('DeleteBucketEncryption'),
    z.strictObject({
      op: z.literal('PutBucketPolicy'),
      bucket: z.string(),
      statements: z.array(bucketPolicyStatementSchema),
    }),
    z.strictObject({
      op: z.literal('PutBucketReplication'),
      bucket: z.string(),
      destination: z.string(),
      role: z.string(),
      replicaKmsKeyId: z.exactOptional(z.string()),
    }),
    bucketEvent('DeleteBucketReplication'),
    z.strictObject({
      op: z.literal('PutObject'),
      bucket: z.string(),
      key: z.string(),
      body: bodySchema,
      headers: encryptionHeadersSchema,
    }),
    objectEvent('GetObject'),
    objectEvent('HeadObject'),
    z.strictObject({
      op: z.literal('CopyObject'),
      source: z.strictObject({ bucket: z.string(), key: z.string() }),
      bucket: z.string(),
      key: z.string(),
      headers: encryptionHeadersSchema,
    }),
    objectEvent('DeleteObject'),
    keyEvent('DisableKey'),
    keyEvent('EnableKey'),
    z.strictObject({ op: z.literal('ScheduleKeyDeletion'), keyId: z.string(), pendingWindowInDays: z.int() }),
    keyEvent('CancelKeyDeletion'),
    z.strictObject({ op: z.literal('EnableKeyRotation'), keyId: z.string(), rotationPeriodInDays: z.int() }),
    keyEvent('RotateKeyOnDemand'),
    z.strictObject({ op: z.literal('PutKeyPolicy'), keyId: z.string(), statements: z.array(keyPolicyStatementSchema) }),
    z.strictObject({ op: z.literal('UpdateAlias'), alias: z.string(), keyId: z.string() }),
    objectEvent('ReplicateObject'),
    bucketEvent('EvictBucketKeys'),
    z.strictObject({ op: z.literal('RestartHosts') }),
    z.strictObject({ op: z.literal('ThrottleKms'), on: z.boolean() }),
  ])
  .meta({ id: 'Event' });
