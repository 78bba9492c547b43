import { describe, expect, test } from 'vitest';
import {
  accountRootArn,
  type BucketPolicyStatement,
  CHOICE_POINTS,
  type ChoicePoint,
  type Event,
  KMS_CONTROL_ACTIONS,
  KMS_OUTAGES,
  type KmsCall,
  kmsKeyArn,
  MINUTE_MS,
  type Observation,
  type Profile,
  roleArn,
  type Setup,
} from '../../model/index.ts';
import {
  attributes,
  begin,
  bucketPolicy,
  complete,
  conditional,
  copy,
  createAlias,
  deleteAlias,
  encrypt,
  get,
  grant,
  head,
  keyPolicy,
  listParts,
  ofVersion,
  part,
  put,
  remove,
  replicate,
  replication,
  revoke,
  update,
  versioning,
} from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, RULES, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import { multipartEtagOf } from './multipart-etag.ts';
import {
  call,
  OracleRun,
  read,
  seen,
  seenRefusal,
  TAG,
  TAG2,
  TAG3,
  unseenKms,
  wroteBk,
  wroteKms,
  wroteS3,
} from './testing/oracle-run.ts';

/**
 * A choice point: a step of `by` after some preparation, every observation that some option explains, and some that
 * none does.
 */
interface Case {
  readonly point: ChoicePoint;
  readonly why: string;
  readonly profile: Profile;
  readonly setup?: Setup;
  readonly prepared: (trial: OracleRun) => OracleRun;
  readonly by: string;
  readonly event: Event;
  readonly admitted: readonly Observation[];
  readonly excluded: readonly Observation[];
}

