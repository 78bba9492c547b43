import {
  FIRST_OPTION,
  initialWorld,
  type Observation,
  profileNamed,
  type Setup,
  type Step,
  step,
  type World,
} from '../model/index.ts';
import { Oracle } from '../src/oracle/oracle.ts';

const ACCOUNT = '111111111111';
const BODY = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };

/** Two requesters, two KMS keys, four buckets with bucket keys on. */
export const WORKLOAD_SETUP: Setup = {
  requesters: [
    { name: 'writer', account: ACCOUNT, principal: 'writer', session: 's1' },
    { name: 'reader', account: ACCOUNT, principal: 'reader', session: 's1' },
  ],
  kmsKeys: [
    { id: 'k1', account: ACCOUNT },
    { id: 'k2', account: ACCOUNT },
  ],
  aliases: [],
  buckets: ['b0', 'b1', 'b2', 'b3'].map((name) => ({ name, account: ACCOUNT, plainObjects: [] })),
};

/** The profile the benchmarks run under. */
export const PROFILE = profileNamed('ideal');

/**
 * Step number `i` of an endless workload on `objects` objects: half writes, half reads, a second apart. With `touched`,
 * only so many of the objects are visited, spread evenly over all of them.
 */
export function workloadStep(i: number, objects: number, touched: number = objects): Step {
  const atMs = i * 1000;
  // A stride coprime with every power of ten visits the objects in a scattered order.
  const object = ((i * 7919) % touched) * (objects / touched);
  const bucket = `b${object % 4}`;
  const key = `key-${object}`;
  if (i % 2 === 0) return { atMs, by: 'writer', event: { op: 'PutObject', bucket, key, body: BODY, headers: {} } };
  return { atMs, by: 'reader', event: { op: 'GetObject', bucket, key } };
}

/**
 * Turns on bucket keys in every bucket and writes `objects` objects, one every `gapMs`: with a gap of a lifetime each
 * gets a bucket key of its own.
 */
export function opening(objects: number, gapMs = 0): readonly Step[] {
  const steps: Step[] = WORKLOAD_SETUP.buckets.map(({ name }, i) => ({
    atMs: 0,
    by: 'writer',
    event: {
      op: 'PutBucketEncryption',
      bucket: name,
      rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: i % 2 === 0 ? 'k1' : 'k2', BucketKeyEnabled: true }],
    },
  }));
  for (let object = 0; object < objects; object++) {
    steps.push({
      atMs: object * gapMs,
      by: 'writer',
      event: { op: 'PutObject', bucket: `b${object % 4}`, key: `key-${object}`, body: BODY, headers: {} },
    });
  }
  return steps;
}

/** A world in which `objects` objects exist already, written one every `gapMs`. */
export function workloadWorld(objects: number, gapMs = 0): World {
  let world = initialWorld(WORKLOAD_SETUP, PROFILE);
  for (const input of opening(objects, gapMs)) world = step(world, input, FIRST_OPTION).world;
  return world;
}

/** What the model answers, as an observation; ETags are unobserved. */
export function observationOf(world: World, input: Step): { world: World; observation: Observation } {
  const { world: after, outcome } = step(world, input, FIRST_OPTION);
  const { because: _because, etag: _etag, ...observation } = outcome;
  return { world: after, observation };
}

/** An oracle that has seen `objects` objects being written, and the world it knows. */
export function oracleOf(objects: number): { oracle: Oracle; world: World } {
  const oracle = new Oracle(WORKLOAD_SETUP, PROFILE);
  let world = initialWorld(WORKLOAD_SETUP, PROFILE);
  for (const input of opening(objects)) {
    const next = observationOf(world, input);
    world = next.world;
    if (oracle.see({ step: input, observation: next.observation }) !== 'conforms')
      throw new Error('the workload does not conform');
  }
  return { oracle, world };
}
