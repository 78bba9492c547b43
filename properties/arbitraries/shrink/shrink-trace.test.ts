import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EVENT_NAMES,
  type Event,
  FIRST_OPTION,
  initialWorld,
  profileNamed,
  type SseAlgorithm,
  type Step,
  step,
} from '../../../model/index.ts';
import { begin, complete, copy, createKey, get, part, put } from '../../../model/testing/events.ts';
import { SCENE } from '../../../model/testing/scene.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { BODIES } from '../pools.ts';
import { traceArbitrary } from '../trace-arbitrary.ts';
import { shrinkTrace } from './shrink-trace.ts';
import { isSmaller, sizeOf } from './size.ts';

const IDEAL = profileNamed('ideal');

const arbitrary = traceArbitrary({ profile: IDEAL, supports: EVENT_NAMES, maxSteps: 300 });
const shorter = traceArbitrary({ profile: IDEAL, supports: EVENT_NAMES, maxSteps: 60 });

function outcomesOf({ setup, steps }: GeneratedTrace) {
  let world = initialWorld(setup, IDEAL);
  return steps.map((taken) => {
    const result = step(world, taken, FIRST_OPTION);
    world = result.world;
    return { taken, outcome: result.outcome };
  });
}

const LONG_TRACES = fc.sample(arbitrary, { seed: 10, numRuns: 1400 }).filter(({ steps }) => steps.length > 40);

/** A planted fault: a warm read after its key was disabled. */
function readsWarmAfterDisableKey(trace: GeneratedTrace): boolean {
  let disabled = false;
  return outcomesOf(trace).some(({ taken: { event }, outcome }) => {
    if (event.op === 'DisableKey' && outcome.status === 200) disabled = true;
    return disabled && event.op === 'GetObject' && outcome.bucketKeyEnabled === true && outcome.kmsCalls.length === 0;
  });
}

/** A planted fault: a replica that had to wait for KMS makes three calls in the end. */
function replicatesAfterThrottling(trace: GeneratedTrace): boolean {
  const waiting = new Set<string>();
  return outcomesOf(trace).some(({ taken: { event }, outcome }) => {
    if (event.op !== 'ReplicateObject') return false;
    const name = JSON.stringify([event.bucket, event.key]);
    if (outcome.kmsCalls.some(({ result }) => result === 'ThrottlingException')) waiting.add(name);
    return outcome.replicationStatus === 'COMPLETED' && waiting.has(name) && outcome.kmsCalls.length === 3;
  });
}

/** A planted fault that needs time: the same requester reads the same object cold twice, exactly one lifetime apart. */
function readsColdAfterExactlyOneLifetime(trace: GeneratedTrace): boolean {
  const coldAtMs = new Map<string, number>();
  return outcomesOf(trace).some(({ taken: { atMs, by, event }, outcome }) => {
    if (event.op !== 'GetObject' || outcome.bucketKeyEnabled !== true || outcome.kmsCalls.length !== 1) return false;
    const name = JSON.stringify([by, event.bucket, event.key]);
    const before = coldAtMs.get(name);
    coldAtMs.set(name, atMs);
    return before !== undefined && atMs - before === 300_000;
  });
}

/** Takes the first smaller trace that still fails, again and again. */
function shrunk(
  trace: GeneratedTrace,
  fails: (trace: GeneratedTrace) => boolean,
): { trace: GeneratedTrace; attempts: number } {
  let attempts = 0;
  let smallest = trace;
  const next = (): GeneratedTrace | undefined => {
    for (const candidate of shrinkTrace(smallest)) {
      attempts++;
      if (fails(candidate)) return candidate;
    }
    return undefined;
  };
  for (let found = next(); found !== undefined; found = next()) smallest = found;
  return { trace: smallest, attempts };
}

function failing(fails: (trace: GeneratedTrace) => boolean): GeneratedTrace[] {
  const found: GeneratedTrace[] = [];
  for (const trace of LONG_TRACES) {
    if (fails(trace)) found.push(trace);
    if (found.length === 4) break;
  }
  expect(found.length).toBeGreaterThan(2);
  return found;
}

