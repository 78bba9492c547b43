import { describe, expect, test } from 'vitest';
import type { Chooser } from '../openness/choice.ts';
import { FIRST_OPTION } from '../openness/first.ts';
import { requirement } from '../requirements/index.ts';
import { covers } from '../store/covers.ts';
import { initialWorld } from '../store/initial-world.ts';
import type { World } from '../store/world.ts';
import { copy, encrypt, evict, get, head, keyPolicy, put, remove, replicate, replication } from '../testing/events.ts';
import { AWS, IDEAL, ModelRun } from '../testing/model-run.ts';
import { RULES, SCENE } from '../testing/scene.ts';
import type { Event, Step } from '../vocabulary/events/event.ts';
import { step } from './step.ts';

const EVENTS: readonly Event[] = [
  encrypt('b', RULES.B2),
  replication('b', 'c', 'KR'),
  put('b/o'),
  put('b/p', { context: { a: 'b' } }),
  get('b/o'),
  head('b/p'),
  copy('b/o', 'c/o'),
  replicate('b/o'),
  evict('b'),
  get('b/p'),
  { op: 'DisableKey', keyId: 'K1' },
  keyPolicy('K2'),
  { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' },
  { op: 'RestartHosts' },
  { op: 'ThrottleKms', on: true },
  remove('b/p'),
  { op: 'CreateBucket', bucket: 'new' },
  { op: 'DeleteBucketEncryption', bucket: 'b' },
  { op: 'GetBucketEncryption', bucket: 'b' },
];

/** All that can be seen of a world by reading it. */
function contentOf(world: World): string {
  const parts: unknown[] = [world.nowMs, world.steps, world.epoch, world.kmsThrottled];
  for (const table of [
    world.buckets,
    world.objects,
    world.kmsKeys,
    world.aliases,
    world.bucketKeys,
    world.families,
    world.holdings,
  ]) {
    table.forEach((record: object, index: number) => {
      parts.push(index, record);
    });
  }
  return JSON.stringify(parts);
}

/** Takes the first option, and a note. */
function noted<T>(notes: T[], note: T): number {
  notes.push(note);
  return 0;
}

describe('step is a pure function', () => {
  test.each([IDEAL, AWS])(
    'the old world is as it was after each step from it, refused ones included ($name)',
    (profile) => {
      const run = new ModelRun(profile);
      for (const event of EVENTS) {
        const { world } = run;
        const before = contentOf(world);
        run.atMs += 1_000;
        for (const other of EVENTS) run.outcomes('bob', other);
        run.take('ann', event);
        expect(contentOf(world)).toBe(before);
      }
    },
  );

  test.each([IDEAL, AWS])('equal worlds, steps and choices give equal results ($name)', (profile) => {
    const run = new ModelRun(profile);
    for (const event of EVENTS) {
      const input: Step = { atMs: run.atMs, by: 'bob', event };
      const [one, other] = [step(run.world, input, FIRST_OPTION), step(run.world, input, FIRST_OPTION)];
      expect(one.outcome).toEqual(other.outcome);
      expect(covers(one.world, other.world) && covers(other.world, one.world)).toBe(true);
      run.take('ann', event);
      run.atMs += 1_000;
    }
  });

  test('where nothing is open nothing is asked (profile ideal)', () => {
    const asked: string[] = [];
    const listening: Chooser = { ...FIRST_OPTION, pick: (point) => noted(asked, point) };
    let world = initialWorld(SCENE, IDEAL);
    for (const [i, event] of EVENTS.entries())
      world = step(world, { atMs: i * 70_000, by: 'ann', event }, listening).world;
    expect(asked).toEqual([]);
  });

  test('only real options are asked for, at least two of them (profile aws)', () => {
    const widths: number[] = [];
    const listening: Chooser = { ...FIRST_OPTION, pick: (_point, options) => noted(widths, new Set(options).size) };
    let world = initialWorld(SCENE, AWS);
    for (const [i, event] of EVENTS.entries())
      world = step(world, { atMs: i * 1_000, by: 'ann', event }, listening).world;
    expect(widths.length).toBeGreaterThan(5);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(2);
  });
});

describe('what step does not take', () => {
  const world = step(initialWorld(SCENE, IDEAL), { atMs: 1_000, by: 'ann', event: put('b/o') }, FIRST_OPTION).world;

  test.each([
    ['a requester the setup does not have', { atMs: 1_000, by: 'nobody', event: get('b/o') }],
    ['no requester for what only requesters do', { atMs: 1_000, by: null, event: get('b/o') }],
    ['a name that objects have anyway', { atMs: 1_000, by: '__proto__', event: get('b/o') }],
    ['a time before the last', { atMs: 999, by: 'ann', event: get('b/o') }],
    ['no time at all', { atMs: Number.NaN, by: 'ann', event: get('b/o') }],
  ] as const)('%s', (_what, input) => {
    expect(() => step(world, input, FIRST_OPTION)).toThrow(RangeError);
  });

  test('the same time again is no step back', () => {
    expect(step(world, { atMs: 1_000, by: 'ann', event: get('b/o') }, FIRST_OPTION).outcome.status).toBe(200);
  });
});

test('every outcome cites requirements that exist', () => {
  const cited = new Set<string>();
  for (const profile of [IDEAL, AWS]) {
    const run = new ModelRun(profile);
    for (const event of EVENTS) {
      for (const by of ['ann', 'eve'])
        for (const { because } of run.outcomes(by, event)) for (const id of because) cited.add(id);
      run.take('ann', event);
    }
  }
  expect(cited.size).toBeGreaterThan(15);
  expect([...cited].filter((id) => requirement(id) === undefined)).toEqual([]);
});
