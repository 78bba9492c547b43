import { z } from 'zod';
import { profileFileSchema } from '../../profile/profile-file.ts';
import { MAX_SEED } from '../../trace/limits.ts';
import { MOST_SHARDS } from '../campaign-arguments.ts';
import { REPORT_FORMAT } from './report-file.ts';

const count = z.int().min(0);
const strings = z.array(z.string());

const parts = z.array(z.strictObject({ part: z.string(), expected: z.string(), observed: z.string() }));

const shardSchema = z
  .strictObject({ index: z.int().min(1), of: z.int().min(1).max(MOST_SHARDS) })
  .refine(({ index, of }) => index <= of, 'there are not so many parts');

const violationSchema = z.strictObject({
  run: count,
  foundAtLength: z.int().min(1),
  property: z.string(),
  title: z.string(),
  requirements: strings,
  stepIndex: count,
  reason: z.string(),
  parts: parts,
  nearest: z.array(z.strictObject({ choices: strings, differences: strings, parts, requirements: strings })),
  onlyIf: z.exactOptional(z.string()),
  also: strings,
  // Lines of a trace file; the reader of those has the last word on them.
  trace: z.array(z.unknown()),
});

const stepCounts = z.array(z.strictObject({ id: z.string(), steps: count }));

const tallySchema = z.strictObject({
  runs: count,
  steps: count,
  kmsCalls: count,
  properties: z.array(
    z
      .strictObject({ id: z.string(), checked: count, exercised: count })
      .refine(({ checked, exercised }) => exercised <= checked, 'more exercised than checked'),
  ),
  events: z.array(
    z
      .strictObject({ event: z.string(), count, refused: count, kmsCalls: count, kmsCallsWithout: count })
      .refine((event) => event.refused <= event.count, 'more refused than there were')
      .refine((event) => event.kmsCallsWithout <= event.kmsCalls + event.count, 'more calls than there can have been'),
  ),
  unknown: z.strictObject({ run: count, because: z.string() }).nullable(),
  coverage: z.strictObject({
    steps: count,
    transitions: stepCounts,
    requirements: stepCounts,
    choices: z.array(z.strictObject({ point: z.string(), asked: count, decided: count })),
  }),
});

/** Schema of a report file. How its parts go together is checked by the reader. */
export const reportSchema = z.strictObject({
  bucketkeyReport: z.literal(REPORT_FORMAT),
  version: z.string(),
  seed: z.int().min(0).max(MAX_SEED),
  profile: z.union([z.string(), profileFileSchema]),
  sut: z.string(),
  runs: z.int().min(1).nullable(),
  maxSteps: z.int().min(1),
  shard: shardSchema,
  keepGoing: z.boolean(),
  seconds: z.number().positive().nullable(),
  complete: z.boolean(),
  tally: tallySchema,
  violations: z.array(violationSchema),
});

/** A report file as it stands on the disk. */
export type ReportJson = z.infer<typeof reportSchema>;
