import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_NAMES, type Profile, profileNamed } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { observe } from '../check/run-trace.ts';
import { modelSut } from '../suts/model-sut.ts';
import { TIMES } from '../testing/times.ts';
import { opened } from './ground.ts';
import { closedTo, FIELDS_WITH_OPTIONS, inferOptions, optionsOf } from './options.ts';
import { type Recording, Recordings } from './recordings.ts';

const IDEAL = profileNamed('ideal');
const STEPS = 60;
const TRACES = 2 * TIMES;

/** Random traces of the model with one option and all else as the profile ideal has it. */
async function recordedOf(profile: Profile): Promise<Recordings> {
  const arbitrary = traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps: STEPS });
  const recordings: Recording[] = [];
  for (const [seed, { setup, steps }] of fc.sample(arbitrary, { seed: 18, numRuns: TRACES }).entries()) {
    const seen = await observe({ sut: modelSut(profile), seed }, setup, steps);
    recordings.push({ name: `${seed}`, setup, steps: seen });
  }
  return new Recordings(recordings);
}

const found = new Set<string>();
const ALL = FIELDS_WITH_OPTIONS.flatMap((field) => optionsOf(field).map((option) => ({ field, option })));

// A system that does something is never told that it does not.
describe.each(ALL)('$field $option', ({ field, option }) => {
  test('is left by the recordings of who does so', async () => {
    const recordings = await recordedOf(closedTo(IDEAL, field, option));
    const ground = { ...opened(profileNamed('aws'), true), [field]: closedTo(IDEAL, field, option)[field] };
    const { options, told } = await inferOptions(recordings, ground, field);
    const own = options.find((one) => one.option === option);
    expect(own).toEqual({ option, verdict: 'consistent' });
    if (told !== 'open') found.add(`${field} ${option}`);
  });
});

// Of so short traces most options of rare points show nothing; see the guide.
test('what was asked about is found back', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(100);
  expect(found.size).toBeGreaterThanOrEqual(10);
});
