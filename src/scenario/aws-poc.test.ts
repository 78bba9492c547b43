import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { awsPoc, runAwsPoc } from './aws-poc.ts';
import { failing, valuesOf } from './testing/values.ts';

test('150 calls without bucket keys; with them the model admits 1 to 200, the measured 4 among them', async () => {
  const result = await awsPoc.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['fewest calls the model admits without bucket keys', 150],
    ['most calls the model admits without bucket keys', 150],
    ['fewest calls the model admits with bucket keys', 1],
    ['most calls the model admits with bucket keys', 200],
    ['reduction with the 4 calls AWS counted', 97.333],
    ['reference: calls without bucket keys', 150],
    ['oracle verdict on reference without bucket keys, profile ideal', 'conforms'],
    ['reference: calls with bucket keys', 1],
    ['reference: reduction', 99.333],
    ['oracle verdict on reference with bucket keys, profile ideal', 'conforms'],
    ['four caches: calls with bucket keys', 4],
    ['oracle verdict on four caches, profile aws', 'conforms'],
    ['two caches, reads fetch for themselves: calls with bucket keys', 4],
    ['oracle verdict on two caches, reads fetch for themselves, profile aws', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
  expect(result.notes[0]).toContain('1 GenerateDataKey and 3 Decrypt');
});

test('a reference that never uses what it cached differs, and the oracle says where', async () => {
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    bucketKeys: { ...REFERENCE_PARTS.bucketKeys, isUsable: () => false },
  };
  const result = await runAwsPoc({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual([
    'reference: calls with bucket keys',
    'reference: reduction',
    'oracle verdict on reference with bucket keys, profile ideal',
    'four caches: calls with bucket keys',
    'two caches, reads fetch for themselves: calls with bucket keys',
  ]);
  expect(result.notes.at(-1)).toMatch(/^Step 3 cannot be/);
});
