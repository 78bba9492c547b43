import { z } from 'zod';
import {
  COPY_CHANGES,
  EVENT_NAMES,
  type EventName,
  type FieldKind,
  fieldsOf,
  GRANT_OPERATIONS,
  type OPERATIONS,
  OTHER_KEY_SPECS,
} from '../../../model/index.ts';
import {
  bodySchema,
  bucketPolicyStatementSchema,
  conditionsSchema,
  customerKeySchema,
  encryptionHeadersSchema,
  encryptionRuleSchema,
  grantConstraintsSchema,
  keyPolicyStatementSchema,
} from './vocabulary-schema.ts';

/** Schemas of fields, by kind. */
const FIELD_SCHEMAS = {
  bucket: z.string(),
  objectKey: z.string(),
  object: z.strictObject({ bucket: z.string(), key: z.string() }),
  body: bodySchema,
  encryptionHeaders: encryptionHeadersSchema,
  encryptionRules: z.array(encryptionRuleSchema),
  bucketPolicy: z.array(bucketPolicyStatementSchema),
  keyPolicy: z.array(keyPolicyStatementSchema),
  keyId: z.string(),
  keySpec: z.enum(OTHER_KEY_SPECS),
  keyOrigin: z.literal('EXTERNAL'),
  keyReference: z.string(),
  alias: z.string(),
  grantId: z.string(),
  roleArn: z.string(),
  grantOperations: z.array(z.enum(GRANT_OPERATIONS)),
  grantConstraints: grantConstraintsSchema,
  requester: z.string(),
  // Periods that KMS would refuse are no errors of the format: that they are refused is worth recording.
  waitingPeriod: z.int(),
  rotationPeriod: z.int(),
  validity: z.int(),
  uploadId: z.string(),
  // Numbers that S3 would refuse are no errors of the format either.
  partNumber: z.int(),
  partNumbers: z.array(z.int()),
  flag: z.boolean(),
  versioningStatus: z.enum(['Enabled', 'Suspended']),
  versionId: z.string(),
  conditions: conditionsSchema,
  customerKey: customerKeySchema,
  copyChanges: z.array(z.enum(COPY_CHANGES)),
  // What is no range S3 does not look at.
  byteRange: z.string(),
} as const satisfies Readonly<Record<FieldKind, z.ZodType>>;

type FieldSchemas = typeof FIELD_SCHEMAS;
type Operations = typeof OPERATIONS;

/** Schema of a field, as its row writes it. */
type SchemaOf<Written> = Written extends FieldKind
  ? FieldSchemas[Written]
  : Written extends `${infer Kind extends FieldKind}?`
    ? z.ZodExactOptional<FieldSchemas[Kind]>
    : never;

/** Schema of an event, as its row describes it. */
type EventSchema<Op extends EventName> = z.ZodObject<
  { readonly op: z.ZodLiteral<Op> } & {
    readonly [Name in keyof Operations[Op]['fields']]: SchemaOf<Operations[Op]['fields'][Name]>;
  },
  z.core.$strict
>;

type AnyEventSchema = { readonly [Op in EventName]: EventSchema<Op> }[EventName];

function eventSchemaOf(op: EventName): AnyEventSchema {
  const fields = fieldsOf({ op }).map(({ name, kind, isOptional }) => {
    const schema: z.ZodType = FIELD_SCHEMAS[kind];
    return [name, isOptional ? z.exactOptional(schema) : schema] as const;
  });
  return z.strictObject({ op: z.literal(op), ...Object.fromEntries(fields) }) as unknown as AnyEventSchema;
}

/** Schema of an `Event`. */
export const eventSchema = z
  .discriminatedUnion('op', EVENT_NAMES.map(eventSchemaOf) as [AnyEventSchema, ...AnyEventSchema[]])
  .meta({ id: 'Event' });
