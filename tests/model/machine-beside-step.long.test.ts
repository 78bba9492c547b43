import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { stateNodes } from '../../model/charts/compile/state-nodes.ts';
import {
  bucketkeyMachine,
  type Chooser,
  EVENT_NAMES,
  type MachineCast,
  MachineFeed,
  MINUTE_MS,
  OPEN_STATUS,
  PROFILES,
  type Profile,
} from '../../model/index.ts';
import { entryStateAt } from '../../model/rules/bucket-key-lifetime.ts';
import { keyStateAt, storedStateAt } from '../../model/rules/kms-answer.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { type GeneratedTrace, traceArbitrary } from '../../properties/arbitraries/index.ts';

/** The casts that are walked: one object or another, any bucket keys, everybody in the part of everybody. */
const CASTS = fc.record({
  bucket: fc.constantFrom('alpha', 'alpha', 'archive'),
  destination: fc.constantFrom('archive', 'alpha-logs', 'partner-data'),
  object: fc.constantFrom('a', 'a', 'b', 'from-2022'),
  kmsKey: fc.constantFrom('key-1', 'key-1', 'key-2', 'aws-s3-111111111111', 'key-5', 'key-5'),
  writer1: fc.constant('writer'),
  writer2: fc.constant('writer-2'),
  reader: fc.constantFrom('reader', 'writer', 'replicator'),
  bucketKey: fc.constantFrom(0, 0, 1, 2),
});

/** A chooser that takes any option, the same for equal seeds. */
function anyOption(seed: number): Chooser {
  let state = seed;
  return {
    pick: (_point, options) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >>> 8) % options.length;
    },
    opaqueEtag: () => undefined,
  };
}

/** Where the records of a world stand by now, for each region; those of which there is no record are left out. */
function standing({ bucketKey: number, world }: MachineFeed, cast: MachineCast): ReadonlyMap<string, string> {
  const { scope, nowMs, buckets, objects, kmsKeys, bucketKeys, restartEpoch } = world;
  const stands = new Map<string, string>();
  for (const [thing, name] of [
    ['bucket', cast.bucket],
    ['destination', cast.destination],
  ] as const) {
    const bucket = buckets.get(scope.bucket(name));
    if (bucket !== undefined) stands.set(thing, bucket.encryption.current.state);
  }
  for (const [thing, bucket] of [
    ['object', cast.bucket],
    ['replica', cast.destination],
  ] as const) {
    const version = objects.get(scope.object(bucket, cast.object));
    stands.set(`${thing}.encryption`, version?.state ?? 'absent');
    stands.set(`${thing}.etag`, version?.etagClass ?? 'none');
    stands.set(`${thing}.replication`, version?.replication ?? 'none');
  }
  const kmsKey = kmsKeys.get(scope.keyWithId(cast.kmsKey)?.number ?? -1);
  if (kmsKey !== undefined) stands.set('kmsKey', keyStateAt(kmsKey.control.current, nowMs));
  const key = bucketKeys.get(number);
  if (key === undefined) return stands;
  stands.set('bucketKey', storedStateAt(key, kmsKey, nowMs, scope.profile));
  const bucket = buckets.get(scope.bucket(cast.bucket));
  for (const [thing, by] of [
    ['writer1', 'write'],
    ['writer2', 'write'],
    ['reader', 'read'],
  ] as const) {
    const identity = scope.requesters.get(cast[thing])?.identity;
    const entry = key.entries.find((one) => one.identity === identity && one.by === by && one.cache === 0);
    // With its bucket an entry is gone, whatever is left of its record.
    const isThere = entry !== undefined && bucket !== undefined;
    const look = { nowMs, restartEpoch, cacheEpoch: bucket?.cacheEpoch ?? 0 };
    stands.set(thing, isThere ? entryStateAt(entry, look, scope.profile) : 'absent');
  }
  return stands;
}

/** The state of a region, by the innermost name. */
function stateOf(value: unknown, region: string): string {
  let at = value;
  for (const key of region.split('.')) at = (at as Readonly<Record<string, unknown>>)[key];
  while (typeof at === 'object' && at !== null) at = Object.values(at)[0];
  return String(at);
}

/** What walks have seen, so that walks that see nothing fail. */
class Seen {
  readonly events = new Set<string>();
  readonly states = new Set<string>();
  /** Whether the two sessions of one role ever stood apart. */
  sessionsApart = false;
}

const { value: START } = createActor(bucketkeyMachine).getSnapshot();

/**
 * The machine at the start of a trace: objects of before 2023 are set up, no event makes them (F-33), and a key for
 * imported material is without it (F-209).
 */
