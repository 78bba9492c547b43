import { DAY_MS, HOUR_MS, type Observation, profileNamed, type Setup } from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { exactly, resultOf } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'decryptable-after-rotation';
const BUCKET = 'records';
const KEY_ID = 'key';
const WRITER = 'loader';
const READER = 'auditor';
/** Objects of each age that share a bucket key, and as many that have a data key of KMS each. */
const OBJECTS = 10;
const PERIOD_DAYS = 365;

const WORLD: Setup = setupOf([requester(WRITER), requester(READER)], [KEY_ID], [bucket(BUCKET)]);

/** A KMS key is rotated twice, and all that was written before is read. */
export const decryptableAfterRotation: Scenario = {
  name: NAME,
  title: 'After a KMS key was rotated, on demand and automatically, all older objects are still read back intact.',
  description: paragraph(`
    Objects are written, the KMS key is rotated on demand, more are written, a year later it has rotated by itself, and
    more are written; of each age half under a bucket key and half without. Rotation keeps the key's ARN and all its
    older material, and KMS picks the version by which each key was wrapped (F-124,
    https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html). It encrypts nothing anew: a bucket key
    that is cached goes on making data keys, and only bucket keys that KMS makes later are wrapped by the new material
    (F-125). The reference has real material of each version, and encryption is authenticated, so no version opens what
    another one has wrapped. Look at the versions that wrapped something, one for each age; at the write right after
    the rotation, which asks nobody; and at the objects that are read back intact in the end, all of them, with a
    Decrypt for each bucket key and for each object without one.
  `),
  run: (options) => runDecryptableAfterRotation(options),
};

/** Runs {@link decryptableAfterRotation} on a reference with these parts. */
export async function runDecryptableAfterRotation(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    await run.does(ADMIN, putRule(BUCKET, kmsRule(KEY_ID, true)));
    const first = await writeAge(run, 'first');
    await run.does(ADMIN, { op: 'RotateKeyOnDemand', keyId: KEY_ID });
    const warm = await put(run, 'first/warm', true);
    run.atMs += HOUR_MS;
    const second = await writeAge(run, 'second');
    await run.does(ADMIN, { op: 'EnableKeyRotation', keyId: KEY_ID, rotationPeriodInDays: PERIOD_DAYS });
    run.atMs += PERIOD_DAYS * DAY_MS;
    const third = await writeAge(run, 'third');
    run.atMs += HOUR_MS;
    const ages = [[...first, warm], second, third];
    const written = ages.flat();
    const read: Written[] = [];
    const readCalls = await run.callsDuring(async () => {
      for (const { key, md5 } of written) read.push({ key, md5, seen: await get(run, key) });
    });
    const figures = [
      exactly('versions of the key material that wrapped keys', materials(written).size, 'versions', 3),
      exactly('most that wrapped keys of one age', Math.max(...ages.map((age) => materials(age).size)), 'versions', 1),
      exactly('KMS calls of a write right after the rotation', callsOf(warm), 'calls', 0),
      exactly('KMS calls of the first write under the second version', callsOf(second[0]), 'calls', 1),
      exactly('objects read back intact', read.filter(isIntact).length, 'objects', written.length),
      exactly('KMS keys they name', new Set(read.map(({ seen }) => seen.kmsKeyArn)).size, 'keys', 1),
      exactly('reading them', readCalls, 'calls', 3 + 3 * OBJECTS),
      run.verdictFigure(),
    ];
    return resultOf(NAME, figures, run.complaints);
  });
}

/** What was written under a key, and what was seen of it: when it was written, or when it was read. */
interface Written {
  readonly key: string;
  readonly md5: string;
  readonly seen: Observation;
}

async function writeAge(run: ScenarioRun, age: string): Promise<readonly Written[]> {
  const written: Written[] = [];
  for (let i = 1; i <= OBJECTS; i++) {
    written.push(await put(run, `${age}/shared-${i}`, true));
    written.push(await put(run, `${age}/own-${i}`, false));
  }
  return written;
}

async function put(run: ScenarioRun, key: string, bucketKeyEnabled: boolean): Promise<Written> {
  const body = content(key);
  const seen = await run.does(WRITER, { op: 'PutObject', bucket: BUCKET, key, body, headers: { bucketKeyEnabled } });
  return { key, md5: body.md5, seen };
}

function get(run: ScenarioRun, key: string): Promise<Observation> {
  return run.does(READER, { op: 'GetObject', bucket: BUCKET, key });
}

function isIntact({ md5, seen }: Written): boolean {
  return seen.contentMd5 === md5;
}

function callsOf(written: Written | undefined): number {
  return written?.seen.kmsCalls?.length ?? 0;
}

/** Fingerprints of what wrapped a key in KMS: all that encrypted, but for the bucket keys and data keys of S3. */
function materials(written: readonly Written[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { internals } of written.map(({ seen }) => seen)) {
    for (const { key } of internals?.seals ?? [])
      if (key !== internals?.dataKey && key !== internals?.bucketKey) found.add(key);
  }
  return found;
}
