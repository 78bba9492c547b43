import { describe, expect, test } from 'vitest';
import { get, ofVersion, put, remove, replicate, replication, update, versioning } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { homeKey, OTHER_BODY, SCENE } from '../testing/scene.ts';

const HELD = { ...put('b/k'), legalHold: true } as const;
const DENIED = '403 AccessDenied';

/** The scene, all buckets keeping versions, some of them with Object Lock. */
function locking(...names: readonly string[]): ModelRun {
  const buckets = SCENE.buckets.map(
    (bucket) => ({ ...bucket, versioning: 'Enabled', objectLock: names.includes(bucket.name) }) as const,
  );
  return new ModelRun(IDEAL, { ...SCENE, buckets });
}

/** The same, b/k being locked. */
function locked(...names: readonly string[]): ModelRun {
  const run = locking('b', ...names);
  expect(run.answer('ann', HELD)).toBe('200');
  return run;
}

describe('a version under a legal hold (F-188)', () => {
  test('is not removed by its id, and stays what it was (E-55)', () => {
    const run = locked();
    expect(run.answer('ann', ofVersion(remove('b/k'), '#1'))).toBe(DENIED);
    expect(run.answer('ann', get('b/k'))).toBe('200');
  });

  test('may be hidden by a delete marker, which is not locked', () => {
    const run = locked();
    expect(run.answer('ann', remove('b/k'))).toBe('204');
    expect(run.answer('ann', get('b/k'))).toBe('404 NoSuchKey');
    expect(run.answer('ann', ofVersion(remove('b/k'), '#1'))).toBe(DENIED);
    expect(run.answer('ann', ofVersion(remove('b/k'), '#2'))).toBe('204');
    expect(run.answer('ann', get('b/k'))).toBe('200');
  });

  test('is the one that was locked, wherever it is among the versions', () => {
    const run = locking('b');
    run.take('ann', put('b/k', {}, OTHER_BODY));
    run.take('ann', HELD);
    run.take('ann', put('b/k', {}, OTHER_BODY));
    expect(run.answer('ann', ofVersion(remove('b/k'), '#1'))).toBe('204');
    expect(run.answer('ann', ofVersion(remove('b/k'), '#1'))).toBe(DENIED);
    expect(run.answer('ann', ofVersion(remove('b/k'), '#2'))).toBe('204');
    expect(run.answer('ann', ofVersion(remove('b/k'), '#1'))).toBe(DENIED);
  });

  test('is not put under another key (F-150, E-32); one without is', () => {
    const run = locked();
    expect(run.answer('ann', update('b/k', homeKey('K1')))).toBe(DENIED);
    run.take('ann', put('b/k'));
    expect(run.answer('ann', ofVersion(update('b/k', homeKey('K1')), '#1'))).toBe(DENIED);
    expect(run.answer('ann', update('b/k', homeKey('K1')))).toBe('200');
  });

  test('has a replica that is locked, or none where the destination has no locks', () => {
    const run = locked('c');
    run.take('ann', replication('b', 'c'));
    expect(run.take('ann', replicate('b/k')).replicationStatus).toBe('COMPLETED');
    expect(run.answer('ann', ofVersion(remove('c/k'), '#1'))).toBe(DENIED);
    const other = locked();
    other.take('ann', replication('b', 'c'));
    expect(other.take('ann', replicate('b/k')).replicationStatus).toBe('FAILED');
  });
});

describe('Object Lock', () => {
  test('is asked for where a legal hold is put (E-56)', () => {
    const run = locking();
    expect(run.answer('ann', HELD)).toBe('400 InvalidRequest');
    expect(run.answer('ann', { ...HELD, legalHold: false })).toBe('200');
    expect(new ModelRun().answer('ann', HELD)).toBe('400 InvalidRequest');
  });

  test('keeps versioning on (E-57)', () => {
    expect(locking('b').answer('ann', versioning('b', 'Suspended'))).toBe('409 InvalidBucketState');
    expect(locking('b').answer('ann', versioning('b', 'Enabled'))).toBe('200');
    expect(locking('b').answer('ann', versioning('c', 'Suspended'))).toBe('200');
  });
});
