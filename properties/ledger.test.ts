import { describe, expect, test } from 'vitest';
import { DAY_MS, profileNamed, SECOND_MS } from '../model/index.ts';
import { homeKey, SCENE, TEST_BODY } from '../model/testing/scene.ts';
import { Ledger } from './ledger.ts';
import {
  fakeBody,
  ObservedTrace,
  SSE_S3,
  shownRefusal,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

function ledgerAfter(scene: ObservedTrace, under = profileNamed('ideal')): Ledger {
  const ledger = new Ledger(SCENE, under);
  for (const seen of scene.steps) ledger.record(seen);
  return ledger;
}

describe('ledger', () => {
  test('it knows the objects of the setup and keeps what each write and each answer shows', () => {
    const ledger = ledgerAfter(
      new ObservedTrace().put(0, 'ann', 'b/a', {}).get(1, 'bob', 'b/a', { ...withoutBucketKey('K1'), etag: 'e' }),
    );
    expect(ledger.bucket('b')?.versionOf('old')).toMatchObject({
      step: -1,
      sse: null,
      bucketKey: false,
      md5: TEST_BODY.md5,
    });
    expect(ledger.bucket('b')?.versionOf('a')).toMatchObject({
      step: 0,
      writtenBy: 'ann',
      sse: 'aws:kms',
      kmsKeyArn: homeKey('K1'),
      bucketKey: false,
      etag: 'e',
    });
    expect(ledger.bucket('b')?.present).toBe(2);
  });

  test('names are only names, whatever they are', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/__proto__', SSE_S3)
      .put(1, 'ann', 'b/constructor', SSE_S3)
      .add(2, 'ann', { op: 'DeleteObject', bucket: 'b', key: '__proto__' }, { status: 204 });
    const bucket = ledgerAfter(scene).bucket('b');
    expect(bucket?.presenceOf('__proto__')).toBe('absent');
    expect(bucket?.presenceOf('constructor')).toBe('present');
    expect(bucket?.presenceOf('toString')).toBe('absent');
  });

  test('a failed write leaves the version and is remembered until the next one that succeeds', () => {
    const failed = new ObservedTrace().put(0, 'ann', 'b/a', SSE_S3).put(1, 'ann', 'b/a', shownRefusal(503, 'SlowDown'));
    expect(ledgerAfter(failed).bucket('b')?.object('a')).toMatchObject({
      presence: 'present',
      failedWrite: { atMs: SECOND_MS },
    });
    expect(
      ledgerAfter(failed.put(2, 'ann', 'b/a', SSE_S3))
        .bucket('b')
        ?.object('a')?.failedWrite,
    ).toBeUndefined();
  });

  test('a failed write of what is not there is remembered until it is written, and not when that is deleted', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', shownRefusal(503, 'SlowDown'));
    expect(ledgerAfter(scene).bucket('b')?.object('a')).toMatchObject({
      presence: 'absent',
      failedWrite: { atMs: 0 },
    });
    scene.put(1, 'ann', 'b/a', SSE_S3);
    expect(ledgerAfter(scene).bucket('b')?.object('a')).toMatchObject({ presence: 'present', failedWrite: undefined });
    scene.add(2, 'ann', { op: 'DeleteObject', bucket: 'b', key: 'a' }, { status: 204 });
    expect(ledgerAfter(scene).bucket('b')?.object('a')).toBeUndefined();
    expect(ledgerAfter(scene).bucket('b')?.present).toBe(1);
  });

  test('successful calls are kept by requester identity, bucket and KMS key', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'))
      .get(3, 'ann-again', 'b/a', withBucketKey('K1', 'Decrypt b K1'))
      .get(4, 'bob', 'b/a', shownRefusal(403, 'AccessDenied', 'Decrypt b K1 AccessDeniedException'));
    const ledger = ledgerAfter(scene);
    const identity = (name: string) => ledger.identityOf(name) ?? -1;
    expect(ledger.bucket('b')?.grant(identity('ann'), homeKey('K1'))).toEqual({
      step: 1,
      atMs: 3000,
      count: 2,
      generatedStep: 0,
      generatedAtMs: 0,
    });
    expect(ledger.bucket('b')?.grant(identity('bob'), homeKey('K1'))).toBeUndefined();
    expect(identity('ann-scoped')).not.toBe(identity('ann'));
    const sessions = ledgerAfter(scene, profileNamed('aws-2023'));
    expect(sessions.bucket('b')?.grant(sessions.identityOf('ann') ?? -1, homeKey('K1'))?.count).toBe(1);
  });

  test('a bucket made anew has nothing of the old one', () => {
    const scene = new ObservedTrace()
      .rule(0, 'c', { SSEAlgorithm: 'aws:kms' })
      .add(1, 'admin', { op: 'DeleteBucket', bucket: 'c' }, { status: 204 })
      .add(2, 'eve', { op: 'CreateBucket', bucket: 'c' });
    expect(ledgerAfter(scene).bucket('c')).toMatchObject({
      rule: { SSEAlgorithm: 'AES256' },
      ruleStep: -1,
      account: '222222222222',
    });
  });

  test('the state of a KMS key follows what KMS accepted, and deletion comes with time', () => {
    const schedule = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 } as const;
    const scene = new ObservedTrace()
      .add(1, 'admin', { op: 'DisableKey', keyId: 'K1' })
      .add(2, 'admin', schedule)
      .add(3, 'eve', schedule, shownRefusal(400, 'x'));
    const key = ledgerAfter(scene).key(homeKey('K1'));
    expect(key).toMatchObject({ state: 'pendingDeletion', usabilitySinceMs: SECOND_MS, stateSinceMs: 2 * SECOND_MS });
    expect(key?.isDeleted(2 * SECOND_MS + 7 * DAY_MS - 1)).toBe(false);
    expect(key?.isDeleted(2 * SECOND_MS + 7 * DAY_MS)).toBe(true);
  });

  test('a change that may not be known everywhere yet leaves the key open', () => {
    const scene = new ObservedTrace().add(1, 'admin', { op: 'DisableKey', keyId: 'K1' });
    const key = ledgerAfter(scene, profileNamed('aws')).key(homeKey('K1'));
    expect(key?.isUsable(2 * SECOND_MS)).toBe('open');
    expect(key?.isUsable(301 * SECOND_MS)).toBe('no');
  });

  test('a replica is known only where the replication was seen to happen', () => {
    const start = () => new ObservedTrace().replicate(0).put(1, 'ann', 'b/a', SSE_S3);
    const done = ledgerAfter(start().deliver(2, 'b/a', 'COMPLETED')).bucket('c');
    expect(done?.versionOf('a')).toMatchObject({
      md5: fakeBody('b/a').md5,
      writtenBy: 'admin',
      replicaOf: { name: 'b/a' },
    });
    expect(
      ledgerAfter(start().deliver(2, 'b/a', 'FAILED'))
        .bucket('c')
        ?.presenceOf('a'),
    ).toBe('absent');
    const unseen = start().add(2, null, { op: 'ReplicateObject', bucket: 'b', key: 'a' });
    expect(ledgerAfter(unseen).bucket('c')?.presenceOf('a')).toBe('unknown');
  });

  test('a step by somebody the setup does not have is an error of the caller', () => {
    expect(() => ledgerAfter(new ObservedTrace().get(0, 'nobody', 'b/old', SSE_S3))).toThrow(
      'the setup has no requester "nobody"',
    );
  });
});
