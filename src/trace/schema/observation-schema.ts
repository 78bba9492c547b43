import { z } from 'zod';
import { kmsCallSchema, shownRuleSchema, sseAlgorithmSchema } from './vocabulary-schema.ts';

const internalsSchema = z
  .strictObject({
    dataKey: z.exactOptional(z.string()),
    bucketKey: z.exactOptional(z.string()),
    seals: z.array(z.strictObject({ key: z.string(), nonce: z.string() })),
    wraps: z.exactOptional(z.array(z.strictObject({ kmsKeyArn: z.string(), material: z.string() }))),
  })
  .meta({ id: 'Internals' });

/** Any names, any values: how much and how deep is checked by the reader. */
const rawSchema = z.record(z.string(), z.unknown()).meta({ id: 'Raw' });

/** Schema of an `Observation`: a missing part was not looked at, `null` was looked for and absent. */
export const observationSchema = z
  .strictObject({
    status: z.int().min(100).max(599),
    code: z.exactOptional(z.string().nullable()),
    sse: z.exactOptional(sseAlgorithmSchema.nullable()),
    kmsKeyArn: z.exactOptional(z.string().nullable()),
    bucketKeyEnabled: z.exactOptional(z.boolean().nullable()),
    etag: z.exactOptional(z.string().nullable()),
    contentMd5: z.exactOptional(z.string().nullable()),
    replicationStatus: z.exactOptional(z.enum(['PENDING', 'COMPLETED', 'FAILED', 'REPLICA']).nullable()),
    versionId: z.exactOptional(z.string().nullable()),
    deleteMarker: z.exactOptional(z.boolean().nullable()),
    rule: z.exactOptional(shownRuleSchema.nullable()),
    keyRotationEnabled: z.exactOptional(z.boolean().nullable()),
    kmsCalls: z.exactOptional(z.array(kmsCallSchema)),
    otherKmsCalls: z.exactOptional(z.array(kmsCallSchema)),
    raw: z.exactOptional(rawSchema),
    internals: z.exactOptional(internalsSchema),
  })
  .meta({ id: 'Observation' });
