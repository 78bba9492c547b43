import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { rolePinnedToObjects, runRolePinnedToObjects } from './role-pinned-to-objects.ts';
import { failing, valuesOf } from './testing/values.ts';

test('what was written after the switch fails until the condition names the bucket', async () => {
  const result = await rolePinnedToObjects.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['written before the switch', 'COMPLETED'],
    ['written after the switch', 'FAILED'],
    ['written after the condition was mended', 'COMPLETED'],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference for which the pattern of the objects matches the bucket differs', async () => {
  const { kms } = REFERENCE_PARTS;
  const contextMatches = (pattern: string, value: string): boolean =>
    kms.contextMatches(pattern, value) || kms.contextMatches(pattern, `${value}/`);
  const parts: ReferenceParts = { ...REFERENCE_PARTS, kms: { ...kms, contextMatches } };
  expect(failing(await runRolePinnedToObjects({ seed: 1 }, parts))).toContain('written after the switch');
});
