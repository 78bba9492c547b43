import { describe, expect, test } from 'vitest';
import type { Observation, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import type { Trace } from '../trace/trace.ts';
import { picturesAfter, picturesWithin } from './followed.ts';
import type { WorldPicture } from './world-picture.ts';

function rowsOf(picture: WorldPicture | undefined, title: string): readonly (readonly string[])[] | undefined {
  return picture?.find((table) => table.title === title)?.rows.map(({ cells }) => cells);
}

const RULE = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
const BODY = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
const SETUP: Setup = {
  requesters: ['ann', 'bob'].map((name) => ({ name, account: '111111111111', principal: name, session: 's' })),
  kmsKeys: [{ id: 'k1', account: '111111111111' }],
  aliases: [],
  buckets: [{ name: 'b', account: '111111111111', plainObjects: [] }],
};
const STEPS: readonly Step[] = [
  { atMs: 0, by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [RULE] } },
  // Once everybody sees the rule.
  { atMs: 3_600_000, by: 'ann', event: { op: 'PutObject', bucket: 'b', key: 'x', body: BODY, headers: {} } },
  { atMs: 3_600_001, by: 'bob', event: { op: 'GetObject', bucket: 'b', key: 'x' } },
];

/** What the reference does, of which only so much was seen. */
async function seenAs(profile: string, show: (observation: Observation) => Observation): Promise<Trace> {
  const session = await embeddedSut(EMBEDDED_OPTIONS.get(profile)).start(SETUP, 1);
  const steps: ObservedStep[] = [];
  for (const step of STEPS) steps.push({ step, observation: show(await session.apply(step)) });
  await session.stop();
  return { header: { bucketkeyTrace: 1, profile, sut: 's', seed: 1, setup: SETUP }, steps };
}

describe('what the model knows after each step', () => {
  test('which bucket keys live, who holds them until when, and what is stored', async () => {
    const [first, second, third] = picturesAfter(await seenAs('ideal', (observation) => observation));
    const key = ['2, made at 1 h', 'bucket b, …key/k1', 'active'];
    const ann = 'ann (from a write, until 1 h 5 min at the latest)';
    expect(rowsOf(first, 'Bucket keys')).toEqual([]);
    expect(rowsOf(second, 'Bucket keys')).toEqual([[...key, ann]]);
    expect(rowsOf(third, 'Bucket keys')).toEqual([
      [...key, `${ann}; bob (from a read, until 1 h 5 min 0.001 s at the latest)`],
    ]);
    expect(rowsOf(second, 'KMS keys')).toContainEqual(['…key/k1', 'enabled']);
    expect(rowsOf(second, 'Objects')).toEqual([['b/x', 'sseKmsBucketKey', '…key/k1', '2']]);
    expect(rowsOf(second, 'Buckets')).toEqual([['b', 'aws:kms, key k1, bucket key on']]);
  });

  test('is said to be not decided where what was seen leaves it open', async () => {
    const [first, , third] = picturesAfter(await seenAs('aws', ({ status }) => ({ status })));
    expect(rowsOf(first, 'Buckets')).toEqual([
      ['b', 'aws:kms, key k1, bucket key on; for a while still seen as AES256, bucket key off'],
    ]);
    const [row] = rowsOf(third, 'Bucket keys') ?? [];
    expect(row?.join(' | ')).toMatch(/not decided.*bob/);
  });

  test('is nothing from a step on that nothing explains', async () => {
    const { header, steps } = await seenAs('ideal', (observation) => observation);
    const wrong = steps.map(({ step, observation }, place) => ({
      step,
      observation: place === 1 ? { ...observation, status: 418 } : observation,
    }));
    expect(picturesAfter({ header, steps: wrong }).map((picture) => picture !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('of some steps of a longer trace is what it is of all', async () => {
    const whole = await seenAs('ideal', (observation) => observation);
    const told = { ...whole, steps: whole.steps.slice(1) };
    const stream = (async function* () {
      yield* whole.steps;
    })();
    const pictures = await picturesWithin({ header: whole.header, steps: stream }, told, [1, 2]);
    expect(pictures).toEqual(picturesAfter(whole).slice(1));
  });
});
