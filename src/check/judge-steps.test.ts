import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { readTraceSteps } from '../trace/read-trace-steps.ts';
import type { Trace, TraceHeader } from '../trace/trace.ts';
import { judgedPropertyIds, judgeSteps } from './judge-steps.ts';
import { judgeTrace } from './replay.ts';
import { observe } from './run-trace.ts';

const profile = profileNamed('ideal');

const header: TraceHeader = {
  bucketkeyTrace: 1,
  profile: 'aws',
  sut: 'recorder',
  seed: 0,
  setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
};

/** So many restarts, then one that fails, which nothing explains, and one more. */
async function* restarts(good: number): AsyncGenerator<ObservedStep> {
  const restart = (atMs: number, status: number): ObservedStep => ({
    step: { atMs, by: null, event: { op: 'RestartHosts' } },
    observation: { status },
  });
  for (let atMs = 0; atMs < good; atMs += 1) yield restart(atMs, 200);
  yield restart(good, 500);
  yield restart(good + 1, 200);
}

describe('judgeSteps', () => {
  /** Traces run to their end, violations or not, as a recorder would have them. */
  async function recordings(sut: Sut, seed: number, count: number): Promise<Trace[]> {
    const traces: Trace[] = [];
    for (const { setup, steps } of fc.sample(traceArbitrary({ profile, supports: sut.supports, maxSteps: 300 }), {
      seed,
      numRuns: count,
    })) {
      traces.push({ header: { ...header, setup, sut: sut.name }, steps: await observe({ sut, seed }, setup, steps) });
    }
    return traces;
  }

  async function agreeing(traces: readonly Trace[]): Promise<string[]> {
    const verdicts: string[] = [];
    for (const trace of traces) {
      const source = { name: 't', bytes: Readable.from([Buffer.from(formatTrace(trace))]) };
      const judgement = await judgeSteps(await readTraceSteps(source), { profile });
      const { verdict, violation } = judgeTrace(trace, profile);
      expect([judgement.verdict, judgement.violation]).toEqual([verdict, violation]);
      verdicts.push(verdict);
    }
    return verdicts;
  }

  test('says of recordings of the reference what judgeTrace says', async () => {
    expect(await agreeing(await recordings(embeddedSut(), 4, 8))).toEqual(Array.from({ length: 8 }, () => 'conforms'));
  });

  test('says of recordings of mutants what judgeTrace says, and some of them violate', async () => {
    const violating: string[] = [];
    for (const mutant of MUTANTS.filter((_, index) => index % 7 === 0)) {
      if ((await agreeing(await recordings(mutantSut(mutant), 4, 3))).includes('violates')) violating.push(mutant.id);
    }
    expect(violating.length).toBeGreaterThan(2);
  });

  test('stops at the first violation, however late, and keeps the last steps to tell of', async () => {
    const judgement = await judgeSteps({ header, steps: restarts(50_000) }, { profile });
    expect(judgement).toMatchObject({
      verdict: 'violates',
      profile: 'ideal',
      steps: 50_001,
      violation: { stepIndex: 50_000 },
    });
    expect(judgement.last.header.profile).toBe('ideal');
    expect(judgement.last.steps.map(({ step }) => step.atMs)).toEqual(
      Array.from({ length: 20 }, (_, index) => 49_981 + index),
    );
  });

  test('counts what no request answers for, which changes no verdict', async () => {
    async function* withOthers(): AsyncGenerator<ObservedStep> {
      for await (const { step, observation } of restarts(3)) {
        const others = [{ operation: 'Decrypt', keyArn: 'k', by: 'nobody', result: 'DisabledException' }] as const;
        yield { step, observation: { ...observation, otherKmsCalls: others, raw: { a: 1, b: null } } };
      }
    }
    const plain = await judgeSteps({ header, steps: restarts(3) }, { profile });
    const judgement = await judgeSteps({ header, steps: withOthers() }, { profile });
    expect(judgement).toMatchObject({ rawFields: 8, otherKmsCalls: 4 });
    expect([judgement.verdict, judgement.violation]).toEqual([plain.verdict, plain.violation]);
    expect([plain.rawFields, plain.otherKmsCalls]).toEqual([0, 0]);
  });

  test('counts what open points decided where it is asked to, which changes nothing else', async () => {
    const [trace] = await recordings(embeddedSut(), 4, 1);
    if (trace === undefined) throw new Error('no recording');
    const judged = async (more: { readonly points?: boolean; readonly explain?: number }) => {
      const source = { name: 't', bytes: Readable.from([Buffer.from(formatTrace(trace))]) };
      return judgeSteps(await readTraceSteps(source), { profile: profileNamed('aws'), ...more });
    };
    const plain = await judged({});
    expect(plain.points).toBeUndefined();
    const { points, ...rest } = await judged({ points: true });
    expect(rest).toEqual(plain);
    expect(points?.some(({ decided }) => decided > 0)).toBe(true);
    for (const { asked, decided, options } of points ?? []) {
      expect(decided).toBeLessThanOrEqual(asked);
      expect(options.reduce((sum, { steps }) => sum + steps, 0)).toBeLessThanOrEqual(decided);
    }
    const explained = await judged({ points: true, explain: 3 });
    expect(explained.points).toEqual(points);
    expect(explained.explanation).toEqual((await judged({ explain: 3 })).explanation);
  });

  test('judges by the chosen properties only, and says what was not exercised', async () => {
    const judgement = await judgeSteps({ header, steps: restarts(3) }, { profile, properties: ['etag-class'] });
    expect(judgement).toMatchObject({ verdict: 'conforms', steps: 5 });
    expect(judgement.properties).toMatchObject([
      { id: 'etag-class', verdict: 'not-exercised', checked: 0, exercised: 0 },
    ]);
    await expect(judgeSteps({ header, steps: restarts(3) }, { profile, properties: ['nothing'] })).rejects.toThrow(
      'there is no property "nothing"',
    );
  });

  test('reports every property of one trace, the one that is broken as violated', async () => {
    const { properties, violation } = await judgeSteps({ header, steps: restarts(3) }, { profile });
    expect(properties.map(({ id }) => id)).toEqual(judgedPropertyIds());
    expect(properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id)).toEqual([
      violation?.property,
    ]);
  });

  test('an abort ends it, and what is not known yet is unknown', async () => {
    const aborter = new AbortController();
    const silent = new Readable({ read: () => {} });
    silent.push(formatTrace({ header, steps: [] }));
    for await (const step of restarts(2_000))
      if (step.observation.status === 200)
        silent.push(`${JSON.stringify({ ...step.step, observation: step.observation })}\n`);
    const progress: number[] = [];
    const judgement = await judgeSteps(await readTraceSteps({ name: 't', bytes: silent }, aborter.signal), {
      profile,
      signal: aborter.signal,
      onProgress: (steps) => {
        progress.push(steps);
        if (steps === 2_000) aborter.abort();
      },
    });
    expect(progress).toEqual([1_000, 2_000]);
    expect(judgement).toMatchObject({
      verdict: 'unknown',
      unknownBecause: 'interrupted after 2001 steps',
      steps: 2_001,
    });
  });

  test('a bad line behind good ones is an error, a violation before it is a violation', async () => {
    const restart = '{"atMs":0,"by":null,"event":{"op":"RestartHosts"},"observation":{"status":200}}';
    const good = `${JSON.stringify(header)}\n${restart}\n`;
    const judged = async (text: string) =>
      judgeSteps(await readTraceSteps({ name: 't', bytes: Readable.from([Buffer.from(text)]) }), { profile });
    await expect(judged(`${good}rubbish\n`)).rejects.toThrow('t:3: not valid JSON');
    expect(await judged(`${good.replace('200', '500')}rubbish\n`)).toMatchObject({ verdict: 'violates', steps: 1 });
  });
});
