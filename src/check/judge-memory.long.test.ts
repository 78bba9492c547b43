import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { kmsKeyArn, type Observation, profileNamed, type Setup, type Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { PropertySuite } from '../../properties/suite.ts';

const ACCOUNT = '111111111111';
const KEY_ARN = kmsKeyArn(ACCOUNT, 'k1');
const SETUP: Setup = {
  requesters: [{ name: 'app', account: ACCOUNT, principal: 'app', session: 's1' }],
  kmsKeys: [{ id: 'k1', account: ACCOUNT }],
  aliases: [],
  buckets: [{ name: 'b', account: ACCOUNT, plainObjects: [] }],
};
/** Longer than any bucket key is cached under the profile ideal, in milliseconds. */
const WINDOW_MS = 600_000;
/**
 * Compilers and collectors leave about 1 a step once they are warm; a map entry that stays of each round is more than
 * this.
 */
const BYTES = 3;
const RULE = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN, BucketKeyEnabled: true } as const;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes of the heap that are in use. */
function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Steps at the same time, long after those of the round before. */
function at(round: number, event: Step['event'], observation: Partial<Observation> = {}): ObservedStep {
  return {
    step: { atMs: round * WINDOW_MS, by: 'app', event },
    observation: { status: 200, code: null, kmsCalls: [], ...observation },
  };
}

/** In a bucket that is there: objects under a fresh bucket key that are read, copied, replaced and deleted. */
function* objects(round: number, bucket: string): Generator<ObservedStep> {
  const key = `key-${round}`;
  const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
  const encrypted = { sse: 'aws:kms', kmsKeyArn: KEY_ARN, bucketKeyEnabled: true } as const;
  const context = { 'aws:s3:arn': `arn:aws:s3:::${bucket}` };
  const made = { operation: 'GenerateDataKey', by: 'app', keyArn: KEY_ARN, context, result: 'ok' } as const;
  yield at(round, { op: 'PutBucketEncryption', bucket, rules: [RULE] });
  yield at(round, { op: 'PutObject', bucket, key, body, headers: {} }, { ...encrypted, kmsCalls: [made] });
  yield at(round, { op: 'GetObject', bucket, key }, encrypted);
  yield at(round, { op: 'CopyObject', source: { bucket, key }, bucket, key: 'copy', headers: {} }, encrypted);
  yield at(round, { op: 'PutObject', bucket, key, body, headers: {} }, encrypted);
  yield at(round, { op: 'GetObject', bucket, key: 'none' }, { status: 404, code: 'NoSuchKey' });
  yield at(round, { op: 'DeleteObject', bucket, key }, { status: 204 });
  yield at(round, { op: 'DeleteObject', bucket, key: 'copy' }, { status: 204 });
}

/** A bucket that comes and goes. */
function* buckets(round: number): Generator<ObservedStep> {
  const bucket = `b${round}`;
  yield at(round, { op: 'CreateBucket', bucket });
  yield* objects(round, bucket);
  yield at(round, { op: 'DeleteBucket', bucket }, { status: 204 });
}

/** A grant that is made and revoked. */
function* grants(round: number): Generator<ObservedStep> {
  const grant = `g${round}`;
  const granteePrincipal = `arn:aws:iam::${ACCOUNT}:role/app`;
  yield at(round, { op: 'CreateGrant', keyId: 'k1', grant, granteePrincipal, operations: ['Decrypt'] });
  yield at(round, { op: 'RevokeGrant', keyId: 'k1', grant });
}

/** What each step of many rounds leaves behind in the memory of all monitors, in bytes. */
function bytesLeft(stepsOf: (round: number) => Iterable<ObservedStep>): number {
  const profile = profileNamed('ideal');
  const suite = new PropertySuite(PROPERTIES, SETUP, profile);
  let steps = 0;
  const rounds = (from: number, to: number): void => {
    for (let round = from; round < to; round += 1) {
      for (const seen of stepsOf(round)) {
        steps += 1;
        if (suite.see(seen).length > 0) throw new Error(`violated: ${JSON.stringify(seen)}`);
      }
    }
  };
  rounds(0, 8_000);
  const before = { steps, bytes: heapBytes() };
  rounds(8_000, 40_000);
  return (heapBytes() - before.bytes) / (steps - before.steps);
}

describe('nothing stays of what is gone, however long a trace is', () => {
  test('of buckets', () => {
    expect(bytesLeft(buckets)).toBeLessThan(BYTES);
  });

  test('of objects and bucket keys in a bucket that stays', () => {
    expect(bytesLeft((round) => objects(round, 'b'))).toBeLessThan(BYTES);
  });

  test('of grants', () => {
    expect(bytesLeft(grants)).toBeLessThan(BYTES);
  });
});
