import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_NAMES, type Profile, profileNamed } from '../../model/index.ts';
import { put } from '../../model/testing/events.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { formatTrace } from '../trace/format-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import { judgeTrace } from './replay.ts';
import { observe } from './run-trace.ts';
import { shrinkRecorded } from './shrink-recorded.ts';

const IDEAL = profileNamed('ideal');
const AWS = profileNamed('aws');

const LONG = fc
  .sample(traceArbitrary({ profile: IDEAL, supports: EVENT_NAMES, maxSteps: 400 }), { seed: 8, numRuns: 60 })
  .filter(({ steps }) => steps.length > 150);

/** Long traces of a faulty system, recorded to their ends, that are refused. */
async function recordingsOf(mutant: string, most = 3): Promise<readonly Trace[]> {
  const recordings: Trace[] = [];
  const sut = mutantSut(MUTANTS.find(({ id }) => id === mutant)!);
  for (const { setup, steps } of LONG) {
    const observed = await observe({ sut, seed: 1 }, setup, steps);
    const trace: Trace = {
      header: { bucketkeyTrace: 1, profile: 'ideal', sut: 'recorded', seed: 1, setup },
      steps: observed,
    };
    if (judgeTrace(trace, IDEAL).verdict === 'violates') recordings.push(trace);
    if (recordings.length === most) break;
  }
  return recordings;
}

describe('a long recorded trace', () => {
  test.each([
    ['cache-lifetime-slides', 7],
    ['identity-joined', 5],
    ['pending-deletion-accepted', 13],
    ['copy-does-not-take-flag', 7],
    ['bucket-key-from-fixed-seed', 4],
  ])(
    '%s: one of three comes to %i steps at most, all to steps that are refused for the same reason',
    async (mutant, most) => {
      const lengths: number[] = [];
      for (const trace of await recordingsOf(mutant)) {
        const found = judgeTrace(trace, IDEAL).violation!;
        const { verdict, shrunk } = await shrinkRecorded(trace, { profile: IDEAL });
        expect(verdict).toBe('violates');
        lengths.push(shrunk!.trace.steps.length);
        expect(shrunk?.attempts).toBeLessThan(250);
        expect(shrunk?.endedBy).toBe(undefined);
        // They are steps of the recording, and the last is the one that was refused there.
        expect(shrunk?.trace.steps).toEqual(shrunk?.indices?.map((index) => trace.steps[index]));
        expect(shrunk?.indices?.at(-1)).toBe(found.stepIndex);
        const again = judgeTrace(parseTrace(formatTrace(shrunk!.trace), 'again'), IDEAL).violation;
        expect(again).toEqual(shrunk?.violation);
        expect(again).toMatchObject({ property: found.property, requirements: found.requirements });
        // Nothing more can go.
        const twice = await shrinkRecorded(shrunk!.trace, { profile: IDEAL });
        expect(twice.shrunk?.trace).toEqual(shrunk?.trace);
        // Of the buckets are left those that the steps are about.
        const told = JSON.stringify(shrunk!.trace.steps);
        for (const { name } of shrunk!.trace.header.setup.buckets) expect(told).toMatch(new RegExp(`[":]${name}["/]`));
      }
      // What one recording needs more than another is a matter of what was drawn.
      expect(Math.min(...lengths)).toBeLessThanOrEqual(most);
    },
  );
});

/** A trace of a server that was watched from outside. */
function watched(steps: Trace['steps'], profile = 'aws'): Trace {
  const requesters = ['app', 'ops'].map((name) => ({
    name,
    account: '111111111111',
    principal: name,
    session: 's1',
  }));
  const buckets = ['src', 'dst', '__proto__'].map((name) => ({ name, account: '111111111111', plainObjects: [] }));
  const kmsKeys = [{ id: 'k1', account: '111111111111' }];
  return {
    header: {
      bucketkeyTrace: 1,
      profile,
      sut: 'a server',
      seed: 0,
      setup: { requesters, kmsKeys, aliases: [], buckets },
    },
    steps,
  };
}

const K1 = 'arn:aws:kms:eu-west-1:111111111111:key/k1';
const ON = { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true } as const;
const RULE = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;

function write(
  atMs: number,
  name: `${string}/${string}`,
  answer: Trace['steps'][number]['observation'],
): Trace['steps'][number] {
  return { step: { atMs, by: 'app', event: put(name) }, observation: answer };
}

