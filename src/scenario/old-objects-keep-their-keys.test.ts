import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { oldObjectsKeepTheirKeys, runOldObjectsKeepTheirKeys } from './old-objects-keep-their-keys.ts';
import { failing, valuesOf } from './testing/values.ts';

test('the switch saves nothing on old objects, a copy in place does', async () => {
  const result = await oldObjectsKeepTheirKeys.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['writing the old objects', 100],
    ['reading them before the switch', 100],
    ['old objects the switch changed', 0],
    ['reading them after the switch', 100],
    ['writing 10 new objects', 1],
    ['reading 10 new objects', 1],
    ['copying the old objects in place', 101],
    ['old objects with bucket key after the copies', 100],
    ['old objects with a new ETag after the copies', 100],
    ['reading them after the copies', 1],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference whose copies take over the encryption of their source differs', async () => {
  const { encryption } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    encryption: {
      ...encryption,
      copyEncryption: (_headers, _rule, { algorithm, kmsKeyArn, bucketKey, context }) => ({
        algorithm,
        keyReference: kmsKeyArn,
        namedBy: 'rule',
        bucketKey,
        context,
      }),
    },
  };
  const result = await runOldObjectsKeepTheirKeys({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual([
    'copying the old objects in place',
    'old objects with bucket key after the copies',
    'reading them after the copies',
    'oracle verdict on the run, profile ideal',
  ]);
});
