import { describe, expect, test } from 'vitest';
import { kmsKeyArn, type Observation, profileNamed, type Setup, type Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { TraceHeader } from '../trace/trace.ts';
import { judgeSteps } from './judge-steps.ts';
import { KeptSteps } from './kept-steps.ts';

const ACCOUNT = '111111111111';
const K1 = kmsKeyArn(ACCOUNT, 'k1');
const SETUP: Setup = {
  requesters: ['ann', 'bob'].map((name) => ({ name, account: ACCOUNT, principal: name, session: 's' })),
  kmsKeys: ['k1', 'k2'].map((id) => ({ id, account: ACCOUNT })),
  aliases: [{ alias: 'alias/app', account: ACCOUNT, keyId: 'k2' }],
  buckets: ['data', 'logs'].map((name) => ({ name, account: ACCOUNT, plainObjects: [] })),
};
const HEADER: TraceHeader = { bucketkeyTrace: 1, profile: 'ideal', sut: 'recorder', seed: 0, setup: SETUP };
const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };

function seen(atMs: number, by: string | null, event: Step['event'], observation: Partial<Observation> = {}) {
  return { step: { atMs, by, event }, observation: { status: 200, ...observation } };
}

/** What bob does in another bucket has nothing to do with anything. */
function noise(atMs: number): ObservedStep {
  return seen(
    atMs,
    'bob',
    { op: 'PutObject', bucket: 'logs', key: `k${atMs % 7}`, body, headers: {} },
    { sse: 'AES256' },
  );
}

const UNDER_K1 = { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true } as const;
const MADE = {
  operation: 'GenerateDataKey',
  by: 'ann',
  keyArn: K1,
  context: { 'aws:s3:arn': 'arn:aws:s3:::data' },
  result: 'ok',
} as const;
const RULE = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/app', BucketKeyEnabled: true } as const;

/** The steps of the story by their index, all else is noise. */
const STORY = new Map<number, (atMs: number) => ObservedStep>([
  [3, (atMs) => seen(atMs, 'ann', { op: 'UpdateAlias', alias: 'alias/app', keyId: 'k1' })],
  [4, (atMs) => seen(atMs, 'ann', { op: 'DisableKey', keyId: 'k2' })],
  [5, (atMs) => seen(atMs, 'ann', { op: 'PutBucketEncryption', bucket: 'data', rules: [RULE] })],
  [6, (atMs) => seen(atMs, 'ann', { op: 'PutBucketEncryption', bucket: 'logs', rules: [{ SSEAlgorithm: 'AES256' }] })],
  [9, (atMs) => seen(atMs, 'ann', { op: 'PutBucketPolicy', bucket: 'data', statements: [] }, { status: 204 })],
  [40, (atMs) => seen(atMs, null, { op: 'RestartHosts' })],
  [
    700,
    (atMs) =>
      seen(
        atMs,
        'ann',
        { op: 'PutObject', bucket: 'data', key: 'report', body, headers: {} },
        { ...UNDER_K1, etag: '0123456789abcdef0123456789abcdef', kmsCalls: [MADE] },
      ),
  ],
  [
    900,
    (atMs) =>
      seen(
        atMs,
        'bob',
        { op: 'PutObject', bucket: 'data', key: 'other', body, headers: {} },
        { ...UNDER_K1, kmsCalls: [{ ...MADE, by: 'bob' }] },
      ),
  ],
  [1_500, (atMs) => seen(atMs, 'bob', { op: 'HeadObject', bucket: 'data', key: 'report' }, UNDER_K1)],
]);

async function* recording(count: number): AsyncGenerator<ObservedStep> {
  for (let index = 0; index < count - 1; index += 1) yield (STORY.get(index) ?? noise)(index);
  const etag = 'ffffffffffffffffffffffffffffffff';
  yield seen(count, 'ann', { op: 'HeadObject', bucket: 'data', key: 'report' }, { ...UNDER_K1, etag });
}

describe('of a long recording', () => {
  test('a violation tells the steps that concern it', async () => {
    const { violation, last, lastIndices } = await judgeSteps(
      { header: HEADER, steps: recording(3_000) },
      { profile: profileNamed('ideal') },
    );
    expect(violation).toMatchObject({ stepIndex: 2_999, parts: [{ part: 'etag' }] });
    expect(lastIndices).toEqual([3, 5, 9, 40, 700, 900, 1_500, 2_999]);
    expect(last.steps.at(-1)?.step.atMs).toBe(3_000);
  });

  test('settings in force are told however old they are, all else of the last few thousand steps', async () => {
    const { lastIndices } = await judgeSteps(
      { header: HEADER, steps: recording(20_000) },
      { profile: profileNamed('ideal') },
    );
    // The alias is known by the rule, the KMS key by the answer.
    expect(lastIndices).toEqual([3, 5, 9, 40, 19_999]);
  });
});

describe('what is kept', () => {
  test('never more than 20 steps are told, and those that the argument names come first', () => {
    const kept = new KeptSteps();
    for (let atMs = 0; atMs < 3_000; atMs += 1) kept.see(noise(atMs));
    const told = kept.upTo(2_999, [17, 5_000]).map(({ index }) => index);
    expect(told.length).toBeLessThanOrEqual(20);
    expect(told).toContain(17);
    expect(told.at(-1)).toBe(2_999);
    // The same object.
    expect(told).toContain(2_992);
  });

  test('a short trace is told whole', () => {
    const kept = new KeptSteps();
    for (let atMs = 0; atMs < 20; atMs += 1) kept.see(noise(atMs));
    expect(kept.upTo(9, []).map(({ index }) => index)).toEqual(Array.from({ length: 10 }, (_, index) => index));
  });

  test('nothing is told of a step that is gone, and where memory is short only the last are there', () => {
    const kept = new KeptSteps();
    for (let atMs = 0; atMs < 5_000; atMs += 1) kept.see(noise(atMs));
    expect(kept.upTo(10, [])).toEqual([]);
    expect(kept.upTo(1_000, []).at(-1)?.index).toBe(1_000);
    kept.keepFewer();
    expect(kept.upTo(1_000, [])).toEqual([]);
    expect(kept.last().map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, index) => 4_980 + index));
    kept.see(noise(5_000));
    expect(kept.last().map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, index) => 4_981 + index));
  });
});
