import { describe, expect, test } from 'vitest';
import { profileNamed } from '../openness/profiles.ts';
import { bucketPolicy, encrypt, put, remove, replication } from '../testing/events.ts';
import { AWS, answerOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT, RULES, SCENE } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { BucketEvent } from '../vocabulary/events/bucket-events.ts';
import type { BucketPolicyStatement } from '../vocabulary/policy.ts';
import { ROOT_USER } from '../vocabulary/requester.ts';

const READ: BucketEvent = { op: 'GetBucketEncryption', bucket: 'b' };
const ERASE: BucketEvent = { op: 'DeleteBucketEncryption', bucket: 'b' };

describe('PutBucketEncryption and GetBucketEncryption', () => {
  test('nobody set a rule: AES256 without bucket keys (F-02, D-10)', () => {
    expect(new ModelRun().take('ann', READ)).toMatchObject({
      status: 200,
      rule: { SSEAlgorithm: 'AES256', BucketKeyEnabled: false },
    });
  });

  test.each([
    ['a bare id stays bare', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1', BucketKeyEnabled: true }],
    ['an alias stays an alias', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/x', BucketKeyEnabled: false }],
    [
      'what is no key at all is taken (F-09, SC-21)',
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'aws/s3', BucketKeyEnabled: true },
    ],
    ['no key stays none', { SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true }],
    ['a flag for AES256 is kept (F-06, SC-12)', { SSEAlgorithm: 'AES256', BucketKeyEnabled: true }],
    ['a flag for DSSE is kept (F-07)', { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'K1', BucketKeyEnabled: true }],
  ] as const)('the rule comes back as it was put: %s (F-08)', (_what, rule) => {
    const run = new ModelRun();
    expect([run.answer('ann', encrypt('b', rule)), run.take('ann', READ).rule]).toEqual(['200', rule]);
  });

  test('a flag that was left out comes back as false (F-03, SC-13)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B1));
    expect(run.take('ann', READ).rule).toEqual({ ...RULES.B1, BucketKeyEnabled: false });
  });

  test('the whole rule is replaced (F-01)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    run.take('ann', encrypt('b', { SSEAlgorithm: 'aws:kms' }));
    expect(run.take('ann', READ).rule).toEqual({ SSEAlgorithm: 'aws:kms', BucketKeyEnabled: false });
  });

  test('what a bucket blocks is open until it is put, and after the rule was deleted (F-17, F-166, U-17)', () => {
    const run = new ModelRun();
    const blocked = () => run.take('ann', READ).rule?.BlockedEncryptionTypes;
    expect(blocked()).toBeUndefined();
    run.take('ann', encrypt('b', RULES.B2));
    expect(blocked()).toBeUndefined();
    run.take('ann', encrypt('b', { ...RULES.B1, BlockedEncryptionTypes: ['SSE-C'] }));
    expect(run.take('ann', READ).rule).toEqual({
      ...RULES.B1,
      BucketKeyEnabled: false,
      BlockedEncryptionTypes: ['SSE-C'],
    });
    run.take('ann', encrypt('b', RULES.B2));
    expect(blocked()).toEqual(['SSE-C']);
    run.take('ann', encrypt('b', { ...RULES.B0, BlockedEncryptionTypes: ['NONE'] }));
    expect(blocked()).toEqual(['NONE']);
    run.take('ann', ERASE);
    expect(blocked()).toBeUndefined();
  });

  test('deleting it is no error twice, and goes back to SSE-S3 (F-15)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    expect([run.answer('ann', ERASE), run.answer('ann', ERASE)]).toEqual(['204', '204']);
    expect(run.take('ann', READ).rule).toEqual({ SSEAlgorithm: 'AES256', BucketKeyEnabled: false });
  });

  test('whether DSSE with the flag is accepted is open (F-07, U-14), AES256 with the flag is not (D-01)', () => {
    const run = new ModelRun(AWS);
    const answers = (rule: Parameters<typeof encrypt>[1]) => run.outcomes('ann', encrypt('b', rule)).map(answerOf);
    expect(answers({ SSEAlgorithm: 'aws:kms:dsse', BucketKeyEnabled: true })).toEqual(['200', '400 *']);
    expect(answers({ SSEAlgorithm: 'AES256', BucketKeyEnabled: true })).toEqual(['200']);
  });
});

