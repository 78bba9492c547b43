import { describe, expect, test } from 'vitest';
import { type BucketKeeper, BucketPool } from './bucket-pool.ts';
import { quotedEtag, unquotedEtag } from './etag-text.ts';
import { newRun, runPrefix } from './run-name.ts';

/** A pool of buckets that are kept in a list; of those that are stuck none can be deleted. */
function pool(stuck: readonly string[] = []) {
  const there = new Map<string, string>();
  const keeper: BucketKeeper<string> = {
    make: async (bucket, owner) => {
      if (owner === 'nobody') throw new Error('no owner');
      there.set(bucket, owner);
    },
    remove: async (bucket, owner) => {
      if (stuck.some((name) => bucket.endsWith(name))) throw new Error(`${bucket} of ${owner} is stuck`);
      there.delete(bucket);
    },
  };
  return { buckets: new BucketPool(keeper, 'run00001'), there };
}

describe('the buckets of a session', () => {
  test('have names that no other session has, and that the run can be told by', async () => {
    const { buckets, there } = pool();
    const sessions = Array.from({ length: 40 }, () => buckets.session());
    for (const session of sessions) await session.make(`${session.prefix}alpha`, 'me');
    expect(there.size).toBe(40);
    for (const name of there.keys()) expect(name).toMatch(/^bucketkey-run00001-[0-9a-z]+-alpha$/);
  });

  test('are deleted in the end: those that were made, and those that a step has made', async () => {
    const { buckets, there } = pool();
    const [one, other] = [buckets.session(), buckets.session()];
    await one.make('a', 'me');
    there.set('b', 'you');
    one.note('b', 'you');
    await other.make('c', 'me');
    await one.removeAll();
    expect([...there.keys()]).toEqual(['c']);
    there.set('a', 'somebody else, later');
    await one.removeAll();
    expect([...there.keys()]).toEqual(['a', 'c'].reverse());
  });

  test('are deleted though making one has failed, or another cannot be deleted, which is said', async () => {
    const { buckets, there } = pool(['b']);
    const session = buckets.session();
    for (const name of ['a', 'b', 'c']) await session.make(name, 'me');
    await expect(session.make('d', 'nobody')).rejects.toThrow('no owner');
    there.set('d', 'half made');
    await expect(session.removeAll()).rejects.toThrow('b of me is stuck');
    expect([...there.keys()]).toEqual(['b']);
  });
});

test('a run has a name of its own, which begins the names of all that it makes', () => {
  const runs = new Set(Array.from({ length: 100 }, newRun));
  expect(runs.size).toBe(100);
  for (const run of runs) expect(runPrefix(run)).toMatch(/^bucketkey-[0-9a-z]{8}-$/);
});

test('an ETag loses its quotes and gets them again', () => {
  expect([unquotedEtag('"a-2"'), unquotedEtag('a-2'), unquotedEtag(null), unquotedEtag(undefined)]).toEqual([
    'a-2',
    'a-2',
    null,
    null,
  ]);
  expect([quotedEtag('a-2'), quotedEtag('*')]).toEqual(['"a-2"', '*']);
});
