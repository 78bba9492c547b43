// Puts the KMS calls of a trail into the traces of a run, by the means of `bucketkey import cloudtrail`:
//   node conformance/aws/join.mjs RUN-FOLDER LOGS... [--all-kms]
// What comes of it is in RUN-FOLDER/joined. --all-kms: the logs have every KMS event from the time of the run.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resultOf } from '../../dist/src/cloudtrail/importing/trace-builder.js';
import { Joiner } from '../../dist/src/cloudtrail/joining/joiner.js';
import { logFile } from '../../dist/src/cloudtrail/reading/log-bytes.js';
import { logFiles } from '../../dist/src/cloudtrail/reading/log-files.js';
import { newTrailCounts } from '../../dist/src/cloudtrail/stream/trail-counts.js';
import { trailEvents } from '../../dist/src/cloudtrail/stream/trail-events.js';
import { EndpointNames } from '../../dist/src/drivers/endpoint/endpoint-names.js';
import { readTraceFile } from '../../dist/src/trace/read-trace-file.js';
import { writeTraceFile } from '../../dist/src/trace/write-trace-file.js';

/** Calls that a trace has words for. */
const MODELLED = ['GenerateDataKey', 'Decrypt', 'Encrypt'];
/** Requests of which all calls are of one kind, so that none can be among those of another. */
const SINGLE = ['PutObject', 'GetObject'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'all-kms': { type: 'boolean', default: false } },
});
const [folder, ...logs] = positionals;
if (folder === undefined || logs.length === 0) throw new Error('join.mjs RUN-FOLDER LOGS... [--all-kms]');

const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
const calls = await callsIn(logs);
mkdirSync(join(folder, 'joined'), { recursive: true });
for (const experiment of run.experiments) {
  const trace = await readTraceFile(join(folder, 'seen', `${experiment.id}.ndjson`));
  const { steps, counts } = joined(trace, experiment);
  const file = join(folder, 'joined', `${experiment.id}.ndjson`);
  if (existsSync(file)) throw new Error(`${file} is there already`);
  await writeTraceFile(file, { header: trace.header, steps });
  console.log(`${experiment.id}: ${steps.length} steps, KMS calls: ${counts.own} of one step each, ${counts.others} of one of several`);
}

/** The calls of KMS that S3 made for buckets of the run. */
async function callsIn(names) {
  const prefixes = run.experiments.map(({ prefix, id }) => prefix + id);
  const found = [];
  for await (const events of trailEvents((await logFiles(names)).map(logFile), newTrailCounts()))
    for (const event of events)
      if (event.source === 'kms' && prefixes.includes(event.target?.bucket) && MODELLED.includes(event.name))
        found.push(event);
  return found;
}

/** The steps of a trace with the calls that were made for them, and those that several may have made beside them. */
function joined({ header, steps }, { prefix, id, keyId }) {
  const { setup } = header;
  const [key] = setup.kmsKeys;
  const accounts = [[key.account, run.requesters[0].account]];
  const names = new EndpointNames({ accounts, roles: [], keys: [[key.id, keyId]], prefix }, setup);
  const events = [
    ...steps.map(requestOf),
    ...calls.filter(({ target }) => target.bucket === prefix + id).map((call) => toldCall(call, id, names)),
  ].sort((one, other) => one.atMs - other.atMs);
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
      told.push(withCalls(one, others.splice(0)));
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

function withCalls({ request: { seen }, calls: own, mayHaveMore }, others) {
  const { step, observation } = seen;
  const madeNone = values['all-kms'] && SINGLE.includes(step.event.op) && observation.status === 200;
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
    atMs: run.dateMs + step.atMs,
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
function toldCall(call, bucket, names) {
  const { atMs, name, keyArn = '', context, error, target, caller } = call;
  const by = run.requesters.find(
    ({ account, principal, session }) =>
      account === caller.account && principal === caller.name && session === caller.session,
  )?.name;
  const result = resultOf(error);
  const real = { operation: name, by: '', isForwarded: true, keyArn, context, ...(result !== undefined && { result }) };
  const observed = names.call(real, by);
  return {
    source: 'kms',
    observed,
    atMs,
    name,
    caller: { id: by ?? '' },
    keyArn: observed.keyArn,
    target: { bucket, key: target.key },
  };
}
