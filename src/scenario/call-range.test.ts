import { describe, expect, test } from 'vitest';
import {
  type Event,
  forEachResult,
  HOUR_MS,
  initialWorld,
  MINUTE_MS,
  PROFILES,
  type Profile,
  profileNamed,
  type Setup,
  type Step,
} from '../../model/index.ts';
import { callRange } from './call-range.ts';
import { ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from './setup-of.ts';

const WORLD: Setup = setupOf([requester('ann'), requester('bob')], ['key'], [bucket('b')]);

function put(key: string): Event {
  return { op: 'PutObject', bucket: 'b', key, body: content(key), headers: {} };
}

function get(key: string): Event {
  return { op: 'GetObject', bucket: 'b', key };
}

/** Requests, each with its requester, an hour after the bucket got its rule. */
function traceOf(bucketKeys: boolean, requests: readonly (readonly [by: string, event: Event])[]): readonly Step[] {
  return [
    { atMs: 0, by: ADMIN, event: putRule('b', kmsRule('key', bucketKeys)) },
    ...requests.map(([by, event], i) => ({ atMs: HOUR_MS + i * 1_000, by, event })),
  ];
}

/** Fewest and most calls by trying everything. */
function byTryingAll(profile: Profile, steps: readonly Step[]): { fewest: number; most: number } {
  let fewest = Number.POSITIVE_INFINITY;
  let most = 0;
  const go = (world: ReturnType<typeof initialWorld>, taken: number, calls: number): void => {
    const step = steps[taken];
    if (step === undefined) {
      fewest = Math.min(fewest, calls);
      most = Math.max(most, calls);
      return;
    }
    forEachResult(world, step, { etag: () => undefined }, (result) => {
      go(result.world, taken + 1, calls + result.outcome.kmsCalls.length);
      return true;
    });
  };
  go(initialWorld(WORLD, profile), 0, 0);
  return { fewest, most };
}

const STORIES = [
  {
    name: 'one requester',
    requests: [put('x'), put('y'), get('x'), get('y'), get('x')].map((event) => ['ann', event] as const),
  },
  {
    name: 'two requesters, a copy and an eviction',
    requests: [
      ['ann', put('x')],
      ['bob', put('y')],
      ['ann', { op: 'CopyObject', source: { bucket: 'b', key: 'y' }, bucket: 'b', key: 'z', headers: {} }],
      ['bob', get('x')],
    ],
  },
] as const;

describe.each(PROFILES)('under profile $name the search finds what trying everything finds', (profile) => {
  test.each(STORIES)('$name', ({ requests }) => {
    for (const bucketKeys of [false, true]) {
      const steps = traceOf(bucketKeys, requests);
      expect(callRange(WORLD, profile, steps)).toEqual(byTryingAll(profile, steps));
    }
  });
});

test('of two ways that begin at the same price the search finds the cheaper and the dearer whole', () => {
  // Just after bucket keys were turned on, a write may still see the old rule (U-16): it costs one call either way, its
  // reads do not.
  const lagging: Profile = { ...profileNamed('ideal'), ruleDelayMs: MINUTE_MS };
  const steps: readonly Step[] = [
    { atMs: 0, by: ADMIN, event: putRule('b', kmsRule('key', false)) },
    { atMs: HOUR_MS, by: ADMIN, event: putRule('b', kmsRule('key', true)) },
    ...[put('x'), get('x'), get('x'), get('x')].map((event) => ({ atMs: HOUR_MS, by: 'ann', event })),
  ];
  expect(callRange(WORLD, lagging, steps)).toEqual({ fewest: 1, most: 4 });
  expect(byTryingAll(lagging, steps)).toEqual({ fewest: 1, most: 4 });
});

test('a search that outgrows its bound is never turned into an answer', () => {
  const steps = traceOf(true, [
    ['ann', put('x')],
    ['ann', get('x')],
  ]);
  expect(() => callRange(WORLD, profileNamed('aws'), steps, 3)).toThrow('more than 3 states');
});
