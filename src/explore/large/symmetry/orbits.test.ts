import { describe, expect, test } from 'vitest';
import { forEachResult, initialWorld, type World } from '../../../../model/index.ts';
import { TIMES } from '../../../testing/times.ts';
import { Canonical } from '../../canonical.ts';
import { Layout } from '../../parts/layout.ts';
import { stateOf } from '../../parts/state-of.ts';
import { type Action, type ExploreScope, stepAt } from '../../scope.ts';
import { strictProfile } from '../../scopes/common.ts';
import { tiny } from '../../scopes/tiny.ts';
import { exploreLarge } from '../explore-large.ts';
import { Images } from './images.ts';
import { symmetriesOf } from './symmetries.ts';
import { alikeScope } from './testing/alike-scope.ts';

const SEEN = { etag: () => undefined };

/** Another name for every name that is one of two; the content of an object is no name. */
function swapped(action: Action, one: string, two: string): Action {
  return JSON.parse(JSON.stringify(action), (field, value: unknown) => {
    if (field === 'text') return value;
    return value === one ? two : value === two ? one : value;
  });
}

/** The keys of one bucket under each other's names. */
function swappedIn(action: Action, bucket: string): Action {
  return 'bucket' in action.event && action.event.bucket === bucket ? swapped(action, 'x', 'y') : action;
}

const ofRequesters = (action: Action) => swapped(action, 'ann', 'bob');
const ofBuckets = (action: Action) => swapped(action, 'b', 'd');
const ofKeysInB = (action: Action) => swappedIn(action, 'b');

const strict = strictProfile('strict');
const twoCaches = { ...strict, caches: 2 };
const writes = { ...strict, coldWrite: ['generate', 'unwrap'], writeVerifies: [false, true] } as const;

const alone = alikeScope(['ann'], ['b', 'd'], ['x']);
/** Buckets that replicate to each other, and a key policy for each: records that name buckets. */
const naming: ExploreScope = {
  ...alone,
  actions: [
    ...alone.actions.filter(({ event }) => event.op !== 'DeleteObject'),
    ...[['b', 'd'] as const, ['d', 'b'] as const].flatMap(([bucket, destination]): readonly Action[] => [
      { by: 'ann', event: { op: 'PutBucketReplication', bucket, destination, role: 'ann', replicaKmsKeyId: 'k1' } },
      { by: null, event: { op: 'ReplicateObject', bucket, key: 'x' } },
      {
        by: 'ann',
        event: {
          op: 'PutKeyPolicy',
          keyId: 'k1',
          statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'], contextArn: `arn:aws:s3:::${bucket}` }],
        },
      },
    ]),
  ],
};
/** As {@link swapped}, in key policies too. */
const ofBucketsAndArns = (action: Action) => swapped(swapped(action, 'b', 'd'), 'arn:aws:s3:::b', 'arn:aws:s3:::d');

/** Scopes, with renamings that bring forth all of which they are to have. */
const SCOPES: readonly (readonly [
  what: string,
  scope: ExploreScope,
  symmetries: number,
  renamings: readonly ((a: Action) => Action)[],
])[] = [
  ['tiny', tiny, 2, [ofRequesters]],
  TIMES > 1
    ? [
        'two requesters, two objects in each of two buckets',
        alikeScope(['ann', 'bob'], ['b', 'd'], ['x', 'y']),
        16,
        [ofRequesters, ofBuckets, ofKeysInB],
      ]
    : ['two objects in each of two buckets', alikeScope(['ann'], ['b', 'd'], ['x', 'y']), 8, [ofBuckets, ofKeysInB]],
  [
    'bucket keys that are made or fetched',
    alikeScope(['ann', 'bob'], ['b'], ['x', 'y'], writes),
    4,
    [ofRequesters, ofKeysInB],
  ],
  ['buckets that replication rules and key policies name', naming, 2, [ofBucketsAndArns]],
];

/** A world as it was reached, and the worlds that renamed actions lead to, renaming by renaming. */
interface Reached {
  readonly key: string;
  readonly world: World;
  readonly images: readonly World[];
}

/**
 * Every world of a scope, each by a shortest way, and by the same way under other names. Nothing here knows how the
 * explorer renames states: worlds are made by the model alone, and only their keys are compared.
 */
function everyWorld(scope: ExploreScope, renamings: readonly ((action: Action) => Action)[]) {
  const initial = initialWorld(scope.setup, scope.profile);
  const canonical = new Canonical(scope, initial);
  const levels: (readonly Reached[])[] = [
    [{ key: canonical.key(initial), world: initial, images: renamings.map(() => initial) }],
  ];
  const known = new Set(levels[0]?.map(({ key }) => key));
  for (let level = levels[0] ?? []; level.length > 0; level = levels.at(-1) ?? []) {
    const next: Reached[] = [];
    const reach = (world: World, images: () => readonly World[]) => {
      const key = canonical.key(world);
      if (known.has(key)) return;
      known.add(key);
      next.push({ key, world, images: images() });
    };
    for (const { world, images } of level) {
      const later = (now: World) => ({ ...now, nowMs: now.nowMs + scope.tickMs });
      reach(later(world), () => images.map(later));
      for (const action of scope.actions) {
        for (const [place, result] of results(world, action).entries()) {
          reach(result, () =>
            images.map((image, renaming) => results(image, renamings[renaming]?.(action) ?? action)[place] ?? initial),
          );
        }
      }
    }
    levels.push(next);
  }
  return { canonical, levels };
}

function results(world: World, action: Action): readonly World[] {
  const worlds: World[] = [];
  forEachResult(world, stepAt(action, world.nowMs), SEEN, ({ world: after }) => worlds.push(after) > 0);
  return worlds;
}

