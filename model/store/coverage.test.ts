import { describe, expect, test } from 'vitest';
import type { Profile } from '../openness/profile.ts';
import {
  type BucketKey,
  type CacheEntry,
  type ObjectVersion,
  SOME_BUCKET_KEY,
  UNNAMED_CUSTOMER_KEY,
} from '../records/records.ts';
import { AWS } from '../testing/model-run.ts';
import { SCENE } from '../testing/scene.ts';
import { HOUR_MS } from '../vocabulary/time.ts';
import { laterSomeBucketKey, laterSomeEntry, objectCovers } from './coverage.ts';
import { covers } from './covers.ts';
import { initialWorld } from './initial-world.ts';
import type { World } from './world.ts';
import { WorldDraft } from './world-draft.ts';

const PAIRS = [['a', 'b']] as const;
const OTHER_PAIRS = [['a', 'c']] as const;
const DAY_MS = 24 * HOUR_MS;
/** Everything is compared at this time. */
const NOW_MS = 100;

const START = initialWorld(SCENE, AWS);
const { scope } = START;
const FAMILY = scope.family(0, 0, []);
const PARTITION = scope.family(0, 0, PAIRS);
const ANN = 0;
const HOLDING = scope.holding(FAMILY, ANN, 0);

const ENTRY: CacheEntry = {
  state: 'warm',
  identity: ANN,
  cache: 0,
  by: 'write',
  obtainedAtMs: 50,
  usedAtMs: 50,
  epoch: 0,
};
const KEY: BucketKey = { state: 'active', family: FAMILY, createdAtMs: 40, uses: 0, entries: [ENTRY] };
const SOME = { writesUntilMs: 30, obtainedAtMs: 20, lastObtainedAtMs: 25, epoch: 1 };
const SOME_KEY = { createdAtMs: 20, liveUntilMs: 30 };
const OBJECT: ObjectVersion = {
  state: 'sseKmsBucketKey',
  etagClass: 'opaque',
  kmsKey: 0,
  bucketKey: 1,
  family: FAMILY,
  md5: 'm',
  etag: 'e',
  context: [],
  replication: 'none',
  customerKey: UNNAMED_CUSTOMER_KEY,
};

describe('an object under some bucket key covers one under any of its family', () => {
  const some: ObjectVersion = { ...OBJECT, bucketKey: SOME_BUCKET_KEY };
  const withPairs: ObjectVersion = { ...some, context: PAIRS };
  const ofPartition: ObjectVersion = { ...withPairs, bucketKey: 1, family: PARTITION };
  const cases: readonly (readonly [string, ObjectVersion | undefined, ObjectVersion | undefined, boolean])[] = [
    ['the same', OBJECT, { ...OBJECT }, true],
    ['none, as the other', undefined, undefined, true],
    ['none, where there is one', undefined, OBJECT, false],
    ['one, where there is none', some, undefined, false],
    ['some, where the other is known', some, OBJECT, true],
    ['known, where the other is some', OBJECT, some, false],
    ['another bucket key', { ...OBJECT, bucketKey: 2 }, OBJECT, false],
    ['some of another family', { ...some, family: PARTITION }, OBJECT, false],
    ['some, where the other has no bucket key', some, { ...OBJECT, bucketKey: -1, family: -1 }, false],
    ['some without extra context, where the other is of the family of its pairs (U-12)', withPairs, ofPartition, true],
    ['some of the pairs, where the other is without', { ...ofPartition, bucketKey: SOME_BUCKET_KEY }, withPairs, false],
    ['some with other pairs than those of the family', { ...some, context: OTHER_PAIRS }, ofPartition, false],
    [
      'some, where the other is of a family of other pairs than its own',
      { ...withPairs, context: OTHER_PAIRS },
      { ...ofPartition, context: OTHER_PAIRS },
      false,
    ],
    ['some with another ETag', { ...some, etag: 'f' }, OBJECT, false],
    ['some with other content', { ...some, md5: 'n' }, OBJECT, false],
    ['some of another state of replication', { ...some, replication: 'pending' }, OBJECT, false],
  ];
  test.each(cases)('%s', (_what, a, b, expected) => {
    expect(objectCovers(scope, a, b)).toBe(expected);
  });
});

describe('what is held of some bucket key covers what is held for less long', () => {
  test.each(['writesUntilMs', 'obtainedAtMs', 'lastObtainedAtMs', 'epoch'] as const)('%s', (field) => {
    expect(laterSomeEntry({ ...SOME, [field]: SOME[field] + 1 }, SOME)).toBe(true);
    expect(laterSomeEntry({ ...SOME, [field]: SOME[field] - 1 }, SOME)).toBe(false);
  });

  test('nothing is covered by anything, and covers nothing', () => {
    expect([laterSomeEntry(SOME, undefined), laterSomeEntry(undefined, undefined)]).toEqual([true, true]);
    expect([laterSomeEntry(undefined, SOME), laterSomeEntry(SOME, { ...SOME })]).toEqual([false, true]);
  });
});

