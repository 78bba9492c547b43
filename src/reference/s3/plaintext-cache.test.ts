import { expect, test } from 'vitest';
import { SecretKey } from '../crypto/secret-key.ts';
import { BUCKET_KEY_PARTS } from '../parts/bucket-keys.ts';
import { type CachedBucketKey, PlaintextCache } from './plaintext-cache.ts';

const K1 = 'arn:aws:kms:eu-west-1:1:key/K1';

function entry(bucket: string): CachedBucketKey {
  const blob = { keyArn: K1, version: 1, sealed: { nonce: new Uint8Array(12), bytes: new Uint8Array(48) } };
  const bucketKey = { id: '1', bucket, kmsKeyArn: K1, blob, context: {}, generatedAtMs: 0, uses: 0 };
  return { bucketKey, key: new SecretKey(new Uint8Array(32)), fetchedAtMs: 0, usedAtMs: 0 };
}

test('who misses the same entry at the same time waits for one fetch', async () => {
  const cache = new PlaintextCache(BUCKET_KEY_PARTS);
  let fetches = 0;
  const fetch = async () => {
    fetches += 1;
    return entry('b');
  };
  const [first, second] = await Promise.all([cache.fetch('k', 'b', fetch), cache.fetch('k', 'b', fetch)]);
  expect(fetches).toBe(1);
  expect(second).toBe(first);
  expect(cache.get('k')).toBe(first);
});

test('plaintext that arrives after an eviction serves who waits for it, and nobody later', async () => {
  const cache = new PlaintextCache(BUCKET_KEY_PARTS);
  const fetching = cache.fetch('k', 'b', async () => entry('b'));
  cache.evict((bucket) => bucket === 'b');
  expect(await fetching).toMatchObject({ fetchedAtMs: 0 });
  expect(cache.get('k')).toBeUndefined();
});

test('plaintext that arrives after another bucket was evicted is kept', async () => {
  const cache = new PlaintextCache(BUCKET_KEY_PARTS);
  const fetching = cache.fetch('k', 'b', async () => entry('b'));
  cache.evict((bucket) => bucket === 'c');
  expect(await fetching).toBe(cache.get('k'));
});

test('a fetch that fails leaves nothing behind', async () => {
  const cache = new PlaintextCache(BUCKET_KEY_PARTS);
  await expect(cache.fetch('k', 'b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.fetch('k', 'b', async () => entry('b'))).toBe(cache.get('k'));
});

test('evicting a bucket leaves the others, evicting all leaves none', () => {
  const cache = new PlaintextCache(BUCKET_KEY_PARTS);
  cache.set('of b', entry('b'));
  cache.set('of c', entry('c'));
  cache.evict((bucket) => bucket === 'b');
  expect([cache.get('of b'), cache.get('of c')?.bucketKey.bucket]).toEqual([undefined, 'c']);
  cache.evict(() => true);
  expect(cache.get('of c')).toBeUndefined();
});
