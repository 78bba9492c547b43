import { z } from 'zod';
import { OTHER_KEY_SPECS } from '../../../model/index.ts';
import { bodySchema, identityStatementSchema } from './vocabulary-schema.ts';

const accountSchema = z
  .string()
  .regex(/^[0-9]{12}$/, 'expected an account of 12 digits')
  .meta({ id: 'Account' });

/** Names of regions are bounded: they are repeated in every ARN. Servers other than AWS have regions of their own. */
const regionSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected a region such as eu-west-1: a-z, 0-9 and -, up to 63 characters');

const MAX_REQUESTS_PER_SECOND = 1_000_000;

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
    region: z.exactOptional(regionSchema),
    requesters: z.array(
      z.strictObject({
        name: z.string(),
        account: accountSchema,
        principal: z.string(),
        session: z.string(),
        scopingPolicy: z.exactOptional(z.string()),
        servicePrincipal: z.exactOptional(z.string()),
        sourceArn: z.exactOptional(z.string()),
        signature: z.exactOptional(z.enum(['v2', 'none'])),
      }),
    ),
    kmsKeys: z.array(
      z.strictObject({
        id: z.string(),
        account: accountSchema,
        keySpec: z.exactOptional(z.enum(OTHER_KEY_SPECS)),
        origin: z.exactOptional(z.literal('EXTERNAL')),
      }),
    ),
    managedKeys: z.exactOptional(
      z.array(
        z.strictObject({
          account: accountSchema,
          id: z.string().regex(/^[^/:]+$/, 'expected a bare key id, not an alias or an ARN'),
        }),
      ),
    ),
    aliases: z.array(
      z.strictObject({
        account: accountSchema,
        alias: z.string().regex(/^alias\//, 'expected a name that starts with alias/'),
        keyId: z.string(),
      }),
    ),
    buckets: z.array(
      z
        .strictObject({
          name: z.string(),
          account: accountSchema,
          plainObjects: z.array(z.strictObject({ key: z.string(), body: bodySchema })),
          versioning: z.exactOptional(z.enum(['Unversioned', 'Enabled', 'Suspended'])),
          kind: z.exactOptional(z.literal('directory')),
          objectLock: z.exactOptional(z.boolean()),
        })
        .refine(({ objectLock, versioning }) => objectLock !== true || versioning === 'Enabled', {
          path: ['objectLock'],
          message: 'expected versioning "Enabled" beside it',
        }),
    ),
    identityPolicies: z.exactOptional(
      z.array(
        z.strictObject({
          account: accountSchema,
          principal: z.string(),
          statements: z.array(identityStatementSchema),
        }),
      ),
    ),
    scopingPolicies: z.exactOptional(
      z.array(z.strictObject({ name: z.string(), statements: z.array(identityStatementSchema) })),
    ),
    kmsQuotas: z.exactOptional(
      z.array(
        z.strictObject({
          account: accountSchema,
          requestsPerSecond: z.union([
            z.int().min(0).max(MAX_REQUESTS_PER_SECOND),
            z.strictObject({ publishedIn: z.union([z.literal(2023), z.literal(2026)]) }),
          ]),
        }),
      ),
    ),
    service: z.exactOptional(z.string()),
    unknown: z.exactOptional(z.union([z.literal('everything'), unknownPastSchema])),
  })
  .meta({ id: 'Setup' });