describe('some bucket key of a family covers one that was made earlier, or makes data keys less long', () => {
  test.each(['createdAtMs', 'liveUntilMs'] as const)('%s', (field) => {
    expect(laterSomeBucketKey({ ...SOME_KEY, [field]: SOME_KEY[field] + 1 }, SOME_KEY)).toBe(true);
    expect(laterSomeBucketKey({ ...SOME_KEY, [field]: SOME_KEY[field] - 1 }, SOME_KEY)).toBe(false);
  });

  test('nothing is covered by anything, and covers nothing', () => {
    expect([laterSomeBucketKey(SOME_KEY, undefined), laterSomeBucketKey(undefined, undefined)]).toEqual([true, true]);
    expect([laterSomeBucketKey(undefined, SOME_KEY), laterSomeBucketKey(SOME_KEY, { ...SOME_KEY })]).toEqual([
      false,
      true,
    ]);
  });
});

type Change = (draft: WorldDraft) => void;

function worldWith(start: World, ...changes: readonly Change[]): World {
  const draft = new WorldDraft(start, NOW_MS);
  for (const change of changes) change(draft);
  return draft;
}

/** Whether a world with some changes covers one with others. */
function doesCover(a: readonly Change[], b: readonly Change[], start: World = START): boolean {
  return covers(worldWith(start, ...a), worldWith(start, ...b));
}

const key =
  (change: Partial<BucketKey> = {}): Change =>
  (draft) =>
    draft.set('bucketKeys', 1, { ...KEY, ...change });
const entries = (...changes: readonly Partial<CacheEntry>[]): Change =>
  key({ entries: changes.map((change) => ({ ...ENTRY, ...change })) });
const listed: Change = (draft) => draft.set('holdings', HOLDING, { bucketKeys: [1] });
const live: Change = (draft) => draft.set('families', FAMILY, { live: [1] });
const someHeld =
  (change: Partial<typeof SOME>): Change =>
  (draft) =>
    draft.set('someEntries', HOLDING, {
      ...{ writesUntilMs: -1, obtainedAtMs: -1, lastObtainedAtMs: -1, epoch: 0 },
      ...change,
    });
const someLive =
  (liveUntilMs: number): Change =>
  (draft) =>
    draft.set('someBucketKeys', FAMILY, { createdAtMs: 40, liveUntilMs });

describe('a world covers another whose bucket keys serve nobody that is not served in it', () => {
  test.each<[string, Change, boolean]>([
    ['the same entry', entries({}), true],
    ['one more', entries({}, { identity: 1 }), true],
    ['none', entries(), false],
    ['that of another requester', entries({ identity: 1 }), false],
    ['that of another cache', entries({ cache: 1 }), false],
    ['one obtained later', entries({ obtainedAtMs: 51 }), true],
    ['one obtained earlier', entries({ obtainedAtMs: 49 }), false],
    ['one used later (U-02)', entries({ usedAtMs: 51 }), true],
    ['one used earlier', entries({ usedAtMs: 49 }), false],
    ['one of a later epoch', entries({ epoch: 1 }), true],
    ['one obtained by a read (U-09)', entries({ by: 'read' }), false],
    ['a bucket key made at another time', key({ createdAtMs: 41 }), false],
    ['one that has made more data keys (U-26)', key({ uses: 1 }), false],
    ['one of another family', key({ family: PARTITION }), false],
    ['one that has retired', key({ state: 'retired' }), false],
  ])('%s', (_what, mine, expected) => {
    expect(doesCover([mine], [key()])).toBe(expected);
  });

  test('one of an earlier epoch may be lost already', () => {
    expect(doesCover([entries({})], [entries({ epoch: 1 })])).toBe(false);
    expect(doesCover([entries(), someHeld({ obtainedAtMs: 50 })], [entries({ epoch: 1 })])).toBe(false);
  });

  test('some bucket key that was obtained no earlier stands for it', () => {
    expect(doesCover([entries(), someHeld({ obtainedAtMs: 50 })], [entries({})])).toBe(true);
    expect(doesCover([entries(), someHeld({ obtainedAtMs: 49 })], [entries({})])).toBe(false);
    expect(doesCover([entries(), someHeld({ obtainedAtMs: 50 })], [entries({ identity: 1 })])).toBe(false);
  });

  test('an entry that is over counts for nothing, nor does a state that is the same by now', () => {
    const later = new WorldDraft(START, 60 + DAY_MS);
    const over = (...changes: readonly Change[]) => {
      const draft = new WorldDraft(later, later.nowMs);
      for (const change of changes) change(draft);
      return draft;
    };
    expect(covers(over(entries()), over(entries({})))).toBe(true);
    expect(covers(over(key({ state: 'retired' })), over(key()))).toBe(true);
    expect(covers(over(entries()), over(entries({ obtainedAtMs: 61 })))).toBe(false);
  });
});