describe('what a step needs stays with it', () => {
  const rule: Trace['steps'][number] = {
    step: { atMs: 0, by: 'ops', event: { op: 'PutBucketEncryption', bucket: 'src', rules: [RULE] } },
    observation: { status: 200 },
  };
  const noise = [1, 2, 3, 4].map((n) => write(7_000_000 + n, `__proto__/n${n}`, { status: 200, sse: 'AES256' }));
  const written = write(7_200_000, 'src/x', { status: 200, ...ON });
  const copied: Trace['steps'][number] = {
    step: {
      atMs: 7_300_000,
      by: 'app',
      event: { op: 'CopyObject', source: { bucket: 'src', key: 'x' }, bucket: 'dst', key: 'x', headers: {} },
    },
    observation: { status: 200, ...ON },
  };

  test('a copy that inherits is not told as a copy of nothing', async () => {
    const trace = watched([rule, ...noise, written, copied]);
    const { shrunk } = await shrinkRecorded(trace, { profile: AWS });
    expect(shrunk?.violation.property).toMatch(/^copy-/);
    expect(shrunk?.indices).toEqual([0, 5, 6]);
    expect(shrunk?.trace.header.setup.buckets.map(({ name }) => name)).toEqual(['src', 'dst']);
  });

  test('an earlier step that becomes inexplicable is no finding', async () => {
    const read: Trace['steps'][number] = {
      step: { atMs: 7_300_000, by: 'app', event: { op: 'GetObject', bucket: 'src', key: 'x' } },
      observation: { status: 200, ...ON, sse: 'AES256', kmsKeyArn: null, bucketKeyEnabled: null },
    };
    const { shrunk } = await shrinkRecorded(watched([rule, ...noise, written, read]), { profile: AWS });
    expect(shrunk?.violation.property).toBe('config-is-not-retroactive');
    expect(shrunk?.indices).toEqual([0, 5, 6]);
  });

  test('a doubt stays a doubt, and says what would have to be so', async () => {
    const call = {
      operation: 'GenerateDataKey',
      by: 'app',
      keyArn: K1,
      context: { 'aws:s3:arn': 'arn:aws:s3:::src' },
      result: 'ok',
    } as const;
    const first = write(7_200_000, 'src/x', { status: 200, ...ON, kmsCalls: [call] });
    const late = write(7_200_000 + 25 * 3_600_000, 'src/y', { status: 200, ...ON, kmsCalls: [] });
    const trace = watched([rule, ...noise, first, late]);
    const { verdict, unknownBecause, shrunk } = await shrinkRecorded(trace, { profile: AWS });
    expect([verdict, shrunk?.indices]).toEqual(['unknown', [0, 5, 6]]);
    expect(unknownBecause).toMatch(/^conforms only if .*a cached bucket key may serve for 25 h/);
    const strict: Profile = { ...AWS, strict: true };
    expect((await shrinkRecorded(trace, { profile: strict })).verdict).toBe('violates');
  });

  test('a trace that conforms, and an empty one, have nothing to shrink', async () => {
    expect(await shrinkRecorded(watched([rule, ...noise, written]), { profile: AWS })).toEqual({ verdict: 'conforms' });
    expect(await shrinkRecorded(watched([]), { profile: AWS })).toEqual({ verdict: 'conforms' });
  });

  test('--property: by that alone', async () => {
    const trace = watched([rule, ...noise, written, copied]);
    const { verdict } = await shrinkRecorded(trace, { profile: AWS, properties: ['etag-class'] });
    expect(verdict).toBe('conforms');
  });
});

describe('it ends early', () => {
  test('by the signal, with the shortest trace so far', async () => {
    const [trace] = (await recordingsOf('identity-joined', 1)) as [Trace];
    const interruption = new AbortController();
    const { verdict, shrunk } = await shrinkRecorded(trace, {
      profile: IDEAL,
      signal: interruption.signal,
      onProgress: ({ steps, attempts }) => {
        if (steps < trace.steps.length && attempts > 2) interruption.abort();
      },
    });
    expect([verdict, shrunk?.endedBy]).toEqual(['violates', 'interrupted']);
    expect(shrunk?.trace.steps.length).toBeLessThan(trace.steps.length);
    expect(judgeTrace(shrunk!.trace, IDEAL).violation).toEqual(shrunk?.violation);
  });

  test('by the signal, before it was judged once', async () => {
    const [trace] = (await recordingsOf('identity-joined', 1)) as [Trace];
    expect(await shrinkRecorded(trace, { profile: IDEAL, signal: AbortSignal.abort() })).toEqual({
      verdict: 'unknown',
      unknownBecause: 'interrupted before it was judged once',
    });
  });

  test('by time, in which it is judged once in any case', async () => {
    const [trace] = (await recordingsOf('identity-joined', 1)) as [Trace];
    const { verdict, shrunk } = await shrinkRecorded(trace, { profile: IDEAL, maxSeconds: 0 });
    expect([verdict, shrunk?.endedBy]).toEqual(['violates', 'out of time']);
    expect(shrunk?.trace.steps).toEqual(trace.steps);
  });
});
