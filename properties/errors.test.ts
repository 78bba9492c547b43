import { describe, expect, test } from 'vitest';
import { type Conditions, type Event, type KmsAction, type Profile, profileNamed } from '../model/index.ts';
import { HOME_ACCOUNT, homeKey, SCENE } from '../model/testing/scene.ts';
import * as due from './errors/due.ts';
import { errors } from './errors.ts';
import {
  fakeBody,
  lastJudgement,
  ObservedTrace,
  role,
  type Shown,
  SSE_S3,
  shownRefusal,
  violation,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const start = () => new ObservedTrace().put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'));
const put = { op: 'PutObject', bucket: 'b', key: 'x', body: fakeBody('x') } as const;

function judged(by: string, event: Event, shown: Shown, under?: Profile) {
  return lastJudgement(errors, start().add(1, by, event, shown), under);
}

function wrong(by: string, event: Event, shown: Shown, under?: Profile): string {
  return violation(errors, start().add(1, by, event, shown), under);
}

describe('errors of object requests', () => {
  test('a missing bucket and a missing object are 404', () => {
    expect(judged('bob', { op: 'GetObject', bucket: 'none', key: 'a' }, shownRefusal(404, 'NoSuchBucket'))).toBe(
      'exercised',
    );
    expect(judged('bob', { op: 'HeadObject', bucket: 'b', key: 'none' }, shownRefusal(404, null))).toBe('exercised');
    expect(wrong('bob', { op: 'GetObject', bucket: 'none', key: 'a' }, SSE_S3)).toBe(
      'bob read none/a at 1 s and was answered 200, but the bucket does not exist: 404 NoSuchBucket is due (E-29)',
    );
    expect(wrong('bob', { op: 'GetObject', bucket: 'b', key: 'none' }, shownRefusal(403, 'AccessDenied'))).toContain(
      '404 NoSuchKey is due (E-30)',
    );
  });

  test('conditions are answered by the ETag that was shown, 304 and 412 (E-34, E-53)', () => {
    const seen = { ...withoutBucketKey('K1', 'GenerateDataKey b/a K1'), etag: 'e1' };
    const read = (conditions: Conditions, shown: Shown, under = profileNamed('ideal')) => {
      const event = { op: 'GetObject', bucket: 'b', key: 'a', conditions } as const;
      const trace = new ObservedTrace().put(0, 'ann', 'b/a', seen).add(1, 'ann', event, shown);
      return shown.status === 304 ? lastJudgement(errors, trace, under) : violation(errors, trace, under);
    };
    const served = { ...withoutBucketKey('K1', 'Decrypt b/a K1'), etag: 'e1' };
    expect(read({ ifNoneMatch: 'e1' }, { status: 304 })).toBe('exercised');
    expect(read({ ifNoneMatch: 'e1' }, served)).toContain('304 is due (E-53, F-181)');
    expect(read({ ifMatch: 'e2' }, served)).toContain('412 PreconditionFailed is due (E-53, F-181)');
    // Where KMS may have been asked before, it may have refused.
    expect(read({ ifNoneMatch: 'e1' }, { status: 304 }, profileNamed('aws'))).toBe('idle');
    const clear = new ObservedTrace().put(0, 'ann', 'b/x', SSE_S3);
    const again = { ...put, headers: {}, conditions: { ifNoneMatch: '*' } };
    const unmet = '412 PreconditionFailed is due (E-34, F-36)';
    expect(violation(errors, clear.add(1, 'ann', again, SSE_S3), profileNamed('ideal'))).toContain(unmet);
    expect(wrong('ann', { ...put, headers: { sse: '' } }, SSE_S3)).toContain('400 is due (F-29)');
  });

  test('what is missing is told with the step that deleted it, as far as that is known', () => {
    const get = { op: 'GetObject', bucket: 'b', key: 'a' } as const;
    const remove = { op: 'DeleteObject', bucket: 'b', key: 'a' } as const;
    const removed = () => start().add(1, 'ann', remove, { status: 204 });
    const shown = withoutBucketKey('K1', 'Decrypt b/a K1');
    expect(violation(errors, removed().add(2, 'bob', get, shown))).toContain(
      'the object, which step 2 deleted, does not exist: 404 NoSuchKey is due (E-30)',
    );
    // To delete it once more deletes nothing; a new one is another object.
    const again = removed().add(2, 'ann', remove, { status: 204 });
    expect(violation(errors, again.add(3, 'bob', get, shown))).toContain('which step 2 deleted, does not');
    const copy = { op: 'CopyObject', source: { bucket: 'b', key: 'a' }, bucket: 'b', key: 'c', headers: {} } as const;
    expect(violation(errors, removed().add(2, 'ann', copy, shown))).toContain('the object, which step 2 deleted, does');
    const twice = removed()
      .put(2, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .add(3, 'ann', remove, { status: 204 });
    expect(violation(errors, twice.add(4, 'bob', get, shown))).toContain('which step 4 deleted, does not');
    expect(wrong('bob', { ...get, key: 'none' }, shown)).toContain('but the object does not exist: 404');
  });

  test('so is a bucket, that of the source of a copy too, until it is made again', () => {
    const made = () =>
      new ObservedTrace()
        .add(0, 'ann', { op: 'CreateBucket', bucket: 'x' })
        .put(1, 'ann', 'x/a', SSE_S3)
        .add(2, 'ann', { op: 'DeleteObject', bucket: 'x', key: 'a' }, { status: 204 })
        .add(3, 'ann', { op: 'DeleteBucket', bucket: 'x' }, { status: 204 });
    const head = { op: 'HeadObject', bucket: 'x', key: 'a' } as const;
    expect(violation(errors, made().add(4, 'ann', head, SSE_S3))).toContain(
      'the bucket, which step 4 deleted, does not exist: 404 NoSuchBucket is due (E-29)',
    );
    const copy = { op: 'CopyObject', source: { bucket: 'x', key: 'a' }, bucket: 'b', key: 'c', headers: {} } as const;
    expect(violation(errors, made().add(4, 'ann', copy, SSE_S3))).toContain('the bucket, which step 4 deleted, does');
    expect(violation(errors, made().add(4, 'ann', { ...copy, bucket: 'none' }, SSE_S3))).toContain(
      'but the bucket does not exist',
    );
    const anew = made().add(4, 'ann', { op: 'CreateBucket', bucket: 'x' });
    expect(violation(errors, anew.add(5, 'ann', head, SSE_S3))).toContain('but the object does not exist: 404');
  });

  test('wrong headers come before a denial, a denial before a missing object', () => {
    const lone = { ...put, headers: { sse: 'AES256', kmsKeyId: 'K1' } } as const;
    expect(judged('eve', lone, shownRefusal(400, 'InvalidArgument'))).toBe('exercised');
    expect(wrong('eve', lone, shownRefusal(403, 'AccessDenied'))).toContain('400 InvalidArgument is due (E-13)');
    const { sse: _, ...alone } = lone.headers;
    expect(wrong('eve', { ...lone, headers: alone }, shownRefusal(403, 'AccessDenied'))).toContain('is due (E-12)');
    expect(judged('ann', { ...put, headers: { context: 'malformed' } }, shownRefusal(400, 'AnyName'))).toBe(
      'exercised',
    );
    expect(judged('eve', { op: 'GetObject', bucket: 'b', key: 'none' }, shownRefusal(403, 'AccessDenied'))).toBe(
      'exercised',
    );
  });

  test('of several errors that apply any may be shown, where their order is open (U-30)', () => {
    const aws: Profile = { ...profileNamed('aws'), transientErrors: false };
    const lone = { ...put, headers: { sse: 'AES256', kmsKeyId: 'K1' } } as const;
    expect(judged('eve', lone, shownRefusal(403, 'AccessDenied'), aws)).toBe('exercised');
    expect(wrong('ann', lone, shownRefusal(403, 'AccessDenied'), aws)).toContain('is due (E-13)');
    expect(wrong('eve', lone, shownRefusal(404, 'NoSuchBucket'), aws)).toContain('is due (E-13)');
    const none = { op: 'PutBucketEncryption', bucket: 'none', rules: [] } as const;
    expect(wrong('ann', none, shownRefusal(400, 'MalformedXML'), aws)).toContain('is due (E-29)');
    const malformed = { op: 'PutBucketEncryption', bucket: 'b', rules: [] } as const;
    expect(judged('eve', malformed, shownRefusal(403, 'AccessDenied'), aws)).toBe('exercised');
    expect(wrong('eve', malformed, shownRefusal(403, 'AccessDenied'))).toContain('is due (E-27)');
  });

  test('KMS has to know who asks (E-16)', () => {
    const get = { op: 'GetObject', bucket: 'b', key: 'a' } as const;
    expect(judged('ann-v2', get, shownRefusal(400, 'InvalidArgument'))).toBe('exercised');
    expect(wrong('ann-v2', get, shownRefusal(403, 'AccessDenied'))).toContain(
      '400 InvalidArgument is due (E-16, F-101)',
    );
    expect(wrong('anyone', get, shownRefusal(400, 'InvalidArgument'))).toContain('403 AccessDenied is due');
    expect(judged('ann-v2', { ...get, op: 'HeadObject' }, withoutBucketKey('K1'))).toBe('idle');
  });

  test('a read takes neither algorithm nor key id (E-15)', () => {
    const headed = { op: 'HeadObject', bucket: 'b', key: 'a', headers: { sse: 'aws:kms' } } as const;
    expect(judged('bob', headed, shownRefusal(400, null))).toBe('exercised');
    expect(wrong('bob', headed, withoutBucketKey('K1'))).toContain('400 InvalidArgument is due (E-15, F-39)');
    expect(judged('bob', { ...headed, headers: { bucketKeyEnabled: true } }, withoutBucketKey('K1'))).toBe('idle');
  });

  test('what is there and allowed is not refused', () => {
    expect(wrong('bob', { op: 'HeadObject', bucket: 'b', key: 'a' }, shownRefusal(404, null))).toContain(
      'nothing stands in its way: 200 is due',
    );
    expect(wrong('bob', { op: 'GetObject', bucket: 'b', key: 'old' }, shownRefusal(403, 'AccessDenied'))).toContain(
      'nothing stands in its way',
    );
  });

  test('a KMS refusal comes out as S3 words it', () => {
    const get = { op: 'GetObject', bucket: 'b', key: 'a' } as const;
    expect(wrong('bob', get, shownRefusal(400, 'KMS.NotFoundException', 'Decrypt b/a K1 DisabledException'))).toContain(
      '400 KMS.DisabledException is due (E-05)',
    );
    const disabled = () => start().add(1, 'admin', { op: 'DisableKey', keyId: 'K1' });
    expect(lastJudgement(errors, disabled().add(2, 'bob', get, shownRefusal(400, 'KMS.DisabledException')))).toBe(
      'exercised',
    );
    expect(violation(errors, disabled().add(2, 'bob', get, shownRefusal(403, 'AccessDenied')))).toContain(
      'the KMS key is disabled',
    );
  });

  test('where S3 and KMS both refuse, KMS may come first only if the profile leaves it open', () => {
    const get = { op: 'GetObject', bucket: 'b', key: 'a' } as const;
    const answer = shownRefusal(400, 'KMS.DisabledException', 'Decrypt b/a K1 DisabledException');
    expect(judged('eve', get, answer, profileNamed('aws'))).toBe('exercised');
    expect(wrong('eve', get, answer)).toContain('403 AccessDenied is due');
  });

  test('a copy onto itself that changes nothing is refused, on a bucket that nobody configured', () => {
    const copy = { op: 'CopyObject', source: { bucket: 'b', key: 's' }, bucket: 'b', key: 's', headers: {} } as const;
    const scene = () => new ObservedTrace().put(0, 'ann', 'b/s', SSE_S3);
    expect(lastJudgement(errors, scene().add(1, 'ann', copy, shownRefusal(400, 'InvalidRequest')))).toBe('exercised');
    expect(violation(errors, scene().add(1, 'ann', copy, SSE_S3))).toContain(
      'changes nothing: 400 InvalidRequest is due (E-26)',
    );
  });

  test('a flag with nothing to act on may be refused where that is open', () => {
    const denied = { ...put, headers: { sse: 'AES256', bucketKeyEnabled: true } } as const;
    expect(judged('eve', denied, shownRefusal(400, 'InvalidArgument'), profileNamed('aws'))).toBe('exercised');
    expect(wrong('eve', denied, shownRefusal(400, 'InvalidArgument'))).toContain('403 AccessDenied is due');
  });

  test('an error that has whatever code has any', () => {
    const rule = { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'ann' } as const;
    const none = { ...profileNamed('ideal'), replication: false };
    expect(judged('admin', rule, shownRefusal(501, 'InvalidRequest'), none)).toBe('exercised');
    expect(wrong('admin', rule, shownRefusal(501, 'InvalidRequest'))).toContain('goes with the status 400');
  });

  test('an empty key id in a rule may be refused by a profile that always does', () => {
    const rules = [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: '' }] as const;
    const rule = { op: 'PutBucketEncryption', bucket: 'b', rules } as const;
    const refusing = { ...profileNamed('ideal'), emptyKeyId: ['refused'] } as const;
    expect(judged('admin', rule, shownRefusal(400, 'InvalidArgument'), refusing)).toBe('idle');
    expect(wrong('admin', rule, shownRefusal(400, 'InvalidArgument'))).toContain('200 is due');
  });

  test('a code goes with one status', () => {
    expect(wrong('ann', { ...put, headers: {} }, shownRefusal(400, 'AccessDenied'))).toContain(
      'AccessDenied goes with the status 403',
    );
    expect(wrong('ann', { ...put, headers: {} }, { code: 'SlowDown', status: 200 })).toContain(
      'SlowDown goes with the status 503',
    );
  });
});

describe('what a violation cites', () => {
  const denied = shownRefusal(403, 'AccessDenied');
  const get = { op: 'GetObject', bucket: 'b', key: 'a' } as const;

  test.each([
    ['a bucket that is not there', 'bob', { ...get, bucket: 'none' }, SSE_S3, ['E-29']],
    ['a denial of S3', 'eve', get, SSE_S3, ['E-46', 'F-46']],
    ['a name that is taken', 'eve', { op: 'CreateBucket', bucket: 'b' }, {}, ['E-42']],
    ['a bucket with objects', 'admin', { op: 'DeleteBucket', bucket: 'b' }, { status: 204 }, ['E-43']],
    ['a denial of KMS', 'bob', get, shownRefusal(400, 'X', 'Decrypt b/a K1 AccessDeniedException'), ['E-02']],
    ['a code with the status of another', 'ann', get, { code: 'SlowDown', status: 200 }, ['E-11']],
    ['nothing, where nothing is wrong', 'bob', { ...get, key: 'old' }, denied, []],
  ] as const)('%s: that error and no other', (_what, by, event, shown, requirements) => {
    expect(judged(by, event, shown)).toMatchObject({ requirements });
  });

  test('every answer that can be due cites what the property rests on', () => {
    const dues = Object.values(due).flatMap((one): readonly due.Due[] => (typeof one === 'object' ? [one].flat() : []));
    const cited = dues.flatMap(({ requirements }) => requirements);
    expect(cited.length).toBeGreaterThan(15);
    expect(cited.filter((id) => !errors.requirements.includes(id))).toEqual([]);
  });
});

describe('errors of bucket requests', () => {
  const rules = [{ SSEAlgorithm: 'AES256' }] as const;

  test('an encryption configuration has one rule, and AES256 takes no key id', () => {
    const event = { op: 'PutBucketEncryption', bucket: 'b' } as const;
    expect(judged('admin', { ...event, rules: [] }, shownRefusal(400, 'MalformedXML'))).toBe('exercised');
    expect(wrong('admin', { ...event, rules: [] }, {})).toContain('400 MalformedXML is due (E-27)');
    const withKey = [{ SSEAlgorithm: 'AES256', KMSMasterKeyID: homeKey('K1') }] as const;
    expect(wrong('admin', { ...event, rules: withKey }, {})).toContain('400 InvalidArgument is due (E-28)');
    expect(wrong('eve', { ...event, rules }, {})).toContain('403 AccessDenied is due');
    expect(judged('admin', { ...event, rules }, {})).toBe('held');
  });

  test('bucket names are unique, and a bucket with objects stays', () => {
    expect(judged('admin', { op: 'CreateBucket', bucket: 'b' }, shownRefusal(409, 'BucketAlreadyOwnedByYou'))).toBe(
      'exercised',
    );
    expect(wrong('eve', { op: 'CreateBucket', bucket: 'b' }, shownRefusal(409, 'BucketAlreadyOwnedByYou'))).toContain(
      'BucketAlreadyExists is due',
    );
    expect(wrong('admin', { op: 'DeleteBucket', bucket: 'b' }, { status: 204 })).toContain('409 BucketNotEmpty is due');
    expect(judged('admin', { op: 'DeleteBucket', bucket: 'c' }, { status: 204 })).toBe('held');
  });

  test('in us-east-1 one may create a bucket that one has, elsewhere not (E-42)', () => {
    const create = { op: 'CreateBucket', bucket: 'b' } as const;
    const owned = shownRefusal(409, 'BucketAlreadyOwnedByYou');
    const inRegion = (region: string, by: string, shown: Shown) =>
      lastJudgement(errors, new ObservedTrace().add(0, by, create, shown), undefined, { ...SCENE, region });
    expect(inRegion('us-east-1', 'admin', {})).toBe('held');
    expect(inRegion('us-east-1', 'admin', owned)).toMatchObject({ requirements: ['E-42'] });
    expect(inRegion('us-east-1', 'eve', shownRefusal(409, 'BucketAlreadyExists'))).toBe('exercised');
    expect(inRegion('eu-west-1', 'admin', {})).toMatchObject({ requirements: ['E-42'] });
  });

  test('a replication rule needs another bucket and a role that exist', () => {
    const event = { op: 'PutBucketReplication', bucket: 'b', destination: 'b', role: 'admin' } as const;
    expect(judged('admin', event, shownRefusal(400, 'InvalidRequest'))).toBe('exercised');
    expect(wrong('admin', { ...event, destination: 'c', role: 'nobody' }, {})).toContain('400 InvalidRequest is due');
  });
});

describe('errors of KMS requests', () => {
  test('arguments come first, then the key, then the account, then the state', () => {
    const schedule = { op: 'ScheduleKeyDeletion', keyId: 'none', pendingWindowInDays: 3 } as const;
    expect(judged('eve', schedule, shownRefusal(400, 'ValidationException'))).toBe('exercised');
    expect(wrong('eve', { ...schedule, pendingWindowInDays: 7 }, {})).toContain('400 NotFoundException is due');
    expect(wrong('eve', { op: 'DisableKey', keyId: 'K1' }, {})).toContain('400 NotFoundException is due');
    expect(wrong('admin', { op: 'CancelKeyDeletion', keyId: 'K1' }, {})).toContain(
      '400 KMSInvalidStateException is due',
    );
    expect(judged('admin', { op: 'DisableKey', keyId: 'K1' }, {})).toBe('held');
    expect(judged('admin', { op: 'DisableKey', keyId: `aws-s3-${HOME_ACCOUNT}` }, shownRefusal(400, 'AnyName'))).toBe(
      'exercised',
    );
  });

  test('a key cannot be rotated on demand when it is disabled', () => {
    const scene = () => new ObservedTrace().add(0, 'admin', { op: 'DisableKey', keyId: 'K1' });
    expect(violation(errors, scene().add(1, 'admin', { op: 'RotateKeyOnDemand', keyId: 'K1' }))).toContain(
      '400 DisabledException is due',
    );
  });

  test('an alias gets no target of another account', () => {
    expect(wrong('eve', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K1' }, {})).toContain(
      '400 NotFoundException is due',
    );
    const denied = {
      op: 'PutKeyPolicy',
      keyId: 'K1',
      statements: [{ effect: 'Deny', principal: role('bob'), actions: ['kms:*'] }],
      bypassPolicyLockoutSafetyCheck: true,
    } as const;
    expect(judged('admin', denied, {})).toBe('held');
  });

  const DISABLE = { op: 'DisableKey', keyId: 'K1' } as const;
  const ENABLE = { op: 'EnableKey', keyId: 'K1' } as const;
  const SCHEDULE = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 } as const;
  const denying = (...actions: readonly KmsAction[]) =>
    ({
      op: 'PutKeyPolicy',
      keyId: 'K1',
      statements: [
        { effect: 'Allow', principal: '*', actions: ['kms:*'] },
        { effect: 'Deny', principal: role('bob'), actions },
      ],
    }) as const;
  const DENIED = shownRefusal(400, 'AccessDeniedException');

  test('the key policy is asked who controls the key (F-164)', () => {
    const scene = () => start().add(1, 'admin', denying('kms:DisableKey'));
    expect(violation(errors, scene().add(2, 'bob', DISABLE))).toContain(
      'the key policy does not allow it: 400 AccessDeniedException is due (F-164)',
    );
    expect(lastJudgement(errors, scene().add(2, 'bob', DISABLE, DENIED))).toBe('exercised');
    expect(lastJudgement(errors, scene().add(2, 'admin', DISABLE))).toBe('held');
    expect(violation(errors, scene().add(2, 'admin', DISABLE, DENIED))).toContain('nothing stands in its way');
  });

  test('an earlier policy may act for a while, and nothing is due (F-122)', () => {
    const scene = () => start().add(1, 'admin', denying('kms:DisableKey'));
    for (const shown of [{}, DENIED])
      expect(lastJudgement(errors, scene().add(2, 'bob', DISABLE, shown), profileNamed('aws'))).toBe('idle');
    expect(violation(errors, scene().add(400, 'bob', DISABLE), profileNamed('aws'))).toContain(
      '400 AccessDeniedException is due',
    );
  });

  test('policy and state both refuse: either is shown where the profile leaves it open (U-20)', () => {
    const scene = () => start().add(1, 'admin', denying('kms:EnableKey')).add(2, 'admin', SCHEDULE);
    const byState = shownRefusal(400, 'KMSInvalidStateException');
    expect(violation(errors, scene().add(400, 'bob', ENABLE, byState))).toContain('400 AccessDeniedException is due');
    expect(lastJudgement(errors, scene().add(400, 'bob', ENABLE, byState), profileNamed('aws'))).toBe('idle');
    expect(lastJudgement(errors, scene().add(400, 'bob', ENABLE, DENIED), profileNamed('aws'))).toBe('idle');
  });

  test('a policy that locks its caller out is refused, unless the check is bypassed (E-49, F-165)', () => {
    const lockout = denying('kms:PutKeyPolicy');
    expect(wrong('bob', lockout, {})).toContain('400 MalformedPolicyDocumentException is due (E-49, F-165)');
    expect(judged('bob', lockout, shownRefusal(400, 'MalformedPolicyDocumentException'))).toBe('exercised');
    expect(judged('admin', lockout, {})).toBe('held');
    expect(judged('bob', { ...lockout, bypassPolicyLockoutSafetyCheck: true }, {})).toBe('held');
  });
});
