import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EVENT_NAMES,
  FIRST_OPTION,
  forEachResult,
  initialWorld,
  PROFILES,
  perform,
  step,
  stepBy,
} from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { Canonical } from './canonical.ts';
import type { ExploreProgress } from './exploration.ts';
import { explore } from './explore.ts';
import { type ExploreScope, stepAt } from './scope.ts';
import { caches } from './scopes/caches.ts';
import { medium } from './scopes/medium.ts';
import { MEDIUM_LEVELS } from './scopes/testing/medium-levels.ts';
import { tiny } from './scopes/tiny.ts';
import { forgetsWhoObtained, opensForTheLate } from './testing/faults.ts';

const UNBOUNDED = { maxStates: 1_000_000 };

describe('the shipped scopes', () => {
  test('tiny, whole', async () => {
    const { verdict, counts, queue, charts, choices } = await explore(tiny, UNBOUNDED);
    expect(verdict).toBe('conforms');
    expect(counts).toEqual({ states: 260, transitions: 3_380, depth: 9, levels: [1, 4, 8, 18, 44, 71, 66, 35, 11, 2] });
    expect(queue).toBe(0);
    // Nothing is open, so each state has one result for each of 12 actions, and one tick.
    expect(counts.transitions).toBe(counts.states * (tiny.actions.length + 1));
    expect(choices.reached).toEqual([]);
    expect([charts.reached.length, charts.unreached.length]).toEqual([43, 159]);
    const unreached = charts.unreached.filter((move) => move.startsWith('kmsKey'));
    expect(unreached.filter((move) => !/Import|Material/.test(move))).toEqual(['kmsKey: enabled -Rotate-> enabled']);
  });

  test('medium begins as it did when it was seen whole', async () => {
    const { verdict, counts, queue } = await explore(medium, { maxStates: 20_000 });
    expect([verdict, counts.states, queue > 0]).toEqual(['unknown', 20_000, true]);
    expect(counts.levels.slice(0, 7)).toEqual(MEDIUM_LEVELS.slice(0, 7));
  });

  test('the same exploration twice is the same to the last count', async () => {
    expect(await explore(tiny, UNBOUNDED)).toEqual(await explore(tiny, UNBOUNDED));
  });
});

describe('an exploration that is cut short claims nothing', () => {
  test('by the bound on states', async () => {
    const { verdict, unknownBecause, counts, queue } = await explore(tiny, { maxStates: 259 });
    expect([verdict, unknownBecause]).toEqual(['unknown', 'the bound of 259 states (--max-states)']);
    expect(counts.states).toBe(259);
    expect(queue).toBeGreaterThan(0);
    expect((await explore(tiny, { maxStates: 260 })).verdict).toBe('conforms');
  });

  test('by an interruption, which says how far it got', async () => {
    const interruption = new AbortController();
    const seen: ExploreProgress[] = [];
    const { verdict, counts, queue } = await explore(caches, {
      ...UNBOUNDED,
      signal: interruption.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 3) interruption.abort();
      },
    });
    expect(verdict).toBe('unknown');
    expect(seen).toHaveLength(3);
    expect(counts.states).toBe(seen[2]?.states);
    expect(counts.levels.reduce((sum, level) => sum + level)).toBe(counts.states);
    expect(queue).toBe(seen[2]?.queue);
  });
});

describe('a mistake in the model is found, by a shortest trace', () => {
  test('one that shows at once', async () => {
    const { verdict, found } = await explore(tiny, { ...UNBOUNDED, act: forgetsWhoObtained });
    expect(verdict).toBe('violates');
    expect(found?.violation.property).toBe('every-requester-pays');
    expect(found?.trace.steps.map(({ step: { by, event } }) => [by, event.op])).toEqual([
      ['ann', 'PutBucketEncryption'],
      ['ann', 'PutObject'],
      ['bob', 'GetObject'],
    ]);
  });

  test('one that takes a rare history, told whole', async () => {
    const { found } = await explore(tiny, { ...UNBOUNDED, act: opensForTheLate });
    expect(found?.violation.property).toBe('revocation-bound');
    expect(found?.violation.stepIndex).toBe((found?.trace.steps.length ?? 0) - 1);
    expect(found?.trace.steps.map(({ step: { atMs, by, event } }) => [atMs / tiny.tickMs, by, event.op])).toEqual([
      [0, 'ann', 'PutBucketEncryption'],
      [0, 'ann', 'PutObject'],
      [0, 'ann', 'DeleteBucketEncryption'],
      [1, 'ann', 'GetObject'],
      [1, 'ann', 'ScheduleKeyDeletion'],
      [1, 'bob', 'GetObject'],
    ]);
  });

  test('the rare one does not show in two hundred random traces, each hundreds of steps long', () => {
    const [ideal] = PROFILES.filter(({ name }) => name === 'ideal');
    if (ideal === undefined) throw new Error('the profile ideal is gone');
    const arbitrary = traceArbitrary({ profile: ideal, supports: EVENT_NAMES, maxSteps: 300 });
    let steps = 0;
    let shown = 0;
    for (const trace of fc.sample(arbitrary, { seed: 7, numRuns: 200 })) {
      let world = initialWorld(trace.setup, ideal);
      for (const input of trace.steps) {
        const right = step(world, input, FIRST_OPTION);
        if (stepBy(opensForTheLate, world, input, FIRST_OPTION).outcome.status !== right.outcome.status) shown++;
        world = right.world;
        steps++;
      }
    }
    expect(shown).toBe(0);
    expect(steps).toBeGreaterThan(10_000);
  });

  test('one the invariants cannot see is left to the monitors', async () => {
    // The answer hides the bucket-key flag: no invariant looks at what HEAD and GET show, the monitors remember what
    // was written.
    const hides: typeof perform = (draft, input, chooser) => {
      const outcome = perform(draft, input, chooser);
      return input.event.op === 'GetObject' ? { ...outcome, bucketKeyEnabled: null } : outcome;
    };
    const { verdict, found } = await explore(tiny, { ...UNBOUNDED, act: hides });
    expect(verdict).toBe('violates');
    expect(found?.violation.property).toBe('config-is-not-retroactive');
  });
});

describe('breadth first is exhaustive', () => {
  test('a plain search that keeps every path finds the same states, level by level', async () => {
    const { counts } = await explore(tiny, UNBOUNDED);
    expect(levelsOf(tiny, 4)).toEqual(counts.levels.slice(0, 5));
  });
});

/** New keys at each depth, by trying every sequence of events without ever leaving one out. */
function levelsOf(scope: ExploreScope, depth: number): readonly number[] {
  const initial = initialWorld(scope.setup, scope.profile);
  const canonical = new Canonical(scope, initial);
  const known = new Set([canonical.key(initial)]);
  const levels = [1];
  let paths = [initial];
  for (let level = 1; level <= depth; level++) {
    const before = known.size;
    const next: (typeof initial)[] = [];
    for (const world of paths) {
      next.push({ ...world, nowMs: world.nowMs + scope.tickMs });
      for (const action of scope.actions) {
        forEachResult(world, stepAt(action, world.nowMs), { etag: () => undefined }, (result) => {
          next.push(result.world);
          return true;
        });
      }
    }
    for (const world of next) known.add(canonical.key(world));
    levels.push(known.size - before);
    paths = next;
  }
  return levels;
}
