import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { forgottenFlag, runForgottenFlag } from './forgotten-flag.ts';
import { failing, valuesOf } from './testing/values.ts';

test('without the flag each read calls KMS again, with it one call serves them all', async () => {
  const result = await forgottenFlag.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['KMS calls of 50 reads before', 1],
    ['bucket key after an update without the flag', 'off'],
    ['KMS calls of 50 reads after it', 50],
    ['KMS calls of 50 reads after an update with the flag', 1],
    ['reads that showed the ETag of the write', 150],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference that takes the flag of the bucket differs', async () => {
  const { updates } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    updates: {
      ...updates,
      resolution: (event, before, rule) => ({
        ...updates.resolution(event, before, rule),
        bucketKey: event.bucketKeyEnabled ?? rule.BucketKeyEnabled === true,
      }),
    },
  };
  const result = await runForgottenFlag({ seed: 1 }, parts);
  expect(failing(result)).toEqual([
    'bucket key after an update without the flag',
    'KMS calls of 50 reads after it',
    'oracle verdict on the run, profile ideal',
  ]);
});
