import { describe, expect, test } from 'vitest';
import { profileNamed } from '../openness/index.ts';
import { initialWorld } from '../store/index.ts';
import {
  encrypt,
  expire,
  get,
  head,
  ofVersion,
  put,
  replicate,
  replication,
  transition,
  versioning,
} from '../testing/events.ts';
import { AWS, IDEAL, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { homeKey, OTHER_BODY, RULES, SCENE } from '../testing/scene.ts';
import type { VersioningStatus } from '../vocabulary/fields.ts';
import { forEachResult } from './enumerate.ts';

const GONE = '404 NoSuchKey';

/** Two versions of b/k, the bucket keeping versions from the start. */
function twoVersions(status: VersioningStatus = 'Enabled'): ModelRun {
  const run = new ModelRun();
  run.take('ann', versioning('b', 'Enabled'));
  run.take('ann', put('b/k'));
  run.take('ann', put('b/k', {}, OTHER_BODY));
  run.take('ann', versioning('b', status));
  return run;
}

/** The newest version or delete marker of b/k. */
function entryOf({ world }: ModelRun) {
  return world.versions.get(world.scope.object('b', 'k'));
}

describe('expiry of the current version (F-196)', () => {
  test('removes it where the bucket keeps no versions, and what is not there is left alone', () => {
    const run = new ModelRun();
    run.take('ann', put('b/k'));
    expect(run.take('', expire('b/k'))).toMatchObject({ status: 200, kmsCalls: [] });
    expect(run.answer('ann', get('b/k'))).toBe(GONE);
    expect(run.answer('', expire('b/k'))).toBe('200');
    expect(run.answer('', expire('nowhere/k'))).toBe('200');
  });

  test('hides it by a marker where the bucket keeps versions, one of the id null where that is suspended', () => {
    const run = twoVersions();
    expect(run.take('', expire('b/k'))).toMatchObject({ versionId: '*', deleteMarker: true });
    expect(run.take('ann', get('b/k'))).toMatchObject({ code: 'NoSuchKey', deleteMarker: true });
    expect(run.answer('ann', ofVersion(get('b/k'), '#2'))).toBe('200');
    const suspended = twoVersions('Suspended');
    expect(suspended.take('', expire('b/k'))).toMatchObject({ versionId: 'null', deleteMarker: true });
  });

  test('leaves a delete marker alone, but for one under which nothing is any more', () => {
    const run = twoVersions();
    run.take('', expire('b/k'));
    const hidden = entryOf(run);
    run.take('', expire('b/k'));
    expect(entryOf(run)).toBe(hidden);
    run.take('', expire('b/k', '#1'));
    run.take('', expire('b/k', '#1'));
    expect(entryOf(run)).toMatchObject({ isMarker: true, older: undefined });
    run.take('', expire('b/k'));
    expect(entryOf(run)).toBe(undefined);
  });
});

describe('expiry of a version that is not current (F-196)', () => {
  test('removes it for good, and never the current one', () => {
    const run = twoVersions();
    run.take('', expire('b/k', '#2'));
    expect(run.take('ann', get('b/k')).contentMd5).toBe(OTHER_BODY.md5);
    run.take('', expire('b/k', '#1'));
    expect(run.answer('ann', ofVersion(get('b/k'), '#2'))).toBe('404 NoSuchVersion');
    expect(run.take('ann', get('b/k')).contentMd5).toBe(OTHER_BODY.md5);
  });

  test('leaves one that is locked (F-188)', () => {
    const buckets = SCENE.buckets.map((bucket) => ({ ...bucket, versioning: 'Enabled', objectLock: true }) as const);
    const run = new ModelRun(IDEAL, { ...SCENE, buckets });
    run.take('ann', { ...put('b/k'), legalHold: true });
    run.take('ann', put('b/k'));
    run.take('', expire('b/k', '#1'));
    expect(run.answer('ann', ofVersion(get('b/k'), '#1'))).toBe('200');
  });
});

describe('replication comes first (F-197)', () => {
  test('while it is PENDING or FAILED nothing expires; once it is COMPLETED it does', () => {
    const run = new ModelRun();
    run.take('ann', replication('b', 'c', homeKey('KR')));
    run.take('ann', put('b/k'));
    run.take('', expire('b/k'));
    expect(run.take('ann', get('b/k')).replicationStatus).toBe('PENDING');
    run.take('', replicate('b/k'));
    run.take('', expire('b/k'));
    expect(run.answer('ann', get('b/k'))).toBe(GONE);
  });

  test('of what was superseded meanwhile nobody sees whether it waits', () => {
    const run = twoVersions();
    run.take('ann', replication('b', 'c', homeKey('KR')));
    run.take('ann', versioning('c', 'Enabled'));
    run.take('ann', put('b/k'));
    run.take('ann', put('b/k'));
    const left = new Set<unknown>();
    const seen = { etag: () => undefined, observation: { status: 200 } };
    forEachResult(run.world, { atMs: 0, by: null, event: expire('b/k', '#3') }, seen, ({ world }) => {
      left.add(world.versions.get(world.scope.object('b', 'k'))?.rank);
      return true;
    });
    expect([...left]).toEqual([3, 4]);
  });

  test('its delete marker is not replicated', () => {
    const run = new ModelRun();
    for (const name of ['b', 'c']) run.take('ann', versioning(name, 'Enabled'));
    run.take('ann', { ...replication('b', 'c', homeKey('KR')), deleteMarkerReplication: true });
    run.take('ann', put('b/k'));
    run.take('', replicate('b/k'));
    run.take('', expire('b/k'));
    run.take('', replicate('b/k'));
    expect(run.answer('ann', get('c/k'))).toBe('200');
  });
});

test('what moves to another storage class is as it was, whatever the rule says by now (F-198)', () => {
  const run = new ModelRun();
  run.take('ann', encrypt('b', RULES.B2));
  const written = run.take('ann', put('b/k'));
  run.take('ann', encrypt('b', RULES.B0));
  expect(run.take('', transition('b/k'))).toMatchObject({ status: 200, kmsCalls: [] });
  const shown = run.take('ann', head('b/k'));
  expect([shownEncryption(shown), shown.etag]).toEqual([shownEncryption(written), written.etag]);
});

describe('KMS calls of a lifecycle action', () => {
  const call = { operation: 'Decrypt', keyArn: homeKey('K1') } as const;
  const made = (profile: string) => {
    const world = initialWorld(SCENE, profileNamed(profile));
    const counts: number[] = [];
    const seen = { etag: () => undefined, kmsCalls: () => [call] };
    for (const event of [expire('b/k'), transition('b/k')])
      forEachResult(world, { atMs: 0, by: null, event }, seen, ({ outcome }) => {
        counts.push(outcome.kmsCalls.length);
        return true;
      });
    return counts;
  };

  test('are none (K-27), or any that were seen, where the profile has that open (U-21)', () => {
    expect(made('strict')).toEqual([0, 0]);
    expect(made(AWS.name)).toEqual([1, 1]);
  });
});
