import { expect, test } from 'vitest';
import type { Event, Observation } from '../../model/index.ts';
import { encrypt, get, head, put } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { RULES } from '../../model/testing/scene.ts';
import { DEFAULT_BOUNDS } from './bounds.ts';

import { call, OracleRun, seen, seenRefusal, TAG, unseenKms, wroteKms } from './testing/oracle-run.ts';

const shown = wroteKms('K1', TAG);
const decrypted = { ...shown, kmsCalls: [call('Decrypt', 'ann', 'b/o')] };
const UNDECRYPTED = ['headDecrypts (F-41) = false'];
const DECRYPTED = ['headDecrypts (F-41) = true'];

/** An object without bucket key, where HeadObject may decrypt or not. */
function trial(results = DEFAULT_BOUNDS.results): OracleRun {
  return new OracleRun({ ...IDEAL, headDecrypts: [false, true] }, { ...DEFAULT_BOUNDS, results })
    .given('ann', encrypt('b', RULES.B1), seen(200))
    .given('ann', put('b/o'), { ...shown, kmsCalls: [call('GenerateDataKey', 'ann', 'b/o')] });
}

function explained({ oracle, atMs }: OracleRun, event: Event, observation: Observation, most?: number) {
  return oracle.explanations({ step: { atMs, by: 'ann', event }, observation }, most);
}

test('the choices of each way that explains a step, and of no other', () => {
  expect(explained(trial(), head('b/o'), unseenKms(shown))).toEqual([UNDECRYPTED, DECRYPTED]);
  expect(explained(trial(), head('b/o'), decrypted)).toEqual([DECRYPTED]);
  expect(explained(trial(), head('b/o'), seenRefusal(404, 'NoSuchKey'))).toEqual([]);
});

test('a failure of KMS that S3 alone knows of, where S3 by itself would answer otherwise', () => {
  const { oracle, atMs } = new OracleRun(AWS).given('ann', put('b/s3'), { status: 200 });
  const event = put('b/o', { sse: 'aws:kms', kmsKeyId: 'K1' });
  const ways = (code: string) =>
    oracle.explanations({ step: { atMs, by: 'ann', event }, observation: unseenKms(seenRefusal(500, code)) });
  expect(ways('KMS.Whatever')).toEqual([['kmsAnswer (U-23) = unreachable', 'outageAnswer (U-32) = 500']]);
  expect(ways('InternalError')).toEqual([]);
});

test('no more ways than are asked for, among no more results than are looked at', () => {
  expect(explained(trial(), head('b/o'), unseenKms(shown), 1)).toEqual([UNDECRYPTED]);
  expect(explained(trial(1), head('b/o'), unseenKms(shown))).toEqual([UNDECRYPTED]);
  expect(explained(trial(1), head('b/o'), decrypted)).toEqual([]);
});

test('worlds that explain it alike tell it once', () => {
  const two = new OracleRun({ ...IDEAL, caches: 2 }).given('ann', encrypt('b', RULES.B2), seen(200));
  for (const key of ['x', 'y', 'z']) two.wait(1_000).given('ann', put(`b/${key}`), { status: 200 });
  expect(two.oracle.frontier.length).toBeGreaterThan(1);
  expect(explained(two, get('b/none'), { status: 404 })).toEqual([[]]);
});

test('the oracle stays as it is', () => {
  const one = trial();
  const before = one.oracle.frontier;
  explained(one, head('b/o'), unseenKms(shown));
  expect(one.oracle.frontier).toEqual(before);
});
