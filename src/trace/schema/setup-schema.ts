import { z } from 'zod';
import { bodySchema } from './vocabulary-schema.ts';

const accountSchema = z
  .string()
  .regex(/^[0-9]{12}$/, 'expected an account of 12 digits')
  .meta({ id: 'Account' });

/** Schema of an `UnknownPast`. */
const unknownPastSchema = z
  .strictObject({
    buckets: z.exactOptional(z.array(z.string())),
    objects: z.exactOptional(z.array(z.strictObject({ bucket: z.string(), key: z.string() }))),
    kmsKeys: z.exactOptional(z.array(z.string())),
  })
  .meta({ id: 'UnknownPast' });

/** Schema of a `Setup`. That names are unique and refer to something is checked by the reader. */
export const setupSchema = z
  .strictObject({
    requesters: z.array(
      z.strictObject({
        name: z.string(),
        account: accountSchema,
        principal: z.string(),
        session: z.string(),
        scopingPolicy: z.exactOptional(z.string()),
      }),
    ),
    kmsKeys: z.array(z.strictObject({ id: z.string(), account: accountSchema })),
    aliases: z.array(
      z.strictObject({
        account: accountSchema,
        alias: z.string().regex(/^alias\//, 'expected a name that starts with alias/'),
        keyId: z.string(),
      }),
    ),
    buckets: z.array(
      z.strictObject({
        name: z.string(),
        account: accountSchema,
        plainObjects: z.array(z.strictObject({ key: z.string(), body: bodySchema })),
      }),
    ),
    unknown: z.exactOptional(z.union([z.literal('everything'), unknownPastSchema])),
  })
  .meta({ id: 'Setup' });
