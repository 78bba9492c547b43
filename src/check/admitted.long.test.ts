import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Observation,
  PROFILE_FIELDS,
  type Profile,
  type ProfileField,
  profileNamed,
  rowOf,
} from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { unseenKms } from '../oracle/testing/oracle-run.ts';
import type { ReferenceOptions } from '../reference/index.ts';
import { tellStory } from '../report/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { GivenNames } from '../suts/given-names.ts';
import { modelSut } from '../suts/model-sut.ts';
import { type InProcessSut, KNOWS_HEADERS } from '../suts/sut.ts';
import { TRACE_FORMAT } from '../trace/index.ts';
import { Judge } from './judge.ts';

const AWS = profileNamed('aws');
const IDEAL = profileNamed('ideal');

/** What a field can be set to that `aws` admits and `ideal` does not say. */
function settings(field: ProfileField): readonly unknown[] {
  const admitted = AWS[field];
  if (Array.isArray(admitted)) return [...admitted.map((option) => [option]), admitted];
  switch (rowOf(field).field.kind) {
    case 'span':
      return [0, MINUTE_MS, HOUR_MS, DAY_MS].map((ms) => ({ minMs: ms, maxMs: ms }));
    case 'count':
      return [3, 'any'];
    default:
      return [admitted];
  }
}

const OPEN = PROFILE_FIELDS.filter((field) => JSON.stringify(AWS[field]) !== JSON.stringify(IDEAL[field])).filter(
  (field) => !['name', 'base', 'title', 'strict'].includes(field),
);

/** Every admissible option of every point that `aws` leaves open, each to be added to `ideal`. */
const ADMITTED: readonly Partial<Profile>[] = OPEN.flatMap((field) =>
  settings(field)
    .filter((setting) => JSON.stringify(setting) !== JSON.stringify(IDEAL[field]))
    .map((setting) => ({ [field]: setting })),
);

/** The same of the reference, in its own words. */
const REFERENCES: readonly Partial<ReferenceOptions>[] = [
  { requesterMode: 'rolePolicy' },
  { caches: 3 },
  { cacheLifetimeMs: 0 },
  { cacheLifetimeMs: HOUR_MS },
  { cacheLifetimeMs: DAY_MS },
  { generationLifetimeMs: 0 },
  { generationLifetimeMs: HOUR_MS },
  { generationLifetimeMs: DAY_MS },
  { coldWrite: 'unwrap' },
  { writeVerifies: true },
  { writeWarmsRead: false },
  { readWarmsWrite: true },
  { transientErrors: 8 },
];

/** What of an answer is seen: all, not KMS, or the status alone. */
const VIEWS: readonly ((seen: Observation) => Observation)[] = [
  (seen) => seen,
  unseenKms,
  ({ status }) => ({ status }),
];

// With a quota each number of calls that nobody saw is a world of its own: there would soon be too many.
const CAPABILITIES = { ...KNOWS_HEADERS, kmsQuotas: false };
const TRACES = traceArbitrary({
  profile: AWS,
  supports: modelSut(AWS).supports,
  capabilities: CAPABILITIES,
  maxSteps: 120,
});

/** How often a trace was judged, and how often the oracle gave up, for it keeps so many worlds and no more. */
const judged = { traces: 0, gaveUp: 0 };

/** What `aws` has against random traces of a system, by the oracle or a monitor. */
async function complaint(sut: InProcessSut, seed: number, runs: number): Promise<string> {
  for (const [i, { setup, steps }] of fc.sample(TRACES, { seed, numRuns: runs }).entries()) {
    const session = await sut.start(setup, seed + i);
    const judges = VIEWS.map(() => new Judge({ setup, profile: AWS, properties: PROPERTIES, oracle: true }));
    const trace = [];
    const names = new GivenNames(setup);
    for (const drawn of steps) {
      const step = names.named(drawn);
      const observation = await session.apply(step);
      names.note(step, observation);
      trace.push({ step, observation });
      for (const [at, judge] of judges.entries()) {
        judge.see({ step, observation: VIEWS[at]?.(observation) ?? observation });
        const header = { bucketkeyTrace: TRACE_FORMAT, setup, sut: sut.name, seed, profile: 'aws' };
        if (judge.violation !== undefined) return tellStory({ header, steps: trace }, judge.violation);
      }
    }
    judged.traces += judges.length;
    judged.gaveUp += judges.filter(({ unknownBecause }) => unknownBecause !== undefined).length;
  }
  return 'none';
}

const told = (one: object) => JSON.stringify(one).slice(1, -1);
const model = (...parts: readonly Partial<Profile>[]) => modelSut(Object.assign({ ...IDEAL }, ...parts));
const reference = (...parts: readonly Partial<ReferenceOptions>[]) => embeddedSut(Object.assign({}, ...parts));

/** Pairs of a list that are drawn, no pair of one field. */
function pairsOf<T extends object>(list: readonly T[], seed: number, count: number): readonly (readonly [T, T])[] {
  return fc
    .sample(fc.tuple(fc.constantFrom(...list), fc.constantFrom(...list)), { seed, numRuns: 3 * count })
    .filter(([one, other]) => Object.keys(one)[0] !== Object.keys(other)[0])
    .slice(0, count);
}

// A false alarm on what AWS documents, or leaves open, would be the worst fault of all.
describe('whoever settles an open point in an admissible way is no violation of aws', () => {
  test('no open point is left out', () => {
    expect(new Set(ADMITTED.flatMap((one) => Object.keys(one))).size).toBe(OPEN.length);
    expect(OPEN.length).toBeGreaterThan(25);
  });

  test.each(ADMITTED.map((one) => [told(one), one] as const))('the model with %s', async (_, one) => {
    expect(await complaint(model(one), 1, 2)).toBe('none');
  });

  test('the model with random pairs of these', async () => {
    for (const [one, other] of pairsOf(ADMITTED, 2, 15))
      expect([told(one), told(other), await complaint(model(one, other), 3, 2)]).toEqual([
        told(one),
        told(other),
        'none',
      ]);
  });

  test.each(REFERENCES.map((one) => [told(one), one] as const))('the reference with %s', async (_, one) => {
    expect(await complaint(reference(one), 4, 2)).toBe('none');
  });

  test.each<Partial<Profile>>([{ headDecrypts: [true] }, { kmsEtag: ['md5'] }, { kmsHeaderUsesBucketKey: [true] }])(
    'but the model with %j is one',
    async (one) => {
      expect(await complaint(model(one), 7, 40)).toContain('Violated: ');
    },
  );

  test('the reference with random pairs of these', async () => {
    for (const [one, other] of pairsOf(REFERENCES, 5, 6))
      expect([told(one), told(other), await complaint(reference(one, other), 6, 2)]).toEqual([
        told(one),
        told(other),
        'none',
      ]);
  });

  test('and of few traces it is not known', () => {
    expect(judged.traces).toBeGreaterThan(500);
    expect(judged.gaveUp / judged.traces).toBeLessThan(0.02);
  });
});
