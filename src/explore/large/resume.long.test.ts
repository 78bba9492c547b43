import { describe, expect, test } from 'vitest';
import type { Exploration, ExploreProgress } from '../exploration.ts';
import type { ExploreScope } from '../scope.ts';
import { copies } from '../scopes/copies.ts';
import { delays } from '../scopes/delays.ts';
import { tiny } from '../scopes/tiny.ts';
import { forgetsWhoObtained, opensForTheLate } from '../testing/faults.ts';
import { type Checkpoint, CheckpointError } from './checkpoint.ts';
import { exploreLarge } from './explore-large.ts';
import type { LargeOptions } from './options.ts';

const UNBOUNDED = { maxStates: 1_000_000 };

/** All that an exploration leaves to go on from, depth by depth, and its report but for the memory it took. */
async function explored(scope: ExploreScope, options: LargeOptions) {
  const checkpoints: Checkpoint[] = [];
  const { bytes: _, ...report } = await exploreLarge(scope, {
    ...options,
    onLevel: (checkpoint) => checkpoints.push(checkpoint),
  });
  return { report, checkpoints };
}

/** What is left to be seen from a checkpoint on. */
async function resumed(
  scope: ExploreScope,
  resumeFrom: Checkpoint,
  options: LargeOptions,
): Promise<Omit<Exploration, 'bytes'>> {
  return (await explored(scope, { ...options, resumeFrom })).report;
}

describe('an exploration that goes on from a depth reports what one does that was never interrupted', () => {
  test.each([
    ['in one partition', tiny, {}],
    ['by hashes under symmetries', tiny, { symmetry: true }],
    ['by whole states', tiny, { exact: true }],
    ['where choices are open', delays, {}],
    ['of two buckets', copies, {}],
    ['with a violation to come', tiny, { act: opensForTheLate }],
    ['with a violation at once', tiny, { act: forgetsWhoObtained }],
  ])('%s', async (_, scope, how) => {
    const { report, checkpoints } = await explored(scope, { ...UNBOUNDED, ...how });
    const depths = checkpoints.length;
    expect(depths).toBeGreaterThan(0);
    for (const depth of new Set([0, 1, Math.floor(depths / 2), depths - 1])) {
      const from = checkpoints[Math.min(depth, depths - 1)] as Checkpoint;
      expect(await resumed(scope, from, { ...UNBOUNDED, ...how })).toEqual(report);
    }
  });

  test('with other numbers of partitions each time', async () => {
    const { report } = await explored(copies, UNBOUNDED);
    const first = await explored(copies, { maxStates: 4_000, partitions: 1 });
    const second = await explored(copies, {
      maxStates: 15_000,
      partitions: 2,
      resumeFrom: first.checkpoints.at(-1) as Checkpoint,
    });
    const third = await explored(copies, {
      maxStates: 25_000,
      partitions: 3,
      resumeFrom: second.checkpoints.at(-1) as Checkpoint,
    });
    expect([first, second, third].map((one) => one.report.verdict)).toEqual(['unknown', 'unknown', 'unknown']);
    const sizes = [first, second, third].map(({ checkpoints }) => checkpoints.at(-1)?.levels.length ?? 0);
    expect([...new Set(sizes)].sort((a, b) => a - b)).toEqual(sizes);
    expect(await resumed(copies, third.checkpoints.at(-1) as Checkpoint, UNBOUNDED)).toEqual(report);
    const violated = await explored(tiny, { ...UNBOUNDED, partitions: 3, act: opensForTheLate });
    const { found } = await resumed(tiny, violated.checkpoints[2] as Checkpoint, {
      ...UNBOUNDED,
      act: opensForTheLate,
    });
    expect(found?.violation.property).toBe(violated.report.found?.violation.property);
    expect(found?.trace.steps.length).toBe(violated.report.found?.trace.steps.length);
  });

  test('and leaves the same to go on from, byte for byte', async () => {
    const { checkpoints } = await explored(tiny, UNBOUNDED);
    const again = await explored(tiny, { ...UNBOUNDED, resumeFrom: checkpoints[2] as Checkpoint });
    expect(again.checkpoints.map(flat)).toEqual(checkpoints.slice(3).map(flat));
  });

  test('at a bound too: what was seen is what would have been', async () => {
    const { report, checkpoints } = await explored(copies, { maxStates: 20_000 });
    expect(await resumed(copies, checkpoints[5] as Checkpoint, { maxStates: 20_000 })).toEqual(report);
  });

  test('interrupted before it has caught up: where it was', async () => {
    const { checkpoints } = await explored(copies, UNBOUNDED);
    const from = checkpoints[9] as Checkpoint;
    const signal = AbortSignal.abort();
    const seen: ExploreProgress[] = [];
    const onProgress = (progress: ExploreProgress) => seen.push(progress);
    const { verdict, unknownBecause, counts, queue } = await resumed(copies, from, {
      ...UNBOUNDED,
      signal,
      onProgress,
    });
    expect(seen).toEqual([{ ...counts, queue }]);
    expect([verdict, unknownBecause]).toEqual(['unknown', 'the interruption']);
    expect(counts).toEqual({
      levels: from.levels,
      states: from.levels.reduce((sum, level) => sum + level),
      depth: 10,
      transitions: from.transitions,
    });
    expect(queue).toBe(from.levels.at(-1));
  });
});

