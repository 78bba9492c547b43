import { profileNamed, type Setup, type Step } from '../../../model/index.ts';
import type { Violation } from '../../oracle/verdict.ts';
import type { Trace } from '../../trace/trace.ts';

const ACCOUNT = '111111111111';
const K1 = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k1`;
const X = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
const UNDER_K1 = { status: 200, sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true } as const;

/** Two roles, one KMS key, and buckets of these names. */
export function toySetup(...buckets: readonly string[]): Setup {
  const requester = (name: string) => ({ name, account: ACCOUNT, principal: name, session: 's1' });
  return {
    requesters: [requester('writer'), requester('reader')],
    kmsKeys: [{ id: 'k1', account: ACCOUNT }],
    aliases: [],
    buckets: buckets.map((name) => ({ name, account: ACCOUNT, plainObjects: [] })),
  };
}

/** Steps of a trace in their order, as they were seen. */
export function toyTrace(steps: Trace['steps'], profile = 'ideal', setup = toySetup('alpha')): Trace {
  return { header: { bucketkeyTrace: 1, profile: profileNamed(profile).base, sut: 'toy', seed: 1, setup }, steps };
}

/** The bucket gets a rule with a bucket key. */
export function ruled(bucket = 'alpha', atMs = 0): Trace['steps'][number] {
  const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
  const event = { op: 'PutBucketEncryption', bucket, rules: [rule] } as const;
  return { step: { atMs, by: 'writer', event }, observation: { status: 200, kmsCalls: [] } };
}

/** An object is written, with these KMS calls, `undefined` where nobody looked. */
export function put(
  by: string,
  atMs: number,
  calls: readonly ('GenerateDataKey' | 'Decrypt')[] | undefined,
  key = 'a',
  bucket = 'alpha',
): Trace['steps'][number] {
  const event = { op: 'PutObject', bucket, key, body: X, headers: {} } as const;
  return { step: { atMs, by, event }, observation: { ...UNDER_K1, ...callsOf(by, bucket, calls) } };
}

/** An object is read. */
export function get(
  by: string,
  atMs: number,
  calls: readonly ('GenerateDataKey' | 'Decrypt')[] | undefined,
  key = 'a',
): Trace['steps'][number] {
  const step: Step = { atMs, by, event: { op: 'GetObject', bucket: 'alpha', key } };
  return { step, observation: { ...UNDER_K1, contentMd5: X.md5, ...callsOf(by, 'alpha', calls) } };
}

function callsOf(by: string, bucket: string, calls: readonly ('GenerateDataKey' | 'Decrypt')[] | undefined) {
  if (calls === undefined) return {};
  const context = { 'aws:s3:arn': `arn:aws:s3:::${bucket}` };
  return { kmsCalls: calls.map((operation) => ({ operation, by, keyArn: K1, context, result: 'ok' as const })) };
}

/** A violation of a step. */
export function violationAt(stepIndex: number, rest: Partial<Violation> = {}): Violation {
  return {
    property: 'every-requester-pays',
    title: 'Everybody pays.',
    requirements: [],
    stepIndex,
    reason: 'reader rode on the bucket key of writer',
    parts: [],
    nearest: [],
    ...rest,
  };
}

/** The reader is served from the bucket key of the writer. */
export const SHARED: Trace = toyTrace([
  ruled(),
  put('writer', 1_000, ['GenerateDataKey']),
  get('writer', 2_000, []),
  get('reader', 3_000, []),
]);
