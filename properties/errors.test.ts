import { describe, expect, test } from 'vitest';
import type { Event, Profile } from '../model/index.ts';
import * as due from './errors/due.ts';
import { errors } from './errors.ts';
import {
  arn,
  body,
  lastJudgement,
  OWNER,
  perObject,
  profile,
  refused,
  role,
  Scene,
  type Shown,
  SSE_S3,
  violation,
} from './testing/scene.ts';

const start = () => new Scene().put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'));
const put = { op: 'PutObject', bucket: 'b1', key: 'x', body: body('x') } as const;

function judged(by: string, event: Event, shown: Shown, under?: Profile) {
  return lastJudgement(errors, start().add(1, by, event, shown), under);
}

function wrong(by: string, event: Event, shown: Shown, under?: Profile): string {
  return violation(errors, start().add(1, by, event, shown), under);
}

describe('errors of object requests', () => {
  test('a missing bucket and a missing object are 404', () => {
    expect(judged('reader', { op: 'GetObject', bucket: 'none', key: 'a' }, refused(404, 'NoSuchBucket'))).toBe(
      'exercised',
    );
    expect(judged('reader', { op: 'HeadObject', bucket: 'b1', key: 'none' }, refused(404, null))).toBe('exercised');
    expect(wrong('reader', { op: 'GetObject', bucket: 'none', key: 'a' }, SSE_S3)).toBe(
      'reader read none/a at 1 s and was answered 200, but the bucket does not exist: 404 NoSuchBucket is due (E-29)',
    );
    expect(wrong('reader', { op: 'GetObject', bucket: 'b1', key: 'none' }, refused(403, 'AccessDenied'))).toContain(
      '404 NoSuchKey is due (E-30)',
    );
  });

  test('wrong headers come before a denial, a denial before a missing object', () => {
    const lone = { ...put, headers: { sse: 'AES256', kmsKeyId: 'k1' } } as const;
    expect(judged('stranger', lone, refused(400, 'InvalidArgument'))).toBe('exercised');
    expect(wrong('stranger', lone, refused(403, 'AccessDenied'))).toContain('400 InvalidArgument is due (E-13)');
    const { sse: _, ...alone } = lone.headers;
    expect(wrong('stranger', { ...lone, headers: alone }, refused(403, 'AccessDenied'))).toContain('is due (E-12)');
    expect(judged('writer', { ...put, headers: { context: 'malformed' } }, refused(400, 'AnyName'))).toBe('exercised');
    expect(judged('stranger', { op: 'GetObject', bucket: 'b1', key: 'none' }, refused(403, 'AccessDenied'))).toBe(
      'exercised',
    );
  });

  test('what is there and allowed is not refused', () => {
    expect(wrong('reader', { op: 'HeadObject', bucket: 'b1', key: 'a' }, refused(404, null))).toContain(
      'nothing stands in its way: 200 is due',
    );
    expect(wrong('reader', { op: 'GetObject', bucket: 'b1', key: 'old' }, refused(403, 'AccessDenied'))).toContain(
      'nothing stands in its way',
    );
  });

  test('a KMS refusal comes out as S3 words it', () => {
    const get = { op: 'GetObject', bucket: 'b1', key: 'a' } as const;
    expect(wrong('reader', get, refused(400, 'KMS.NotFoundException', 'Decrypt b1/a k1 DisabledException'))).toContain(
      '400 KMS.DisabledException is due (E-05)',
    );
    const disabled = () => start().add(1, 'admin', { op: 'DisableKey', keyId: 'k1' });
    expect(lastJudgement(errors, disabled().add(2, 'reader', get, refused(400, 'KMS.DisabledException')))).toBe(
      'exercised',
    );
    expect(violation(errors, disabled().add(2, 'reader', get, refused(403, 'AccessDenied')))).toContain(
      'the KMS key is disabled',
    );
  });

  test('where S3 and KMS both refuse, KMS may come first only if the profile leaves it open', () => {
    const get = { op: 'GetObject', bucket: 'b1', key: 'a' } as const;
    const answer = refused(400, 'KMS.DisabledException', 'Decrypt b1/a k1 DisabledException');
    expect(judged('stranger', get, answer, profile('aws'))).toBe('exercised');
    expect(wrong('stranger', get, answer)).toContain('403 AccessDenied is due');
  });

  test('a copy onto itself that changes nothing is refused, on a bucket that nobody configured', () => {
    const copy = { op: 'CopyObject', source: { bucket: 'b1', key: 's' }, bucket: 'b1', key: 's', headers: {} } as const;
    const scene = () => new Scene().put(0, 'writer', 'b1/s', SSE_S3);
    expect(lastJudgement(errors, scene().add(1, 'writer', copy, refused(400, 'InvalidRequest')))).toBe('exercised');
    expect(violation(errors, scene().add(1, 'writer', copy, SSE_S3))).toContain(
      'changes nothing: 400 InvalidRequest is due (E-26)',
    );
  });

  test('a flag with nothing to act on may be refused where that is open', () => {
    const denied = { ...put, headers: { sse: 'AES256', bucketKeyEnabled: true } } as const;
    expect(judged('stranger', denied, refused(400, 'InvalidArgument'), profile('aws'))).toBe('exercised');
    expect(wrong('stranger', denied, refused(400, 'InvalidArgument'))).toContain('403 AccessDenied is due');
  });

  test('a code goes with one status', () => {
    expect(wrong('writer', { ...put, headers: {} }, refused(400, 'AccessDenied'))).toContain(
      'AccessDenied goes with the status 403',
    );
    expect(wrong('writer', { ...put, headers: {} }, { code: 'SlowDown', status: 200 })).toContain(
      'SlowDown goes with the status 503',
    );
  });
});

