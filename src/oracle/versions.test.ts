import { describe, expect, test } from 'vitest';
import { type Observation, type Profile, profileNamed, type Setup } from '../../model/index.ts';
import {
  bucketPolicy,
  copy,
  get,
  head,
  ofVersion,
  put,
  remove,
  replication,
  update,
  versioning,
} from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, OTHER_BODY, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import { OracleRun, seen } from './testing/oracle-run.ts';

/** A success of which the version id was seen, and the content where it is told. */
function shown(versionId: string | null, contentMd5?: string): Observation {
  return { status: 200, versionId, ...(contentMd5 !== undefined && { contentMd5 }) };
}

/** A bucket that keeps versions, with two of a key: `v1` of the one content, `v2` of the other. */
function twoVersions(): OracleRun {
  return new OracleRun(IDEAL)
    .given('ann', versioning('b', 'Enabled'), { status: 200 })
    .given('ann', put('b/k'), shown('v1'))
    .given('ann', put('b/k', {}, OTHER_BODY), shown('v2'));
}

describe('version ids (F-176)', () => {
  test('a version is the one that was written under its id', () => {
    expect(twoVersions().see('ann', ofVersion(get('b/k'), 'v1'), shown('v1', TEST_BODY.md5))).toBe('conforms');
    expect(twoVersions().see('ann', ofVersion(get('b/k'), 'v1'), shown('v1', OTHER_BODY.md5))).toBe('violates');
    expect(twoVersions().see('ann', ofVersion(get('b/k'), 'v1'), shown('v2', TEST_BODY.md5))).toBe('violates');
    expect(twoVersions().see('ann', ofVersion(get('b/k'), '#1'), shown('v1', TEST_BODY.md5))).toBe('conforms');
    expect(twoVersions().see('ann', get('b/k'), shown('v2', OTHER_BODY.md5))).toBe('conforms');
    expect(twoVersions().see('ann', get('b/k'), shown('v1', TEST_BODY.md5))).toBe('violates');
  });

  test.each([
    ['an id', 'v1', 'conforms'],
    ['that of what was written without', 'null', 'violates'],
    ["the model's own sign for an id it does not know", '*', 'violates'],
    ['none', null, 'violates'],
  ] as const)('a write where versions are kept shows %s: %s %s', (_what, id, verdict) => {
    const run = new OracleRun(IDEAL).given('ann', versioning('b', 'Enabled'), { status: 200 });
    expect(run.see('ann', put('b/k'), shown(id))).toBe(verdict);
  });

  test.each([
    ['v1', 'violates'],
    ['null', 'conforms'],
    [null, 'conforms'],
  ] as const)('once suspended %s: %s', (id, verdict) => {
    const run = new OracleRun(IDEAL).given('ann', versioning('b', 'Suspended'), { status: 200 });
    expect(run.see('ann', put('b/k'), shown(id))).toBe(verdict);
  });

  test('an id that no write showed is that of any version whose id nobody has seen, and of one only', () => {
    const unseen = new OracleRun(IDEAL)
      .given('ann', versioning('b', 'Enabled'), { status: 200 })
      .given('ann', put('b/k'), { status: 200 })
      .given('ann', put('b/k', {}, OTHER_BODY), { status: 200 })
      .given('ann', ofVersion(get('b/k'), 'x'), shown('x', TEST_BODY.md5));
    unseen.given('ann', ofVersion(get('b/k'), 'y'), shown('y', OTHER_BODY.md5));
    expect(unseen.see('ann', ofVersion(get('b/k'), 'z'), { status: 200 })).toBe('violates');
  });

  test('one that a read shows first is learnt then', () => {
    const run = new OracleRun(IDEAL)
      .given('ann', versioning('b', 'Enabled'), { status: 200 })
      .given('ann', put('b/k'), { status: 200 })
      .given('ann', head('b/k'), shown('v1'))
      .given('ann', put('b/k', {}, OTHER_BODY), { status: 200 });
    run.given('ann', ofVersion(get('b/k'), 'v1'), shown('v1', TEST_BODY.md5));
    expect(run.see('ann', head('b/k'), shown('v1'))).toBe('violates');
  });

  test('nobody can delete more than there is', () => {
    const run = twoVersions()
      .given('ann', ofVersion(remove('b/k'), 'v2'), { status: 204, versionId: 'v2', deleteMarker: null })
      .given('ann', get('b/k'), shown('v1', TEST_BODY.md5));
    expect(run.see('ann', ofVersion(get('b/k'), 'v2'), { status: 200 })).toBe('violates');
  });

  test('a delete marker says that it is one (F-177, F-178)', () => {
    const marked = { status: 204, versionId: 'm', deleteMarker: true };
    const run = twoVersions().given('ann', remove('b/k'), marked);
    run.given('ann', get('b/k'), { status: 404, code: 'NoSuchKey', deleteMarker: true });
    run.given('ann', ofVersion(get('b/k'), 'm'), { status: 405, code: 'MethodNotAllowed', deleteMarker: true });
    run.given('ann', ofVersion(copy('b/k', 'b/k'), 'v1'), shown('v3'));
    expect(run.see('ann', get('b/k'), shown('v3', TEST_BODY.md5))).toBe('conforms');
    expect(twoVersions().see('ann', remove('b/k'), { ...marked, deleteMarker: null })).toBe('violates');
  });
});