function startOf(stands: ReadonlyMap<string, string>): ReturnType<typeof bucketkeyMachine.resolveState> {
  const object = (thing: 'object' | 'replica') =>
    stands.get(`${thing}.encryption`) === 'plain'
      ? { ...START[thing], encryption: 'plain', etag: 'md5' }
      : START[thing];
  const kmsKey = stands.get('kmsKey') ?? START.kmsKey;
  return bucketkeyMachine.resolveState({
    value: { ...START, kmsKey, object: object('object'), replica: object('replica') },
  });
}

function walk({ setup, steps }: GeneratedTrace, profile: Profile, cast: MachineCast, seed: number, seen: Seen): void {
  const feed = new MachineFeed(setup, profile, cast);
  const chooser = anyOption(seed);
  const actor = createActor(bucketkeyMachine, { snapshot: startOf(standing(feed, cast)) }).start();
  const buckets = [cast.bucket, cast.destination];
  /** Regions of which it was open where they stand: a replication rule may not have been seen yet (U-27). */
  const open = new Set<string>();
  for (const [index, step] of steps.entries()) {
    for (const event of feed.take(step, chooser)) {
      seen.events.add(event.type.slice(event.type.indexOf('.') + 1));
      actor.send(event);
    }
    const { value } = actor.getSnapshot();
    const stands = new Map(standing(feed, cast));
    for (const region of ['object.replication', 'replica.replication']) {
      if (stands.get(region) === OPEN_STATUS) open.add(region);
      // What is settled later, once somebody looks, no event tells the machine.
      if (open.has(region)) stands.delete(region);
    }
    const machine = new Map([...stands.keys()].map((region) => [region, stateOf(value, region)]));
    expect(machine, `after step ${index + 1}, ${JSON.stringify(step)}`).toEqual(stands);
    for (const [region, state] of stands) seen.states.add(`${region}=${state}`);
    const areBoth = feed.world.scope.requesters.has(cast.writer2);
    if (areBoth && stands.get('writer1') !== stands.get('writer2')) seen.sessionsApart = true;
    if ('bucket' in step.event && step.event.op === 'DeleteBucket' && buckets.includes(step.event.bucket)) return;
  }
}

/** The machine pictures one object under a key, and no versions of it. */
const PICTURED = EVENT_NAMES.filter((name) => name !== 'PutBucketVersioning');

/** Also caches that are counted and lose what they have: only there a choice says what became of an entry. */
const WALKED: readonly Profile[] = [
  ...PROFILES,
  { ...IDEAL, name: 'evicts', earlyEviction: true },
  { ...IDEAL, name: 'windows', cacheLifetime: { minMs: MINUTE_MS, maxMs: 10 * MINUTE_MS } },
  { ...IDEAL, name: 'keeps nothing', cacheLifetime: { minMs: 0, maxMs: 0 } },
];

const SEEN = new Map(WALKED.map(({ name }) => [name, new Seen()]));

function walkAtRandom(profile: Profile, how: { readonly seed: number; readonly numRuns: number }): void {
  const seen = SEEN.get(profile.name) ?? new Seen();
  const traces = traceArbitrary({ profile, supports: PICTURED, maxSteps: 120 });
  fc.assert(
    fc.property(traces, CASTS, fc.nat(), (trace, cast, seed) => walk(trace, profile, cast, seed, seen)),
    how,
  );
}

/** States and events of the machine that no walk has met so far. */
function notMet(): readonly string[] {
  const states = new Set([...SEEN.values()].flatMap((seen) => [...seen.states]));
  const events = new Set([...SEEN.values()].flatMap((seen) => [...seen.events]));
  const leaves = stateNodes(bucketkeyMachine).filter(({ states: inner }) => Object.keys(inner).length === 0);
  const regions = leaves.map(({ path }) => path.filter((key) => key !== 'replicable'));
  const names = new Set(bucketkeyMachine.events.map((type) => type.slice(type.indexOf('.') + 1)));
  return [
    ...regions.map((path) => `${path.slice(0, -1).join('.')}=${path.at(-1)}`).filter((state) => !states.has(state)),
    ...[...names].filter((name) => !events.has(name)),
  ];
}

describe('beside the steps of random traces', () => {
  test.each(WALKED)('the machine stands where the records of the world stand, under $name', (profile) => {
    walkAtRandom(profile, { seed: 3, numRuns: 400 });
  });

  test('it has been everywhere, and was sent every event that it knows', () => {
    for (let seed = 4; seed < 144 && notMet().length > 0; seed++) walkAtRandom(IDEAL, { seed, numRuns: 100 });
    expect(notMet()).toEqual([]);
  });

  test('two sessions of one role are one requester today, and were two until 2023 (F-95, F-96)', () => {
    const apart = [...SEEN].filter(([, { sessionsApart }]) => sessionsApart).map(([name]) => name);
    expect(apart).toEqual(['aws-2023']);
  });
});
