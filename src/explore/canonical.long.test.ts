import { describe, expect, test } from 'vitest';
import { type Chooser, forEachResult, initialWorld, type Step, step, type World } from '../../model/index.ts';
import { transitionOf } from '../../properties/transition-of.ts';
import { randomChooser } from '../suts/model-sut.ts';
import { Canonical } from './canonical.ts';
import { INVARIANTS } from './invariants.ts';
import { type ExploreScope, isBeyond, stepAt } from './scope.ts';
import { SMALL } from './scopes/index.ts';
import { tiny } from './scopes/tiny.ts';

const SEEN = { etag: () => undefined };
const WALKS = 25;
const STEPS = 120;

/** Draws from a seeded generator. */
function dice(seed: number): (sides: number) => number {
  const chooser = randomChooser(seed);
  return (sides) => chooser.pick('cache', { length: sides } as readonly unknown[]);
}

function later(scope: ExploreScope, world: World): World {
  return { ...world, nowMs: world.nowMs + scope.tickMs };
}

/** Many worlds of a scope as long walks come by them: old ones, with whatever a long history leaves behind. */
function walkedWorlds(scope: ExploreScope): { canonical: Canonical; worlds: readonly World[] } {
  const initial = initialWorld(scope.setup, scope.profile);
  const worlds: World[] = [];
  for (let walk = 0; walk < WALKS; walk++) {
    const draw = dice(walk);
    const chooser: Chooser = {
      pick: (_, options) => draw(options.length),
      opaqueEtag: () => undefined,
    };
    let world = initial;
    for (let i = 0; i < STEPS; i++) {
      const action = scope.actions[draw(scope.actions.length + 1)];
      const next = action === undefined ? later(scope, world) : step(world, stepAt(action, world.nowMs), chooser).world;
      if (isBeyond(scope, next)) continue;
      world = next;
      worlds.push(world);
    }
  }
  return { canonical: new Canonical(scope, initial), worlds };
}

/**
 * All that one event can lead to from a world, as the explorer sees it: answers, judgements, and keys of the worlds
 * after it.
 */
function futures(scope: ExploreScope, world: World, input: Step, canonical: Canonical): readonly string[] {
  const seen = new Set<string>();
  forEachResult(world, input, SEEN, ({ world: after, outcome }) => {
    if (isBeyond(scope, after)) return true;
    const judged = INVARIANTS.map(
      (invariant) => invariant.judge(transitionOf(world, input, { world: after, outcome })) ?? '',
    );
    seen.add(JSON.stringify([outcome, judged, canonical.key(after)]));
    return true;
  });
  return [...seen].sort();
}

describe.each([tiny, ...SMALL])('the canonical key of $name', (scope) => {
  const { canonical, worlds } = walkedWorlds(scope);
  const alike = new Map<string, World[]>();
  for (const world of worlds) {
    const key = canonical.key(world);
    alike.set(key, [...(alike.get(key) ?? []), world]);
  }

  test('worlds with equal keys lead to equal answers and to worlds with equal keys, whatever happens', () => {
    let compared = 0;
    for (const group of alike.values()) {
      const [first, ...others] = [group[0], group[group.length >> 1], group.at(-1)].filter(
        (world) => world !== undefined,
      );
      if (first === undefined) continue;
      for (const other of others) {
        if (other === first) continue;
        compared++;
        expect(canonical.key(later(scope, other))).toBe(canonical.key(later(scope, first)));
        for (const action of scope.actions) {
          const [one, two] = [first, other].map((world) =>
            futures(scope, world, stepAt(action, world.nowMs), canonical),
          );
          expect(two).toEqual(one);
        }
      }
    }
    // Worlds that are alike but were reached at other times and by other ways.
    expect(compared).toBeGreaterThan(50);
  });

  test('keys bring together what differs in nothing that can still matter', () => {
    // A key that wrote down the date would give nearly every world one of its own.
    expect(alike.size).toBeLessThan(worlds.length / 2);
    expect(alike.size).toBeGreaterThan(20);
  });
});

describe('what the canonical key leaves out', () => {
  const initial = initialWorld(tiny.setup, tiny.profile);
  const canonical = new Canonical(tiny, initial);

  /** The world after some actions of `tiny`, by place; `tick` is the place after the last. */
  function reached(world: World, places: readonly number[]): World {
    const chooser = randomChooser(1);
    return places.reduce((now, place) => {
      const action = tiny.actions[place];
      return action === undefined ? later(tiny, now) : step(now, stepAt(action, now.nowMs), chooser).world;
    }, world);
  }

  const at = (by: string | null, op: string) =>
    tiny.actions.findIndex((action) => action.by === by && action.event.op === op);
  const tick = tiny.actions.length;
  const bucketKeyOn = at('ann', 'PutBucketEncryption');
  const put = at('ann', 'PutObject');
  const remove = at('ann', 'DeleteObject');
  const evict = at(null, 'EvictBucketKeys');

  test('the date, and the numbers of bucket keys and of epochs, whatever came before', () => {
    // Bucket keys that nothing refers to any more, caches lost twice, three ticks gone: none of it is to be seen
    // afterwards.
    const before = [
      bucketKeyOn,
      put,
      evict,
      put,
      tick,
      tick,
      put,
      remove,
      evict,
      tick,
      at('ann', 'DeleteBucketEncryption'),
    ];
    for (const path of [
      [],
      [bucketKeyOn],
      [bucketKeyOn, put],
      [bucketKeyOn, put, tick],
      [bucketKeyOn, put, at('bob', 'GetObject'), tick, put],
    ]) {
      expect(canonical.key(reached(reached(initial, before), path))).toBe(canonical.key(reached(initial, path)));
    }
  });

  test('the age of what is over, but not of what is not', () => {
    const written = reached(initial, [bucketKeyOn, put]);
    const keys = [0, 1, 2, 3, 4].map((ticks) =>
      canonical.key(
        reached(
          written,
          Array.from({ length: ticks }, () => tick),
        ),
      ),
    );
    // Cached for one tick, made data keys for two: three ages can be told apart.
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe(keys[4]);
  });

  test('who holds a bucket key is not left out', () => {
    const written = reached(initial, [bucketKeyOn, put]);
    expect(canonical.key(reached(written, [at('bob', 'GetObject')]))).not.toBe(canonical.key(written));
    expect(canonical.key(reached(written, [evict]))).not.toBe(canonical.key(written));
  });

  test('a time that is no whole number of ticks is refused, not rounded', () => {
    const written = reached(initial, [bucketKeyOn, put]);
    expect(() => canonical.key({ ...written, nowMs: written.nowMs + 1 })).toThrow(/whole number of ticks/);
  });
});
