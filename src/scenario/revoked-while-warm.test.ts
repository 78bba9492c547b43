import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { revokedWhileWarm, runRevokedWhileWarm } from './revoked-while-warm.ts';
import { failing, valuesOf } from './testing/values.ts';

test('the key policy bites within one cache lifetime, the bucket policy at once', async () => {
  const result = await revokedWhileWarm.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['key policy, no bucket keys: refused after', 0],
    ['key policy, warm for a minute: refused after', 240],
    ['key policy, just warm: refused after', 300],
    ['key policy: longest access after revocation', 300],
    ['reads served after revocation', 54],
    ['KMS calls of reads served after revocation', 0],
    ['status of a write while warm', 200],
    ['reads refused to a role nobody revoked', 0],
    ['bucket policy, warm: refused after', 0],
    ['bucket policy: KMS calls of the refused read', 0],
    ['bucket policy lifted: status of the next read', 200],
    ['bucket policy lifted: KMS calls of the next read', 0],
    ['oracle verdict on the key policy, profile ideal', 'conforms'],
    ['oracle verdict on the bucket policy, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('a reference whose cached keys never expire differs: the revoked roles read for ever', async () => {
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    bucketKeys: { ...REFERENCE_PARTS.bucketKeys, isUsable: () => true },
  };
  const result = await runRevokedWhileWarm({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual([
    'key policy, warm for a minute: refused after',
    'key policy, just warm: refused after',
    'key policy: longest access after revocation',
    'reads served after revocation',
    'oracle verdict on the key policy, profile ideal',
  ]);
});

test('a reference that does not ask the bucket policy differs', async () => {
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    configuration: { ...REFERENCE_PARTS.configuration, s3Allows: () => true },
  };
  const result = await runRevokedWhileWarm({ seed: 1 }, parts);
  expect(result.verdict).toBe('differs');
  expect(failing(result)).toEqual([
    'bucket policy, warm: refused after',
    'oracle verdict on the bucket policy, profile ideal',
  ]);
});
