import { DAY_MS, HOUR_MS, profileNamed, type Setup } from '../../model/index.ts';
import { createRandom } from '../reference/crypto/random.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { exactly, resultOf } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'long-ago';
const KEYED = 'archive-with-bucket-keys';
const PLAIN = 'archive-without-bucket-keys';
const KEY_ID = 'key';
const WRITER = 'collector';
/** Two sessions of one role: one requester (F-95). */
const READER = 'report';
const READER_AGAIN = 'report-again';
const OTHER_READER = 'audit';
const DAYS = 365;
/** Objects of one day are written within seconds of each other, under one bucket key. */
const OBJECTS_A_DAY = 2;
const OBJECTS = DAYS * OBJECTS_A_DAY;
/** Fast enough for one pass over all objects to end within the lifetime of the first bucket key it fetched. */
const PACE_MS = 100;

const WORLD: Setup = setupOf(
  [requester(WRITER), requester(READER), requester(READER_AGAIN, READER), requester(OTHER_READER)],
  [KEY_ID],
  [bucket(KEYED), bucket(PLAIN)],
);

/** Objects of a year, read in one night. */
export const longAgo: Scenario = {
  name: NAME,
  title: 'Objects of a year read in one night: one Decrypt for each bucket key of the year, not one for the bucket.',
  description: paragraph(`
    A role writes two objects a day for a year, into a bucket with bucket keys and into one without. Then a report
    reads all 730 objects in one night, in random order. How can keys that live for minutes open objects of last year?
    Each bucket key is kept with the bucket, encrypted under the KMS key, and one Decrypt brings it back (SC-31, F-107,
    https://repost.aws/questions/QU5RNQiZksQ9GWMxBYbRcNAw/decrypt-objects-that-have-been-encrypted-with-a-short-living-bucket-key).
    But objects written at different times lie under different bucket keys, so the night costs a call for every bucket
    key of the year, and again for every requester (SC-33, F-108,
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html). Look at 365 calls where one might expect 1,
    at the second session of the same role, which reads free of calls, and at the other role, which pays all again.
  `),
  run: (options) => runLongAgo(options),
};

/** Runs {@link longAgo} on a reference with these parts. */
export async function runLongAgo(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    const random = createRandom(options.seed);
    const written = await writeYear(run);
    const read = (by: string, name: string): Promise<Night> =>
      readAll(run, by, name, shuffled(objectKeys(), random.below));
    run.atMs += HOUR_MS;
    const first = await read(READER, KEYED);
    const again = await read(READER_AGAIN, KEYED);
    const other = await read(OTHER_READER, KEYED);
    const plain = await read(READER, PLAIN);
    const otherPlain = await read(OTHER_READER, PLAIN);
    run.atMs += DAY_MS;
    const nextNight = await read(READER, KEYED);
    const intact = first.intact + again.intact + other.intact + plain.intact + otherPlain.intact + nextNight.intact;
    const figures = [
      exactly('writing with bucket keys', written.keyed, 'calls', DAYS),
      exactly('writing without bucket keys', written.plain, 'calls', OBJECTS),
      exactly('bucket keys of the year', written.bucketKeys, 'bucket keys', DAYS),
      exactly('first reader with bucket keys', first.calls, 'calls', DAYS),
      exactly('another session of its role, the same night', again.calls, 'calls', 0),
      exactly('second reader with bucket keys', other.calls, 'calls', DAYS),
      exactly('first reader the next night', nextNight.calls, 'calls', DAYS),
      exactly('first reader without bucket keys', plain.calls, 'calls', OBJECTS),
      exactly('second reader without bucket keys', otherPlain.calls, 'calls', OBJECTS),
      exactly('reads that brought the content back', intact, 'reads', 6 * OBJECTS),
      run.verdictFigure(),
    ];
    return resultOf(NAME, figures, run.complaints);
  });
}

interface Year {
  readonly keyed: number;
  readonly plain: number;
  /** Different bucket keys, seen from inside the reference. */
  readonly bucketKeys: number;
}

async function writeYear(run: ScenarioRun): Promise<Year> {
  await run.does(ADMIN, putRule(KEYED, kmsRule(KEY_ID, true)));
  await run.does(ADMIN, putRule(PLAIN, kmsRule(KEY_ID, false)));
  const bucketKeys = new Set<string>();
  let keyed = 0;
  let plain = 0;
  for (let day = 0; day < DAYS; day++) {
    run.atMs = (day + 1) * DAY_MS;
    for (let i = 0; i < OBJECTS_A_DAY; i++) {
      const key = objectKey(day, i);
      const put = { op: 'PutObject', key, body: content(key), headers: {} } as const;
      const { kmsCalls, internals } = await run.does(WRITER, { ...put, bucket: KEYED });
      if (internals?.bucketKey !== undefined) bucketKeys.add(internals.bucketKey);
      keyed += kmsCalls?.length ?? 0;
      plain += (await run.does(WRITER, { ...put, bucket: PLAIN })).kmsCalls?.length ?? 0;
      run.atMs += PACE_MS;
    }
  }
  return { keyed, plain, bucketKeys: bucketKeys.size };
}

interface Night {
  readonly calls: number;
  /** Reads that brought back what was written. */
  readonly intact: number;
}

async function readAll(run: ScenarioRun, by: string, name: string, keys: readonly string[]): Promise<Night> {
  let intact = 0;
  const calls = await run.callsDuring(async () => {
    for (const key of keys) {
      const { contentMd5 } = await run.does(by, { op: 'GetObject', bucket: name, key });
      if (contentMd5 === content(key).md5) intact++;
      run.atMs += PACE_MS;
    }
  });
  return { calls, intact };
}

function objectKey(day: number, i: number): string {
  return `day-${day + 1}/${i + 1}`;
}

function objectKeys(): string[] {
  return Array.from({ length: OBJECTS }, (_, i) => objectKey(Math.floor(i / OBJECTS_A_DAY), i % OBJECTS_A_DAY));
}

/** The keys in an order drawn at random. */
function shuffled(keys: readonly string[], below: (bound: number) => number): readonly string[] {
  const left = [...keys];
  const drawn: string[] = [];
  while (left.length > 0) drawn.push(...left.splice(below(left.length), 1));
  return drawn;
}