describe('what a violation cites', () => {
  const denied = refused(403, 'AccessDenied');
  const get = { op: 'GetObject', bucket: 'b1', key: 'a' } as const;

  test.each([
    ['a bucket that is not there', 'reader', { ...get, bucket: 'none' }, SSE_S3, ['E-29']],
    ['a denial of S3', 'stranger', get, SSE_S3, ['E-46', 'F-46']],
    ['a name that is taken', 'stranger', { op: 'CreateBucket', bucket: 'b1' }, {}, ['E-42']],
    ['a bucket with objects', 'admin', { op: 'DeleteBucket', bucket: 'b1' }, { status: 204 }, ['E-43']],
    ['a denial of KMS', 'reader', get, refused(400, 'X', 'Decrypt b1/a k1 AccessDeniedException'), ['E-02']],
    ['a code with the status of another', 'writer', get, { code: 'SlowDown', status: 200 }, ['E-11']],
    ['nothing, where nothing is wrong', 'reader', { ...get, key: 'old' }, denied, []],
  ] as const)('%s: that error and no other', (_what, by, event, shown, requirements) => {
    expect(judged(by, event, shown)).toMatchObject({ requirements });
  });

  test('every answer that can be due cites what the property rests on', () => {
    const cited = Object.values(due).flatMap((one) => (typeof one === 'object' ? one.requirements : []));
    expect(cited.length).toBeGreaterThan(15);
    expect(cited.filter((id) => !errors.requirements.includes(id))).toEqual([]);
  });
});

describe('errors of bucket requests', () => {
  const rules = [{ SSEAlgorithm: 'AES256' }] as const;

  test('an encryption configuration has one rule, and AES256 takes no key id', () => {
    const event = { op: 'PutBucketEncryption', bucket: 'b1' } as const;
    expect(judged('admin', { ...event, rules: [] }, refused(400, 'MalformedXML'))).toBe('exercised');
    expect(wrong('admin', { ...event, rules: [] }, {})).toContain('400 MalformedXML is due (E-27)');
    const withKey = [{ SSEAlgorithm: 'AES256', KMSMasterKeyID: arn('k1') }] as const;
    expect(wrong('admin', { ...event, rules: withKey }, {})).toContain('400 InvalidArgument is due (E-28)');
    expect(wrong('stranger', { ...event, rules }, {})).toContain('403 AccessDenied is due');
    expect(judged('admin', { ...event, rules }, {})).toBe('held');
  });

  test('bucket names are unique, and a bucket with objects stays', () => {
    expect(judged('admin', { op: 'CreateBucket', bucket: 'b1' }, refused(409, 'BucketAlreadyOwnedByYou'))).toBe(
      'exercised',
    );
    expect(wrong('stranger', { op: 'CreateBucket', bucket: 'b1' }, refused(409, 'BucketAlreadyOwnedByYou'))).toContain(
      'BucketAlreadyExists is due',
    );
    expect(wrong('admin', { op: 'DeleteBucket', bucket: 'b1' }, { status: 204 })).toContain(
      '409 BucketNotEmpty is due',
    );
    expect(judged('admin', { op: 'DeleteBucket', bucket: 'b2' }, { status: 204 })).toBe('held');
  });

  test('a replication rule needs another bucket and a role that exist', () => {
    const event = { op: 'PutBucketReplication', bucket: 'b1', destination: 'b1', role: 'admin' } as const;
    expect(judged('admin', event, refused(400, 'InvalidRequest'))).toBe('exercised');
    expect(wrong('admin', { ...event, destination: 'b2', role: 'nobody' }, {})).toContain('400 InvalidRequest is due');
  });
});

describe('errors of KMS requests', () => {
  test('arguments come first, then the key, then the account, then the state', () => {
    const schedule = { op: 'ScheduleKeyDeletion', keyId: 'none', pendingWindowInDays: 3 } as const;
    expect(judged('stranger', schedule, refused(400, 'ValidationException'))).toBe('exercised');
    expect(wrong('stranger', { ...schedule, pendingWindowInDays: 7 }, {})).toContain('400 NotFoundException is due');
    expect(wrong('stranger', { op: 'DisableKey', keyId: 'k1' }, {})).toContain('400 NotFoundException is due');
    expect(wrong('admin', { op: 'CancelKeyDeletion', keyId: 'k1' }, {})).toContain(
      '400 KMSInvalidStateException is due',
    );
    expect(judged('admin', { op: 'DisableKey', keyId: 'k1' }, {})).toBe('held');
    expect(judged('admin', { op: 'DisableKey', keyId: `aws-s3-${OWNER}` }, refused(400, 'AnyName'))).toBe('exercised');
  });

  test('a key cannot be rotated on demand when it is disabled', () => {
    const scene = () => new Scene().add(0, 'admin', { op: 'DisableKey', keyId: 'k1' });
    expect(violation(errors, scene().add(1, 'admin', { op: 'RotateKeyOnDemand', keyId: 'k1' }))).toContain(
      '400 DisabledException is due',
    );
  });

  test('an alias gets no target of another account', () => {
    expect(wrong('stranger', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'k1' }, {})).toContain(
      '400 NotFoundException is due',
    );
    const denied = {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Deny', principal: role('reader'), actions: ['kms:*'] }],
    } as const;
    expect(judged('admin', denied, {})).toBe('held');
  });
});
