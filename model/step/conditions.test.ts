import { describe, expect, test } from 'vitest';
import {
  begin,
  bucketPolicy,
  complete,
  conditional,
  copy,
  encrypt,
  get,
  head,
  part,
  put,
  remove,
} from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, RULES, TEST_BODY } from '../testing/scene.ts';
import { roleArn } from '../vocabulary/arn.ts';
import { CURRENT_ETAG } from '../vocabulary/conditions.ts';

const NOBODYS = '0'.repeat(32);
const UNMET = { status: 412, code: 'PreconditionFailed' };
const MET = { status: 200, code: null };
const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;

describe('conditional writes (F-36, E-34)', () => {
  test.each([
    ['If-None-Match *', { ifNoneMatch: '*' }, UNMET, MET],
    [
      'If-Match the MD5, which is the ETag under AES256',
      { ifMatch: TEST_BODY.md5 },
      MET,
      { status: 404, code: 'NoSuchKey' },
    ],
    ['If-Match the ETag', { ifMatch: CURRENT_ETAG }, MET, { status: 404, code: 'NoSuchKey' }],
    ['If-Match another', { ifMatch: NOBODYS }, UNMET, { status: 404, code: 'NoSuchKey' }],
    ['nothing', {}, MET, MET],
    ['both', { ifMatch: '*', ifNoneMatch: '*' }, { status: 501 }, { status: 501 }],
    ['If-None-Match an ETag', { ifNoneMatch: NOBODYS }, { status: 501 }, { status: 501 }],
  ] as const)('%s', (_, conditions, there, absent) => {
    const run = new ModelRun(IDEAL);
    expect(run.take('ann', conditional(put('b/k'), conditions))).toMatchObject(absent);
    run.take('ann', put('b/k'));
    expect(run.take('ann', conditional(put('b/k'), conditions))).toMatchObject(there);
    run.take('ann', remove('b/k'));
    expect(run.take('ann', conditional(put('b/k'), conditions))).toMatchObject(absent);
  });

  test('the MD5 is not the ETag under KMS', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/k', KMS));
    expect(run.take('ann', conditional(put('b/k'), { ifMatch: TEST_BODY.md5 }))).toMatchObject({
      ...UNMET,
      kmsCalls: [],
    });
  });

  test('what was there stays, and KMS is not asked', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/k'));
    expect(run.take('ann', conditional(put('b/k', KMS), { ifNoneMatch: '*' }))).toMatchObject({
      ...UNMET,
      kmsCalls: [],
    });
    expect(run.take('ann', get('b/k'))).toMatchObject({ sse: 'AES256' });
  });

  test('an upload is completed on a condition, and otherwise goes on', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/k'));
    run.take('ann', begin('b/k'));
    run.take('ann', part('b/k', 1));
    expect(run.take('ann', conditional(complete('b/k', [1]), { ifNoneMatch: '*' }))).toMatchObject(UNMET);
    expect(run.take('ann', conditional(complete('b/k', [1]), { ifMatch: CURRENT_ETAG }))).toMatchObject(MET);
  });

  test('to have an ETag compared takes s3:GetObject', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/k'));
    const bob = roleArn(HOME_ACCOUNT, 'bob');
    run.take('ann', bucketPolicy('b', { effect: 'Deny', principal: bob, actions: ['s3:GetObject'] }));
    expect(run.take('bob', conditional(put('b/k'), { ifMatch: CURRENT_ETAG }))).toMatchObject({ status: 403 });
    expect(run.take('bob', conditional(put('b/k'), { ifNoneMatch: '*' }))).toMatchObject(UNMET);
  });

  test('another request may have got in between', () => {
    const run = new ModelRun({ ...IDEAL, conditionConflict: [true] });
    const conflict = { status: 409, code: 'ConditionalRequestConflict' };
    expect(run.take('ann', conditional(put('b/k'), { ifNoneMatch: '*' }))).toMatchObject(conflict);
    expect(run.take('ann', put('b/k'))).toMatchObject(MET);
  });
});

