import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assumptionsOf,
  CHOICE_POINTS,
  EVENT_NAMES,
  initialWorld,
  lifted,
  MINUTE_MS,
  OPENNESS,
  PROFILE_FIELDS,
  type Profile,
  type ProfileField,
  profileNamed,
  requirement,
  rowOf,
  WorkingWorld,
} from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { randomChooser } from '../../src/suts/model-sut.ts';
import { TIMES } from '../../src/testing/times.ts';

const ideal = profileNamed('ideal');
const aws = profileNamed('aws');

/** Everything that a field can be set to that leaves something open, or says something else than `ideal`. */
function openings(field: ProfileField): readonly unknown[] {
  const { kind, options } = rowOf(field).field;
  switch (kind) {
    case 'option':
      return options;
    case 'options':
      return [options];
    case 'flag':
      return [true];
    case 'count':
      return [2, 'any'];
    case 'limit':
      return [2];
    case 'span':
      return [{ minMs: 0, maxMs: 5 * MINUTE_MS }];
    case 'bound':
      return [5 * MINUTE_MS];
  }
}

/** Traces with waits as long as the lifetimes and delays of {@link openings}. */
const TRACES = fc.sample(
  traceArbitrary({
    profile: { ...ideal, ruleDelayMs: 5 * MINUTE_MS, kmsDelayMs: 5 * MINUTE_MS },
    supports: EVENT_NAMES,
    maxSteps: 300,
  }),
  { seed: 3, numRuns: 900 * TIMES },
);

/** The first of them are taken in any case, the others where something that is wanted was not asked. */
const PORTIONS = [TRACES.slice(0, 40 * TIMES), TRACES.slice(40 * TIMES)];

/** The choice points that random traces ask under a profile. */
function askedUnder(profile: Profile, traces: typeof TRACES): ReadonlySet<string> {
  const asked = new Set<string>();
  for (const [seed, { setup, steps }] of traces.entries()) {
    const world = new WorkingWorld(initialWorld(setup, profile));
    const chooser = randomChooser(seed);
    const watched = {
      ...chooser,
      pick: (...question: Parameters<typeof chooser.pick>) => {
        asked.add(question[0]);
        return chooser.pick(...question);
      },
    };
    for (const step of steps) world.take(step, watched);
  }
  return asked;
}

describe('a row of the table of openness', () => {
  test.each(PROFILE_FIELDS)('%s alone opens the choice points it names, and no others', (field) => {
    const { choices, alsoOpens } = rowOf(field);
    const wanted = [...Object.keys(choices), ...alsoOpens];
    const asked = new Set<string>();
    for (const traces of PORTIONS) {
      if (traces !== PORTIONS[0] && wanted.every((point) => asked.has(point))) break;
      for (const setting of openings(field))
        for (const point of askedUnder({ ...ideal, [field]: setting }, traces)) asked.add(point);
    }
    expect([...asked].sort()).toEqual(wanted.sort());
  });

  test('that is open is open under aws, one that is documented is closed', () => {
    // A flag says yes or no and is not open itself, nor is a limit; that `earlyEviction` opens a choice is seen above,
    // which leaves the end by idleness open as well.
    const isClosed: Readonly<Record<string, (setting: unknown) => boolean>> = {
      option: () => true,
      options: (setting) => Array.isArray(setting) && setting.length === 1,
      count: (setting) => setting === 1,
      span: (setting) => typeof setting === 'object' && new Set(Object.values(setting ?? {})).size === 1,
      bound: (setting) => setting === 0,
    };
    const rows = PROFILE_FIELDS.flatMap((field) => {
      const closed = isClosed[rowOf(field).field.kind];
      const isElsewhere = closed === undefined || rowOf(field).known === 'assumed' || field === 'idleTime';
      return isElsewhere ? [] : [{ field, closed }];
    });
    expect(rows.map(({ field, closed }) => [field, closed(aws[field]) ? 'documented' : 'open'])).toEqual(
      rows.map(({ field }) => [field, rowOf(field).known]),
    );
    expect(rows.filter(({ field, closed }) => !closed(ideal[field]))).toEqual([]);
  });

  test('that is assumed says how far it is lifted and what to tell a person, and no other row does', () => {
    const told = PROFILE_FIELDS.filter((field) => rowOf(field).assumed !== undefined);
    expect(told).toEqual(PROFILE_FIELDS.filter((field) => rowOf(field).known === 'assumed'));
    expect(assumptionsOf(aws)).toEqual(told.map((field) => ({ field, isLeast: false })));
    expect(assumptionsOf({ ...aws, strict: true })).toEqual([]);
    for (const field of told) {
      const { assumed, field: row } = rowOf(field);
      const isLength = row.kind === 'span' || row.kind === 'bound';
      expect([field, assumed?.onlyIf.includes('{}'), assumed?.believed.includes('{}')]).toEqual([
        field,
        isLength,
        isLength,
      ]);
      const kinds = { flag: 'boolean', options: 'object' } as const;
      const outer = row.kind === 'flag' || row.kind === 'options' ? kinds[row.kind] : 'number';
      expect([field, typeof assumed?.outer]).toEqual([field, outer]);
      expect([field, assumed?.least !== undefined]).toEqual([field, row.kind === 'span']);
    }
  });

  test('whose setting goes beyond its outer bound is left as it is when assumptions are lifted', () => {
    const slow = { ...aws, ruleDelayMs: 45 * MINUTE_MS };
    expect(assumptionsOf(slow).map(({ field }) => field)).not.toContain('ruleDelayMs');
    expect(lifted(slow).ruleDelayMs).toBe(45 * MINUTE_MS);
    expect(lifted(aws).ruleDelayMs).toBe(30 * MINUTE_MS);
  });

  test('cites requirements that exist, and a row with choice points cites one', () => {
    const rows = Object.entries(OPENNESS);
    const cited = rows.flatMap(([, { requirements }]) => requirements);
    expect(cited.filter((id) => requirement(id) === undefined)).toEqual([]);
    expect(Object.entries(CHOICE_POINTS).filter(([, id]) => !/^[DEFU]-\d+$/.test(id))).toEqual([]);
  });

  test('says what it is in a sentence, and shares no choice point with another', () => {
    const rows = PROFILE_FIELDS.map(rowOf);
    const sentences = rows.flatMap(({ text, choices }) => [text, ...Object.values(choices)]);
    expect(sentences.filter((text) => !/^[A-Z`].{20,}\.$/s.test(text))).toEqual([]);
    const points = rows.flatMap(({ choices }) => Object.keys(choices));
    expect(points.toSorted()).toEqual(Object.keys(CHOICE_POINTS).toSorted());
  });
});