/** How many classes there are at each depth, where these pairs are of one class. */
function classesByLevel(
  levels: readonly (readonly string[])[],
  pairs: readonly (readonly [string, string])[],
): readonly number[] {
  const parents = new Map(levels.flat().map((key) => [key, key]));
  const root = (key: string): string => {
    const parent = parents.get(key);
    if (parent === undefined) throw new RangeError('a renamed world is no world of the scope');
    return parent === key ? key : root(parent);
  };
  for (const [one, other] of pairs) parents.set(root(one), root(other));
  const known = new Set<string>();
  return levels.map((keys) => {
    const before = known.size;
    for (const key of keys) known.add(root(key));
    return known.size - before;
  });
}

describe.each(SCOPES)('%s', (_, scope, symmetries, renamings) => {
  const { canonical, levels } = everyWorld(scope, renamings);
  const keys = levels.map((level) => level.map(({ key }) => key));
  const pairs = levels.flat().flatMap(({ key, images }) => images.map((image) => [key, canonical.key(image)] as const));
  const expected = classesByLevel(keys, pairs).slice(0, -1);

  test('each depth has as many states as worlds that no renaming makes of each other', async () => {
    const found = await exploreLarge(scope, { maxStates: 100_000, symmetry: true });
    expect(found.verdict).toBe('conforms');
    expect(found.symmetries).toBe(symmetries);
    expect(found.counts.levels).toEqual(expected);
    // Each is left once, so each way on counts once.
    expect(found.counts.states).toBe(expected.reduce((sum, level) => sum + level));
  });

  test('and without symmetry as many as there are worlds, which are more', async () => {
    const { counts, symmetries: none } = await exploreLarge(scope, { maxStates: 100_000 });
    expect(none).toBe(1);
    expect(counts.levels).toEqual(keys.slice(0, -1).map(({ length }) => length));
    expect(counts.states).toBeGreaterThan(expected.reduce((sum, level) => sum + level));
  });

  test('the state of a renamed world is the renamed state, and nothing renames itself', () => {
    const initial = initialWorld(scope.setup, scope.profile);
    const layout = new Layout(scope, initial);
    const all = symmetriesOf(scope).map(({ names, actions }) => ({
      actions,
      images: new Images(names, layout),
    }));
    const text = (row: readonly number[]) => row.map((value, place) => layout.part(place).values.key(value)).join('\n');
    const matched = renamings.map((renaming) => {
      const event = (action: Action | undefined) => JSON.stringify(action?.event);
      const found = all.find(({ actions }) =>
        scope.actions.every(
          (action, place) =>
            event(renaming(action)) === event(scope.actions[actions[place] ?? -1]) &&
            isBy(renaming(action), scope.actions[actions[place] ?? -1]),
        ),
      );
      if (found === undefined) throw new Error('the renaming was not found to be a symmetry');
      return found.images;
    });
    const wrong: string[] = [];
    for (const { key, world, images } of levels.flat()) {
      const state = stateOf(layout, world);
      if (text(imageOf(all[0]?.images, state)) !== key) wrong.push(`${key}\nrenames itself`);
      for (const [renaming, image] of images.entries()) {
        const renamed = text(imageOf(matched[renaming], state));
        if (renamed !== text(stateOf(layout, image))) wrong.push(`${key}\nbecomes\n${renamed}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** The state that a state becomes. */
function imageOf(images: Images | undefined, state: readonly number[]): readonly number[] {
  const row: number[] = [];
  for (const [place, image] of images?.of.entries() ?? []) row[image.place] = image.of(state[place] ?? 0);
  return row;
}

/** Who writes and reads objects matters; who does all else does not, in these scopes. */
function isBy(one: Action, other: Action | undefined): boolean {
  return !['PutObject', 'GetObject'].includes(one.event.op) || one.by === other?.by;
}

describe('caches in another order', () => {
  const scope = alikeScope(['ann'], ['b'], ['x', 'y'], twoCaches);

  /** A world whose two caches have changed places: what is held, and what is cached for reads. */
  function exchanged(world: World): World {
    let { holdings, bucketKeys } = world;
    const families = new Set<number>();
    world.bucketKeys.forEach((key, number) => {
      const entries = key.entries.map((entry) => ({ ...entry, cache: 1 - entry.cache }));
      bucketKeys = bucketKeys.set(number, { ...key, entries });
      families.add(key.family);
    });
    const identities = new Set([...world.scope.requesters.values()].map(({ identity }) => identity));
    for (const family of families) {
      for (const identity of identities) {
        const [first, second] = [0, 1].map((cache) => world.scope.holding(family, identity, cache));
        if (first === undefined || second === undefined) continue;
        const [one, two] = [world.holdings.get(first), world.holdings.get(second)];
        holdings = holdings.set(first, two).set(second, one);
      }
    }
    return { ...world, holdings, bucketKeys };
  }

  test('make no other state, once both were used', async () => {
    const ofKeys = (action: Action) => swapped(action, 'x', 'y');
    const { canonical, levels } = everyWorld(scope, [ofKeys]);
    const keys = levels.map((level) => level.map(({ key }) => key));
    const pairs = levels
      .flat()
      .flatMap(({ key, world, images: [image] }) => [
        [key, canonical.key(image ?? world)] as const,
        ...(world.cachesTouched < 2 ? [] : [[key, canonical.key(exchanged(world))] as const]),
      ]);
    const expected = classesByLevel(keys, pairs).slice(0, -1);
    const { counts, symmetries } = await exploreLarge(scope, { maxStates: 100_000, symmetry: true });
    expect(symmetries).toBe(4);
    expect(counts.levels).toEqual(expected);
    expect(counts.states).toBeLessThan(0.6 * keys.flat().length);
  });
});