describe('conditional reads (F-181, E-53)', () => {
  test.each([
    ['If-Match the ETag', { ifMatch: CURRENT_ETAG }, 200],
    ['If-Match *', { ifMatch: '*' }, 200],
    ['If-Match another', { ifMatch: NOBODYS }, 412],
    ['If-None-Match the ETag', { ifNoneMatch: CURRENT_ETAG }, 304],
    ['If-None-Match another', { ifNoneMatch: NOBODYS }, 200],
    ['both, of which the first is not met', { ifMatch: NOBODYS, ifNoneMatch: CURRENT_ETAG }, 412],
    ['both, of which the second is not met', { ifMatch: CURRENT_ETAG, ifNoneMatch: '*' }, 304],
  ] as const)('%s', (_, conditions, status) => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/k', KMS));
    const calls = status === 200 ? 1 : 0;
    const read = run.take('ann', conditional(get('b/k'), conditions));
    expect([read.status, read.kmsCalls.length]).toEqual([status, calls]);
    expect(read.code).toBe(status === 412 ? 'PreconditionFailed' : null);
    expect(run.take('ann', conditional(head('b/k'), conditions))).toMatchObject({ status, code: null, kmsCalls: [] });
    expect(run.take('ann', conditional(get('b/none'), conditions))).toMatchObject({ status: 404 });
  });

  test('U-34: what KMS would have been asked is asked all the same', () => {
    const run = new ModelRun({ ...IDEAL, conditionCalls: ['all'] });
    run.take('ann', put('b/k', KMS));
    const unmodified = conditional(get('b/k'), { ifNoneMatch: CURRENT_ETAG });
    expect(run.take('ann', unmodified)).toMatchObject({
      status: 304,
      kmsCalls: [{ operation: 'Decrypt', result: 'ok' }],
    });
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    expect(run.take('ann', unmodified)).toMatchObject({ status: 400, code: 'KMS.DisabledException' });
    const write = conditional(put('b/k', KMS), { ifNoneMatch: '*' });
    expect(run.take('ann', write)).toMatchObject({ status: 400, code: 'KMS.DisabledException' });
    run.take('ann', { op: 'EnableKey', keyId: 'K1' });
    expect(run.take('ann', write)).toMatchObject({ ...UNMET, kmsCalls: [{ operation: 'GenerateDataKey' }] });
    expect(run.take('ann', conditional(put('b/k'), { ifNoneMatch: '*' }))).toMatchObject({ ...UNMET, kmsCalls: [] });
  });
});

describe('conditions of what is copied (F-182)', () => {
  test.each([
    [{ ifMatch: CURRENT_ETAG }, MET],
    [{ ifMatch: NOBODYS }, UNMET],
    [{ ifNoneMatch: CURRENT_ETAG }, UNMET],
    [{ ifNoneMatch: NOBODYS }, MET],
  ] as const)('%o', (conditions, answer) => {
    const run = new ModelRun(IDEAL);
    run.take('ann', encrypt('d', RULES.B1));
    run.take('ann', put('b/k', KMS));
    expect(run.take('ann', conditional(copy('b/k', 'd/k'), conditions))).toMatchObject(answer);
    expect(run.take('ann', get('d/k')).status).toBe(answer === MET ? 200 : 404);
  });

  test.each([
    ['none', []],
    ['read', ['Decrypt']],
    ['all', ['Decrypt', 'GenerateDataKey']],
  ] as const)('U-34: KMS calls %s', (conditionCalls, operations) => {
    const run = new ModelRun({ ...IDEAL, conditionCalls: [conditionCalls] });
    run.take('ann', put('b/k', KMS));
    const { status, kmsCalls } = run.take('ann', conditional(copy('b/k', 'd/k', KMS), { ifNoneMatch: CURRENT_ETAG }));
    expect([status, kmsCalls.map(({ operation }) => operation)]).toEqual([412, operations]);
  });
});
