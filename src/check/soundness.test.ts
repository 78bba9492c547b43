import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { tellStory } from '../report/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { modelSut } from '../suts/model-sut.ts';
import type { Sut } from '../suts/sut.ts';
import { TIMES } from '../testing/times.ts';
import { runTrace } from './run-trace.ts';

const TRACES = 15 * TIMES;

// Model, monitors and reference were written apart from each other: where two of them agree on everything they are
// asked, it is not by construction.
describe.each(PROFILES)('under profile $name', (profile) => {
  async function firstComplaint(sut: Sut): Promise<string> {
    const arbitrary = traceArbitrary({ profile, supports: sut.supports, maxSteps: 300 });
    const gaveUp: string[] = [];
    for (const [i, { setup, steps }] of fc.sample(arbitrary, { seed: 20_260, numRuns: TRACES }).entries()) {
      const { trace, judge, violation } = await runTrace(
        { sut, profile, seed: i, properties: PROPERTIES, oracle: true },
        setup,
        steps,
      );
      if (violation !== undefined) return tellStory(trace, violation);
      if (judge.unknownBecause !== undefined) gaveUp.push(judge.unknownBecause);
    }
    // Under `aws` each of several objects may have been written by an earlier replication rule or not.
    return gaveUp.length > 1 ? gaveUp.join('\n') : 'none';
  }

  test('neither the oracle nor a monitor refuses anything the model may do', async () => {
    expect(await firstComplaint(modelSut(profile))).toBe('none');
  });

  test('neither the oracle nor a monitor refuses anything the reference does', async () => {
    expect(await firstComplaint(embeddedSut(EMBEDDED_OPTIONS.get(profile.name)))).toBe('none');
  });
});
