// Takes the workload to a server, and writes what was seen.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EVENT_NAMES } from '../../dist/model/operations/index.js';
import { endpointOf } from '../../dist/src/cli/endpoint-options.js';
import { cleanRun } from '../../dist/src/drivers/endpoint/clean-run.js';
import { descriptionOf } from '../../dist/src/drivers/endpoint/endpoint.js';
import { endpointSut } from '../../dist/src/drivers/endpoint/endpoint-sut.js';
import { isOfAws } from '../../dist/src/drivers/endpoint/endpoint-url.js';
import { KmsClient, keyIdOf } from '../../dist/src/drivers/endpoint/kms-client.js';
import { NoAnswerError } from '../../dist/src/drivers/http/exchange.js';
import { countedText } from '../../dist/src/report/quantity-text.js';
import { newRun, runPrefix } from '../../dist/src/suts/live/run-name.js';
import { headerLine, stepLine } from '../../dist/src/trace/format-trace.js';
import { servedClock, wallClock } from './clock.mjs';
import { KeysInFile } from './keys-in-file.mjs';
import { planOf, planText } from './plan.mjs';
import { isSettled, replicationSeen } from './replications.mjs';
import { workload } from './workload.mjs';

const OPTIONS = {
  'endpoint-url': { type: 'string' },
  'kms-endpoint-url': { type: 'string' },
  region: { type: 'string', default: 'us-east-1' },
  credentials: { type: 'string', default: 'credentials.json' },
  'allow-aws': { type: 'boolean', default: false },
  minutes: { type: 'string', default: '120' },
  experiment: { type: 'string', multiple: true },
  out: { type: 'string' },
  'put-clock-forward': { type: 'boolean', default: false },
};

/** Who asks with a session that is over is answered so by S3 or by KMS. */
const STALE = ['ExpiredToken', 'InvalidToken', 'ExpiredTokenException', 'UnrecognizedClientException'];

/**
 * Tells what a run asks and costs at the most, and carries it out where an address is given. Gives the exit code.
 * `signal` ends a wait; requests that are under way are waited for.
 */
export async function record(args, { log, complain, signal }) {
  const { values } = parseArgs({ args, options: OPTIONS });
  const minutes = Number(values.minutes);
  if (!(minutes >= 1 && minutes <= 2_880)) throw new Error('--minutes takes 1 to 2880');
  const all = workload(minutes, values.region);
  const unknown = values.experiment?.find((id) => !all.some((one) => one.id === id));
  if (unknown !== undefined) throw new Error(`--experiment: there is ${all.map(({ id }) => id).join(', ')}`);
  const experiments = all.filter(({ id }) => values.experiment?.includes(id) ?? true);
  log(planText(experiments, planOf(experiments)));
  const { 'endpoint-url': address, 'kms-endpoint-url': kmsAddress, region, credentials } = values;
  if (address === undefined) return 0;

  const run = newRun();
  const options = {
    endpointUrl: address,
    region,
    credentials,
    verifySsl: true,
    allowAws: values['allow-aws'],
    ...(kmsAddress === undefined ? {} : { kmsEndpointUrl: kmsAddress }),
  };
  const found = await endpointOf(options, { env: {}, cwd: process.cwd() }, run);
  if (found.kms === undefined) throw new Error('there is no KMS at that address: name one by --kms-endpoint-url');
  const keys = await KeysInFile.read(resolve(credentials));
  const endpoint = keys.followedBy(found);
  const clock = values['put-clock-forward'] ? await servedClock(address) : wallClock(signal);
  const folder = values.out ?? `bucketkey-aws-${run}`;
  mkdirSync(join(folder, 'seen'), { recursive: true });
  log(`run ${run}, in ${folder}`);
  try {
    const started = [];
    for (const experiment of experiments) started.push(await start(experiment, endpoint, folder, clock));
    const about = { run, region, dateMs: clock.dateMs, requesters: keys.requesters };
    const told = started.map(({ id, buckets, prefix, keyId }) => ({ id, buckets, prefix, keyId }));
    writeFileSync(join(folder, 'run.json'), `${JSON.stringify({ ...about, experiments: told }, null, 2)}\n`);
    await runAll(started, clock, keys, signal);
    const leftOut = started.reduce((sum, one) => sum + one.leftOut, 0);
    if (leftOut > 0) complain(`${countedText(leftOut, 'step')} left out: the session had expired`);
  } finally {
    const { buckets, keys: keyCount, left } = await cleanRun(endpoint);
    log(`${countedText(buckets, 'bucket')} deleted, ${countedText(keyCount, 'KMS key')} to be deleted.`);
    for (const one of left) complain(`left: ${one}; see bucketkey clean --run ${run}`);
  }
  return signal.aborted ? 130 : 0;
}