describe('a bucket from before the trace', () => {
  const past = () => new OracleRun(IDEAL, undefined, { ...SCENE, unknown: { buckets: ['b'] } });
  const isMarker = { deleteMarker: true, versionId: 'm' } as const;

  test('has delete markers, which are read and copied by their ids as all others are (F-178, F-179)', () => {
    const marked = () => past().given('ann', remove('b/k'), { status: 204, ...isMarker });
    const read = { status: 405, code: 'MethodNotAllowed', ...isMarker };
    expect(marked().see('bob', ofVersion(get('b/k'), 'm'), read)).toBe('conforms');
    expect(past().see('bob', ofVersion(get('b/k'), 'm'), read)).toBe('conforms');
    expect(marked().see('bob', ofVersion(get('b/k'), 'm'), { ...read, deleteMarker: null })).toBe('violates');
    const copied = { status: 400, code: 'InvalidRequest' };
    expect(marked().see('bob', ofVersion(copy('b/k', 'b/to'), 'm'), copied)).toBe('conforms');
  });

  test('may hold versions that are locked, in a bucket that locks (F-150, F-188)', () => {
    const denied = seen(403, { code: 'AccessDenied' });
    const put1 = () => past().given('ann', bucketPolicy('b'), seen(204)).given('ann', put('b/k'), shown('v1'));
    expect(put1().see('ann', ofVersion(remove('b/k'), 'v1'), denied)).toBe('conforms');
    expect(put1().see('ann', ofVersion(remove('b/k'), 'v1'), seen(204))).toBe('conforms');
    expect(put1().see('ann', update('b/k', homeKey('K1')), denied)).toBe('conforms');
    expect(put1().see('ann', put('b/k'), denied)).toBe('violates');
    const stays = seen(409, { code: 'InvalidBucketState' });
    expect(past().see('ann', versioning('b', 'Suspended'), stays)).toBe('conforms');
    expect(past().see('ann', versioning('b', 'Enabled'), stays)).toBe('violates');
  });

  test('may not have the version that is deleted, which may be refused where that is open (E-52)', () => {
    const gone = seen(404, { code: 'NoSuchVersion' });
    const under = (profile: Profile) => new OracleRun(profile, undefined, { ...SCENE, unknown: { buckets: ['b'] } });
    const named = ofVersion(remove('b/k'), 'none');
    expect(under(profileNamed('aws')).see('ann', named, gone)).toBe('conforms');
    expect(under(profileNamed('aws')).see('ann', named, seen(204))).toBe('conforms');
    expect(under(IDEAL).see('ann', named, gone)).toBe('violates');
  });

  test('has no marker in the place of a version that was read', () => {
    const run = past().given('ann', ofVersion(get('b/k'), 'm'), shown('m', TEST_BODY.md5));
    expect(run.see('bob', ofVersion(get('b/k'), 'm'), { status: 405, code: 'MethodNotAllowed' })).toBe('violates');
  });
});

describe('a bucket of which nobody says what it does about versions', () => {
  test('keeps them if it shows an id', () => {
    const run = new OracleRun(IDEAL).given('ann', put('b/k'), shown('v1'));
    run.given('ann', put('b/k', {}, OTHER_BODY), shown('v2'));
    expect(run.see('ann', ofVersion(get('b/k'), 'v1'), shown('v1', TEST_BODY.md5))).toBe('conforms');
  });

  test('may replicate, and be replicated to; of one that is told that is refused (E-48, F-163)', () => {
    expect(new OracleRun(IDEAL).see('ann', replication('b', 'c'), seen(200))).toBe('conforms');
    const suspended = () => new OracleRun(IDEAL).given('ann', versioning('c', 'Suspended'), { status: 200 });
    expect(suspended().see('ann', replication('b', 'c'), seen(200))).toBe('violates');
    expect(suspended().see('ann', replication('b', 'c'), seen(400, { code: 'InvalidRequest' }))).toBe('conforms');
    const buckets = SCENE.buckets.map((bucket) => ({ ...bucket, versioning: 'Enabled' }) as const);
    const told: Setup = { ...SCENE, buckets };
    expect(new OracleRun(IDEAL, undefined, told).see('ann', replication('b', 'c'), seen(200))).toBe('conforms');
    const created = new OracleRun(IDEAL, undefined, told).given(
      'ann',
      { op: 'CreateBucket', bucket: 'new' },
      seen(200),
    );
    expect(created.see('ann', replication('b', 'new'), seen(200))).toBe('violates');
  });

  test('from before the trace may have any versions', () => {
    const run = new OracleRun(IDEAL, undefined, { ...SCENE, unknown: { buckets: ['b'] } });
    run.given('ann', put('b/k'), shown('v1'));
    run.given('ann', ofVersion(get('b/k'), 'older'), { status: 200, sse: 'AES256', versionId: 'older' });
    run.given('ann', ofVersion(remove('b/k'), 'v1'), { status: 204 });
    run.given('ann', get('b/k'), { status: 404 });
    expect(run.see('ann', { op: 'DeleteBucket', bucket: 'b' }, seen(409, { code: 'BucketNotEmpty' }))).toBe('conforms');
  });
});