describe('shrinking', () => {
  test('offers only legal, smaller traces, and a finite number of them', () => {
    for (const trace of fc.sample(shorter, { seed: 3, numRuns: 20 })) {
      const size = sizeOf(trace);
      let offered = 0;
      for (const candidate of shrinkTrace(trace)) {
        offered++;
        expect(isSmaller(sizeOf(candidate), size)).toBe(true);
        expect(isLegal(candidate)).toBe(true);
      }
      expect(offered).toBeLessThan(100 * (trace.steps.length + 1));
    }
  });

  test('can go on from any trace on the way', () => {
    const [trace] = fc.sample(shorter, { seed: 16, numRuns: 10 }).filter(({ steps }) => steps.length > 30);
    expect(trace).toBeDefined();
    let smallest = trace;
    for (let depth = 0; depth < 20 && smallest !== undefined; depth++) {
      const candidates = [...shrinkTrace(smallest)];
      expect(candidates.every(isLegal)).toBe(true);
      const next = candidates[Math.floor(candidates.length / 2)];
      if (next !== undefined) expect(isSmaller(sizeOf(next), sizeOf(smallest))).toBe(true);
      smallest = next;
    }
  });

  test('ends with nothing to offer when nothing is left', () => {
    expect([...shrinkTrace({ setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] }, steps: [] })]).toEqual(
      [],
    );
  });

  test('makes no key under an id that the setup gives: no system could do that (F-213)', () => {
    const events = [createKey('new-1'), { op: 'DisableKey', keyId: 'new-1' } as const, put('b/k')];
    const steps = events.map((event) => ({ atMs: 0, by: 'ann', event }));
    const made = [...shrinkTrace({ setup: SCENE, steps })].flatMap((smaller) =>
      smaller.steps.flatMap(({ event }) => (event.op === 'CreateKey' ? [event.keyId] : [])),
    );
    expect(new Set(made)).toEqual(new Set(['new-1']));
  });

  test('keeps the service, of which no step speaks', () => {
    const requesters = ['a', 's', 'x'].map((name) => ({ name, account: '1', principal: name, session: name }));
    const setup = { requesters, kmsKeys: [], aliases: [], buckets: [], service: 's' };
    const steps = [{ atMs: 0, by: 'a', event: { op: 'CreateBucket', bucket: 'b' } }] as const;
    const setups = [...shrinkTrace({ setup, steps })].map((smaller) => smaller.setup);
    expect(setups).toContainEqual({ ...setup, requesters: requesters.slice(0, 2) });
    expect(setups.every(({ service }) => service === 's')).toBe(true);
  });

  test('leaves a handful of steps of a warm read after DisableKey, in a setup of what they need', () => {
    for (const found of failing(readsWarmAfterDisableKey)) {
      const { trace, attempts } = shrunk(found, readsWarmAfterDisableKey);
      // One more where what was read came there by a copy, two more by a multipart upload.
      expect(trace.steps.length).toBeLessThanOrEqual(6);
      expect(trace.steps.at(-1)?.event.op).toBe('GetObject');
      expect(trace.steps.every(({ atMs }) => atMs === 0)).toBe(true);
      // Who reads may be of another account than who disables a key.
      expect(trace.setup.requesters.length).toBeLessThanOrEqual(2);
      expect(trace.setup.buckets).toHaveLength(1);
      expect(attempts).toBeLessThan(1_500);
    }
  });

  test('keeps the steps that replication under throttling needs', () => {
    for (const found of failing(replicatesAfterThrottling)) {
      const { trace, attempts } = shrunk(found, replicatesAfterThrottling);
      const ops = trace.steps.map(({ event }) => event.op);
      expect(ops.length).toBeLessThanOrEqual(10);
      // The rule may be put before KMS throttles or after.
      expect(ops.filter((op) => op === 'ThrottleKms' || op === 'ReplicateObject')).toEqual([
        'ThrottleKms',
        'ReplicateObject',
        'ThrottleKms',
        'ReplicateObject',
      ]);
      expect(attempts).toBeLessThan(2_000);
    }
  });

  test('keeps exactly the time that a fault needs', () => {
    for (const found of failing(readsColdAfterExactlyOneLifetime)) {
      const { trace } = shrunk(found, readsColdAfterExactlyOneLifetime);
      expect(trace.steps.length).toBeLessThanOrEqual(6);
      expect(trace.steps.at(-1)?.atMs).toBeLessThanOrEqual(600_000);
      expect((trace.steps.at(-1)?.atMs ?? 1) % 300_000).toBe(0);
    }
  });

  test('has a write say what the rule of its bucket said, up to the next rule', () => {
    const rule = (bucket: string, sse: SseAlgorithm): Event => ({
      op: 'PutBucketEncryption',
      bucket,
      rules: [{ SSEAlgorithm: sse, KMSMasterKeyID: 'k', BucketKeyEnabled: true }],
    });
    const events = [
      rule('b', 'aws:kms'),
      put('b/x'),
      put('c/x'),
      put('b/y', { bucketKeyEnabled: false }),
      put('b/z', { sse: 'AES256' }),
      rule('b', 'AES256'),
      put('b/x'),
    ];
    const said = { sse: 'aws:kms', kmsKeyId: 'k', bucketKeyEnabled: true } as const;
    expect(offered(events)).toContainEqual([
      put('b/x', said),
      put('c/x'),
      put('b/y', { ...said, bucketKeyEnabled: false }),
      ...events.slice(4),
    ]);
  });

  test('has a write of its own in place of a copy, and nothing of its source', () => {
    const copied = [put('b/x'), put('b/y'), copy('b/x', 'c/x', { sse: 'aws:kms' }), get('c/x')];
    expect(offered(copied)).toContainEqual([put('b/y'), put('c/x', { sse: 'aws:kms' }), get('c/x')]);
    expect(offered(copied.slice(1)).flat()).not.toContainEqual(put('c/x', { sse: 'aws:kms' }));
  });

  test('has a write in place of an upload, as it was begun', () => {
    const uploaded = [
      begin('b/x', { sse: 'aws:kms' }),
      part('b/x', 1),
      part('b/x', 2),
      complete('b/x', [1, 2]),
      get('b/x'),
    ];
    const body = BODIES[0];
    expect(offered(uploaded)).toContainEqual([{ ...put('b/x', { sse: 'aws:kms' }), body }, get('b/x')]);
  });

  test('is what fast-check uses', () => {
    const details = fc.check(
      fc.property(arbitrary, (trace) => !readsWarmAfterDisableKey(trace)),
      { seed: 1, numRuns: 300 },
    );
    expect(details.failed).toBe(true);
    expect(details.counterexample?.[0].steps.length).toBeLessThanOrEqual(6);
  });

  test('keeps a context pair named like a built-in property when that is what fails', () => {
    const named = (trace: GeneratedTrace): boolean =>
      trace.steps.some(
        ({ event }) =>
          event.op === 'PutObject' &&
          typeof event.headers.context === 'object' &&
          Object.hasOwn(event.headers.context, '__proto__'),
      );
    for (const found of failing(named)) {
      expect(shrunk(found, named).trace.steps.map(headersOf)).toEqual([{ context: { ['__proto__']: 'polluted' } }]);
    }
  });
});

/** The events of each smaller trace. */
function offered(events: readonly Event[]): readonly (readonly Event[])[] {
  const steps = events.map((event) => ({ atMs: 0, by: 'ann', event }));
  return [...shrinkTrace({ setup: SCENE, steps })].map((smaller) => smaller.steps.map(({ event }) => event));
}

function headersOf({ event }: Step): unknown {
  return event.op === 'PutObject' ? event.headers : undefined;
}

function isLegal({ setup, steps }: GeneratedTrace): boolean {
  const requesters = new Set(setup.requesters.map(({ name }) => name));
  const keys = new Set(setup.kmsKeys.map(({ account, id }) => `${account} ${id}`));
  return (
    steps.every(({ by }) => by === null || requesters.has(by)) &&
    steps.every(({ atMs }, index) => atMs >= (steps[index - 1]?.atMs ?? 0)) &&
    setup.aliases.every(({ account, keyId }) => keys.has(`${account} ${keyId}`))
  );
}
