import { z } from 'zod';
import { CHOICE_POINTS, type ChoicePoint } from '../../../model/index.ts';
import { MOST_PAIRS } from '../../explore/large/links.ts';
import { MOST_EXPLORED } from '../../explore/options.ts';
import { sum } from '../../explore/sum.ts';
import { CHECKPOINT_FORMAT } from './checkpoint-file.ts';

/** Most depths of a checkpoint. */
const MOST_DEPTHS = 100_000;

const half = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);
/** Names of what was come across: they are printed. */
const names = z.array(
  z
    .string()
    .max(500)
    .regex(/^[ -~]+$/),
);

/** What came of an action. */
const actionCounts = z.strictObject({ served: z.int().min(0), refused: z.int().min(0), unchanged: z.int().min(0) });

/** The first line of a checkpoint file. */
export const checkpointHeaderSchema = z.strictObject({
  bucketkeyCheckpoint: z.literal(CHECKPOINT_FORMAT),
  version: z.string(),
  scope: z.string(),
  scopeDigest: z.string().regex(/^[0-9a-f]{64}$/),
  exact: z.boolean(),
  symmetry: z.boolean(),
  levels: z
    .array(z.int().min(1).max(MOST_EXPLORED))
    .min(1)
    .max(MOST_DEPTHS)
    .refine(([first]) => first === 1, 'there is one first state')
    .refine((levels) => sum(levels) <= MOST_EXPLORED, `more than ${MOST_EXPLORED} states`),
  transitions: z.int().min(0),
  print: z.strictObject({ low: half, high: half }),
  coverage: z.strictObject({
    moves: names,
    options: names,
    points: z.array(
      z.custom<ChoicePoint>(
        (point) => typeof point === 'string' && Object.hasOwn(CHOICE_POINTS, point),
        'no choice point',
      ),
    ),
    actions: z.array(actionCounts),
  }),
  pairs: z
    .array(z.tuple([z.int().min(0).max(MOST_PAIRS), z.int().min(0).max(MOST_EXPLORED)]))
    .min(1)
    .max(MOST_PAIRS),
});

/** The first line of a checkpoint file. */
export type HeaderJson = z.infer<typeof checkpointHeaderSchema>;
