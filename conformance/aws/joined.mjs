// Puts the KMS calls of a trail into the traces of a run, by the means of `bucketkey import cloudtrail`.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultOf } from '../../dist/src/cloudtrail/importing/trace-builder.js';
import { Joiner } from '../../dist/src/cloudtrail/joining/joiner.js';
import { logFiles } from '../../dist/src/cloudtrail/reading/log-files.js';
import { newTrailCounts } from '../../dist/src/cloudtrail/stream/trail-counts.js';
import { trailEvents } from '../../dist/src/cloudtrail/stream/trail-events.js';
import { LiveNames } from '../../dist/src/suts/live/live-names.js';
import { readTraceFile } from '../../dist/src/trace/read-trace-file.js';
import { writeTraceFile } from '../../dist/src/trace/write-trace-file.js';
import { joinedReplications } from './replications.mjs';
import { REPLICATOR } from './steps.mjs';

/** Calls that a trace has words for. */
const MODELLED = ['GenerateDataKey', 'Decrypt', 'Encrypt'];
/** Requests of which all calls are of one kind, so that none can be among those of another. */
const SINGLE = ['PutObject', 'GetObject'];

/**
 * Writes each trace of a run with the calls that were made for its steps. `hasAllCalls`: the logs have every KMS event
 * from the time of the run, so that a request beside which there is none made no call. Gives what came of each.
 */
export async function joinRun(folder, logs, hasAllCalls) {
  const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  const calls = await callsIn(logs, run);
  mkdirSync(join(folder, 'joined'));
  const all = [];
  for (const experiment of run.experiments) {
    const { header, steps } = await readTraceFile(join(folder, 'seen', `${experiment.id}.ndjson`));
    const names = namesOf(header.setup, experiment, run);
    const told = calls.flatMap((call) => {
      const bucket = bucketTold(call, experiment);
      return bucket === undefined ? [] : [toldCall(call, bucket, names, run)];
    });
    const { steps: replicated, left } = joinedReplications(steps, told, hasAllCalls);
    const { counts, steps: joined } = joinedSteps(replicated.map(requestOf), left, hasAllCalls);
    counts.own += told.length - left.length;
    await writeTraceFile(join(folder, 'joined', `${experiment.id}.ndjson`), { header, steps: joined });
    all.push({ id: experiment.id, steps: steps.length, ...counts });
  }
  return all;
}

/** The calls of KMS that S3 made for buckets of the run. A refused one may not name its key. */
async function callsIn(names, run) {
  const found = [];
  for await (const events of trailEvents(
    (await logFiles(names)).map((name) => ({ name })),
    newTrailCounts(),
  ))
    for (const event of events) {
      const isOfRun = event.source === 'kms' && run.experiments.some((one) => bucketTold(event, one) !== undefined);
      if (isOfRun && event.keyArn !== undefined && MODELLED.includes(event.name)) found.push(event);
    }
  return found;
}

/** The bucket of an experiment that a call names, by the name that the trace has for it; undefined = none of them. */
function bucketTold({ target }, { prefix, buckets }) {
  return buckets.find((name) => target?.bucket === prefix + name);
}

/** The names of a trace in place of those at AWS. */
function namesOf(setup, { prefix, keyId }, { requesters }) {
  const [{ id, account }] = setup.kmsKeys;
  const accounts = [[account, requesters[0].account]];
  return new LiveNames({ accounts, keys: [[id, keyId]], prefix }, setup);
}

/** The steps with the calls that were made for them, and beside them those that one of several has made. */
function joinedSteps(requests, calls, hasAllCalls) {
  const events = [...requests, ...calls].sort((one, other) => one.atMs - other.atMs);
  const joiner = new Joiner();
  const given = [...events.flatMap((event) => [...joiner.take(event)]), ...joiner.rest()];

  const counts = { own: 0, others: 0 };
  const others = [];
  const told = [];
  for (const one of given) {
    if ('call' in one) others.push(one.call);
    else {
      // What may not be all of its calls stands beside a request, not with it.
      if (one.mayHaveMore) others.push(...one.calls.splice(0));
      else counts.own += one.calls.length;
      counts.others += others.length;
      told.push(withCalls(one, others.splice(0), hasAllCalls));
    }
  }
  const last = told.at(-1);
  if (last !== undefined && others.length > 0) {
    counts.others += others.length;
    const before = last.observation.otherKmsCalls ?? [];
    last.observation = { ...last.observation, otherKmsCalls: [...before, ...others.map(observedOf)] };
  }
  return { steps: told, counts };
}

function withCalls({ request: { seen }, calls: own, mayHaveMore }, others, hasAllCalls) {
  const { step, observation } = seen;
  const madeNone = hasAllCalls && SINGLE.includes(step.event.op) && observation.status === 200;
  const isKnown = !mayHaveMore && (own.length > 0 || madeNone);
  return {
    ...seen,
    observation: {
      ...observation,
      ...(isKnown && { kmsCalls: own.map(observedOf) }),
      ...(others.length > 0 && { otherKmsCalls: others.map(observedOf) }),
    },
  };
}

function observedOf({ observed }) {
  return observed;
}

/** A step as the request that a trail would have of it, in the names of the trace. */
function requestOf(seen) {
  const { step, observation } = seen;
  const { by, event } = step;
  const { sse, kmsKeyId, bucketKeyEnabled } = event.headers ?? {};
  return {
    source: 's3',
    seen,
    atMs: step.atMs,
    name: event.op,
    caller: { id: by },
    bucket: event.bucket,
    key: event.key,
    copied: undefined,
    asked: { sse, kmsKeyId, bucketKeyEnabled: bucketKeyEnabled?.toString(), context: undefined },
    answered: {
      sse: observation.sse ?? undefined,
      kmsKeyId: observation.kmsKeyArn ?? undefined,
      bucketKeyEnabled: observation.bucketKeyEnabled?.toString(),
      context: undefined,
    },
  };
}

/** A call in the names of the trace. */
function toldCall(call, bucket, names, run) {
  const { atMs, name, keyArn, context, error, target, caller } = call;
  // The session of who replicates S3 names as it likes.
  const by = run.requesters.find(
    ({ name, account, principal, session }) =>
      account === caller.account && principal === caller.name && (session === caller.session || name === REPLICATOR),
  )?.name;
  const result = resultOf(error);
  const real = {
    operation: name,
    keyArn,
    context,
    ...(result !== undefined && { result }),
    ...(by !== undefined && { by }),
  };
  const observed = names.call(real);
  return {
    source: 'kms',
    observed,
    atMs: atMs - run.dateMs,
    name,
    caller: { id: by ?? '' },
    keyArn: observed.keyArn,
    target: { bucket, key: target.key },
  };
}
