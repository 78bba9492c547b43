import { HOUR_MS, type Observation, profileNamed, type Setup } from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { exactly, resultOf } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'old-objects-keep-their-keys';
const BUCKET = 'data-lake';
const KEY_ID = 'key';
const WRITER = 'loader';
const READER = 'report';
const OLD_OBJECTS = 100;
const NEW_OBJECTS = 10;
/** All requests of one round fall into one lifetime of a bucket key. */
const PACE_MS = 100;

const WORLD: Setup = setupOf([requester(WRITER), requester(READER)], [KEY_ID], [bucket(BUCKET)]);

/** Bucket keys are turned on in a bucket that is full already. */
export const oldObjectsKeepTheirKeys: Scenario = {
  name: NAME,
  title: 'Turning bucket keys on saves nothing on the objects that are there already; a copy in place does.',
  description: paragraph(`
    A bucket holds 100 objects under SSE-KMS when bucket keys are turned on. The bill stays what it was (SC-14,
    https://github.com/LBHackney-IT/Data-Platform/pull/2319), for a rule acts on new objects only: old ones keep their
    encryption, their flag and their ETag, and take a KMS call for every read as before (F-13,
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html). Copying an object onto itself writes it
    anew under the rule of today (F-47, F-51). Each round of requests is an hour after the one before, so that nothing
    is cached any more. Look at the calls of reading all old objects before the switch, after it, and after the copies;
    and at the price of moving, one call for each old object, one for the new bucket key, and new ETags (F-86).
  `),
  run: (options) => runOldObjectsKeepTheirKeys(options),
};

/** Runs {@link oldObjectsKeepTheirKeys} on a reference with these parts. */
export async function runOldObjectsKeepTheirKeys(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    const oldKeys = keysOf('old', OLD_OBJECTS);
    const newKeys = keysOf('new', NEW_OBJECTS);
    await run.does(ADMIN, putRule(BUCKET, kmsRule(KEY_ID, false)));
    const written = await round(run, oldKeys, (key) => put(run, key));
    const readBefore = await round(run, oldKeys, (key) => get(run, key));
    const before = await round(run, oldKeys, (key) => head(run, key));
    await run.does(ADMIN, putRule(BUCKET, kmsRule(KEY_ID, true)));
    const after = await round(run, oldKeys, (key) => head(run, key));
    const readAfter = await round(run, oldKeys, (key) => get(run, key));
    const writtenNew = await round(run, newKeys, (key) => put(run, key));
    const readNew = await round(run, newKeys, (key) => get(run, key));
    const copied = await round(run, oldKeys, (key) => copyInPlace(run, key));
    const moved = await round(run, oldKeys, (key) => head(run, key));
    const readMoved = await round(run, oldKeys, (key) => get(run, key));
    const figures = [
      exactly('writing the old objects', written.calls, 'calls', OLD_OBJECTS),
      exactly('reading them before the switch', readBefore.calls, 'calls', OLD_OBJECTS),
      exactly('old objects the switch changed', differing(before, after), 'objects', 0),
      exactly('reading them after the switch', readAfter.calls, 'calls', OLD_OBJECTS),
      exactly('writing 10 new objects', writtenNew.calls, 'calls', 1),
      exactly('reading 10 new objects', readNew.calls, 'calls', 1),
      exactly('copying the old objects in place', copied.calls, 'calls', OLD_OBJECTS + 1),
      exactly('old objects with bucket key after the copies', withBucketKey(moved), 'objects', OLD_OBJECTS),
      exactly('old objects with a new ETag after the copies', differing(after, moved), 'objects', OLD_OBJECTS),
      exactly('reading them after the copies', readMoved.calls, 'calls', 1),
      run.verdictFigure(),
    ];
    return resultOf(NAME, figures, run.complaints);
  });
}

interface Round {
  readonly calls: number;
  readonly answers: readonly Observation[];
}

async function round(
  run: ScenarioRun,
  keys: readonly string[],
  request: (key: string) => Promise<Observation>,
): Promise<Round> {
  run.atMs += HOUR_MS;
  const answers: Observation[] = [];
  const calls = await run.callsDuring(async () => {
    for (const key of keys) {
      answers.push(await request(key));
      run.atMs += PACE_MS;
    }
  });
  return { calls, answers };
}

function keysOf(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}/${i + 1}`);
}

function put(run: ScenarioRun, key: string): Promise<Observation> {
  return run.does(WRITER, { op: 'PutObject', bucket: BUCKET, key, body: content(key), headers: {} });
}

function get(run: ScenarioRun, key: string): Promise<Observation> {
  return run.does(READER, { op: 'GetObject', bucket: BUCKET, key });
}

function head(run: ScenarioRun, key: string): Promise<Observation> {
  return run.does(READER, { op: 'HeadObject', bucket: BUCKET, key });
}

function copyInPlace(run: ScenarioRun, key: string): Promise<Observation> {
  return run.does(WRITER, { op: 'CopyObject', source: { bucket: BUCKET, key }, bucket: BUCKET, key, headers: {} });
}

/** Objects that show another ETag, flag or KMS key in one round than in the other. */
function differing(one: Round, other: Round): number {
  return one.answers.filter((a, i) => {
    const b = other.answers[i];
    return a.etag !== b?.etag || a.bucketKeyEnabled !== b?.bucketKeyEnabled || a.kmsKeyArn !== b?.kmsKeyArn;
  }).length;
}

function withBucketKey({ answers }: Round): number {
  return answers.filter(({ bucketKeyEnabled }) => bucketKeyEnabled === true).length;
}