describe('who may configure, and what is malformed', () => {
  const AES_WITH_KEY = { SSEAlgorithm: 'AES256', KMSMasterKeyID: 'K1' } as const;
  const cases: readonly (readonly [what: string, by: string, event: BucketEvent, answer: string])[] = [
    ['no rule (E-27, F-04)', 'ann', encrypt('b'), '400 MalformedXML'],
    ['two rules (E-27, F-04)', 'ann', encrypt('b', RULES.B0, RULES.B0), '400 MalformedXML'],
    ['AES256 with key id (E-28, F-05)', 'ann', encrypt('b', AES_WITH_KEY), '400 InvalidArgument'],
    ['the bucket before the body (F-04)', 'ann', encrypt('none'), '404 NoSuchBucket'],
    ['the body before the owner: rules', 'eve', encrypt('b'), '400 MalformedXML'],
    ['the body before the owner: key id', 'eve', encrypt('b', AES_WITH_KEY), '400 InvalidArgument'],
    ['the body before the owner: replication', 'eve', replication('b', 'b'), '400 InvalidRequest'],
    ['another account may not put a rule', 'eve', encrypt('b', RULES.B2), '403 AccessDenied'],
    ['nor read it', 'eve', READ, '403 AccessDenied'],
    ['nor delete it', 'eve', ERASE, '403 AccessDenied'],
    ['nor put a policy', 'eve', bucketPolicy('b'), '403 AccessDenied'],
    ['nor put a replication rule', 'eve', replication('b', 'away'), '403 AccessDenied'],
    ['nor delete it', 'eve', { op: 'DeleteBucketReplication', bucket: 'b' }, '403 AccessDenied'],
    ['nor delete the bucket', 'eve', { op: 'DeleteBucket', bucket: 'c' }, '403 AccessDenied'],
    ['another role of the account may', 'bob', encrypt('b', RULES.B2), '200'],
    ['no such bucket to read', 'ann', { op: 'GetBucketEncryption', bucket: 'none' }, '404 NoSuchBucket'],
    ['no such bucket to delete', 'ann', { op: 'DeleteBucket', bucket: 'none' }, '404 NoSuchBucket'],
    ['a policy', 'ann', bucketPolicy('b'), '204'],
    ['replication, its key never looked at (F-67)', 'ann', replication('b', 'c', 'nonsense'), '200'],
    ['replication to another account', 'ann', replication('b', 'away'), '200'],
    ['replication to nowhere', 'ann', replication('b', 'none'), '400 InvalidRequest'],
    ['replication onto itself', 'ann', replication('b', 'b'), '400 InvalidRequest'],
    [
      'replication by nobody',
      'ann',
      { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'nobody' },
      '400 InvalidRequest',
    ],
    ['no replication any more', 'ann', { op: 'DeleteBucketReplication', bucket: 'b' }, '204'],
    ['a bucket that is there already', 'ann', { op: 'CreateBucket', bucket: 'b' }, '409 BucketAlreadyOwnedByYou'],
    ["somebody else's bucket", 'eve', { op: 'CreateBucket', bucket: 'b' }, '409 BucketAlreadyExists'],
    ['a new bucket', 'eve', { op: 'CreateBucket', bucket: 'new' }, '200'],
    ['an empty bucket', 'ann', { op: 'DeleteBucket', bucket: 'c' }, '204'],
    ['a bucket with objects', 'ann', { op: 'DeleteBucket', bucket: 'b' }, '409 BucketNotEmpty'],
  ];
  test.each(cases)('%s', (_what, by, event, answer) => {
    expect(new ModelRun().answer(by, event)).toBe(answer);
  });

  const LET_EVE = { effect: 'Allow', principal: accountRootArn(OTHER_ACCOUNT) } as const;
  const KEEP_BOB = { effect: 'Deny', principal: roleArn(HOME_ACCOUNT, 'bob') } as const;
  const governed: readonly (readonly [string, BucketPolicyStatement, string, BucketEvent, string])[] = [
    ['all', { ...LET_EVE, actions: ['s3:*'] }, 'eve', encrypt('b', RULES.B2), '200'],
    ['a rule', { ...LET_EVE, actions: ['s3:PutEncryptionConfiguration'] }, 'eve', encrypt('b', RULES.B2), '200'],
    ['no rule', { ...LET_EVE, actions: ['s3:PutEncryptionConfiguration'] }, 'eve', ERASE, '204'],
    ['but not to see it', { ...LET_EVE, actions: ['s3:PutEncryptionConfiguration'] }, 'eve', READ, '403 AccessDenied'],
    ['to see it', { ...LET_EVE, actions: ['s3:GetEncryptionConfiguration'] }, 'eve', READ, '200'],
    ['replication', { ...LET_EVE, actions: ['s3:PutReplicationConfiguration'] }, 'eve', replication('b', 'c'), '200'],
    ['objects only', { ...LET_EVE, actions: ['s3:PutObject'] }, 'eve', ERASE, '403 AccessDenied'],
    [
      'a policy never',
      { ...LET_EVE, actions: ['s3:PutBucketPolicy'] },
      'eve',
      bucketPolicy('b'),
      '405 MethodNotAllowed',
    ],
    ['a role kept from all', { ...KEEP_BOB, actions: ['s3:*'] }, 'bob', READ, '403 AccessDenied'],
    [
      'or from a policy',
      { ...KEEP_BOB, actions: ['s3:PutBucketPolicy'] },
      'bob',
      bucketPolicy('b'),
      '403 AccessDenied',
    ],
    ['but from nothing else', { ...KEEP_BOB, actions: ['s3:PutBucketPolicy'] }, 'bob', READ, '200'],
  ];
  test.each(governed)(
    'a bucket policy governs its configuration (F-184): %s',
    (_what, statement, by, event, answer) => {
      const run = new ModelRun();
      run.take('ann', bucketPolicy('b', statement));
      expect(run.answer(by, event)).toBe(answer);
    },
  );

  test('whoever is locked out: the root user of the owner may replace the policy, and nothing else (F-184)', () => {
    const root = { name: 'root', account: HOME_ACCOUNT, principal: ROOT_USER, session: 's1' };
    const run = new ModelRun(IDEAL, { ...SCENE, requesters: [...SCENE.requesters, root] });
    run.take('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: ['s3:*'] }));
    expect(run.answer('ann', bucketPolicy('b'))).toBe('403 AccessDenied');
    expect(run.answer('root', READ)).toBe('403 AccessDenied');
    expect(run.answer('root', bucketPolicy('b'))).toBe('204');
    expect(run.answer('ann', READ)).toBe('200');
  });

  test('an implementation without replication refuses the rule (Huawei OBS)', () => {
    const profile = profileNamed('huawei-obs');
    expect(new ModelRun(profile).answer('ann', replication('b', 'c'))).toBe('501 *');
  });
});

describe('in us-east-1 an account may create a bucket that it has (E-42)', () => {
  const run = () => new ModelRun(IDEAL, { ...SCENE, region: 'us-east-1' });

  test('and nothing that is modelled changes', () => {
    const east = run();
    east.take('ann', encrypt('b', RULES.B2));
    east.take('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: ['s3:GetObject'] }));
    east.take('ann', put('b/o'));
    const before = east.world.buckets.get(east.world.scope.bucket('b'));
    expect(east.answer('bob', { op: 'CreateBucket', bucket: 'b' })).toBe('200');
    expect(east.world.buckets.get(east.world.scope.bucket('b'))).toBe(before);
    expect(east.answer('ann', { op: 'GetObject', bucket: 'b', key: 'o' })).toBe('403 AccessDenied');
    expect(east.take('ann', READ).rule).toEqual(RULES.B2);
  });

  test("but not somebody else's, and a new one is new", () => {
    expect(run().answer('eve', { op: 'CreateBucket', bucket: 'b' })).toBe('409 BucketAlreadyExists');
    const east = run();
    expect(east.answer('eve', { op: 'CreateBucket', bucket: 'new' })).toBe('200');
    expect(east.answer('ann', { op: 'CreateBucket', bucket: 'new' })).toBe('409 BucketAlreadyExists');
  });
});

describe('a bucket that is deleted and created again starts fresh', () => {
  test('no rule, no policy, no replication', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('c', RULES.B2));
    run.take('ann', replication('c', 'b'));
    run.take('ann', bucketPolicy('c', { effect: 'Deny', principal: '*', actions: ['s3:GetObject'] }));
    run.take('ann', { op: 'DeleteBucket', bucket: 'c' });
    expect(run.answer('ann', put('c/o'))).toBe('404 NoSuchBucket');
    run.take('eve', { op: 'CreateBucket', bucket: 'c' });
    expect(run.answer('ann', put('c/o'))).toBe('403 AccessDenied');
    run.take('eve', put('c/o'));
    expect(run.take('eve', { op: 'GetObject', bucket: 'c', key: 'o' })).toMatchObject({
      status: 200,
      sse: 'AES256',
      replicationStatus: null,
    });
  });

  test('it counts its objects: empty again after the last is gone', () => {
    const run = new ModelRun();
    run.take('ann', put('c/o'));
    run.take('ann', put('c/o'));
    expect(run.answer('ann', { op: 'DeleteBucket', bucket: 'c' })).toBe('409 BucketNotEmpty');
    run.take('ann', remove('c/o'));
    run.take('ann', remove('c/o'));
    expect(run.answer('ann', { op: 'DeleteBucket', bucket: 'c' })).toBe('204');
  });
});
