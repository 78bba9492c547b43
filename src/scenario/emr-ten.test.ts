import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { emrTen, runEmrTen } from './emr-ten.ts';
import { failing, valuesOf } from './testing/values.ts';

test('ten sessions make ten bucket keys under the text of 2023 and one under that of today', async () => {
  const result = await emrTen.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['calls without bucket keys', 400],
    ['bucket keys, a session each', 10],
    ['GenerateDataKey calls, a session each', 10],
    ['Decrypt calls, a session each', 10],
    ['bucket keys, the role as one', 1],
    ['GenerateDataKey calls, the role as one', 1],
    ['Decrypt calls, the role as one', 0],
    ['oracle verdict on the run without bucket keys, profile ideal', 'conforms'],
    ['oracle verdict on the run with bucket keys, profile ideal, by session', 'conforms'],
    ['oracle verdict on the run with bucket keys, profile ideal', 'conforms'],
    ['the run by session, profile aws-2023', 'conforms'],
    ['the run by role, profile aws', 'conforms'],
    ['the run by role, profile aws-2023', 'violates'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference that never tells sessions apart differs where they count', async () => {
  const { bucketKeys } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    bucketKeys: {
      ...bucketKeys,
      requesterIdentity: (requester) => bucketKeys.requesterIdentity(requester, 'rolePolicy'),
    },
  };
  const result = await runEmrTen({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual([
    'bucket keys, a session each',
    'GenerateDataKey calls, a session each',
    'Decrypt calls, a session each',
    'oracle verdict on the run with bucket keys, profile ideal, by session',
    'the run by session, profile aws-2023',
  ]);
});