/** What AWS leaves open, without errors of S3 and KMS themselves, which explain a good deal. */
const K1_DEMANDED: BucketPolicyStatement = {
  effect: 'Deny',
  principal: '*',
  actions: ['s3:PutObject'],
  condition: { StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': homeKey('K1') } },
};
const CONTROLS_K1 = {
  effect: 'Allow',
  principal: accountRootArn(HOME_ACCOUNT),
  actions: KMS_CONTROL_ACTIONS,
} as const;
const STRICT_AWS: Profile = { ...AWS, transientErrors: false };

/** What it takes to replicate b/o, which is under K1, to c. */
const REPLICATES = [call('Decrypt', 'repl', 'b/o'), call('Encrypt', 'repl', 'c/o', { key: 'KR' })];

const AT_ONCE = { policyDelayMs: 0, replicationDelayMs: 0, versioningDelayMs: 0, ownAccountLists: [true] };

/** b/o was replicated to a bucket of another account and deleted, and replication has taken that up. */
function deletedAcross(trial: OracleRun): OracleRun {
  const lets = { effect: 'Allow', principal: accountRootArn(HOME_ACCOUNT), actions: ['s3:*'] } as const;
  return trial
    .given('ann', versioning('b', 'Enabled'), ok)
    .given('eve', versioning('away', 'Enabled'), ok)
    .given('eve', bucketPolicy('away', lets), seen(204))
    .given('ann', { ...replication('b', 'away'), deleteMarkerReplication: true }, ok)
    .given('ann', put('b/o'), { ...wroteS3(), versionId: 'v1' })
    .given('ann', replicate('b/o'), seen(200, { replicationStatus: 'COMPLETED' }))
    .given('ann', remove('b/o'), { ...seen(204), versionId: 'm1', deleteMarker: true })
    .given('ann', replicate('b/o'), seen(200));
}

/** An upload of b/o under K1 with some parts, whose ETags are all {@link TAG}. */
function withUpload(trial: OracleRun, parts: number): OracleRun {
  const { etag: _, ...begun } = wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'));
  trial.given('ann', begin('b/o', KMS), begun);
  for (let number = 1; number <= parts; number++)
    trial.given('ann', part('b/o', number), wroteKms('K1', TAG, call('Decrypt', 'ann', 'b/o')));
  return trial;
}

/** The completion of so many parts of it. */
function completed(parts: number): Observation {
  return wroteKms('K1', multipartEtagOf(Array.from({ length: parts }, () => TAG)));
}

const ok = seen(200);
const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;
const CONTEXT = { context: { a: 'b' } };
const UNDER_KEY = { customerKey: 'c1' } as const;
const gdk = call('GenerateDataKey', 'ann', 'b');
const dec = call('Decrypt', 'ann', 'b');
const bobGdk = call('GenerateDataKey', 'bob', 'b');
const bobDec = call('Decrypt', 'bob', 'b');
const denied = seen(403, { code: 'AccessDenied' });
const MANAGED = 'aws-s3-111111111111';
const BOB = roleArn(HOME_ACCOUNT, 'bob');
const LET_EVE_IN = bucketPolicy('b', {
  effect: 'Allow',
  principal: accountRootArn(OTHER_ACCOUNT),
  actions: ['s3:*'],
});
const NOT_FOUND = { result: 'NotFoundException' } as const;

/** A key whose material is imported. */
const WITH_KE: Setup = {
  ...SCENE,
  kmsKeys: [...SCENE.kmsKeys, { id: 'KE', account: HOME_ACCOUNT, origin: 'EXTERNAL' }],
};
const IMPORT_KE: Event = { op: 'ImportKeyMaterial', keyId: 'KE' };
const USE_KE = put('b/o', { sse: 'aws:kms', kmsKeyId: 'KE', bucketKeyEnabled: false });
const gdkOfKe = (result: KmsCall['result']) => call('GenerateDataKey', 'ann', 'b/o', { key: 'KE', result });
const usedKe = wroteKms('KE', TAG, call('GenerateDataKey', 'ann', 'b/o', { key: 'KE' }));

/** A bucket with bucket keys, long enough ago for the rule to be seen everywhere. */
const withBucketKeys = (trial: OracleRun) => trial.given('ann', encrypt('b', RULES.B2), ok).wait(10 * MINUTE_MS);
const written = (trial: OracleRun) => withBucketKeys(trial).given('ann', put('b/o'), wroteBk('K1', TAG, gdk));

const CASES: readonly Case[] = [
  {
    point: 'ruleSeen',
    why: 'the old or the new rule',
    profile: AWS,
    prepared: (trial) =>
      trial
        .wait(1)
        .given('ann', encrypt('b', RULES.B2), ok)
        .wait(MINUTE_MS - 1),
    by: 'ann',
    event: put('b/o'),
    admitted: [wroteS3(), wroteBk('K1', TAG, gdk)],
    excluded: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')),
      wroteBk('K2', TAG, call('GenerateDataKey', 'ann', 'b', { key: 'K2' })),
    ],
  },
  {
    point: 'inertHeader',
    why: 'a flag with nothing to act on is ignored, or refused with some code',
    profile: AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: put('b/o', { bucketKeyEnabled: true }),
    admitted: [wroteS3(), seenRefusal(400, 'InvalidArgument'), seenRefusal(400, 'InvalidRequest')],
    excluded: [seenRefusal(403, 'AccessDenied'), seen(400), { ...wroteS3(), bucketKeyEnabled: true }],
  },
  {
    point: 'inertHeader',
    why: 'a flag on a read has nothing to act on; an algorithm is refused',
    profile: AWS,
    prepared: (trial) => trial.given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: get('b/o', { bucketKeyEnabled: false }),
    admitted: [read(wroteS3()), seenRefusal(400, 'InvalidArgument'), seenRefusal(400, 'InvalidRequest')],
    excluded: [denied, seen(400), seenRefusal(404, 'NoSuchKey')],
  },
  {
    point: 'dormantFlag',
    why: 'the flag of an AES256 rule wakes up for aws:kms, or not',
    profile: AWS,
    prepared: (trial) =>
      trial.given('ann', encrypt('b', { SSEAlgorithm: 'AES256', BucketKeyEnabled: true }), ok).wait(10 * MINUTE_MS),
    by: 'ann',
    event: put('b/o', KMS),
    admitted: [wroteBk('K1', TAG, gdk), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))],
    excluded: [wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')), wroteKms('K1', TAG, gdk)],
  },
  {
    point: 'kmsHeaderKey',
    why: 'aws:kms without key id takes aws/s3, or by the other reading the key of the rule',
    profile: { ...AWS, kmsHeaderUsesBucketKey: [false, true] },
    prepared: (trial) => trial.given('ann', encrypt('b', RULES.B1), ok).wait(10 * MINUTE_MS),
    by: 'ann',
    event: put('b/o', { sse: 'aws:kms' }),
    admitted: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')),
      wroteKms('aws-s3-111111111111', TAG, call('GenerateDataKey', 'ann', 'b/o', { key: 'aws-s3-111111111111' })),
    ],
    excluded: [wroteKms('K2', TAG, call('GenerateDataKey', 'ann', 'b/o', { key: 'K2' }))],
  },
  {
    point: 'cache',
    why: 'the second write meets the warm cache, or the other one',
    profile: { ...IDEAL, caches: 2 },
    prepared: written,
    by: 'ann',
    event: put('b/o'),
    admitted: [wroteBk('K1', TAG2), wroteBk('K1', TAG2, gdk)],
    excluded: [wroteBk('K1', TAG2, dec), wroteBk('K1', TAG2, gdk, gdk)],
  },
  {
    point: 'served',
    why: 'a read is served from the cache, or by one Decrypt',
    profile: AWS,
    prepared: written,
    by: 'ann',
    event: get('b/o'),
    admitted: [read(wroteBk('K1', TAG)), read(wroteBk('K1', TAG), dec)],
    excluded: [read(wroteBk('K1', TAG), dec, dec), read(wroteBk('K1', TAG), gdk), read(wroteBk('K1', TAG), bobDec)],
  },
  {
    point: 'coldWrite',
    why: 'another requester makes a bucket key, or has one decrypted',
    profile: AWS,
    prepared: written,
    by: 'bob',
    event: put('b/p'),
    admitted: [wroteBk('K1', TAG2, bobGdk), wroteBk('K1', TAG2, bobDec)],
    excluded: [wroteBk('K1', TAG2), wroteBk('K1', TAG2, call('Encrypt', 'bob', 'b'))],
  },
  {
    point: 'unwrapped',
    why: 'of two bucket keys that are alive either may be the one that was decrypted, and so serve reads',
    profile: AWS,
    prepared: (trial) =>
      written(trial)
        .given('ann', put('b/p'), wroteBk('K1', TAG2, call('GenerateDataKey', 'ann', 'b')))
        .given('bob', put('b/q'), wroteBk('K1', TAG3, bobDec)),
    by: 'bob',
    event: get('b/o'),
    admitted: [read(wroteBk('K1', TAG)), read(wroteBk('K1', TAG), bobDec)],
    excluded: [read(wroteBk('K1', TAG), bobGdk)],
  },
  {
    point: 'verified',
    why: 'a new bucket key is verified, or not',
    profile: AWS,
    prepared: withBucketKeys,
    by: 'ann',
    event: put('b/o'),
    admitted: [wroteBk('K1', TAG, gdk), wroteBk('K1', TAG, gdk, dec), wroteBk('K1', TAG, dec, gdk)],
    excluded: [
      wroteBk('K1', TAG),
      wroteBk('K1', TAG, dec),
      wroteBk('K1', TAG, gdk, dec, dec),
      wroteBk('K1', TAG, gdk, gdk),
    ],
  },
  {
    point: 'extraContext',
    why: 'pairs reach KMS, or stay out',
    profile: AWS,
    prepared: withBucketKeys,
    by: 'ann',
    event: put('b/o', CONTEXT),
    admitted: [wroteBk('K1', TAG, gdk), wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b', { pairs: { a: 'b' } }))],
    excluded: [wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b', { pairs: { a: 'c' } }))],
  },
  {
    point: 'mixedReplica',
    why: 'an object without bucket key arrives with or without one where the destination has them',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', encrypt('c', RULES.B2), ok)
        .given('ann', replication('b', 'c', 'KR'), ok)
        .wait(10 * MINUTE_MS)
        .given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'ann',
    event: replicate('b/o'),
    admitted: [
      [call('Decrypt', 'repl', 'b/o'), call('Encrypt', 'repl', 'c/o', { key: 'KR' })],
      [call('Decrypt', 'repl', 'b'), call('Encrypt', 'repl', 'c', { key: 'KR' })],
      [
        call('Decrypt', 'repl', 'b/o'),
        call('Encrypt', 'repl', 'c', { key: 'KR' }),
        call('Decrypt', 'repl', 'c', { key: 'KR' }),
      ],
    ].map((kmsCalls) => seen(200, { replicationStatus: 'COMPLETED', kmsCalls })),
    excluded: [
      [],
      [call('Encrypt', 'repl', 'c/o', { key: 'KR' })],
      [call('Decrypt', 'repl', 'b/o'), call('Encrypt', 'repl', 'b/o', { key: 'KR' })],
      [call('Decrypt', 'ann', 'b/o'), call('Encrypt', 'ann', 'c/o', { key: 'KR' })],
    ].map((kmsCalls) => seen(200, { replicationStatus: 'COMPLETED', kmsCalls })),
  },
  {
    point: 'refusal',
    why: 'where S3 and KMS both refuse, either may say so',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', { op: 'DisableKey', keyId: 'K1' }, ok)
        .given('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: ['s3:*'] }), seen(204))
        .wait(15 * MINUTE_MS),
    by: 'ann',
    event: put('b/o', KMS),
    admitted: [
      denied,
      seenRefusal(400, 'KMS.DisabledException', call('GenerateDataKey', 'ann', 'b/o', { result: 'DisabledException' })),
    ],
    excluded: [
      seenRefusal(403, 'AccessDenied', call('GenerateDataKey', 'ann', 'b/o')),
      seenRefusal(400, 'KMS.DisabledException'),
      wroteKms('K1', TAG),
    ],
  },
  {
    point: 'mayList',
    why: 'what IAM says of listing the bucket is not in a trace',
    profile: AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: get('b/none'),
    admitted: [seenRefusal(404, 'NoSuchKey'), denied],
    excluded: [seenRefusal(404, 'AccessDenied'), seenRefusal(403, 'NoSuchKey'), ok],
  },
  {
    point: 'policySeen',
    why: 'the old or the new bucket policy',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', put('b/o'), wroteS3())
        .given('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: ['s3:GetObject'] }), seen(204))
        .wait(15 * MINUTE_MS - 1),
    by: 'ann',
    event: get('b/o'),
    admitted: [read(wroteS3()), denied],
    excluded: [seenRefusal(404, 'NoSuchKey'), read(wroteS3(), call('Decrypt', 'ann', 'b/o'))],
  },
  {
    point: 'replicationSeen',
    why: 'a write is covered by the new replication rule or by none',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', replication('b', 'c', 'KR'), ok)
        .wait(15 * MINUTE_MS - 1)
        .given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: get('b/o'),
    admitted: [read(wroteS3()), read({ ...wroteS3(), replicationStatus: 'PENDING' })],
    excluded: [read({ ...wroteS3(), replicationStatus: 'COMPLETED' })],
  },
  {
    point: 'bareIdAccount',
    why: "a bare key id in a rule belongs to the bucket's account or to the writer's",
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:PutObject'] }), seen(204))
        .given('ann', encrypt('b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1' }), ok)
        .given('ann', keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'] }), ok)
        .wait(15 * MINUTE_MS),
    by: 'eve',
    event: put('b/o'),
    admitted: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'eve', 'b/o')),
      seenRefusal(400, 'KMS.NotFoundException', { ...call('GenerateDataKey', 'eve', 'b/o', NOT_FOUND), keyArn: 'K1' }),
    ],
    excluded: [
      wroteS3(),
      wroteKms('K2', TAG, call('GenerateDataKey', 'eve', 'b/o', { key: 'K2' })),
      seenRefusal(400, 'KMS.NotFoundException', call('GenerateDataKey', 'eve', 'b/o', NOT_FOUND)),
    ],
  },
  {
    point: 'nameInTransition',
    why: 'a bucket of the name may still be being deleted',
    profile: AWS,
    prepared: (trial) => trial.given('ann', { op: 'DeleteBucket', bucket: 'd' }, seen(204)),
    by: 'ann',
    event: { op: 'CreateBucket', bucket: 'd' },
    admitted: [ok, seenRefusal(409, 'OperationAborted')],
    excluded: [seenRefusal(409, 'BucketAlreadyOwnedByYou'), seenRefusal(400, 'OperationAborted')],
  },
  {
    point: 'headersSeen',
    why: 'a key id that was left to the bucket, and the key that is used (U-36)',
    profile: { ...STRICT_AWS, policyDelayMs: 0, ruleDelayMs: 0 },
    prepared: (trial) =>
      trial.given('ann', encrypt('b', RULES.B1), ok).given('ann', bucketPolicy('b', K1_DEMANDED), seen(204)),
    by: 'ann',
    event: put('b/o'),
    admitted: [denied, wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))],
    excluded: [wroteS3(), seenRefusal(400, 'InvalidArgument')],
  },
  {
    point: 'mayConfigure',
    why: "a guest may configure a bucket whose policy says so, or the owner's account alone",
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', LET_EVE_IN, seen(204)).wait(20 * MINUTE_MS),
    by: 'eve',
    event: encrypt('b', RULES.B2),
    admitted: [ok, denied],
    excluded: [seenRefusal(405, 'MethodNotAllowed'), seenRefusal(400, 'InvalidRequest')],
  },
  {
    point: 'mayConfigure',
    why: 'and is told that the policy is not his to replace, or that it is denied',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', LET_EVE_IN, seen(204)).wait(20 * MINUTE_MS),
    by: 'eve',
    event: bucketPolicy('b'),
    admitted: [seenRefusal(405, 'MethodNotAllowed'), denied],
    excluded: [seen(204), seenRefusal(403, 'MethodNotAllowed')],
  },
  {
    point: 'mayConfigure',
    why: "a role of the owner's own account is denied, or the policy is about objects only",
    profile: STRICT_AWS,
    prepared: (trial) =>
      trial
        .given('ann', bucketPolicy('b', { effect: 'Deny', principal: BOB, actions: ['s3:*'] }), seen(204))
        .wait(20 * MINUTE_MS),
    by: 'bob',
    event: { op: 'DeleteBucketEncryption', bucket: 'b' },
    admitted: [seen(204), denied],
    excluded: [ok, seenRefusal(405, 'MethodNotAllowed')],
  },
  {
    point: 'publicPolicy',
    why: 'Block Public Access is on, or somebody has turned it off',
    profile: AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] }),
    admitted: [seen(204), denied],
    excluded: [ok, seenRefusal(400, 'InvalidRequest')],
  },
  {
    point: 'rotationConflict',
    why: 'an automatic rotation may be near',
    profile: AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: { op: 'RotateKeyOnDemand', keyId: 'K1' },
    admitted: [ok, seenRefusal(400, 'ConflictException')],
    excluded: [seenRefusal(409, 'ConflictException'), seenRefusal(400, 'KMSInvalidStateException')],
  },
  {
    point: 'reimport',
    why: 'an import enables a disabled key, or leaves it disabled',
    profile: { ...STRICT_AWS, reimport: ['kept', 'enabled'] },
    setup: WITH_KE,
    prepared: (trial) =>
      trial
        .given('ann', IMPORT_KE, ok)
        .given('ann', { op: 'DisableKey', keyId: 'KE' }, ok)
        .wait(10 * MINUTE_MS)
        .given('ann', IMPORT_KE, ok)
        .wait(10 * MINUTE_MS),
    by: 'ann',
    event: USE_KE,
    admitted: [seenRefusal(400, 'KMS.DisabledException', gdkOfKe('DisabledException')), usedKe],
    excluded: [seenRefusal(400, 'KMS.KMSInvalidStateException', gdkOfKe('KMSInvalidStateException')), denied],
  },
  {
    point: 'cancelWithoutMaterial',
    why: 'a key without material whose deletion is cancelled is pending import, or disabled',
    profile: STRICT_AWS,
    setup: WITH_KE,
    prepared: (trial) =>
      trial
        .given('ann', { op: 'ScheduleKeyDeletion', keyId: 'KE', pendingWindowInDays: 7 }, ok)
        .given('ann', { op: 'CancelKeyDeletion', keyId: 'KE' }, ok)
        .wait(10 * MINUTE_MS),
    by: 'ann',
    event: USE_KE,
    admitted: [
      seenRefusal(400, 'KMS.DisabledException', gdkOfKe('DisabledException')),
      seenRefusal(400, 'KMS.KMSInvalidStateException', gdkOfKe('KMSInvalidStateException')),
    ],
    excluded: [usedKe, denied],
  },
  {
    point: 'importedRotation',
    why: 'whether imported material rotates is told, or not',
    profile: STRICT_AWS,
    setup: WITH_KE,
    prepared: (trial) => trial,
    by: 'ann',
    event: { op: 'GetKeyRotationStatus', keyId: 'KE' },
    admitted: [{ ...ok, keyRotationEnabled: false }, seenRefusal(400, 'UnsupportedOperationException')],
    excluded: [{ ...ok, keyRotationEnabled: true }, seenRefusal(400, 'KMSInvalidStateException')],
  },
  {
    point: 'emptyKeyId',
    why: 'an empty key id in a header is asked of KMS, refused, or none',
    profile: STRICT_AWS,
    prepared: withBucketKeys,
    by: 'ann',
    event: put('b/o', { sse: 'aws:kms', kmsKeyId: '' }),
    admitted: [
      seenRefusal(400, 'KMS.NotFoundException', { ...call('GenerateDataKey', 'ann', 'b', NOT_FOUND), keyArn: '' }),
      seenRefusal(400, 'InvalidArgument'),
      wroteBk(MANAGED, TAG, call('GenerateDataKey', 'ann', 'b', { key: MANAGED })),
    ],
    excluded: [denied, wroteBk('K1', TAG, gdk), seen(400)],
  },
  {
    point: 'emptyKeyId',
    why: 'an empty key id in a rule is kept, refused, or none',
    profile: STRICT_AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: encrypt('b', { SSEAlgorithm: 'AES256', KMSMasterKeyID: '' }),
    admitted: [ok, seenRefusal(400, 'InvalidArgument'), seenRefusal(400, 'Whatever')],
    excluded: [denied, seenRefusal(404, 'NoSuchBucket'), seen(400)],
  },
  {
    point: 'unknownVersion',
    why: 'an id that no version has is unknown, or malformed',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: ofVersion(get('b/o'), 'nobodys'),
    admitted: [seenRefusal(404, 'NoSuchVersion'), seenRefusal(400, 'InvalidArgument')],
    excluded: [read(wroteS3()), seenRefusal(404, 'NoSuchKey'), seenRefusal(405, 'MethodNotAllowed')],
  },
  {
    point: 'unknownVersion',
    why: 'what is not there is deleted as well, or is refused',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: ofVersion(remove('b/o'), 'nobodys'),
    admitted: [seen(204), seenRefusal(404, 'NoSuchVersion'), seenRefusal(400, 'InvalidArgument')],
    excluded: [seenRefusal(404, 'NoSuchKey'), seenRefusal(405, 'MethodNotAllowed')],
  },
  {
    point: 'versioningSeen',
    why: 'a write may still be stored as before versioning was turned on',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', versioning('b', 'Enabled'), ok),
    by: 'ann',
    event: put('b/o'),
    admitted: [{ ...wroteS3(), versionId: 'v1' }, { ...wroteS3(), versionId: null }, wroteS3()],
    excluded: [{ ...wroteS3(), versionId: 'v1', status: 204 }],
  },
  {
    point: 'versioningSeen',
    why: 'and once that is over it is not',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', versioning('b', 'Enabled'), ok).wait(STRICT_AWS.versioningDelayMs),
    by: 'ann',
    event: put('b/o'),
    admitted: [{ ...wroteS3(), versionId: 'v1' }],
    excluded: [
      { ...wroteS3(), versionId: null },
      { ...wroteS3(), versionId: 'null' },
    ],
  },
  {
    point: 'contextWithoutKms',
    why: 'extra context where nothing comes under KMS is ignored, or refused',
    profile: STRICT_AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: put('b/o', CONTEXT),
    admitted: [wroteS3(), seenRefusal(400, 'InvalidArgument'), seenRefusal(400, 'InvalidRequest')],
    excluded: [denied, seen(400), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o', { pairs: { a: 'b' } }))],
  },
  {
    point: 'selfCopyBy',
    why: 'a flag alone makes a copy onto itself legal, or does not',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: copy('b/o', 'b/o', { bucketKeyEnabled: false }),
    admitted: [wroteS3(), seenRefusal(400, 'InvalidRequest')],
    excluded: [denied, seenRefusal(400, 'InvalidArgument')],
  },
  {
    point: 'selfCopyBy',
    why: 'so does a rule that was deleted again',
    profile: STRICT_AWS,
    prepared: (trial) =>
      withBucketKeys(trial)
        .given('ann', { op: 'DeleteBucketEncryption', bucket: 'b' }, seen(204))
        .wait(15 * MINUTE_MS)
        .given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: copy('b/o', 'b/o'),
    admitted: [wroteS3(), seenRefusal(400, 'InvalidRequest')],
    excluded: [denied, seenRefusal(400, 'InvalidArgument')],
  },
  {
    point: 'uploadOpens',
    why: 'a completion has the data key of the upload decrypted, or not',
    profile: STRICT_AWS,
    prepared: (trial) => withUpload(trial, 1),
    by: 'bob',
    event: complete('b/o', [1]),
    admitted: [completed(1), { ...completed(1), kmsCalls: [call('Decrypt', 'bob', 'b/o')] }],
    excluded: [{ ...completed(1), kmsCalls: [call('GenerateDataKey', 'bob', 'b/o')] }, completed(2)],
  },
  {
    point: 'uploadOpens',
    why: 'and so has a list of its parts, or not',
    profile: STRICT_AWS,
    prepared: (trial) => withUpload(trial, 1),
    by: 'bob',
    event: listParts('b/o'),
    admitted: [ok, seen(200, { kmsCalls: [call('Decrypt', 'bob', 'b/o')] })],
    excluded: [seen(200, { kmsCalls: [call('Decrypt', 'ann', 'b/o')] }), seen(204)],
  },
  {
    point: 'partsTooSmall',
    why: 'a part but the last is too small, or not: a trace does not say',
    profile: STRICT_AWS,
    prepared: (trial) => withUpload(trial, 2),
    by: 'ann',
    event: complete('b/o', [1, 2]),
    admitted: [completed(2), seenRefusal(400, 'EntityTooSmall')],
    excluded: [seenRefusal(400, 'InvalidPart'), seenRefusal(400, 'InvalidPartOrder')],
  },
  {
    point: 'looksNeedV4',
    why: 'who looks at a KMS object without a signature that KMS takes is refused, or not',
    profile: STRICT_AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'ann-v2',
    event: head('b/o'),
    admitted: [wroteKms('K1', TAG), seen(400)],
    excluded: [seen(403), seen(404)],
  },
  {
    point: 's3Error',
    why: 'a denial, or that nobody has signed',
    profile: STRICT_AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'anyone',
    event: get('b/o'),
    admitted: [denied, seenRefusal(400, 'InvalidArgument')],
    excluded: [read(wroteKms('K1', TAG), call('Decrypt', 'anyone', 'b/o')), seenRefusal(400, 'KMS.NotFoundException')],
  },
  {
    point: 's3Error',
    why: 'a bad header or a missing source, whichever is looked at first',
    profile: { ...STRICT_AWS, ownAccountLists: [true] },
    prepared: (trial) => trial,
    by: 'ann',
    event: copy('b/none', 'c/o', { kmsKeyId: 'K1' }),
    admitted: [seenRefusal(400, 'InvalidArgument'), seenRefusal(404, 'NoSuchKey')],
    excluded: [denied, seenRefusal(404, 'NoSuchBucket'), seenRefusal(400, 'MalformedXML')],
  },
  {
    point: 's3Error',
    why: 'a missing destination, or a source that is missing',
    profile: { ...STRICT_AWS, ownAccountLists: [true] },
    prepared: (trial) => trial,
    by: 'ann',
    event: copy('b/none', 'none/o'),
    admitted: [seenRefusal(404, 'NoSuchKey'), seenRefusal(404, 'NoSuchBucket')],
    excluded: [denied, seenRefusal(400, 'InvalidArgument')],
  },
  {
    point: 's3Error',
    why: 'what is wrong with a rule, or that it is not for the requester to say',
    profile: STRICT_AWS,
    prepared: (trial) => trial,
    by: 'eve',
    event: encrypt('b'),
    admitted: [seenRefusal(400, 'MalformedXML'), denied],
    excluded: [ok, seenRefusal(404, 'NoSuchBucket'), seenRefusal(400, 'InvalidArgument')],
  },
  {
    point: 's3Error',
    why: 'a denial, or headers on a read that KMS might refuse as well',
    profile: STRICT_AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'eve',
    event: get('b/o', { sse: 'aws:kms' }),
    admitted: [denied, seenRefusal(400, 'InvalidArgument')],
    excluded: [read(wroteKms('K1', TAG), call('Decrypt', 'eve', 'b/o')), seenRefusal(404, 'NoSuchKey')],
  },
  {
    point: 'outageAnswer',
    why: 'while KMS cannot be reached S3 answers 503 or 500, with any code, and only S3 may know of the call',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', { op: 'InterruptKms', on: true }, ok),
    by: 'ann',
    event: put('b/o', KMS),
    admitted: KMS_OUTAGES.flatMap((result) => [
      seenRefusal(503, 'ServiceUnavailable', call('GenerateDataKey', 'ann', 'b/o', { result })),
      seenRefusal(500, 'InternalError', call('GenerateDataKey', 'ann', 'b/o', { result })),
    ]).concat(seenRefusal(503, 'KMS.Whatever'), unseenKms(seenRefusal(500, 'KMS.Whatever'))),
    excluded: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')),
      seenRefusal(400, 'KMS.NotFoundException', call('GenerateDataKey', 'ann', 'b/o', NOT_FOUND)),
      seenRefusal(503, 'SlowDown', call('GenerateDataKey', 'ann', 'b/o', { result: 'ThrottlingException' })),
      seenRefusal(403, 'AccessDenied', call('GenerateDataKey', 'ann', 'b/o', { result: 'unreachable' })),
    ],
  },
  {
    point: 'outageAnswer',
    why: 'while answers of KMS are lost it carries out one call, and S3 fails as if it had not',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', { op: 'InterruptKms', on: true, answersLost: true }, ok),
    by: 'ann',
    event: put('b/o', KMS),
    admitted: [
      seenRefusal(503, 'ServiceUnavailable', call('GenerateDataKey', 'ann', 'b/o')),
      seenRefusal(500, 'InternalError', call('GenerateDataKey', 'ann', 'b/o')),
      unseenKms(seenRefusal(500, 'InternalError')),
    ],
    excluded: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')),
      seenRefusal(500, 'InternalError'),
      seenRefusal(503, 'Whatever', call('GenerateDataKey', 'ann', 'b/o', { result: 'unreachable' })),
      seenRefusal(500, 'InternalError', call('GenerateDataKey', 'ann', 'b/o'), call('GenerateDataKey', 'ann', 'b/o')),
      seenRefusal(403, 'AccessDenied', call('GenerateDataKey', 'ann', 'b/o')),
    ],
  },
  {
    point: 'kmsAnswer',
    why: 'KMS may fail by itself at any time, of which S3 alone may know',
    profile: AWS,
    prepared: withBucketKeys,
    by: 'ann',
    event: put('b/o'),
    admitted: KMS_OUTAGES.map((result) =>
      seenRefusal(500, 'Whatever', call('GenerateDataKey', 'ann', 'b', { result })),
    ).concat(wroteBk('K1', TAG, gdk)),
    excluded: [
      seenRefusal(400, 'Whatever', call('GenerateDataKey', 'ann', 'b', { result: 'KMSInternalException' })),
      wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b', { result: 'unreachable' })),
      seenRefusal(403, 'Whatever'),
    ],
  },
  {
    point: 'aliasSeen',
    why: 'the old or the new target of an alias',
    profile: AWS,
    prepared: (trial) => trial.given('ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' }, ok).wait(MINUTE_MS),
    by: 'ann',
    event: put('b/o', { sse: 'aws:kms', kmsKeyId: 'alias/x' }),
    admitted: ['K1', 'K2'].map((key) => wroteKms(key, TAG, call('GenerateDataKey', 'ann', 'b/o', { key }))),
    excluded: [wroteKms('K9', TAG, call('GenerateDataKey', 'ann', 'b/o', { key: 'K9' }))],
  },
  {
    point: 'aliasSeen',
    why: 'an alias that was deleted, or its key',
    profile: AWS,
    prepared: (trial) => trial.given('ann', deleteAlias('alias/x'), ok).wait(MINUTE_MS),
    by: 'ann',
    event: put('b/o', { sse: 'aws:kms', kmsKeyId: 'alias/x' }),
    admitted: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')),
      seenRefusal(400, 'KMS.NotFoundException', {
        ...call('GenerateDataKey', 'ann', 'b/o', { result: 'NotFoundException' }),
        keyArn: 'alias/x',
      }),
    ],
    excluded: [wroteKms('K9', TAG, call('GenerateDataKey', 'ann', 'b/o', { key: 'K9' }))],
  },
  {
    point: 'kmsAnswer',
    why: 'a name that was given back a moment ago',
    profile: AWS,
    prepared: (trial) => trial.given('ann', deleteAlias('alias/x'), ok).wait(MINUTE_MS),
    by: 'ann',
    event: createAlias('alias/x', 'K2'),
    admitted: [ok, seenRefusal(400, 'AlreadyExistsException')],
    excluded: [seenRefusal(400, 'NotFoundException')],
  },
  {
    point: 'kmsAnswer',
    why: 'a key may be said to rotate still that is pending deletion',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', { op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 365 }, ok)
        .wait(6 * MINUTE_MS)
        .given('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 }, ok)
        .wait(MINUTE_MS),
    by: 'ann',
    event: { op: 'GetKeyRotationStatus', keyId: 'K1' },
    admitted: [
      { ...ok, keyRotationEnabled: false },
      { ...ok, keyRotationEnabled: true },
    ],
    excluded: [{ ...ok, keyRotationEnabled: null }, seenRefusal(400, 'KMSInvalidStateException')],
  },
  {
    point: 'kmsAnswer',
    why: 'a grant may be seen yet or not',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', keyPolicy('K1', CONTROLS_K1), ok)
        .wait(6 * MINUTE_MS)
        .given('ann', grant('g', roleArn(HOME_ACCOUNT, 'bob')), ok)
        .wait(MINUTE_MS),
    by: 'bob',
    event: put('b/o', KMS),
    admitted: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'bob', 'b/o')),
      seenRefusal(403, 'AccessDenied', call('GenerateDataKey', 'bob', 'b/o', { result: 'AccessDeniedException' })),
    ],
    excluded: [
      seenRefusal(400, 'KMS.DisabledException', call('GenerateDataKey', 'bob', 'b/o', { result: 'DisabledException' })),
    ],
  },
  {
    point: 'kmsAnswer',
    why: 'a grant for an object allows nothing with a bucket key, where KMS sees the bucket (F-205)',
    profile: STRICT_AWS,
    prepared: (trial) =>
      trial
        .given('ann', keyPolicy('K1', CONTROLS_K1), ok)
        .given(
          'ann',
          grant('g', roleArn(HOME_ACCOUNT, 'bob'), { EncryptionContextSubset: { 'aws:s3:arn': 'arn:aws:s3:::b/o' } }),
          ok,
        )
        .wait(6 * MINUTE_MS),
    by: 'bob',
    event: put('b/o', { ...KMS, bucketKeyEnabled: true }),
    admitted: [
      seenRefusal(403, 'AccessDenied', call('GenerateDataKey', 'bob', 'b', { result: 'AccessDeniedException' })),
    ],
    excluded: [wroteBk('K1', TAG, call('GenerateDataKey', 'bob', 'b'))],
  },
  {
    point: 'kmsAnswer',
    why: 'a grant that was made a moment ago may not be found',
    profile: AWS,
    prepared: (trial) => trial.given('ann', grant('g', roleArn(HOME_ACCOUNT, 'bob')), ok).wait(MINUTE_MS),
    by: 'ann',
    event: revoke('g'),
    admitted: [ok, seenRefusal(400, 'NotFoundException')],
    excluded: [seenRefusal(400, 'DisabledException')],
  },
  {
    point: 'kmsAnswer',
    why: 'the old or the new state of a key',
    profile: AWS,
    prepared: (trial) => trial.given('ann', { op: 'DisableKey', keyId: 'K1' }, ok).wait(MINUTE_MS),
    by: 'ann',
    event: put('b/o', KMS),
    admitted: [
      wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')),
      seenRefusal(400, 'KMS.DisabledException', call('GenerateDataKey', 'ann', 'b/o', { result: 'DisabledException' })),
    ],
    excluded: [
      seenRefusal(
        400,
        'KMS.KMSInvalidStateException',
        call('GenerateDataKey', 'ann', 'b/o', { result: 'KMSInvalidStateException' }),
      ),
      seenRefusal(403, 'AccessDenied', call('GenerateDataKey', 'ann', 'b/o', { result: 'AccessDeniedException' })),
      seenRefusal(400, 'KMS.DisabledException', call('GenerateDataKey', 'ann', 'b/o')),
    ],
  },
  {
    point: 'kmsAnswer',
    why: 'an earlier key policy may still decide who controls the key',
    profile: AWS,
    prepared: (trial) => trial.given('ann', keyPolicy('K1'), ok),
    by: 'ann',
    event: { op: 'DisableKey', keyId: 'K1' },
    admitted: [ok, seen(400, { code: 'AccessDeniedException' })],
    excluded: [seen(400, { code: 'KMSInvalidStateException' }), seen(403, { code: 'AccessDenied' })],
  },
  {
    point: 'kmsAnswer',
    why: 'an earlier state of a key may still refuse to whoever controls it',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 }, ok)
        .given('ann', { op: 'CancelKeyDeletion', keyId: 'K1' }, ok)
        .wait(MINUTE_MS),
    by: 'ann',
    event: { op: 'EnableKey', keyId: 'K1' },
    admitted: [ok, seen(400, { code: 'KMSInvalidStateException' })],
    excluded: [seen(400, { code: 'DisabledException' }), seen(400, { code: 'AccessDeniedException' })],
  },
  {
    point: 'kmsAnswer',
    why: 'no earlier state lets through what the state of now refuses',
    profile: AWS,
    prepared: (trial) =>
      trial.given('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 }, ok).wait(MINUTE_MS),
    by: 'ann',
    event: { op: 'EnableKey', keyId: 'K1' },
    admitted: [seen(400, { code: 'KMSInvalidStateException' })],
    excluded: [ok, seen(400, { code: 'DisabledException' })],
  },
  {
    point: 'copyOrder',
    why: 'where both sides refuse, either may be asked first, and the other is not asked any more',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')))
        .given('ann', { op: 'DisableKey', keyId: 'K1' }, ok)
        .given('ann', keyPolicy('K2'), ok)
        .wait(10 * MINUTE_MS),
    by: 'ann',
    event: copy('b/o', 'c/o', { sse: 'aws:kms', kmsKeyId: homeKey('K2') }),
    admitted: [
      seenRefusal(400, 'KMS.DisabledException', call('Decrypt', 'ann', 'b/o', { result: 'DisabledException' })),
      seenRefusal(
        403,
        'AccessDenied',
        call('GenerateDataKey', 'ann', 'c/o', { key: 'K2', result: 'AccessDeniedException' }),
      ),
    ],
    excluded: [
      denied,
      seenRefusal(403, 'AccessDenied', call('Decrypt', 'ann', 'b/o', { result: 'DisabledException' })),
    ],
  },
  {
    point: 'headDecrypts',
    why: 'HEAD decrypts the object, or costs nothing',
    profile: { ...AWS, headDecrypts: [false, true] },
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'bob',
    event: head('b/o'),
    admitted: [
      { ...read(wroteKms('K1', TAG)), contentMd5: null },
      { ...read(wroteKms('K1', TAG), call('Decrypt', 'bob', 'b/o')), contentMd5: null },
    ],
    excluded: [
      { ...read(wroteKms('K1', TAG), call('Decrypt', 'bob', 'b')), contentMd5: null },
      { ...read(wroteKms('K1', TAG), call('GenerateDataKey', 'bob', 'b/o')), contentMd5: null },
    ],
  },
  {
    point: 'headDecrypts',
    why: 'a key that is disabled shows in the status alone, for HEAD has no body',
    profile: { ...AWS, headDecrypts: [true] },
    prepared: (trial) =>
      trial
        .given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')))
        .given('ann', { op: 'DisableKey', keyId: 'K1' }, ok)
        .wait(10 * MINUTE_MS),
    by: 'ann',
    event: head('b/o'),
    admitted: [seen(400, { kmsCalls: [call('Decrypt', 'ann', 'b/o', { result: 'DisabledException' })] })],
    excluded: [
      { ...read(wroteKms('K1', TAG)), contentMd5: null },
      seenRefusal(400, 'KMS.DisabledException', call('Decrypt', 'ann', 'b/o', { result: 'DisabledException' })),
    ],
  },
  {
    point: 'remembered',
    why: 'KMS is called for a refusal, or the server remembers one',
    profile: { ...AWS, remembersRefusal: [false, true] },
    prepared: (trial) =>
      trial
        .given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')))
        .given('ann', { op: 'DisableKey', keyId: 'K1' }, ok)
        .wait(10 * MINUTE_MS),
    by: 'ann',
    event: get('b/o'),
    admitted: [
      seenRefusal(400, 'KMS.DisabledException', call('Decrypt', 'ann', 'b/o', { result: 'DisabledException' })),
      seenRefusal(400, 'KMS.DisabledException'),
    ],
    excluded: [read(wroteKms('K1', TAG)), seenRefusal(400, 'KMS.NotFoundException'), denied],
  },
  {
    point: 'checksumOpens',
    why: 'the checksum of a KMS object is decrypted, or costs nothing',
    profile: AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'bob',
    event: attributes('b/o', true),
    admitted: [seen(200, { etag: TAG }), seen(200, { etag: TAG, kmsCalls: [call('Decrypt', 'bob', 'b/o')] })],
    excluded: [
      seen(200, { etag: TAG2 }),
      seen(200, { etag: TAG, sse: 'aws:kms' }),
      seen(200, { etag: TAG, kmsCalls: [call('Decrypt', 'bob', 'b')] }),
    ],
  },
  {
    point: 'checksumOpens',
    why: 'a denial at KMS shows only where the checksum is decrypted',
    profile: AWS,
    prepared: (trial) =>
      trial
        .given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')))
        .given('ann', { op: 'DisableKey', keyId: 'K1' }, ok)
        .wait(10 * MINUTE_MS),
    by: 'ann',
    event: attributes('b/o', true),
    admitted: [
      seen(200, { etag: TAG }),
      seenRefusal(400, 'KMS.DisabledException', call('Decrypt', 'ann', 'b/o', { result: 'DisabledException' })),
    ],
    excluded: [denied, seen(200, { etag: TAG, kmsCalls: [call('Decrypt', 'ann', 'b/o')] })],
  },
  {
    point: 'rewrapsBy',
    why: 'a data key is unwrapped and wrapped anew, by Encrypt or GenerateDataKey, or ReEncrypt does both',
    profile: STRICT_AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'bob',
    event: update('b/o', homeKey('K2')),
    admitted: [
      seen(200, { kmsCalls: [call('Decrypt', 'bob', 'b/o'), call('Encrypt', 'bob', 'b/o', { key: 'K2' })] }),
      seen(200, { kmsCalls: [call('Decrypt', 'bob', 'b/o'), call('GenerateDataKey', 'bob', 'b/o', { key: 'K2' })] }),
      seen(200, { kmsCalls: [call('ReEncrypt', 'bob', 'b/o', { key: 'K2' })] }),
    ],
    excluded: [
      ok,
      seen(200, { kmsCalls: [call('Encrypt', 'bob', 'b/o', { key: 'K2' })] }),
      seen(200, { kmsCalls: [call('ReEncrypt', 'bob', 'b/o')] }),
      seen(200, { kmsCalls: [call('Decrypt', 'bob', 'b/o'), call('Encrypt', 'bob', 'b', { key: 'K2' })] }),
      seen(200, { etag: TAG2, kmsCalls: [call('ReEncrypt', 'bob', 'b/o', { key: 'K2' })] }),
    ],
  },
  {
    point: 'rewrapsBy',
    why: 'a bucket key is made by GenerateDataKey, as for a write, or wrapped by Encrypt; it may be verified (U-08)',
    profile: STRICT_AWS,
    prepared: (trial) => trial.given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: update('b/o', homeKey('K1'), true),
    admitted: [
      seen(200, { kmsCalls: [gdk] }),
      seen(200, { kmsCalls: [gdk, dec] }),
      seen(200, { kmsCalls: [call('Encrypt', 'ann', 'b')] }),
    ],
    excluded: [ok, seen(200, { kmsCalls: [call('ReEncrypt', 'ann', 'b')] }), seen(200, { kmsCalls: [dec] })],
  },
  {
    point: 'updateNeedsPut',
    why: 'one page asks for s3:PutObject as well (F-151)',
    profile: STRICT_AWS,
    prepared: (trial) =>
      trial
        .given('ann', put('b/o'), wroteS3())
        .given('ann', bucketPolicy('b', { effect: 'Deny', principal: BOB, actions: ['s3:PutObject'] }), seen(204))
        .wait(30 * MINUTE_MS),
    by: 'bob',
    event: update('b/o', homeKey('K1')),
    admitted: [denied, seen(200, { kmsCalls: [call('Encrypt', 'bob', 'b/o')] })],
    excluded: [seenRefusal(400, 'InvalidRequest'), seenRefusal(404, 'NoSuchKey')],
  },
  {
    point: 'updateKeyAccount',
    why: 'AWS lets keys of the organization in, on request (F-150)',
    profile: { ...STRICT_AWS, updateKeyAccount: ['bucket', 'organization'] },
    prepared: (trial) => trial.given('ann', put('b/o'), wroteS3()),
    by: 'ann',
    event: update('b/o', kmsKeyArn(OTHER_ACCOUNT, 'KA')),
    admitted: [
      denied,
      seenRefusal(403, 'AccessDenied', {
        ...call('Encrypt', 'ann', 'b/o', { result: 'AccessDeniedException' }),
        keyArn: kmsKeyArn(OTHER_ACCOUNT, 'KA'),
      }),
    ],
    excluded: [ok, seenRefusal(400, 'InvalidRequest')],
  },
  {
    point: 'batchRepeats',
    why: 'a job replicates again what is COMPLETED, or leaves it (U-38)',
    profile: { ...STRICT_AWS, ...AT_ONCE },
    prepared: (trial) =>
      trial
        .given('ann', replication('b', 'c', homeKey('KR')), ok)
        .given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')))
        .given('ann', replicate('b/o'), seen(200, { replicationStatus: 'COMPLETED', kmsCalls: REPLICATES })),
    by: 'ann',
    event: { ...replicate('b/o'), job: 'ann' },
    admitted: [
      seen(200, { replicationStatus: 'COMPLETED', kmsCalls: [] }),
      seen(200, { replicationStatus: 'COMPLETED', kmsCalls: REPLICATES }),
    ],
    excluded: [seen(200, { replicationStatus: 'COMPLETED', kmsCalls: REPLICATES.slice(0, 1) })],
  },
  {
    point: 'markerAcross',
    why: 'a delete marker comes to a bucket of another account, or does not (D-20)',
    profile: { ...STRICT_AWS, ...AT_ONCE },
    prepared: deletedAcross,
    by: 'eve',
    event: get('away/o'),
    admitted: [
      { ...read(wroteS3()), replicationStatus: 'REPLICA', versionId: 'v1' },
      { ...seenRefusal(404, 'NoSuchKey'), deleteMarker: true },
    ],
    excluded: [{ ...seenRefusal(404, 'NoSuchKey'), deleteMarker: null }, denied],
  },
  {
    point: 'conditionCalls',
    why: 'what was not modified was opened before that was seen, or not',
    profile: AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'bob',
    event: conditional(get('b/o'), { ifNoneMatch: TAG }),
    admitted: [
      seen(304),
      seen(304, { etag: TAG, sse: 'aws:kms' }),
      seen(304, { kmsCalls: [call('Decrypt', 'bob', 'b/o')] }),
    ],
    excluded: [
      seenRefusal(412, 'PreconditionFailed'),
      { ...wroteKms('K1', TAG, call('Decrypt', 'bob', 'b/o')), contentMd5: TEST_BODY.md5 },
      seen(304, { contentMd5: TEST_BODY.md5 }),
      seen(304, { kmsCalls: [call('Decrypt', 'bob', 'b')] }),
    ],
  },
  {
    point: 'conditionCalls',
    why: 'a copy that its source forbids asks KMS for nothing, for the source, or for both',
    profile: AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'ann',
    event: conditional(copy('b/o', 'c/o', KMS), { ifMatch: TAG2 }),
    admitted: [
      seenRefusal(412, 'PreconditionFailed'),
      seenRefusal(412, 'PreconditionFailed', call('Decrypt', 'ann', 'b/o')),
      seenRefusal(412, 'PreconditionFailed', call('Decrypt', 'ann', 'b/o'), call('GenerateDataKey', 'ann', 'c/o')),
    ],
    excluded: [seen(304), seenRefusal(412, 'PreconditionFailed', call('GenerateDataKey', 'ann', 'c/o'))],
  },
  {
    point: 'rangeFits',
    why: 'nobody says how long the object is',
    profile: AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'bob',
    event: { op: 'GetObject', bucket: 'b', key: 'o', range: 'bytes=5-' },
    admitted: [
      { ...wroteKms('K1', TAG, call('Decrypt', 'bob', 'b/o')), status: 206, contentMd5: TAG3 },
      seenRefusal(416, 'InvalidRange'),
      seenRefusal(416, 'InvalidRange', call('Decrypt', 'bob', 'b/o')),
    ],
    excluded: [
      { ...wroteKms('K1', TAG, call('Decrypt', 'bob', 'b/o')), contentMd5: TEST_BODY.md5 },
      { ...wroteKms('K1', TAG, call('Decrypt', 'bob', 'b/o')), status: 206, contentMd5: null },
      { ...read(wroteKms('K1', TAG)), status: 206 },
      seenRefusal(416, 'InvalidPartNumber'),
    ],
  },
  {
    point: 'checksumOpens',
    why: 'the object that is looked at has a checksum, or none (K-10)',
    profile: AWS,
    prepared: (trial) =>
      trial.given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'))),
    by: 'bob',
    event: { op: 'HeadObject', bucket: 'b', key: 'o', checksumMode: true },
    admitted: [wroteKms('K1', TAG), wroteKms('K1', TAG, call('Decrypt', 'bob', 'b/o'))],
    excluded: [
      wroteKms('K1', TAG2),
      wroteKms('K1', TAG, call('Decrypt', 'bob', 'b')),
      wroteKms('K1', TAG, call('Decrypt', 'bob', 'b/o'), call('Decrypt', 'bob', 'b/o')),
    ],
  },
  {
    point: 'unsetBlock',
    why: 'nobody has said whether the bucket blocks customer keys',
    profile: STRICT_AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: put('b/o', UNDER_KEY),
    admitted: [seen(200, { etag: TAG }), denied],
    excluded: [wroteS3(), seenRefusal(400, 'InvalidRequest')],
  },
  {
    point: 'blockEndsUploads',
    why: 'the bucket has come to block customer keys while the upload was under way',
    profile: { ...STRICT_AWS, ruleDelayMs: 0 },
    prepared: (trial) =>
      trial
        .given('ann', begin('b/o', UNDER_KEY), ok)
        .given('ann', encrypt('b', { ...RULES.B0, BlockedEncryptionTypes: ['SSE-C'] }), ok),
    by: 'ann',
    event: { ...part('b/o', 1), ...UNDER_KEY },
    admitted: [seen(200, { etag: TAG }), denied],
    excluded: [wroteS3(), seenRefusal(404, 'NoSuchKey')],
  },
  {
    point: 'conditionConflict',
    why: 'another write may have got in between',
    profile: AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: conditional(put('b/o'), { ifNoneMatch: '*' }),
    admitted: [wroteS3(), seenRefusal(409, 'ConditionalRequestConflict')],
    excluded: [seenRefusal(412, 'PreconditionFailed'), seenRefusal(404, 'NoSuchKey')],
  },
  {
    point: 'matchOfNothing',
    why: 'nothing has the ETag that is asked for',
    profile: STRICT_AWS,
    prepared: (trial) => trial,
    by: 'ann',
    event: conditional(put('b/o'), { ifMatch: TAG }),
    admitted: [
      seenRefusal(404, 'NoSuchKey'),
      seenRefusal(412, 'PreconditionFailed'),
      seenRefusal(409, 'ConditionalRequestConflict'),
    ],
    excluded: [wroteS3(), seen(304)],
  },
];

