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

/** The real ids of the managed keys of the two accounts that generated traces have. */
const MANAGED_KEYS = ['111111111111', '222222222222'].map((account) => ({ account, id: `real-${account}` }));

/** A value as it is in another region, with the managed keys by their real ids. */
function moved<T>(value: T, region: string, partition: string): T {
  const text = JSON.stringify(value)
    .replaceAll('arn:aws:kms:us-east-1:', `arn:${partition}:kms:elsewhere:`)
    .replaceAll('arn:aws:kms:eu-west-1:', `arn:${partition}:kms:${region}:`)
    .replaceAll('arn:aws:s3express:eu-west-1:', `arn:${partition}:s3express:${region}:`)
    .replaceAll(/arn:aws:(s3|iam|kms):/g, `arn:${partition}:$1:`)
    .replaceAll('s3.eu-west-1.amazonaws.com', `s3.${region}.amazonaws.com`)
    .replaceAll('aws-s3-', 'real-');
  return JSON.parse(text) as T;
}

interface Script {
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

function movedTrace({ setup, steps }: Script, region: string, partition: string): Script {
  return {
    setup: { ...moved(setup, region, partition), region, managedKeys: MANAGED_KEYS },
    steps: moved(steps, region, partition),
  };
}

/** A trace that ends with a bucket that is created again by its owner: in us-east-1 that is no error (E-42). */
function createdTwice({ setup, steps }: Script): Script {
  const { atMs = 0 } = steps.at(-1) ?? {};
  const create = {
    atMs,
    by: setup.requesters[0]?.name ?? null,
    event: { op: 'CreateBucket', bucket: 'twice' },
  } as const;
  return { setup, steps: [...steps, create, create] };
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
      const { setup, steps } = movedTrace(trace, 'cn-north-1', 'aws-cn');
      const bench = { sut, profile, seed, properties: PROPERTIES, oracle: true };
      const away = await runTrace(bench, setup, steps);
      if (away.violation !== undefined) throw new Error(tellStory(away.trace, away.violation));
      // Written and read, as a recording is.
      expect(parseTrace(formatTrace(away.trace), 't')).toEqual(away.trace);
      const home = await observe({ sut, seed }, trace.setup, trace.steps);
      for (const [i, { observation }] of away.trace.steps.entries()) {
        const { internals: _there, ...seen } = observation;
        const { internals: _here, ...expected } = moved(home[i]!.observation, 'cn-north-1', 'aws-cn');
        expect(seen).toEqual(expected);
        calls += seen.kmsCalls?.length ?? 0;
      }
    }
    expect(calls).toBeGreaterThan(100);
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-east-1', 'aws'],
  ])('is explained in %s, whether the model or the reference answers', async (region, partition) => {
    let refused = 0;
    for (const [seed, trace] of traces.entries()) {
      const { setup, steps } = movedTrace(createdTwice(trace), region, partition);
      for (const one of [sut, modelSut(profile)]) {
        const bench = { sut: one, profile, seed, properties: PROPERTIES, oracle: true };
        const { trace: told, violation } = await runTrace(bench, setup, steps);
        if (violation !== undefined) throw new Error(tellStory(told, violation));
        refused += told.steps.filter(({ observation }) => observation.code === 'BucketAlreadyOwnedByYou').length;
      }
    }
    expect(refused === 0).toBe(region === 'us-east-1');
  });
});
