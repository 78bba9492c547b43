import { describe, expect, test } from 'vitest';
import { FIRST_OPTION, initialWorld, type Step, WorkingWorld, type World } from '../../model/index.ts';
import { encrypt, get, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { RULES, SCENE } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, wroteBk } from '../../src/oracle/testing/oracle-run.ts';

/** Longer than any bucket key of the profile serves, so that each write makes another one. */
const LATER_MS = IDEAL.cacheLifetime.maxMs;

function recordsOf({ buckets, objects, kmsKeys, aliases, bucketKeys, families, holdings }: World): number {
  return [buckets, objects, kmsKeys, aliases, bucketKeys, families, holdings].reduce((sum, { size }) => sum + size, 0);
}

/** The most records a working world has at any time of a long trace. */
function mostRecords(steps: Iterable<Step>): number {
  const working = new WorkingWorld(initialWorld(SCENE, IDEAL));
  let most = 0;
  for (const input of steps) {
    const { status } = working.take(input, FIRST_OPTION);
    if (status >= 300) throw new Error(`${input.event.op} was refused`);
    most = Math.max(most, recordsOf(working.view));
  }
  return most;
}

function* rewriting(objects: number, steps: number): Iterable<Step> {
  yield { atMs: 0, by: 'ann', event: encrypt('b', RULES.B2) };
  for (let i = 0; i < steps; i++) yield { atMs: i * LATER_MS, by: 'ann', event: put(`b/${i % objects}`) };
}

function* recreating(times: number): Iterable<Step> {
  for (let i = 0; i < times; i++) {
    const atMs = i * LATER_MS;
    yield { atMs, by: 'ann', event: { op: 'CreateBucket', bucket: 'new' } };
    yield { atMs, by: 'ann', event: encrypt('new', RULES.B2) };
    yield { atMs, by: 'ann', event: put('new/o') };
    yield { atMs, by: 'bob', event: get('new/o') };
    yield { atMs, by: 'ann', event: { op: 'DeleteObject', bucket: 'new', key: 'o' } };
    yield { atMs, by: 'ann', event: { op: 'DeleteBucket', bucket: 'new' } };
  }
}

describe('a world remembers what lives, however long the trace', () => {
  test('each write makes a bucket key, and those of objects that were written over are forgotten', () => {
    const short = mostRecords(rewriting(10, 2_000));
    expect(mostRecords(rewriting(10, 20_000))).toBe(short);
    expect(short).toBeLessThan(1_200);
  });

  test('as many bucket keys as there are objects are kept', () => {
    const working = new WorkingWorld(initialWorld(SCENE, IDEAL));
    for (const input of rewriting(5_000, 5_000)) working.take(input, FIRST_OPTION);
    expect(working.view.bucketKeys.size).toBe(5_000);
  });

  test('buckets that come and go leave nothing behind', () => {
    const few = mostRecords(recreating(1_500));
    expect(mostRecords(recreating(6_000))).toBe(few);
  });

  test('a bucket of the same name has the same numbers: they do not grow with buckets that come and go', () => {
    const working = new WorkingWorld(initialWorld(SCENE, IDEAL));
    for (const input of recreating(3)) working.take(input, FIRST_OPTION);
    const { scope } = working.view;
    const families: number[] = [];
    scope.forEachFamily(scope.bucket('new'), (family) => families.push(family));
    expect(families).toHaveLength(1);
  });
});

describe('forgetting changes no verdict', () => {
  /** Bucket keys made and given up between the write of an object and its read. */
  const MANY = 3_000;
  const TAGS = ['1', '2'].map((digit) => digit.repeat(32));
  const GDK = call('GenerateDataKey', 'ann', 'b');
  const DECRYPT = call('Decrypt', 'ann', 'b');

  function afterManyBucketKeys(): OracleRun {
    const trial = new OracleRun(IDEAL);
    trial.given('ann', encrypt('b', RULES.B2), seen(200));
    trial.given('ann', put('b/old'), wroteBk('K1', TAGS[0] ?? '', GDK));
    for (let i = 0; i < MANY; i++) trial.wait(LATER_MS).given('ann', put('b/new'), wroteBk('K1', TAGS[1] ?? '', GDK));
    const [world] = trial.oracle.frontier;
    expect(world?.bucketKeys.size).toBeLessThan(1_200);
    return trial;
  }
  const old = wroteBk('K1', TAGS[0] ?? '');

  test('an old object still takes the one Decrypt of its own bucket key (F-107)', () => {
    expect(afterManyBucketKeys().see('ann', get('b/old'), read(old))).toBe('violates');
    const trial = afterManyBucketKeys();
    expect(trial.see('ann', get('b/old'), read(old, DECRYPT))).toBe('conforms');
    expect(trial.see('ann', get('b/old'), read(old))).toBe('conforms');
  });

  test('and the newest object takes none, since its bucket key is cached', () => {
    const newest = wroteBk('K1', TAGS[1] ?? '');
    expect(afterManyBucketKeys().see('ann', get('b/new'), read(newest))).toBe('conforms');
    expect(afterManyBucketKeys().see('ann', get('b/new'), read(newest, DECRYPT))).toBe('violates');
  });

  test('a bucket that was made anew has nothing cached from before (U-25)', () => {
    const trial = new OracleRun(IDEAL);
    for (let i = 0; i < 2; i++) {
      trial.given('ann', { op: 'CreateBucket', bucket: 'new' }, seen(200));
      trial.given('ann', encrypt('new', RULES.B2), seen(200));
      if (i === 1) expect(trial.see('ann', put('new/o'), wroteBk('K1', TAGS[0] ?? ''))).toBe('violates');
      else trial.given('ann', put('new/o'), wroteBk('K1', TAGS[0] ?? '', call('GenerateDataKey', 'ann', 'new')));
      if (i === 0) trial.given('ann', { op: 'DeleteObject', bucket: 'new', key: 'o' }, seen(204));
      if (i === 0) trial.given('ann', { op: 'DeleteBucket', bucket: 'new' }, seen(204));
    }
  });
});
