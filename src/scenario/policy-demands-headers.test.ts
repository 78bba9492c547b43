import { expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { policyDemandsHeaders, runPolicyDemandsHeaders } from './policy-demands-headers.ts';
import { failing, valuesOf } from './testing/values.ts';

test('who sends no header is denied, whatever the bucket does by default', async () => {
  const result = await policyDemandsHeaders.run({ seed: 1 });
  expect(valuesOf(result).filter(([name]) => String(name).endsWith('sent no header'))).toEqual([
    ['demanded aws:kms, sent no header', '403 AccessDenied'],
    ['demanded any algorithm, sent no header', '403 AccessDenied'],
    ['demanded the key, sent no header', '403 AccessDenied'],
    ['demanded the key, if one is named, sent no header', 'succeeds'],
  ]);
  expect(valuesOf(result)).toHaveLength(21);
  expect(result.verdict).toBe('as-expected');
});

test('a reference that holds the default of the bucket against the condition differs', async () => {
  const { policies } = REFERENCE_PARTS;
  const parts: ReferenceParts = {
    ...REFERENCE_PARTS,
    policies: {
      ...policies,
      keysOfS3: (request) =>
        policies.keysOfS3({ ...request, headers: { sse: request.rule.SSEAlgorithm, ...request.headers } }),
    },
  };
  const result = await runPolicyDemandsHeaders({ seed: 1 }, parts);
  expect(failing(result)).toEqual([
    'demanded aws:kms, sent no header',
    'demanded any algorithm, sent no header',
    'oracle verdict on the run, profile ideal',
  ]);
});