/** Pairs are numbered in the order in which a partition came across them. */
function flat({ links, ...rest }: Checkpoint): unknown {
  const events = links.events.flatMap((piece) => [...piece].map((event) => links.pairs[event]));
  return { ...rest, parents: links.parents.flatMap((piece) => [...piece]), events };
}

describe('what does not belong to the exploration is refused', async () => {
  const { checkpoints } = await explored(tiny, UNBOUNDED);
  const good = checkpoints[3] as Checkpoint;
  const size = good.levels.reduce((sum, level) => sum + level);
  const parents = Uint32Array.from(good.links.parents.flatMap((piece) => [...piece]));
  const events = Uint16Array.from(good.links.events.flatMap((piece) => [...piece]));
  const pairs = good.links.pairs;
  const last = parents.length - 1;

  test.each<[string, RegExp, Checkpoint]>([
    ['other hashes', /its states are others/, { ...good, print: { low: good.print.low ^ 1, high: good.print.high } }],
    ['a parent too deep', /state \d+ does not follow/, withLinks({ parents: [parents.with(last, last - 1)] })],
    ['a parent not deep enough', /state \d+ does not follow/, withLinks({ parents: [parents.with(last, 0)] })],
    ['one state twice', /state \d+ is there twice/, twice()],
    [
      'a result that is none',
      /is where nothing leads to/,
      withLinks({ pairs: pairs.map((pair) => ({ ...pair, result: 99 })) }),
    ],
    [
      'an action that is none',
      /is where nothing leads to/,
      withLinks({ pairs: pairs.map((pair) => ({ ...pair, action: 99 })) }),
    ],
    ['depths of other sizes', /does not follow|there twice/, { ...good, levels: [1, size - 1] }],
  ])('%s', async (_, problem, checkpoint) => {
    const exploration = exploreLarge(tiny, { ...UNBOUNDED, resumeFrom: checkpoint });
    await expect(exploration).rejects.toThrow(CheckpointError);
    await expect(exploration).rejects.toThrow(problem);
  });

  test('a model that breaks an invariant on the way', async () => {
    const { checkpoints: of } = await explored({ ...copies }, { maxStates: 3_000 });
    const spoilt = exploreLarge(copies, { ...UNBOUNDED, resumeFrom: of.at(-1) as Checkpoint, act: forgetsWhoObtained });
    await expect(spoilt).rejects.toThrow(/is where nothing leads to|its states are others/);
  });

  test('and what belongs to it is not', async () => {
    expect((await exploreLarge(tiny, { ...UNBOUNDED, resumeFrom: withLinks({}) })).verdict).toBe('conforms');
  });

  function withLinks(changed: Partial<Checkpoint['links']>): Checkpoint {
    return { ...good, links: { parents: [parents], events: [events], pairs, ...changed } };
  }

  function twice(): Checkpoint {
    return withLinks({
      parents: [parents.with(last, parents[last - 1] as number)],
      events: [events.with(last, events[last - 1] as number)],
    });
  }
});
