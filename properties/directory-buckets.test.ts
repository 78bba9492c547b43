import { describe, expect, test } from 'vitest';
import { type Event, type KmsCall, type KmsOperation, type Observation, profileNamed } from '../model/index.ts';
import { DIRECTORY_SCENE, HOME_ACCOUNT, homeKey, TEST_BODY } from '../model/testing/scene.ts';
import { directoryBuckets } from './directory-buckets.ts';
import { noFreeRide } from './no-free-ride.ts';
import type { ObservedStep } from './observed-step.ts';
import { PropertySuite } from './suite.ts';

const Z = `arn:aws:s3express:eu-west-1:${HOME_ACCOUNT}:bucket/z`;
const IDEAL = profileNamed('ideal');

function call(operation: KmsOperation, keyId: string, arn: string, extra = {}): KmsCall {
  return { operation, by: 'ann', keyArn: homeKey(keyId), context: { 'aws:s3:arn': arn, ...extra }, result: 'ok' };
}

/** What is shown of an object under a KMS key. */
function under(keyId: string, bucketKeyEnabled: true | null, ...kmsCalls: readonly KmsCall[]): Observation {
  return { status: 200, code: null, sse: 'aws:kms', kmsKeyArn: homeKey(keyId), bucketKeyEnabled, kmsCalls };
}

function did(event: Event, observation: Observation): ObservedStep {
  return { step: { atMs: 0, by: 'ann', event }, observation };
}

function put(key: string, shown: Observation): ObservedStep {
  return did({ op: 'PutObject', bucket: 'z', key, body: TEST_BODY, headers: {} }, shown);
}

const COPY_OUT = { op: 'CopyObject', source: { bucket: 'z', key: 'a' }, bucket: 'b', key: 'a', headers: {} } as const;
const WRITTEN = put('a', under('K1', true, call('GenerateDataKey', 'K1', Z)));

/** What the property says of each step. */
function findings(...steps: readonly ObservedStep[]): readonly string[] {
  const suite = new PropertySuite([directoryBuckets], DIRECTORY_SCENE, IDEAL);
  return steps.map((seen) => suite.see(seen)[0]?.reason ?? 'fine');
}

/** How often it was exercised. */
function exercised(...steps: readonly ObservedStep[]): number | undefined {
  const suite = new PropertySuite([directoryBuckets], DIRECTORY_SCENE, IDEAL);
  for (const seen of steps) suite.see(seen);
  return suite.counts()[0]?.exercised;
}

describe('directory-buckets', () => {
  test('one key, a bucket key and the bucket as context are fine, and so is a copy that asks for both sides', () => {
    const copied = under('K2', null, call('Decrypt', 'K1', Z), call('GenerateDataKey', 'K2', 'arn:aws:s3:::b/a'));
    const steps = [WRITTEN, put('b', under('K1', true)), did(COPY_OUT, copied)];
    expect(findings(...steps)).toEqual(['fine', 'fine', 'fine']);
    expect(exercised(...steps)).toBe(3);
  });

  test('an object under KMS without a bucket key is refused', () => {
    expect(findings(put('a', under('K1', null, call('GenerateDataKey', 'K1', Z))))[0]).toContain('has no bucket key');
  });

  test('a second key is refused', () => {
    expect(findings(WRITTEN, put('b', under('K2', true)))[1]).toContain('while z has …:key/K1 for life');
  });

  test('a context that names an object, or has a pair of its own, is refused', () => {
    const alone = 'not for the directory bucket alone';
    expect(findings(put('a', under('K1', true, call('GenerateDataKey', 'K1', `${Z}/a`))))[0]).toContain(alone);
    expect(findings(put('a', under('K1', true, call('Decrypt', 'K1', Z, { team: 'red' }))))[0]).toContain(alone);
  });

  test('a copy that is served without a call for its source is refused', () => {
    const copied = under('K2', null, call('GenerateDataKey', 'K2', 'arn:aws:s3:::b/a'));
    expect(findings(WRITTEN, did(COPY_OUT, copied))[1]).toContain('made no successful Decrypt call for z/a');
  });

  test('an ETag that is the MD5 is refused', () => {
    const shown: Observation = { status: 200, code: null, sse: 'AES256', etag: TEST_BODY.md5 };
    expect(findings(put('a', shown))[0]).toContain('the ETag is the MD5 of the content');
    expect(findings(put('a', { ...shown, etag: '0'.repeat(32) }))).toEqual(['fine']);
  });

  test('properties of other buckets do not look at it', () => {
    const suite = new PropertySuite([noFreeRide], DIRECTORY_SCENE, IDEAL);
    for (const seen of [WRITTEN, put('b', under('K1', null))]) expect(suite.see(seen)).toEqual([]);
    expect(suite.counts()[0]?.checked).toBe(0);
  });
});
