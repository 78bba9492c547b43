// What a run asks, and the most that it costs, before anything is asked.
import { kmsCostUsd } from '../../dist/model/index.js';
import { migrationCostUsd as putsCostUsd, trailCopyCostUsd } from '../../dist/src/predict/prices.js';

/** A write makes a data key and may verify its bucket key (U-08), and a read opens one: two are enough for either. */
const KMS_CALLS_PER_REQUEST = 2;
/** A replication opens the object, wraps its data key anew and may verify the bucket key that it does so with (U-13). */
const KMS_CALLS_PER_REPLICA = 3;
/** To make a key, to describe it and to have it deleted, and a list of keys for all. */
const REQUESTS_PER_KEY = 4;
/** To make a bucket, to empty it and to delete it, beside one for each object. */
const REQUESTS_PER_BUCKET = 8;
/** Price of 100,000 data events of S3 in a trail, in USD (https://aws.amazon.com/cloudtrail/pricing/). */
const DATA_EVENT_USD_PER_100_000 = 0.1;
/** Price of a KMS key for a month, in USD, which is counted by the hour until its waiting period begins (F-133). */
const KEY_USD_A_MONTH = 1;
const HOURS_A_MONTH = 730;

/** The requests by operation, bounds of KMS calls and of events, and what they cost at the most. */
export function planOf(experiments) {
  const steps = experiments.flatMap((one) => one.steps);
  const requests = new Map();
  for (const { event } of steps) requests.set(event.op, (requests.get(event.op) ?? 0) + 1);
  const toKms = steps.filter(({ event }) => 'keyId' in event).length + experiments.length * REQUESTS_PER_KEY;
  const onObjects = steps.filter(({ event }) => 'key' in event).length;
  const objects = new Set(steps.flatMap(({ event }) => ('key' in event ? [`${event.bucket}/${event.key}`] : []))).size;
  const buckets = experiments.reduce((sum, { setup }) => sum + setup.buckets.length, 0);
  const replicas = experiments.reduce((sum, one) => sum + replicasOf(one), 0);
  const toS3 = steps.length + buckets * REQUESTS_PER_BUCKET + objects + replicas;
  const kmsCalls = toKms + onObjects * KMS_CALLS_PER_REQUEST + replicas * KMS_CALLS_PER_REPLICA;
  const lastMs = Math.max(...steps.map(({ atMs }) => atMs));
  const hours = Math.ceil(lastMs / 3_600_000) + 1;
  const usd = {
    'requests to S3, as if all were PUT': putsCostUsd(toS3),
    'KMS requests, none of them free': kmsCostUsd(kmsCalls),
    'KMS keys': (experiments.length * KEY_USD_A_MONTH * hours) / HOURS_A_MONTH,
    'events of KMS and of buckets, as if this were a second trail': trailCopyCostUsd(kmsCalls + toS3),
    'data events of S3': (toS3 * DATA_EVENT_USD_PER_100_000) / 100_000,
  };
  return { requests, toS3, kmsCalls, keys: experiments.length, lastMs, usd };
}

/** How many objects S3 writes a second time, which is a request as well. */
function replicasOf({ steps }) {
  const from = steps.flatMap(({ event }) => (event.op === 'PutBucketReplication' ? [event.bucket] : []));
  return steps.filter(({ event }) => event.op === 'PutObject' && from.includes(event.bucket)).length;
}

/** A plan for people. */
export function planText(experiments, { requests, toS3, kmsCalls, keys, lastMs, usd }) {
  const all = Object.values(usd).reduce((sum, one) => sum + one, 0);
  const row = (name, value) => `  ${name.padEnd(64)}${value}`;
  return [
    'Experiments, all at once:',
    ...experiments.map(({ id, tells, steps }) => row(`${id} (${tells.join(', ')})`, `${steps.length} steps`)),
    'Requests:',
    ...[...requests].map(([op, count]) => row(op, count)),
    row('to S3 altogether, to make and clear away included, at most', toS3),
    row('KMS requests, those that S3 makes included, at most', kmsCalls),
    row('KMS keys, each with the shortest waiting period afterwards', keys),
    'USD, at most, without taxes:',
    ...Object.entries(usd).map(([name, value]) => row(name, value.toFixed(4))),
    row('together', all.toFixed(2)),
    `It takes ${Math.ceil(lastMs / 60_000)} minutes.`,
    '',
  ].join('\n');
}
