import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addTallies, emptyTally, NO_COVERAGE, type Tally } from './tally.ts';

const IDS = ['explained', 'errors'];
const EVENTS = ['GetObject', 'PutObject', 'RestartHosts'];

const few = fc.nat(1_000);
const eventArbitrary = fc.record({
  event: fc.constantFrom(...EVENTS),
  count: few,
  refused: few,
  kmsCalls: few,
  kmsCallsWithout: few,
});
const stepCounts = fc
  .uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c'), steps: few }), { selector: ({ id }) => id })
  .map((counts) => counts.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
const coverageArbitrary: fc.Arbitrary<Tally['coverage']> = fc.record({
  steps: fc.integer({ min: 1, max: 1_000 }),
  transitions: stepCounts,
  requirements: stepCounts,
  choices: stepCounts.map((counts) => counts.map(({ id, steps }) => ({ point: id, asked: steps, decided: 1 }))),
});
const tallyArbitrary: fc.Arbitrary<Tally> = fc.record({
  runs: few,
  steps: few,
  kmsCalls: few,
  properties: fc.tuple(...IDS.map((id) => fc.record({ id: fc.constant(id), checked: few, exercised: few }))),
  events: fc
    .uniqueArray(eventArbitrary, { selector: ({ event }) => event })
    .map((events) => events.toSorted((a, b) => (a.event < b.event ? -1 : 1))),
  // One run is unknown for one reason: the reason is a function of the run.
  unknown: fc.option(few.map((run) => ({ run, because: `bound ${run % 3}` }))),
  coverage: fc.oneof(fc.constant(NO_COVERAGE), coverageArbitrary),
});

describe('tallies', () => {
  test('add up to the same in any order and grouping, or shards could not be merged', () => {
    fc.assert(
      fc.property(tallyArbitrary, tallyArbitrary, tallyArbitrary, (a, b, c) => {
        expect(addTallies(a, b)).toEqual(addTallies(b, a));
        expect(addTallies(addTallies(a, b), c)).toEqual(addTallies(a, addTallies(b, c)));
        expect(addTallies(emptyTally(IDS), a)).toEqual(a);
      }),
      { seed: 1 },
    );
  });

  test('of two runs that hit a bound the earlier one is told', () => {
    const unknown = (run: number): Tally => ({ ...emptyTally(IDS), unknown: { run, because: `bound ${run}` } });
    expect(addTallies(unknown(7), unknown(3)).unknown).toEqual({ run: 3, because: 'bound 3' });
    expect(addTallies(emptyTally(IDS), unknown(3)).unknown).toEqual({ run: 3, because: 'bound 3' });
  });
});
