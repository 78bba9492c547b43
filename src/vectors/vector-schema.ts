import { z } from 'zod';
import { profileFileSchema } from '../profile/profile-file.ts';
import { observationSchema } from '../trace/schema/observation-schema.ts';
import { setupSchema } from '../trace/schema/setup-schema.ts';
import { stepLineSchema } from '../trace/schema/trace-schema.ts';

/** Version of the format of vectors. */
export const VECTOR_FORMAT = 1;

const outcomeSchema = observationSchema
  .omit({ otherKmsCalls: true, raw: true, internals: true })
  .extend({ requirements: z.array(z.string()) })
  .meta({ id: 'Outcome' });

const requestSchema = z
  .strictObject({
    method: z.string(),
    path: z.string(),
    query: z.record(z.string(), z.string()),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  })
  .meta({ id: 'Request' });

const vectorSchema = z.strictObject({
  bucketkeyVector: z.literal(VECTOR_FORMAT),
  name: z.string(),
  profile: z.union([z.string(), profileFileSchema]),
  setup: setupSchema,
  steps: z.array(
    stepLineSchema
      .omit({ endMs: true })
      .extend({
        request: z.exactOptional(requestSchema),
        admissible: z.array(outcomeSchema),
        isComplete: z.boolean(),
      })
      .meta({ id: 'VectorStep' }),
  ),
  expected: z.union([
    z.strictObject({ verdict: z.literal('conforms') }),
    z.strictObject({
      verdict: z.literal('violates'),
      stepIndex: z.int().min(0),
      property: z.string(),
      requirements: z.array(z.string()),
      reason: z.string(),
    }),
  ]),
});

/** A trace, what may be answered at each of its steps, and the verdict that is due. */
export type Vector = z.infer<typeof vectorSchema>;

/** The JSON Schema (draft 2020-12) of a vector. */
export function vectorJsonSchema(): unknown {
  const schema = vectorSchema.meta({
    title: 'A bucketkey vector',
    description: 'A trace with the outcomes that are admissible at each of its steps, and the verdict that is due.',
  });
  return z.toJSONSchema(schema, { target: 'draft-2020-12' });
}
