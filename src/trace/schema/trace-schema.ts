import { z } from 'zod';
import { profileFileSchema } from '../../profile/profile-file.ts';
import { MAX_SEED } from '../limits.ts';
import { TRACE_FORMAT } from '../trace.ts';
import { eventSchema } from './event-schema.ts';
import { observationSchema } from './observation-schema.ts';
import { setupSchema } from './setup-schema.ts';

/** Schema of the first line of a trace, a `TraceHeader`. */
export const traceHeaderSchema = z
  .strictObject({
    bucketkeyTrace: z.int().min(TRACE_FORMAT).max(TRACE_FORMAT),
    profile: z.union([z.string(), profileFileSchema]),
    sut: z.string(),
    seed: z.int().min(0).max(MAX_SEED),
    setup: setupSchema,
  })
  .meta({ id: 'Header' });

/** Schema of every further line: a `Step`, and beside its parts what was observed. */
export const stepLineSchema = z
  .strictObject({
    atMs: z.int().min(0),
    endMs: z.int().min(0).exactOptional(),
    by: z.string().nullable(),
    event: eventSchema,
    observation: observationSchema,
  })
  .meta({ id: 'Step' });

/** A line after the header, as it stands in the file. */
export type StepLine = z.infer<typeof stepLineSchema>;
