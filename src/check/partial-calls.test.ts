import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Observation, type ObservedKmsCall, PROFILES } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { mutantProfile, violatedOn } from '../adequacy/kills.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { MUTANTS } from '../adequacy/mutants/index.ts';
import { tellStory } from '../report/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { modelSut, randomChooser } from '../suts/model-sut.ts';
import type { InProcessSut, Sut } from '../suts/sut.ts';
import { TIMES } from '../testing/times.ts';
import { runTrace } from './run-trace.ts';

type Part = 'by' | 'context' | 'result';

/** A system of which nobody records all parts of KMS calls, as `isKept` says. */
function recordedInPart(sut: InProcessSut, isKept: (part: Part) => boolean): Sut {
  const kept = ({ operation, keyArn, ...parts }: ObservedKmsCall): ObservedKmsCall => ({
    operation,
    keyArn,
    ...Object.fromEntries(Object.entries(parts).filter(([part]) => isKept(part as Part))),
  });
  return {
    ...sut,
    start: async (setup, seed) => {
      const session = await sut.start(setup, seed);
      return {
        stop: () => session.stop(),
        apply: async (step) => {
          const observation: Observation = await session.apply(step);
          return { ...observation, ...(observation.kmsCalls && { kmsCalls: observation.kmsCalls.map(kept) }) };
        },
      };
    },
  };
}

function hasPartialCall({ observation }: ObservedStep): boolean {
  return observation.kmsCalls?.some(({ by, context, result }) => !by || !context || !result) === true;
}

describe.each(PROFILES)('KMS calls that are recorded in part, under $name', (profile) => {
  const arbitrary = traceArbitrary({ profile, supports: modelSut(profile).supports, maxSteps: 200 });
  const traces = fc.sample(arbitrary, { seed: 31, numRuns: 6 * TIMES });

  test.each([
    ['the model', modelSut(profile)],
    ['the reference', embeddedSut(EMBEDDED_OPTIONS.get(profile.name))],
  ])('accuse nobody who does as %s does', async (_what, sut) => {
    let partial = 0;
    for (const [seed, { setup, steps }] of traces.entries()) {
      const chooser = randomChooser(seed);
      const isKept = () => chooser.pick('served', [0, 1, 2]) > 0;
      const bench = { sut: recordedInPart(sut, isKept), profile, seed, properties: PROPERTIES, oracle: true };
      const { trace, violation } = await runTrace(bench, setup, steps);
      if (violation !== undefined) throw new Error(tellStory(trace, violation));
      partial += trace.steps.filter(hasPartialCall).length;
    }
    expect(partial).toBeGreaterThan(10 * TIMES);
  });
});

describe('what was recorded is judged as sharply as ever', () => {
  const found = async (part: Part) => {
    const rows = MUTANTS.map(async (mutant) => {
      const sut = recordedInPart(mutantSut(mutant), (one) => one !== part);
      const properties = await violatedOn(mutant.witness, sut, mutantProfile(mutant));
      return [mutant.id, properties.filter((id) => mutant.killedBy.includes(id))] as const;
    });
    return new Map(await Promise.all(rows));
  };

  test('without requesters, by each property, but for what is about them', async () => {
    const properties = await found('by');
    const missed = MUTANTS.filter(({ id, killedBy }) => (properties.get(id) ?? []).length < killedBy.length);
    expect(missed.map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "part-opened-as-creator",
        "replication-stays-pending",
        "calls-made-by-service",
      ]
    `);
  });

  test('without results, by some property', async () => {
    const properties = await found('result');
    const missed = MUTANTS.filter(({ id }) => (properties.get(id) ?? []).length === 0);
    expect(missed.map(({ id }) => id)).toMatchInlineSnapshot(`[]`);
  });

  test('without contexts, by some property, but for what is about them', async () => {
    const properties = await found('context');
    const missed = MUTANTS.filter(({ id }) => (properties.get(id) ?? []).length === 0);
    expect(missed.map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "copy-carries-context",
        "context-always-object-arn",
        "context-always-bucket-arn",
        "context-bucket-arn-with-slash",
        "caller-overrides-arn",
        "caller-context-dropped",
        "bucket-key-wrapped-with-caller-context",
        "context-names-folded",
        "object-name-in-bucket-key-calls",
        "directory-context-of-objects",
      ]
    `);
  });
});
