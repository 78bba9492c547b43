import { describe, expect, test } from 'vitest';
import {
  begin,
  copy,
  encrypt,
  get,
  head,
  keyPolicy,
  part,
  put,
  replication,
  update,
  versioning,
} from '../testing/events.ts';
import { AWS, callsOf, IDEAL, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { DIRECTORY_SCENE, HOME_ACCOUNT, homeKey, OTHER_BODY, RULES, TEST_BODY } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { EncryptionRule } from '../vocabulary/encryption.ts';
import type { KmsAction } from '../vocabulary/policy.ts';
import { DAY_MS } from '../vocabulary/time.ts';

const Z = `arn:aws:s3express:eu-west-1:${HOME_ACCOUNT}:bucket/z`;
const RULE: EncryptionRule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1' };

/** A run in which the directory bucket `z` is under K1, and `b` under K2 with bucket keys. */
function inDirectory(profile = IDEAL): ModelRun {
  const run = new ModelRun(profile, DIRECTORY_SCENE);
  expect(run.answer('ann', encrypt('z', RULE))).toBe('200');
  run.take('ann', encrypt('b', { ...RULES.B2, KMSMasterKeyID: homeKey('K2') }));
  return run;
}

describe('bucket keys of a directory bucket (F-20)', () => {
  test('are always on for PUT and GET, under the ARN of the bucket', () => {
    const run = inDirectory();
    const written = run.take('ann', put('z/o', { bucketKeyEnabled: false, context: { team: 'red' } }));
    expect(shownEncryption(written)).toBe('aws:kms K1 bk');
    expect(callsOf(written)).toEqual([`GenerateDataKey K1 ${Z}`]);
    expect(run.calls('ann', get('z/o'))).toEqual([]);
    expect(run.calls('bob', get('z/o'))).toEqual([`Decrypt K1 ${Z}`]);
    expect(run.take('ann', { op: 'GetBucketEncryption', bucket: 'z' }).rule).toMatchObject({ BucketKeyEnabled: true });
  });

  test('cannot be turned off: who says so is refused or not heard', () => {
    const run = inDirectory(AWS);
    run.atMs = DAY_MS;
    const off = put('z/o', { bucketKeyEnabled: false });
    expect(run.outcomes('ann', off).map(({ status }) => status)).toContain(400);
    expect(new Set(run.outcomes('ann', off).map(shownEncryption))).toEqual(new Set(['aws:kms K1 bk', 'none']));
    expect(run.answer('ann', encrypt('z', { ...RULE, BucketKeyEnabled: false }), { inertHeader: 'refused' })).toMatch(
      /^400/,
    );
  });

  test('serve an upload and its parts', () => {
    const run = inDirectory();
    expect(run.calls('ann', begin('z/o'))).toEqual([`GenerateDataKey K1 ${Z}`]);
    expect(run.calls('bob', part('z/o', 1))).toEqual([`Decrypt K1 ${Z}`]);
    expect(run.calls('bob', part('z/o', 2))).toEqual([]);
  });
});

describe('copies from and to a directory bucket (F-53, K-31)', () => {
  test('ask KMS each time, and what they bring is not cached', () => {
    const run = inDirectory();
    run.take('ann', put('b/o'));
    const [read, write] = ['Decrypt K2 b', `GenerateDataKey K1 ${Z}`];
    expect(run.calls('ann', copy('b/o', 'z/o'))).toEqual([read, write]);
    expect(run.calls('ann', copy('b/o', 'z/o'))).toEqual([read, write]);
    expect(run.calls('ann', put('z/p'))).toEqual([write]);
    expect(run.calls('ann', get('z/o'))).toEqual([`Decrypt K1 ${Z}`]);
    expect(run.calls('ann', copy('z/o', 'z/q'))).toEqual([`Decrypt K1 ${Z}`, write]);
    expect(shownEncryption(run.take('ann', head('z/q')))).toBe('aws:kms K1 bk');
  });

  test('leave no bucket key in a general purpose bucket', () => {
    const run = inDirectory();
    run.take('ann', put('z/o'));
    const copied = run.take('ann', copy('z/o', 'b/o'));
    expect(shownEncryption(copied)).toBe('aws:kms K2');
    expect(callsOf(copied)).toEqual([`Decrypt K1 ${Z}`, 'GenerateDataKey K2 b/o']);
  });
});

describe('the one KMS key of a directory bucket (E-36)', () => {
  test.each([
    ['another key', { ...RULE, KMSMasterKeyID: 'K2' }],
    ['an alias of the same', { ...RULE, KMSMasterKeyID: 'alias/x' }],
    ['no key', { SSEAlgorithm: 'aws:kms' }],
    ['a key that is not there', { ...RULE, KMSMasterKeyID: 'K7' }],
    ['DSSE', { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'K1' }],
  ] as const)('a rule with %s is refused', (_name, rule) => {
    expect(inDirectory().take('ann', encrypt('z', rule)).status).toBe(400);
  });

  test('stays while the rule says AES256 in between', () => {
    const run = inDirectory();
    expect(run.answer('ann', encrypt('z', RULES.B0))).toBe('200');
    expect(run.take('ann', encrypt('z', { ...RULE, KMSMasterKeyID: 'K2' })).status).toBe(400);
    expect(run.answer('ann', encrypt('z', { ...RULE, KMSMasterKeyID: homeKey('K1') }))).toBe('200');
  });

  test.each([
    ['its own key', { sse: 'aws:kms', kmsKeyId: 'K1' }, 200],
    ['its own key by ARN', { sse: 'aws:kms', kmsKeyId: homeKey('K1') }, 200],
    ['the algorithm alone', { sse: 'aws:kms' }, 200],
    ['AES256', { sse: 'AES256' }, 200],
    ['another key', { sse: 'aws:kms', kmsKeyId: 'K2' }, 400],
    ['an alias', { sse: 'aws:kms', kmsKeyId: 'alias/x' }, 400],
    ['DSSE', { sse: 'aws:kms:dsse' }, 400],
    ['a customer key', { customerKey: 'c1' }, 400],
  ] as const)('a write with %s', (_name, headers, status) => {
    expect(inDirectory().take('ann', put('z/o', headers)).status).toBe(status);
  });

  test('takes a rule that names it: without one there is no KMS', () => {
    const run = new ModelRun(IDEAL, DIRECTORY_SCENE);
    expect(run.take('ann', put('z/o', { sse: 'aws:kms', kmsKeyId: 'K1' })).status).toBe(400);
  });
});

describe('who uses it', () => {
  function withActions(...actions: readonly KmsAction[]): ModelRun {
    const run = inDirectory();
    run.take('ann', put('z/o'));
    const admin = { effect: 'Allow', principal: roleArn(HOME_ACCOUNT, 'ann'), actions: ['kms:*'] } as const;
    run.take('ann', keyPolicy('K1', admin, { effect: 'Allow', principal: accountRootArn(HOME_ACCOUNT), actions }));
    return run;
  }

  test('must be allowed GenerateDataKey to read, and Decrypt to write', () => {
    expect(callsOf(withActions('kms:Decrypt').take('bob', get('z/o')))).toEqual([
      `Decrypt K1 ${Z}`,
      `GenerateDataKey K1 ${Z} AccessDeniedException`,
    ]);
    expect(withActions('kms:GenerateDataKey').answer('bob', put('z/p'))).toBe('403 AccessDenied');
  });

  test('reads and writes where both are allowed, by the one call that it takes', () => {
    const run = withActions('kms:Decrypt', 'kms:GenerateDataKey');
    expect(run.calls('bob', get('z/o'))).toEqual([`Decrypt K1 ${Z}`]);
    expect(run.calls('bob', put('z/p'))).toEqual([`GenerateDataKey K1 ${Z}`]);
  });
});

describe('what a directory bucket does not have', () => {
  test.each([
    ['versions', versioning('z', 'Enabled')],
    ['replication', replication('z', 'b')],
    ['replicas', replication('b', 'z')],
    ['the end of replication', { op: 'DeleteBucketReplication', bucket: 'z' }],
    ['updates of encryption', update('z/o', homeKey('K1'), true)],
  ] as const)('%s', (_name, event) => {
    const run = inDirectory();
    run.take('ann', put('z/o'));
    expect(run.take('ann', event).status).toBe(501);
  });

  test('an MD5 for an ETag (F-189)', () => {
    const run = new ModelRun(IDEAL, DIRECTORY_SCENE);
    expect(run.take('ann', put('z/o')).etag).not.toBe(TEST_BODY.md5);
    expect(run.take('ann', put('b/o', {}, OTHER_BODY)).etag).toBe(OTHER_BODY.md5);
  });
});
