import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES, profileNamed } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Property } from '../../properties/property.ts';
import { PropertySuite } from '../../properties/suite.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut, profileOfMutant } from '../adequacy/mutant-sut.ts';
import { profileOf } from '../profile/described-profile.ts';
import { embeddedFor } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import type { Trace } from '../trace/trace.ts';
import { observe } from './run-trace.ts';

/** The same properties, each asked about every step. */
const ASKED_ALWAYS: readonly Property[] = PROPERTIES.map(({ events: _events, ...property }) => ({
  ...property,
  needs: 'answers',
}));

async function recordings(sut: Sut, profileName: string, count: number): Promise<Trace[]> {
  const profile = profileNamed(profileName);
  const traces: Trace[] = [];
  for (const { setup, steps } of fc.sample(traceArbitrary({ profile, supports: sut.supports, maxSteps: 200 }), {
    seed: 8,
    numRuns: count,
  })) {
    const header = { bucketkeyTrace: 1, profile: profileName, sut: sut.name, seed: 8, setup };
    traces.push({ header, steps: await observe({ sut, seed: 8 }, setup, steps) });
  }
  return traces;
}

/** Each step with the answer of the one before: answers and KMS calls where no system has them. */
function misplaced(steps: readonly ObservedStep[]): ObservedStep[] {
  return steps.map(({ step }, i) => ({
    step,
    observation: (steps[i - 1] ?? steps[i])?.observation ?? { status: 200 },
  }));
}

/**
 * Everything that is said of a trace: why each property is violated in each step, and how often it was checked and
 * exercised.
 */
function said(properties: readonly Property[], { header }: Trace, steps: readonly ObservedStep[]): string[] {
  const suite = new PropertySuite(properties, header.setup, profileOf(header.profile));
  const findings = steps.flatMap((seen) =>
    suite.see(seen).map(({ property, stepIndex, reason }) => `${stepIndex} ${property.id}: ${reason}`),
  );
  return [
    ...findings,
    ...suite
      .counts()
      .map(({ property, checked, exercised }) => `${property.id}: ${checked} checked, ${exercised} exercised`),
  ];
}

describe('a monitor that is not asked about a step would have had nothing to say of it', () => {
  test('on recordings of the reference and of mutants, and on answers in the wrong places', async () => {
    const traces: Trace[] = [];
    for (const profile of PROFILES) traces.push(...(await recordings(embeddedFor(profile), profile.name, 60)));
    for (const mutant of MUTANTS) traces.push(...(await recordings(mutantSut(mutant), profileOfMutant(mutant), 2)));
    const exercised = new Set<string>();
    for (const trace of traces) {
      for (const steps of [trace.steps, misplaced(trace.steps)]) {
        const always = said(ASKED_ALWAYS, trace, steps);
        expect(said(PROPERTIES, trace, steps)).toEqual(always);
        for (const { id } of PROPERTIES)
          if (!always.some((line) => line.startsWith(`${id}: `) && line.endsWith(' 0 exercised'))) exercised.add(id);
      }
    }
    // Where a property never had its case, that it was not asked would not show.
    expect([...exercised].sort()).toEqual(PROPERTIES.map(({ id }) => id).sort());
  });
});
