import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../model/index.ts';
import { get, put } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, homeKey, SCENE } from '../../../model/testing/scene.ts';
import { type CachedBucketKey, REFERENCE_PARTS, SecretKey } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { addToKeyPolicy, after, BOB, BUCKET_KEY_RULE, does, rule, witness } from '../witness-steps.ts';

const { cacheKeyFor, isUsable } = REFERENCE_PARTS.bucketKeys;

/** What bob may not do any more. */
const LOCK_OUT_BOB = addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'] });

/** When each cached plaintext was last used, for the mutant whose lifetime slides. */
const LAST_USE = new WeakMap<CachedBucketKey, number>();

/** Faults of the cache of plaintext bucket keys: its lifetime, its scope, what it lends. */
export const CACHE_MUTANTS: readonly Mutant[] = [
  {
    id: 'cache-never-expires',
    title: 'A cached bucket key is used until the host restarts.',
    requirements: ['F-103', 'F-118', 'U-01'],
    killedBy: ['every-requester-pays', 'revocation-bound', 'bounded-writes', 'bounded-reads', 'explained'],
    parts: partsWith({ bucketKeys: { isUsable: () => true, isUsableForWrite: () => true } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('bob', put('b/k')),
      LOCK_OUT_BOB,
      ...after(6, does('bob', get('b/k')), does('bob', put('b/k'))),
    ),
  },
  {
    id: 'cache-expires-at-once',
    title: 'The lifetime of a cached bucket key is compared the wrong way round, so that none is ever used.',
    requirements: ['F-108', 'K-05', 'K-07'],
    killedBy: ['bounded-writes', 'bounded-reads', 'explained'],
    parts: partsWith({ bucketKeys: { isUsable: (entry, atMs, lifetimeMs) => atMs >= entry.fetchedAtMs + lifetimeMs } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k1')),
      does('ann', put('b/k2')),
      does('ann', get('b/k1')),
      does('ann', get('b/k1')),
    ),
  },
  {
    id: 'cache-lifetime-in-wrong-unit',
    title: 'The lifetime of a cached bucket key in milliseconds is taken for seconds.',
    requirements: ['F-103', 'F-118', 'U-01'],
    killedBy: ['every-requester-pays', 'revocation-bound', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: { isUsable: (entry, atMs, lifetimeMs) => isUsable(entry, atMs, lifetimeMs * SECOND_MS) },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('bob', put('b/k')),
      LOCK_OUT_BOB,
      ...after(60, does('bob', get('b/k'))),
    ),
  },
  {
    id: 'cache-lifetime-off-by-one',
    title: 'A cached bucket key still serves at the very moment its lifetime ends.',
    requirements: ['U-01', 'F-103'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({ bucketKeys: { isUsable: (entry, atMs, lifetimeMs) => atMs <= entry.fetchedAtMs + lifetimeMs } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k')), ...after(5, does('ann', get('b/k')))),
  },
  {
    id: 'cache-lifetime-slides',
    title: 'Every use prolongs the lifetime of a cached bucket key: a busy requester never goes back to KMS.',
    requirements: ['U-02', 'F-118'],
    killedBy: ['every-requester-pays', 'revocation-bound', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: {
        isUsable: (entry, atMs, lifetimeMs) => {
          const usable = atMs < (LAST_USE.get(entry) ?? entry.fetchedAtMs) + lifetimeMs;
          if (usable) LAST_USE.set(entry, atMs);
          return usable;
        },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('bob', put('b/k')),
      LOCK_OUT_BOB,
      ...after(3, does('bob', get('b/k'))),
      ...after(6, does('bob', get('b/k'))),
    ),
  },
  {
    id: 'cache-expires-on-the-clock',
    title:
      'Cached bucket keys expire at every full five minutes of the clock instead of five minutes after they were ' +
      'fetched.',
    requirements: ['U-02', 'F-106'],
    killedBy: ['bounded-reads', 'time-shift', 'explained'],
    parts: partsWith({
      bucketKeys: {
        isUsable: (entry, atMs, lifetimeMs) =>
          Math.floor(atMs / lifetimeMs) === Math.floor(entry.fetchedAtMs / lifetimeMs),
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      ...after(4, does('ann', put('b/k'))),
      ...after(6, does('ann', get('b/k'))),
    ),
  },
  {
    id: 'cache-emptied-at-midnight',
    title: 'Cached bucket keys do not survive midnight.',
    requirements: ['U-02', 'F-106'],
    killedBy: ['time-shift', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: {
        isUsable: (entry, atMs, lifetimeMs) =>
          isUsable(entry, atMs, lifetimeMs) && Math.floor(atMs / DAY_MS) === Math.floor(entry.fetchedAtMs / DAY_MS),
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      ...after(24 * 60 - 1, does('ann', put('b/k'))),
      ...after(24 * 60 + 1, does('ann', get('b/k'))),
    ),
  },
  {
    id: 'bucket-key-made-for-ever',
    title:
      'A bucket key makes data keys for new objects as long as there is the bucket: cold writes fetch it instead ' +
      'of making a new one.',
    requirements: ['F-106', 'U-03'],
    killedBy: ['bounded-writes', 'explained'],
    profile: 'aws',
    options: { caches: 1 },
    parts: partsWith({ bucketKeys: { isUsableForWrite: () => true } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      ...after(10, does('ann', put('b/k1'))),
      ...after(48 * 60, does('ann', put('b/k2'))),
    ),
  },
  {
    id: 'bucket-key-made-while-cached',
    title: 'A bucket key makes data keys for as long as its plaintext is cached: two windows taken for one.',
    requirements: ['F-106', 'U-03'],
    killedBy: ['bounded-writes', 'explained'],
    profile: 'strict',
    parts: partsWith({ bucketKeys: { isUsableForWrite: () => true } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k1')), ...after(7, does('ann', put('b/k2')))),
  },
  {
    id: 'cache-forgets-the-retired',
    title: 'The plaintext of a bucket key is dropped when the bucket key stops making data keys.',
    requirements: ['F-106', 'U-01'],
    killedBy: ['bounded-reads', 'explained'],
    profile: 'strict',
    parts: partsWith({
      bucketKeys: {
        isUsable: (entry, atMs, lifetimeMs) =>
          isUsable(entry, atMs, lifetimeMs) && atMs < entry.bucketKey.generatedAtMs + 5 * MINUTE_MS,
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k')), ...after(7, does('ann', get('b/k')))),
  },
  {
    id: 'cache-ignores-bucket',
    title: 'Bucket keys are cached by KMS key and requester, so that two buckets under one KMS key share one.',
    requirements: ['F-28', 'F-114'],
    killedBy: ['key-scope', 'decryptable', 'every-requester-pays', 'explained'],
    parts: partsWith({ bucketKeys: { cacheKeyFor: (scope) => cacheKeyFor({ ...scope, bucket: '' }) } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      rule('c', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does('ann', put('c/k')),
      does('ann', get('c/k')),
    ),
  },
  {
    id: 'cache-is-one-field',
    title: 'A host keeps its bucket key in one field and uses it for every requester, bucket and KMS key.',
    requirements: ['F-28', 'F-97', 'F-114'],
    killedBy: ['independence', 'key-scope', 'every-requester-pays', 'explained'],
    parts: partsWith({
      bucketKeys: { cacheKeyFor: ({ bucketKeyId }) => (bucketKeyId === null ? 'for writes' : 'for reads') },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      rule('c', BUCKET_KEY_RULE),
      does('ann', get('b/old')),
      does('ann', put('b/k')),
      does('bob', put('c/k')),
    ),
  },
  {
    id: 'cache-ignores-kms-key',
    title: 'Bucket keys are cached by bucket and requester, so that two KMS keys in one bucket share one.',
    requirements: ['F-28', 'F-114'],
    killedBy: ['key-scope', 'every-requester-pays', 'bounded-writes', 'explained'],
    parts: partsWith({ bucketKeys: { cacheKeyFor: (scope) => cacheKeyFor({ ...scope, kmsKeyArn: '' }) } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k1')),
      does('ann', put('b/k2', { sse: 'aws:kms', kmsKeyId: homeKey('K2') })),
    ),
  },
  {
    id: 'cached-key-zeroed-after-use',
    title:
      'The plaintext bucket key is wiped after its first use but stays cached: the next object is wrapped under zeros.',
    requirements: ['F-107', 'F-111'],
    killedBy: ['decryptable', 'key-scope', 'explained'],
    parts: partsWith({
      bucketKeys: {
        borrow: ({ key }) => {
          const lent = new SecretKey(key.bytes.slice());
          key.erase();
          return lent;
        },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      rule('c', BUCKET_KEY_RULE),
      does('ann', put('b/k1')),
      does('ann', put('b/k2')),
      does('ann', put('c/k1')),
      does('ann', put('c/k2')),
      ...after(6, does('ann', get('b/k2'))),
    ),
  },
  {
    id: 'eviction-drops-wrapped-keys',
    title: 'An eviction drops the wrapped bucket keys together with the cached plaintext.',
    requirements: ['F-107', 'U-25'],
    killedBy: ['decryptable', 'explained'],
    parts: partsWith({ bucketKeys: { keptAtEviction: () => new Map() } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does(null, { op: 'EvictBucketKeys', bucket: 'b' }),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'eviction-by-prefix',
    title: 'Whose plaintext an eviction drops is decided by how the name of a bucket begins.',
    requirements: ['F-114', 'F-108'],
    killedBy: ['bounded-reads', 'explained'],
    parts: partsWith({ bucketKeys: { isSameBucket: (one, other) => one.startsWith(other) } }),
    witness: {
      setup: { ...SCENE, buckets: [...SCENE.buckets, { name: 'b-logs', account: HOME_ACCOUNT, plainObjects: [] }] },
      steps: [
        rule('b-logs', BUCKET_KEY_RULE),
        does('ann', put('b-logs/k')),
        does(null, { op: 'EvictBucketKeys', bucket: 'b' }),
        does('ann', get('b-logs/k')),
      ],
    },
  },
  {
    id: 'keys-shared-for-an-hour',
    title:
      'Decrypted bucket keys are cached for an hour for everybody, so that a disabled or denied key goes on working.',
    requirements: ['F-97', 'F-118', 'F-120'],
    killedBy: ['every-requester-pays', 'revocation-bound', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: {
        cacheKeyFor: (scope) => cacheKeyFor({ ...scope, requester: '' }),
        isUsable: (entry, atMs) => isUsable(entry, atMs, HOUR_MS),
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does('ann', { op: 'DisableKey', keyId: 'K1' }),
      ...after(10, does('bob', get('b/k'))),
    ),
  },
];
