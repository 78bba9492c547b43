import { describe, expect, test } from 'vitest';
import { DAY_MS, SECOND_MS } from '../model/index.ts';
import { Ledger } from './ledger.ts';
import { arn, body, perObject, profile, refused, Scene, SETUP, SSE_S3, withBucketKey } from './testing/scene.ts';

function ledgerAfter(scene: Scene, under = profile('ideal')): Ledger {
  const ledger = new Ledger(SETUP, under);
  for (const seen of scene.steps) ledger.record(seen);
  return ledger;
}

describe('ledger', () => {
  test('it knows the objects of the setup and keeps what each write and each answer shows', () => {
    const ledger = ledgerAfter(
      new Scene().put(0, 'writer', 'b1/a', {}).get(1, 'reader', 'b1/a', { ...perObject('k1'), etag: 'e' }),
    );
    expect(ledger.bucket('b1')?.versionOf('old')).toMatchObject({
      step: -1,
      sse: null,
      bucketKey: false,
      md5: body('old').md5,
    });
    expect(ledger.bucket('b1')?.versionOf('a')).toMatchObject({
      step: 0,
      writtenBy: 'writer',
      sse: 'aws:kms',
      kmsKeyArn: arn('k1'),
      bucketKey: false,
      etag: 'e',
    });
    expect(ledger.bucket('b1')?.present).toBe(2);
  });

  test('names are only names, whatever they are', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/__proto__', SSE_S3)
      .put(1, 'writer', 'b1/constructor', SSE_S3)
      .add(2, 'writer', { op: 'DeleteObject', bucket: 'b1', key: '__proto__' }, { status: 204 });
    const bucket = ledgerAfter(scene).bucket('b1');
    expect(bucket?.presenceOf('__proto__')).toBe('absent');
    expect(bucket?.presenceOf('constructor')).toBe('present');
    expect(bucket?.presenceOf('toString')).toBe('absent');
  });

  test('a failed write leaves the version and is remembered until the next one that succeeds', () => {
    const failed = new Scene().put(0, 'writer', 'b1/a', SSE_S3).put(1, 'writer', 'b1/a', refused(503, 'SlowDown'));
    expect(ledgerAfter(failed).bucket('b1')?.object('a')).toMatchObject({
      presence: 'present',
      failedWrite: { atMs: SECOND_MS },
    });
    expect(
      ledgerAfter(failed.put(2, 'writer', 'b1/a', SSE_S3))
        .bucket('b1')
        ?.object('a')?.failedWrite,
    ).toBeUndefined();
  });

  test('a failed write of what is not there is remembered until it is written, and does not come back when that is deleted', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', refused(503, 'SlowDown'));
    expect(ledgerAfter(scene).bucket('b1')?.object('a')).toMatchObject({
      presence: 'absent',
      failedWrite: { atMs: 0 },
    });
    scene.put(1, 'writer', 'b1/a', SSE_S3);
    expect(ledgerAfter(scene).bucket('b1')?.object('a')).toMatchObject({ presence: 'present', failedWrite: undefined });
    scene.add(2, 'writer', { op: 'DeleteObject', bucket: 'b1', key: 'a' }, { status: 204 });
    expect(ledgerAfter(scene).bucket('b1')?.object('a')).toBeUndefined();
    expect(ledgerAfter(scene).bucket('b1')?.present).toBe(1);
  });

  test('successful calls are kept by requester identity, bucket and KMS key', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', withBucketKey('k1', 'GenerateDataKey b1 k1'))
      .get(3, 'writer-again', 'b1/a', withBucketKey('k1', 'Decrypt b1 k1'))
      .get(4, 'reader', 'b1/a', refused(403, 'AccessDenied', 'Decrypt b1 k1 AccessDeniedException'));
    const ledger = ledgerAfter(scene);
    const identity = (name: string) => ledger.identityOf(name) ?? -1;
    expect(ledger.bucket('b1')?.grant(identity('writer'), arn('k1'))).toEqual({
      step: 1,
      atMs: 3000,
      count: 2,
      mintStep: 0,
      mintAtMs: 0,
    });
    expect(ledger.bucket('b1')?.grant(identity('reader'), arn('k1'))).toBeUndefined();
    expect(identity('scoped')).not.toBe(identity('writer'));
    const sessions = ledgerAfter(scene, profile('aws-2023'));
    expect(sessions.bucket('b1')?.grant(sessions.identityOf('writer') ?? -1, arn('k1'))?.count).toBe(1);
  });

  test('a bucket made anew has nothing of the old one', () => {
    const scene = new Scene()
      .rule(0, 'b2', { SSEAlgorithm: 'aws:kms' })
      .add(1, 'admin', { op: 'DeleteBucket', bucket: 'b2' }, { status: 204 })
      .add(2, 'stranger', { op: 'CreateBucket', bucket: 'b2' });
    expect(ledgerAfter(scene).bucket('b2')).toMatchObject({
      rule: { SSEAlgorithm: 'AES256' },
      ruleStep: -1,
      account: '222222222222',
    });
  });

  test('the state of a KMS key follows what KMS accepted, and deletion comes with time', () => {
    const schedule = { op: 'ScheduleKeyDeletion', keyId: 'k1', pendingWindowInDays: 7 } as const;
    const scene = new Scene()
      .add(1, 'admin', { op: 'DisableKey', keyId: 'k1' })
      .add(2, 'admin', schedule)
      .add(3, 'stranger', schedule, refused(400, 'x'));
    const key = ledgerAfter(scene).key(arn('k1'));
    expect(key).toMatchObject({ state: 'pendingDeletion', usabilitySinceMs: SECOND_MS, stateSinceMs: 2 * SECOND_MS });
    expect(key?.isDeleted(2 * SECOND_MS + 7 * DAY_MS - 1)).toBe(false);
    expect(key?.isDeleted(2 * SECOND_MS + 7 * DAY_MS)).toBe(true);
  });

  test('a change that may not be known everywhere yet leaves the key open', () => {
    const scene = new Scene().add(1, 'admin', { op: 'DisableKey', keyId: 'k1' });
    const key = ledgerAfter(scene, profile('aws')).key(arn('k1'));
    expect(key?.isUsable(2 * SECOND_MS)).toBe('open');
    expect(key?.isUsable(301 * SECOND_MS)).toBe('no');
  });

  test('a replica is known only where the replication was seen to happen', () => {
    const start = () => new Scene().replicate(0).put(1, 'writer', 'b1/a', SSE_S3);
    const done = ledgerAfter(start().deliver(2, 'b1/a', 'COMPLETED')).bucket('b2');
    expect(done?.versionOf('a')).toMatchObject({
      md5: body('b1/a').md5,
      writtenBy: 'admin',
      replicaOf: { name: 'b1/a' },
    });
    expect(
      ledgerAfter(start().deliver(2, 'b1/a', 'FAILED'))
        .bucket('b2')
        ?.presenceOf('a'),
    ).toBe('absent');
    const unseen = start().add(2, null, { op: 'ReplicateObject', bucket: 'b1', key: 'a' });
    expect(ledgerAfter(unseen).bucket('b2')?.presenceOf('a')).toBe('unknown');
  });

  test('a step by somebody the setup does not have is an error of the caller', () => {
    expect(() => ledgerAfter(new Scene().get(0, 'nobody', 'b1/old', SSE_S3))).toThrow(
      'the setup has no requester "nobody"',
    );
  });
});