describe.each(CASES)('$point: $why', ({ point, profile, setup, prepared, by, event, admitted, excluded }) => {
  test.each(admitted.map((observation, i) => [i + 1, observation] as const))(
    `admits option %i (${CHOICE_POINTS[point]})`,
    (_i, observation) => {
      expect(prepared(new OracleRun(profile, undefined, setup)).see(by, event, observation)).toBe('conforms');
    },
  );

  test.each(admitted.map((observation, i) => [i + 1, observation] as const))(
    'admits option %i where nobody sees KMS',
    (_i, observation) => {
      expect(prepared(new OracleRun(profile, undefined, setup)).see(by, event, unseenKms(observation))).toBe(
        'conforms',
      );
    },
  );

  test.each(excluded.map((observation, i) => [i + 1, observation] as const))(
    'refuses what no option explains, %i',
    (_i, observation) => {
      expect(prepared(new OracleRun(profile, undefined, setup)).see(by, event, observation)).toBe('violates');
    },
  );
});

describe('what Amazon S3 documents and a model may easily refuse', () => {
  test('that the bucket is missing comes before what is wrong with its rule (F-04)', () => {
    const rule = encrypt('none');
    expect(new OracleRun(STRICT_AWS).see('ann', rule, seenRefusal(404, 'NoSuchBucket'))).toBe('conforms');
    expect(new OracleRun(STRICT_AWS).see('ann', rule, seenRefusal(400, 'MalformedXML'))).toBe('violates');
  });

  test('a key pending deletion may answer as a disabled one does (F-115)', () => {
    const pending = () =>
      new OracleRun()
        .given('ann', put('b/o', KMS), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')))
        .given('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 }, ok)
        .wait(15 * MINUTE_MS);
    const answered = (result: 'DisabledException' | 'KMSInvalidStateException' | 'NotFoundException') =>
      pending().see('ann', get('b/o'), seenRefusal(400, `KMS.${result}`, call('Decrypt', 'ann', 'b/o', { result })));
    expect(answered('DisabledException')).toBe('conforms');
    expect(answered('KMSInvalidStateException')).toBe('conforms');
    expect(answered('NotFoundException')).toBe('violates');
  });

  test('another account that may read and not list is told 403 of what is missing, and never 404 (E-41)', () => {
    const shared = () =>
      new OracleRun()
        .given('ann', bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] }), seen(204))
        .wait(15 * MINUTE_MS);
    expect(shared().see('eve', get('b/none'), denied)).toBe('conforms');
    expect(shared().see('eve', get('b/none'), seenRefusal(404, 'NoSuchKey'))).toBe('violates');
  });

  test('a bare key id in a header is a key of who asks (F-10)', () => {
    const shared = () =>
      new OracleRun()
        .given('ann', bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:PutObject'] }), seen(204))
        .given('ann', keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'] }), ok)
        .wait(15 * MINUTE_MS);
    const gone = { ...call('GenerateDataKey', 'eve', 'b/o', NOT_FOUND), keyArn: 'K1' };
    expect(shared().see('eve', put('b/o', KMS), seenRefusal(400, 'KMS.NotFoundException', gone))).toBe('conforms');
    const wrote = wroteKms('K1', TAG, call('GenerateDataKey', 'eve', 'b/o'));
    expect(shared().see('eve', put('b/o', KMS), wrote)).toBe('violates');
  });

  const ALL = { effect: 'Allow', principal: '*', actions: ['kms:*'] } as const;
  const bob = `arn:aws:iam::${HOME_ACCOUNT}:role/bob`;

  test('who may not control a key is told so, of the account of the key as well (F-164)', () => {
    const shared = () =>
      new OracleRun()
        .given('ann', keyPolicy('K1', ALL, { effect: 'Deny', principal: bob, actions: ['kms:DisableKey'] }), ok)
        .wait(15 * MINUTE_MS);
    const disable: Event = { op: 'DisableKey', keyId: 'K1' };
    const refused = seen(400, { code: 'AccessDeniedException' });
    expect(shared().see('bob', disable, refused)).toBe('conforms');
    expect(shared().see('bob', disable, ok)).not.toBe('conforms');
    expect(
      shared()
        .wait(30 * MINUTE_MS)
        .see('bob', disable, ok),
    ).toBe('violates');
    expect(shared().see('ann', disable, refused)).toBe('violates');
  });

  test('a key policy that locks its caller out is refused unless the check is bypassed (E-49, F-165)', () => {
    const bypassed = keyPolicy('K1', ALL, { effect: 'Deny', principal: bob, actions: ['kms:PutKeyPolicy'] });
    const lockout = { ...bypassed, bypassPolicyLockoutSafetyCheck: false };
    const refused = seen(400, { code: 'MalformedPolicyDocumentException' });
    expect(new OracleRun().see('bob', lockout, refused)).toBe('conforms');
    expect(new OracleRun().see('bob', lockout, ok)).toBe('violates');
    expect(new OracleRun().see('ann', lockout, refused)).toBe('violates');
    expect(new OracleRun().see('bob', bypassed, ok)).toBe('conforms');
    expect(new OracleRun().see('bob', bypassed, refused)).toBe('violates');
  });
});

test('every choice point has a case', () => {
  expect(new Set(CASES.map(({ point }) => point))).toEqual(new Set(Object.keys(CHOICE_POINTS)));
});