describe('a world covers another that lists no bucket key for writes which it has not', () => {
  test('listed, or some bucket key that serves writes as long', () => {
    expect(doesCover([key(), listed], [key(), listed])).toBe(true);
    expect(doesCover([key(), listed], [key()])).toBe(true);
    expect(doesCover([key()], [key(), listed])).toBe(false);
    expect(doesCover([key(), someHeld({ writesUntilMs: 40 + DAY_MS })], [key(), listed])).toBe(true);
    expect(doesCover([key(), someHeld({ writesUntilMs: 39 + DAY_MS })], [key(), listed])).toBe(false);
  });

  test('it serves writes as long as its own entry does, whatever serves reads', () => {
    const later = [entries({ obtainedAtMs: 60 }), listed];
    expect(doesCover([entries({}), listed, someHeld({ obtainedAtMs: 60 })], later)).toBe(false);
    expect(doesCover([entries({ obtainedAtMs: 61 }), listed], later)).toBe(true);
  });

  test('it serves writes no longer than it makes data keys (F-106)', () => {
    const late = entries({ obtainedAtMs: 90 });
    expect(doesCover([late, someHeld({ writesUntilMs: 40 + DAY_MS })], [late, listed])).toBe(true);
    const early = key({ createdAtMs: 10 });
    expect(doesCover([early, someHeld({ writesUntilMs: 10 + DAY_MS })], [early, listed])).toBe(true);
    expect(doesCover([early, someHeld({ writesUntilMs: 9 + DAY_MS })], [early, listed])).toBe(false);
  });

  test('it serves writes no longer than the latest that was obtained of it is cached (F-106)', () => {
    const start = initialWorld(SCENE, { ...AWS, cacheLifetime: { minMs: 0, maxMs: HOUR_MS } });
    start.scope.holding(start.scope.family(0, 0, []), ANN, 0);
    const two = entries({ by: 'read', obtainedAtMs: 60 }, { obtainedAtMs: 50 });
    expect(doesCover([two, someHeld({ writesUntilMs: 60 + HOUR_MS })], [two, listed], start)).toBe(true);
    expect(doesCover([two, someHeld({ writesUntilMs: 59 + HOUR_MS })], [two, listed], start)).toBe(false);
  });
});

describe('a world covers another whose bucket keys a cold write may have decrypted in it as well (U-07)', () => {
  test('listed, or some bucket key that makes data keys as long', () => {
    expect(doesCover([key(), live], [key(), live])).toBe(true);
    expect(doesCover([key(), live], [key()])).toBe(true);
    expect(doesCover([key()], [key(), live])).toBe(false);
    expect(doesCover([key(), someLive(40 + DAY_MS)], [key(), live])).toBe(true);
    expect(doesCover([key(), someLive(39 + DAY_MS)], [key(), live])).toBe(false);
  });

  test('where a young one has to be decrypted, no other may be made: then no more may be listed', () => {
    const unwraps: Profile = { ...AWS, coldWrite: ['unwrap'] };
    const start = initialWorld(SCENE, unwraps);
    start.scope.family(0, 0, []);
    expect(doesCover([key(), live], [key()], start)).toBe(false);
    expect(doesCover([key(), live], [key(), live], start)).toBe(true);
    expect(doesCover([key()], [key()], start)).toBe(true);
  });
});

test('a bucket key that a world has not kept is some bucket key there, as its other records say', () => {
  const object: Change = (draft) => draft.set('objects', 0, OBJECT);
  const someObject: Change = (draft) => draft.set('objects', 0, { ...OBJECT, bucketKey: SOME_BUCKET_KEY });
  expect(doesCover([someObject], [key(), object])).toBe(true);
  expect(doesCover([key(), object], [someObject])).toBe(false);
  expect(doesCover([someObject], [key(), object, someHeld({ lastObtainedAtMs: 50 })])).toBe(false);
  expect(
    doesCover([someObject, someHeld({ lastObtainedAtMs: 50 })], [key(), object, someHeld({ lastObtainedAtMs: 50 })]),
  ).toBe(true);
});
