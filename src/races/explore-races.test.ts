import { describe, expect, test } from 'vitest';
import { RACE_FAULTS } from '../check/overlap/testing/race-faults.ts';
import { exploreRaces } from './explore-races.ts';
import type { RaceProgress } from './race-exploration.ts';
import { racesOf } from './race-scope.ts';
import { RACES } from './scope.ts';
import { SOME_RACES } from './testing/some-races.ts';

const WHOLE = { maxOrders: Number.POSITIVE_INFINITY };

describe('races', () => {
  test('of the reference have an order, and it is counted what is excused', async () => {
    const progress: RaceProgress[] = [];
    const report = await exploreRaces(SOME_RACES, { ...WHOLE, onProgress: (one) => progress.push(one) });
    expect(report).toEqual({
      scope: 'races',
      profile: 'ideal',
      sut: 'embedded reference, two requests at a time',
      verdict: 'conforms',
      counts: { races: 57, orders: 464, withoutCalls: 2, interrupted: 4 },
      worlds: [
        { name: 'nothing in the cache', races: 36, orders: 214, withoutCalls: 2, interrupted: 0 },
        { name: 'a bucket key that is over', races: 21, orders: 250, withoutCalls: 0, interrupted: 4 },
      ],
    });
    const { orders } = report.counts;
    expect(progress).toHaveLength(orders);
    expect(progress.at(-1)).toEqual({ races: report.counts.races, ofRaces: report.counts.races, orders });
    // Again, and exactly so many is no bound that was hit.
    const first = { ...SOME_RACES, worlds: SOME_RACES.worlds.slice(0, 1) };
    const again = await exploreRaces(first, { maxOrders: 214 });
    expect(again).toMatchObject({ verdict: 'conforms', worlds: report.worlds.slice(0, 1) });
  });

  test('beyond a bound on orders nobody knows', async () => {
    expect(await exploreRaces(SOME_RACES, { maxOrders: 13 })).toMatchObject({
      verdict: 'unknown',
      unknownBecause: 'the bound of 13 orders (--max-orders)',
      counts: { orders: 13 },
    });
  });

  test('that are interrupted tell how far they got', async () => {
    const interruption = new AbortController();
    const onProgress = ({ orders }: RaceProgress) => orders === 7 && interruption.abort();
    const report = await exploreRaces(SOME_RACES, { ...WHOLE, signal: interruption.signal, onProgress });
    expect(report).toMatchObject({ verdict: 'unknown', unknownBecause: 'the interruption', counts: { orders: 7 } });
  });

  const SHORTEST: readonly (readonly string[])[] = [
    ['PutBucketEncryption', 'PutObject', 'PutObject'],
    ['PutObject', 'DeleteBucket', 'CreateBucket', 'PutObject'],
    ['PutObject', 'DeleteBucket'],
    ['PutBucketEncryption', 'PutObject', 'PutBucketEncryption'],
  ];
  test.each(RACE_FAULTS.map(([fault, parts], place) => [fault, parts, SHORTEST[place]] as const))(
    'it is found, and told with the steps that it takes, that %s',
    async (_fault, parts, steps) => {
      const { verdict, found } = await exploreRaces(SOME_RACES, { ...WHOLE, parts });
      expect(verdict).toBe('violates');
      expect(found?.trace.steps.map(({ step }) => step.event.op)).toEqual(steps);
      const ends = found?.points.filter(({ at }) => at === 'end').map(({ stepIndex }) => stepIndex);
      const two = found?.trace.steps.flatMap(({ endMs }, index) => (endMs === undefined ? [] : [index]));
      expect(ends?.toSorted()).toEqual(two);
    },
  );

  test('a race that is found says when each of the two went on: a turn takes a millisecond', async () => {
    const { found } = await exploreRaces(SOME_RACES, { ...WHOLE, parts: RACE_FAULTS[0]![1] });
    expect(found?.points.map(({ stepIndex, atMs, at }) => `${atMs}: ${stepIndex} ${at}`)).toEqual([
      '0: 1 begin',
      '1: 2 begin',
      '2: 1 call',
      '3: 2 call',
      '4: 1 arrival',
      '4: 1 end',
      '5: 2 arrival',
      '5: 2 end',
    ]);
    expect(found?.trace.steps.map(({ step: { atMs }, endMs }) => [atMs, endMs])).toEqual([
      [0, undefined],
      [0, 4],
      [1, 5],
    ]);
    expect(found).toMatchObject({ isShortest: true, violation: { core: [1, 2] } });
  });

  test('where looking for a shorter story is interrupted, it is told as it was found', async () => {
    const interruption = new AbortController();
    const onProgress = () => interruption.abort();
    const parts = RACE_FAULTS[0]![1];
    const { verdict, found } = await exploreRaces(SOME_RACES, {
      ...WHOLE,
      parts,
      onProgress,
      signal: interruption.signal,
    });
    expect(verdict).toBe('violates');
    expect(found?.isShortest).toBe(false);
    expect(found?.trace.steps).toHaveLength(9);
  });
});

describe('the scope', () => {
  test('has each pair of requests of a world once, but for those that are excepted', () => {
    for (const world of RACES.worlds) {
      const { requests, except = [] } = world;
      const pairs = racesOf(world).map(({ pair }) => JSON.stringify(pair));
      expect(new Set(pairs).size).toBe(pairs.length);
      const excepted = except.map(
        ([one, other]) =>
          requests.filter(({ event }) => event.op === one).length *
          requests.filter(({ event }) => event.op === other).length,
      );
      const all = (requests.length * (requests.length + 1)) / 2;
      expect(pairs).toHaveLength(excepted.reduce((left, few) => left - few, all));
    }
  });
});
