import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { policyPinnedToObjects, runPolicyPinnedToObjects } from './policy-pinned-to-objects.ts';
import { failing, valuesOf } from './testing/values.ts';

test('object ARNs serve the bucket without bucket keys, the bucket ARN the other, both forms both', async () => {
  const result = await policyPinnedToObjects.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['object ARN: cold PUT without bucket keys', 'succeeds'],
    ['object ARN: cold GET without bucket keys', 'succeeds'],
    ['object ARN: cold PUT with bucket keys', '403 AccessDenied'],
    ['object ARN: cold GET with bucket keys', '403 AccessDenied'],
    ['bucket/*: cold PUT without bucket keys', 'succeeds'],
    ['bucket/*: cold GET without bucket keys', 'succeeds'],
    ['bucket/*: cold PUT with bucket keys', '403 AccessDenied'],
    ['bucket/*: cold GET with bucket keys', '403 AccessDenied'],
    ['bucket ARN: cold PUT without bucket keys', '403 AccessDenied'],
    ['bucket ARN: cold GET without bucket keys', '403 AccessDenied'],
    ['bucket ARN: cold PUT with bucket keys', 'succeeds'],
    ['bucket ARN: cold GET with bucket keys', 'succeeds'],
    ['bucket ARN and bucket/*: cold PUT without bucket keys', 'succeeds'],
    ['bucket ARN and bucket/*: cold GET without bucket keys', 'succeeds'],
    ['bucket ARN and bucket/*: cold PUT with bucket keys', 'succeeds'],
    ['bucket ARN and bucket/*: cold GET with bucket keys', 'succeeds'],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference for which bucket/* matches the bucket itself differs', async () => {
  const { kms } = REFERENCE_PARTS;
  const contextMatches = (pattern: string, value: string): boolean =>
    kms.contextMatches(pattern, value) || kms.contextMatches(pattern, `${value}/`);
  const result = await runPolicyPinnedToObjects({ seed: 1 }, { ...REFERENCE_PARTS, kms: { ...kms, contextMatches } });
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual([
    'bucket/*: cold PUT with bucket keys',
    'bucket/*: cold GET with bucket keys',
    'oracle verdict on the run, profile ideal',
  ]);
});

test('a reference that always shows KMS the object ARN differs', async () => {
  const { encryption } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    encryption: {
      ...encryption,
      contextFor: (arns, bucket, key, _bucketKey, extra) => encryption.contextFor(arns, bucket, key, false, extra),
    },
  };
  const result = await runPolicyPinnedToObjects({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toContain('object ARN: cold PUT with bucket keys');
});
