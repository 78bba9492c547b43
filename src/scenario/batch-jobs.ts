import { type Event, kmsCostUsd, kmsKeyArn, MINUTE_MS, type Observation, profileNamed } from '../../model/index.ts';
import { batchJobCostUsd } from '../predict/prices.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { exactly, resultOf, rounded, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps, type ScenarioRun } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const NAME = 'batch-jobs';
const KEY = 'key';
const [COPIED, UPDATED] = ['copied', 'updated'];
const JOB = 'batch-role';
const READER = 'reader';
/** How many objects each bucket has of each kind. */
const EACH = 10;

const BODY = content('an old object');
const WORLD = setupOf([requester(JOB), requester(READER)], [KEY], [bucket(COPIED), bucket(UPDATED)]);

/** Old objects are given bucket keys by a batch job. */
export const batchJobs: Scenario = {
  name: NAME,
  title: 'A batch job gives old objects bucket keys, by a copy or an update for each, under one role.',
  description: paragraph(`
    Two buckets have ten objects under AES256, ten under KMS without a bucket key and ten with one, and their rule has
    bucket keys on. In the first a job copies onto itself what the inventory lists under KMS as DISABLED (F-153, K-26):
    each copy is a new object with a new ETag, and takes the default of the bucket (F-154). In the second a job updates
    the encryption where it is, of what MatchAnyObjectEncryption matches: SSE-KMS under that key with bucket keys off
    (F-152), which keeps the ETag (F-149). All of it is asked by the role of the job, one requester (F-155), so that
    one bucket key serves it. Objects under AES256 are in neither job, and stay
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-update-encryption.html). Look at the calls of the
    jobs, and of a reader before and after.
  `),
  run: (options) => runBatchJobs(options),
};

/** Runs {@link batchJobs} on a reference with these parts. */
export async function runBatchJobs(
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  const stage = { setup: WORLD, profile: profileNamed('ideal'), reference: {}, parts };
  return runSteps(stage, options, async (run) => {
    const copy = (name: string, key: string): Event => {
      return { op: 'CopyObject', source: { bucket: name, key }, bucket: name, key, headers: {} };
    };
    const update = (name: string, key: string): Event => {
      const kmsKey = { kmsKeyArn: kmsKeyArn(ACCOUNT, KEY), bucketKeyEnabled: true };
      return { op: 'UpdateObjectEncryption', bucket: name, key, ...kmsKey };
    };
    const figures = [
      ...(await runJob(run, COPIED, 'Batch Copy', copy, { calls: EACH + 1, kept: 0 })),
      ...(await runJob(run, UPDATED, 'Batch update', update, { calls: EACH + 1, kept: EACH })),
    ];
    return resultOf(NAME, [...figures, run.verdictFigure()], run.complaints);
  });
}

/** A bucket with its old objects, what a job makes of them, and what a reader pays before and after. */
async function runJob(
  run: ScenarioRun,
  name: string,
  job: string,
  request: (name: string, key: string) => Event,
  expected: { readonly calls: number; readonly kept: number },
): Promise<readonly ScenarioFigure[]> {
  const keys = await fill(run, name);
  const read = async () => {
    run.atMs += 10 * MINUTE_MS;
    return run.callsDuring(async () => {
      for (const key of keys) await run.does(READER, { op: 'GetObject', bucket: name, key });
    });
  };
  const before = await read();
  const chosen: { readonly key: string; readonly etag: Observation['etag'] }[] = [];
  for (const key of keys) {
    const shown = await run.does(ADMIN, { op: 'HeadObject', bucket: name, key });
    if (isChosen(shown)) chosen.push({ key, etag: shown.etag });
  }
  const calls = await run.callsDuring(async () => {
    for (const { key } of chosen) await run.does(JOB, request(name, key));
  });
  let kept = 0;
  for (const { key, etag } of chosen) {
    const shown = await run.does(ADMIN, { op: 'HeadObject', bucket: name, key });
    if (shown.etag === etag) kept++;
  }
  const cost = rounded(batchJobCostUsd(chosen.length) + kmsCostUsd(calls), 6);
  return [
    exactly(`${job}: objects that it is about`, chosen.length, 'objects', EACH),
    exactly(`${job}: KMS calls of its role`, calls, 'calls', expected.calls),
    exactly(`${job}: ETags that stay`, kept, 'ETags', expected.kept),
    says(`${job}: what the job costs`, `${cost} USD`, '0.250093 USD'),
    exactly(`${job}: KMS calls of 30 reads before`, before, 'calls', EACH + 1),
    exactly(`${job}: KMS calls of 30 reads after`, await read(), 'calls', 2),
  ];
}

/** Ten objects from before the switch under AES256, ten under KMS, and ten from since; answers their keys. */
async function fill(run: ScenarioRun, name: string): Promise<readonly string[]> {
  const keys: string[] = [];
  const rules = [{ SSEAlgorithm: 'AES256' }, kmsRule(KEY, false), kmsRule(KEY, true)] as const;
  for (const [at, rule] of rules.entries()) {
    await run.does(ADMIN, putRule(name, rule));
    for (let number = 1; number <= EACH; number++) {
      const key = `${at}/${number}`;
      await run.does(ADMIN, { op: 'PutObject', bucket: name, key, body: BODY, headers: {} });
      keys.push(key);
    }
  }
  return keys;
}

/** Under KMS without a bucket key: what the inventory lists as DISABLED, and what the filter of a job matches. */
function isChosen({ sse, bucketKeyEnabled }: Observation): boolean {
  return sse === 'aws:kms' && bucketKeyEnabled !== true;
}
