import { describe, expect, test } from 'vitest';
import {
  attributes,
  begin,
  complete,
  copy,
  encrypt,
  fromKey,
  get,
  head,
  part,
  partCopy,
  put,
  replicate,
  replication,
  update,
} from '../testing/events.ts';
import { AWS, answerOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { homeKey, RULES, SCENE } from '../testing/scene.ts';
import type { BlockedEncryptionType } from '../vocabulary/encryption.ts';

const UNDER_KEY = { customerKey: 'c1' } as const;
const OTHER_KEY = { customerKey: 'c2' } as const;
const NONE_BLOCKED = { ...IDEAL, unsetBlock: ['NONE'] } as const;

function blocks(bucket: string, type: BlockedEncryptionType) {
  return encrypt(bucket, { ...RULES.B2, BlockedEncryptionTypes: [type] });
}

/** `b/k` is under the customer key `c1`. */
function written(): ModelRun {
  const run = new ModelRun(NONE_BLOCKED);
  run.take('ann', put('b/k', UNDER_KEY));
  return run;
}

describe('a write with a customer key (P12, P13)', () => {
  test.each(['B0', 'B1', 'B2', 'B3', 'B4'] as const)('is under it whatever the rule, here %s, without KMS', (row) => {
    const run = new ModelRun(NONE_BLOCKED);
    run.take('ann', encrypt('b', RULES[row]));
    const answer = run.take('ann', put('b/k', UNDER_KEY));
    expect(answer).toMatchObject({ status: 200, sse: null, kmsKeyArn: null, bucketKeyEnabled: null, kmsCalls: [] });
    expect(answer.etag).toMatch(/^0+1$/);
  });

  test.each([
    ['an algorithm beside it', { ...UNDER_KEY, sse: 'AES256' }, '400 InvalidArgument'],
    ['aws:kms beside it', { ...UNDER_KEY, sse: 'aws:kms' }, '400 InvalidArgument'],
    ['another algorithm', { ...UNDER_KEY, customerAlgorithm: 'malformed' }, '400 InvalidEncryptionAlgorithmError'],
    ['a flag, which is ignored', { ...UNDER_KEY, bucketKeyEnabled: true }, '200'],
  ] as const)('%s', (_, headers, answer) => {
    const run = new ModelRun(NONE_BLOCKED);
    expect(run.answer('ann', put('b/k', headers))).toBe(answer);
    expect(run.answer('ann', begin('b/k', headers))).toBe(answer);
    run.take('ann', put('b/from'));
    expect(run.answer('ann', copy('b/from', 'b/to', headers))).toBe(answer);
  });
});

describe('what is under a customer key (E-20 to E-23)', () => {
  test.each([
    ['its key', UNDER_KEY, '200'],
    ['no key', undefined, '400 InvalidRequest'],
    ['another key', OTHER_KEY, '403 AccessDenied'],
    ['its key and an algorithm', { ...UNDER_KEY, sse: 'AES256' }, '400 InvalidArgument'],
    ['a malformed algorithm', { ...UNDER_KEY, customerAlgorithm: 'malformed' }, '400 InvalidEncryptionAlgorithmError'],
  ] as const)('is read with %s', (_, headers, answer) => {
    const run = written();
    expect(run.answer('ann', get('b/k', headers))).toBe(answer);
    expect(run.answer('ann', { ...attributes('b/k'), ...(headers && { headers }) })).toBe(answer);
    expect(run.take('ann', head('b/k', headers)).status).toBe(Number(answer.slice(0, 3)));
  });

  test('is read with nothing of KMS, and no encryption shown', () => {
    expect(written().take('ann', get('b/k', UNDER_KEY))).toMatchObject({ sse: null, kmsKeyArn: null, kmsCalls: [] });
  });

  test.each([
    ['its key', { sourceCustomerKey: 'c1' }, '200'],
    ['no key', {}, '400 InvalidRequest'],
    ['another key', { sourceCustomerKey: 'c2' }, '403 AccessDenied'],
  ])('is copied with %s', (_, keys, answer) => {
    const run = written();
    run.take('ann', begin('b/to'));
    expect(run.answer('ann', { ...copy('b/k', 'b/copy'), ...keys })).toBe(answer);
    expect(run.answer('ann', { ...partCopy('b/k', 'b/to', 1), ...keys })).toBe(answer);
  });

  test('takes another key, or none, by a copy onto itself', () => {
    const run = written();
    expect(run.answer('ann', fromKey(copy('b/k', 'b/k', OTHER_KEY), 'c1'))).toBe('200');
    expect(run.answer('ann', get('b/k', OTHER_KEY))).toBe('200');
    expect(run.answer('ann', fromKey(copy('b/k', 'b/k'), 'c2'))).toBe('200');
    expect(run.take('ann', get('b/k'))).toMatchObject({ status: 200, sse: 'AES256' });
  });

  test('cannot be updated (F-148)', () => {
    expect(written().answer('ann', update('b/k', homeKey('K1')))).toBe('400 InvalidRequest');
  });

  test('a key that is sent for what is under none is refused', () => {
    const run = new ModelRun();
    run.take('ann', put('b/k'));
    expect(run.answer('ann', get('b/k', UNDER_KEY))).toBe('400 InvalidRequest');
    expect(run.answer('ann', fromKey(copy('b/k', 'b/copy'), 'c1'))).toBe('400 InvalidRequest');
    run.take('ann', begin('b/to'));
    expect(run.answer('ann', fromKey(partCopy('b/k', 'b/to', 1), 'c1'))).toBe('400 InvalidRequest');
    expect(run.answer('ann', partCopy('b/k', 'b/to', 1))).toBe('200');
  });
});

describe('an upload under a customer key (E-25, F-57, F-63)', () => {
  test.each([
    ['its key', UNDER_KEY, '200'],
    ['no key', {}, '400 InvalidRequest'],
    ['another key', OTHER_KEY, '400 InvalidRequest'],
  ])('takes parts with %s', (_, key, answer) => {
    const run = written();
    run.take('ann', begin('b/up', UNDER_KEY));
    expect(run.answer('ann', { ...part('b/up', 1), ...key })).toBe(answer);
    expect(run.answer('ann', { ...fromKey(partCopy('b/k', 'b/up', 2), 'c1'), ...key })).toBe(answer);
  });

  test('becomes an object under it', () => {
    const run = written();
    run.take('ann', begin('b/up', UNDER_KEY));
    run.take('ann', { ...part('b/up', 1), ...UNDER_KEY });
    expect(run.take('ann', complete('b/up', [1]))).toMatchObject({ status: 200, sse: null, kmsCalls: [] });
    expect(run.answer('ann', get('b/up'))).toBe('400 InvalidRequest');
    expect(run.answer('ann', get('b/up', UNDER_KEY))).toBe('200');
  });

  test('a part of another upload takes no key', () => {
    const run = new ModelRun();
    run.take('ann', begin('b/up'));
    expect(run.answer('ann', { ...part('b/up', 1), ...UNDER_KEY })).toBe('400 InvalidRequest');
  });
});

describe('a bucket that blocks SSE-C (E-24, F-17)', () => {
  test('refuses every write with a customer key, and goes on to show what is there', () => {
    const run = written();
    run.take('ann', blocks('b', 'SSE-C'));
    const denied = '403 AccessDenied';
    expect(run.answer('ann', put('b/k', UNDER_KEY))).toBe(denied);
    expect(run.answer('ann', begin('b/k', UNDER_KEY))).toBe(denied);
    expect(run.answer('ann', fromKey(copy('b/k', 'b/k', OTHER_KEY), 'c1'))).toBe(denied);
    expect(run.answer('ann', get('b/k', UNDER_KEY))).toBe('200');
    expect(run.answer('ann', fromKey(copy('b/k', 'b/plain'), 'c1'))).toBe('200');
  });

  test('a rule that says nothing of it leaves the block as it was', () => {
    const run = new ModelRun(NONE_BLOCKED);
    run.take('ann', blocks('b', 'SSE-C'));
    run.take('ann', encrypt('b', RULES.B0));
    expect(run.answer('ann', put('b/k', UNDER_KEY))).toBe('403 AccessDenied');
    run.take('ann', blocks('b', 'NONE'));
    run.take('ann', encrypt('b', RULES.B0));
    expect(run.answer('ann', put('b/k', UNDER_KEY))).toBe('200');
  });

  test('is any of which nobody has said it, but in Bahrain and the UAE', () => {
    expect(new ModelRun(IDEAL).answer('ann', put('b/k', UNDER_KEY))).toBe('403 AccessDenied');
    const inUae = new ModelRun(IDEAL, { ...SCENE, region: 'me-central-1' });
    expect(inUae.answer('ann', put('b/k', UNDER_KEY))).toBe('200');
    const answers = new ModelRun(AWS).outcomes('ann', put('b/k', UNDER_KEY)).map(answerOf);
    expect(answers).toEqual(expect.arrayContaining(['200', '403 AccessDenied']));
  });

  test.each([
    [false, '200'],
    [true, '403 AccessDenied'],
  ])('ends an upload that is under way: %s', (ends, answer) => {
    const run = new ModelRun({ ...NONE_BLOCKED, blockEndsUploads: [ends] });
    run.take('ann', begin('b/up', UNDER_KEY));
    run.take('ann', { ...part('b/up', 1), ...UNDER_KEY });
    run.take('ann', blocks('b', 'SSE-C'));
    expect(run.answer('ann', { ...part('b/up', 2), ...UNDER_KEY })).toBe(answer);
    expect(run.answer('ann', complete('b/up', [1]))).toBe(answer);
  });
});

describe('replication of what is under a customer key (F-75, K-24)', () => {
  test.each([
    ['NONE', 'COMPLETED', '200'],
    ['SSE-C', 'FAILED', '404 NoSuchKey'],
  ] as const)('into a bucket that blocks %s is %s', (type, replicationStatus, answer) => {
    const run = new ModelRun(NONE_BLOCKED);
    run.take('ann', replication('b', 'c'));
    run.take('ann', blocks('c', type));
    const { etag } = run.take('ann', put('b/k', UNDER_KEY));
    expect(run.take('repl', replicate('b/k'))).toMatchObject({ replicationStatus, kmsCalls: [] });
    const read = run.take('ann', get('c/k', UNDER_KEY));
    expect(answerOf(read)).toBe(answer);
    if (answer === '200') expect(read).toMatchObject({ etag, sse: null });
  });
});