/** Makes the key and the bucket of an experiment, and begins its trace. */
async function start({ id, setup: told, steps }, endpoint, folder, clock) {
  const { s3, kms, run, requesters } = endpoint;
  const setup = { region: s3.region, ...told };
  const arn = await new KmsClient(kms, requesters[0].keys).createKey(descriptionOf(run));
  if (arn === undefined) throw new Error('a KMS key cannot be made');
  // Nothing is probed: that would be a few hundred requests, and it is known what AWS can do.
  const report = { rows: [], supports: EVENT_NAMES, capabilities: {}, shows: [] };
  const probed = { report, keys: { arns: [arn], kms: undefined, perAccount: 1, managed: new Map() } };
  const session = await endpointSut(endpoint, probed).start(setup, 0);
  if ('declined' in session) throw new Error(`${id}: ${session.declined}`);
  const file = join(folder, 'seen', `${id}.ndjson`);
  const from = new Date(clock.dateMs).toISOString();
  const sut = isOfAws(s3.url) ? `AWS in ${s3.region}, from ${from}` : s3.url.shown;
  writeFileSync(file, headerLine({ bucketkeyTrace: 1, profile: 'aws', sut, seed: 0, setup }), { flag: 'wx' });
  // Each experiment is the first session of a system of its own.
  const names = { keyId: keyIdOf(arn), prefix: `${runPrefix(run)}1-`, buckets: setup.buckets.map(({ name }) => name) };
  return { id, steps, session, file, ...names, leftOut: 0, settled: new Set() };
}

/** All experiments by one clock. What is due at one time is sent in parallel. */
async function runAll(started, clock, keys, signal) {
  const times = [...new Set(started.flatMap(({ steps }) => steps.map(({ atMs }) => atMs)))].sort((a, b) => a - b);
  const beganMs = clock.sinceStart(performance.now());
  for (const atMs of times) {
    await clock.until(beganMs + atMs);
    if (signal.aborted) return;
    await keys.refresh();
    await Promise.all(started.map((experiment) => takeAll(experiment, atMs, clock)));
  }
}

/** Takes the steps of an experiment that are due at a time, and writes down what was seen. */
async function takeAll(experiment, atMs, clock) {
  const { steps, session, file, settled } = experiment;
  const due = steps.filter((one) => one.atMs === atMs);
  const seen = await Promise.all(due.map((step) => take(step, session, clock)));
  seen.sort((one, other) => one.startMs - other.startMs);
  for (const { step, observation, startMs, endMs } of seen) {
    // Nothing was done, and it says nothing about bucket keys.
    if (STALE.includes(observation.code)) experiment.leftOut += 1;
    else {
      const timed = { step: { ...step, atMs: startMs }, observation };
      if (isSettled(timed) && !settled.has(step.event.key)) {
        settled.add(step.event.key);
        appendFileSync(file, stepLine(replicationSeen(timed)));
      }
      appendFileSync(file, stepLine(seen.length > 1 ? { ...timed, endMs } : timed));
    }
  }
}

async function take(step, session, clock) {
  const askedMs = performance.now();
  const answer = await session.apply(step, { signal: new AbortController().signal }).catch((error) => {
    if (!(error instanceof NoAnswerError)) throw error;
    // Whether anything was done is not known, as after an error of the moment.
    return { transient: { status: 503, raw: { noAnswer: error.message.slice(0, 500) } } };
  });
  const { startMs = askedMs, endMs = performance.now() } = answer;
  return {
    step,
    observation: answer.observation ?? answer.transient,
    startMs: Math.round(clock.sinceStart(startMs)),
    endMs: Math.round(clock.sinceStart(endMs)),
  };
}
