import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileNamed, type Setup, type Step } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { tellStory } from '../report/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { modelSut } from '../suts/model-sut.ts';
import { formatTrace, parseTrace } from '../trace/index.ts';
import { observe, runTrace } from './run-trace.ts';

const REGION = 'cn-north-1';
/** The real ids of the managed keys of the two accounts that generated traces have. */
const MANAGED_KEYS = ['111111111111', '222222222222'].map((account) => ({ account, id: `real-${account}` }));

/** A value as it is in the other region, with the managed keys by their real ids. */
function moved<T>(value: T): T {
  const text = JSON.stringify(value)
    .replaceAll('arn:aws:kms:eu-west-1:', `arn:aws-cn:kms:${REGION}:`)
    .replaceAll(/arn:aws:(s3|iam|kms):/g, 'arn:aws-cn:$1:')
    .replaceAll('aws-s3-', 'real-');
  return JSON.parse(text) as T;
}

function movedTrace(trace: { readonly setup: Setup; readonly steps: readonly Step[] }) {
  return { setup: { ...moved(trace.setup), region: REGION, managedKeys: MANAGED_KEYS }, steps: moved(trace.steps) };
}

describe.each(['ideal', 'aws'].map(profileNamed))('a trace of another region and partition, by $name', (profile) => {
  const sut = embeddedSut(EMBEDDED_OPTIONS.get(profile.name));
  const traces = fc.sample(traceArbitrary({ profile, supports: sut.supports, maxSteps: 200 }), {
    seed: 7,
    numRuns: 25,
  });

  test('is answered as at home, and judged so', async () => {
    let calls = 0;
    for (const [seed, trace] of traces.entries()) {
      const { setup, steps } = movedTrace(trace);
      const bench = { sut, profile, seed, properties: PROPERTIES, oracle: true };
      const away = await runTrace(bench, setup, steps);
      if (away.violation !== undefined) throw new Error(tellStory(away.trace, away.violation));
      // Written and read, as a recording is.
      expect(parseTrace(formatTrace(away.trace), 't')).toEqual(away.trace);
      const home = await observe({ sut, seed }, trace.setup, trace.steps);
      for (const [i, { observation }] of away.trace.steps.entries()) {
        const { internals: _there, ...seen } = observation;
        const { internals: _here, ...expected } = moved(home[i]!.observation);
        expect(seen).toEqual(expected);
        calls += seen.kmsCalls?.length ?? 0;
      }
    }
    expect(calls).toBeGreaterThan(100);
  });

  test('is explained where the model itself answers', async () => {
    for (const [seed, trace] of traces.entries()) {
      const { setup, steps } = movedTrace(trace);
      const bench = { sut: modelSut(profile), profile, seed, properties: PROPERTIES, oracle: true };
      const { trace: told, violation } = await runTrace(bench, setup, steps);
      if (violation !== undefined) throw new Error(tellStory(told, violation));
    }
  });
});
