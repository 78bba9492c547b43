import { describe, expect, test } from 'vitest';
import { forEachResult, initialWorld } from '../../model/index.ts';
import { exploreJson, exploreText } from '../report/explore-report.ts';
import type { ActionCounts } from './action-counts.ts';
import { Canonical } from './canonical.ts';
import type { Exploration } from './exploration.ts';
import { explore } from './explore.ts';
import { type Action, type ExploreScope, stepAt } from './scope.ts';
import { switches } from './scopes/actions.ts';
import { caches } from './scopes/caches.ts';
import { copies } from './scopes/copies.ts';
import { tiny } from './scopes/tiny.ts';
import { wordsOf } from './whole-worlds/whole-worlds.ts';

const UNBOUNDED = { maxStates: 1_000_000 };

/** Each action in a few words, with its counts. */
function told({ actions }: Exploration) {
  return actions?.map(({ by, event, served, refused, unchanged, newStates }) => [
    wordsOf({ atMs: 0, by, event }),
    served,
    refused,
    unchanged,
    newStates,
  ]);
}

/** The counts without the states that were found: by hash nobody says who has found one. */
function counted({ actions }: Exploration) {
  return actions?.map(({ newStates: _, ...rest }) => rest);
}

describe('coverage by action', () => {
  test('of tiny', async () => {
    expect(told(await explore(tiny, UNBOUNDED))).toEqual([
      ['ann PutBucketEncryption b', 260, 0, 130, 10],
      ['ann DeleteBucketEncryption b', 260, 0, 130, 6],
      ['ann PutObject b/x', 216, 44, 90, 12],
      ['bob PutObject b/x', 216, 44, 90, 3],
      ['ann GetObject b/x', 164, 96, 242, 12],
      ['bob GetObject b/x', 164, 96, 242, 18],
      ['ann DeleteObject b/x', 260, 0, 56, 16],
      ['ann DisableKey k1', 168, 92, 176, 78],
      ['ann EnableKey k1', 168, 92, 176, 0],
      ['ann ScheduleKeyDeletion k1', 168, 92, 92, 82],
      ['ann CancelKeyDeletion k1', 84, 176, 176, 0],
      ['EvictBucketKeys b', 260, 0, 38, 6],
    ]);
  });

  test('accounts for every transition and every state', async () => {
    for (const scope of [tiny, copies]) {
      const { counts, actions = [] } = await explore(scope, UNBOUNDED);
      for (const { served, refused } of actions) expect(served + refused).toBe(counts.states);
      const found = actions.reduce((sum, { newStates = 0 }) => sum + newStates, 0);
      // The others, but for the first, were found by the tick.
      expect(found).toBeLessThan(counts.states - 1);
      expect(counts.states - 1 - found).toBeLessThan(counts.states / 2);
    }
  });

  test('is what the model does on whole worlds', async () => {
    for (const scope of [tiny, caches]) {
      expect(counted(await explore(scope, UNBOUNDED))).toEqual(
        scope.actions.map((action, place) => ({ ...action, ...plain(scope)[place] })),
      );
    }
  });
});

describe('an action that never succeeds', () => {
  const lonely: ExploreScope = {
    ...tiny,
    monitored: false,
    actions: tiny.actions.filter(({ event: { op } }) => !op.startsWith('Put')).concat(switches('ann', 'k1')),
  };

  test('is named, and none where all do', async () => {
    expect(exploreText(await explore(lonely, UNBOUNDED))).toMatch(
      /\nactions never served: ann GetObject b\/x; bob GetObject b\/x\n/,
    );
    expect(exploreText(await explore(tiny, UNBOUNDED))).not.toMatch(/never served/);
  });

  test('so far, where not all was seen', async () => {
    expect(exploreText(await explore(lonely, { maxStates: 2 }))).toMatch(/\nactions never served so far: /);
  });

  test('stands in the JSON like all others, with its event as in a trace', async () => {
    const { actions } = JSON.parse(exploreJson(await explore(lonely, UNBOUNDED)));
    expect(actions).toHaveLength(lonely.actions.length);
    expect(actions[1]).toEqual({
      by: 'ann',
      event: { op: 'GetObject', bucket: 'b', key: 'x' },
      served: 0,
      refused: 4,
      unchanged: 4,
      newStates: 0,
    });
  });
});

/** What comes of each action, from whole world to whole world, each known by its key. */
function plain(scope: ExploreScope): readonly ActionCounts[] {
  const initial = initialWorld(scope.setup, scope.profile);
  const canonical = new Canonical(scope, initial);
  const counts = scope.actions.map(() => ({ served: 0, refused: 0, unchanged: 0 }));
  const known = new Map([[canonical.key(initial), initial]]);
  for (const [key, world] of known) {
    const later = { ...world, nowMs: world.nowMs + scope.tickMs };
    if (!known.has(canonical.key(later))) known.set(canonical.key(later), later);
    for (const [place, count] of counts.entries()) {
      const step = stepAt(scope.actions[place] as Action, world.nowMs);
      forEachResult(world, step, { etag: () => undefined }, ({ world: after, outcome }) => {
        if (outcome.status < 400) count.served++;
        else count.refused++;
        const next = canonical.key(after);
        if (next === key) count.unchanged++;
        if (!known.has(next)) known.set(next, after);
        return true;
      });
    }
  }
  return counts;
}
