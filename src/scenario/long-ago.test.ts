import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { longAgo, runLongAgo } from './long-ago.ts';
import { failing, valuesOf } from './testing/values.ts';

test('a night costs a call for each bucket key of the year and each requester, none for another session', async () => {
  const result = await longAgo.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['writing with bucket keys', 365],
    ['writing without bucket keys', 730],
    ['bucket keys of the year', 365],
    ['first reader with bucket keys', 365],
    ['another session of its role, the same night', 0],
    ['second reader with bucket keys', 365],
    ['first reader the next night', 365],
    ['first reader without bucket keys', 730],
    ['second reader without bucket keys', 730],
    ['reads that brought the content back', 4380],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference whose cache serves everybody differs: the second reader pays nothing', async () => {
  const { bucketKeys } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    bucketKeys: { ...bucketKeys, requesterIdentity: () => 'anybody' },
  };
  const result = await runLongAgo({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual(['second reader with bucket keys', 'oracle verdict on the run, profile ideal']);
  expect(valuesOf(result)).toContainEqual(['second reader with bucket keys', 0]);
});
