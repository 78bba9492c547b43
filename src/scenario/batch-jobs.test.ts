import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { batchJobs, runBatchJobs } from './batch-jobs.ts';
import { failing, valuesOf } from './testing/values.ts';

test('one bucket key serves the whole job, and then every reader pays once for it', async () => {
  const result = await batchJobs.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['Batch Copy: objects that it is about', 10],
    ['Batch Copy: KMS calls of its role', 11],
    ['Batch Copy: ETags that stay', 0],
    ['Batch Copy: what the job costs', '0.250093 USD'],
    ['Batch Copy: KMS calls of 30 reads before', 11],
    ['Batch Copy: KMS calls of 30 reads after', 2],
    ['Batch update: objects that it is about', 10],
    ['Batch update: KMS calls of its role', 11],
    ['Batch update: ETags that stay', 10],
    ['Batch update: what the job costs', '0.250093 USD'],
    ['Batch update: KMS calls of 30 reads before', 11],
    ['Batch update: KMS calls of 30 reads after', 2],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference whose copies keep the encryption of their source differs', async () => {
  const { encryption } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    encryption: {
      ...encryption,
      copyEncryption: (headers, rule, source, resolve) => ({
        ...encryption.copyEncryption(headers, rule, source, resolve),
        bucketKey: source.bucketKey,
      }),
    },
  };
  expect(failing(await runBatchJobs({ seed: 1 }, parts))).toEqual([
    'Batch Copy: KMS calls of its role',
    'Batch Copy: what the job costs',
    'Batch Copy: KMS calls of 30 reads after',
    'oracle verdict on the run, profile ideal',
  ]);
});
