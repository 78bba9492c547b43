import { describe, expect, test } from 'vitest';
import {
  ANY_CODE,
  ANY_OPAQUE_ETAG,
  type EncryptionRule,
  type KmsCall,
  type Observation,
  type Outcome,
} from '../../model/index.ts';
import { RULES } from '../../model/testing/scene.ts';
import { differingParts, explains } from './match.ts';
import { call, NOTHING_SHOWN, TAG } from './testing/oracle-run.ts';

const BLOCKS_SSE_C: EncryptionRule = { ...RULES.B1, BlockedEncryptionTypes: ['SSE-C'] };
const OUTCOME: Outcome = { ...NOTHING_SHOWN, status: 200, because: [] };

/** Parts in which they differ; `explains` must agree that there are none. */
function differing(outcome: Partial<Outcome>, seen: Partial<Observation>): readonly string[] {
  const [whole, observation] = [
    { ...OUTCOME, ...outcome },
    { status: 200, ...seen },
  ];
  const parts = differingParts(whole, observation);
  expect(explains(whole, observation)).toBe(parts.length === 0);
  return parts;
}

describe('single parts', () => {
  test.each([
    ['status', { status: 200 }, { status: 204 }],
    ['code', { code: 'A' }, { code: 'B' }],
    ['code', { code: ANY_CODE }, { code: null }],
    ['sse', { sse: 'AES256' }, { sse: 'aws:kms' }],
    ['kmsKeyArn', { kmsKeyArn: 'x' }, { kmsKeyArn: null }],
    ['bucketKeyEnabled', { bucketKeyEnabled: null }, { bucketKeyEnabled: false }],
    ['etag', { etag: TAG }, { etag: null }],
    ['etag', { etag: ANY_OPAQUE_ETAG }, { etag: TAG }],
    ['etag', { etag: ANY_OPAQUE_ETAG }, { etag: ANY_OPAQUE_ETAG }],
    ['contentMd5', { contentMd5: TAG }, { contentMd5: null }],
    ['replicationStatus', { replicationStatus: null }, { replicationStatus: 'PENDING' }],
    ['rule', { rule: RULES.B1 }, { rule: null }],
    ['rule', { rule: null }, { rule: RULES.B1 }],
    ['rule', { rule: RULES.B1 }, { rule: RULES.B2 }],
    ['rule', { rule: BLOCKS_SSE_C }, { rule: { ...RULES.B1, BlockedEncryptionTypes: ['NONE'] } }],
    ['rule', { rule: BLOCKS_SSE_C }, { rule: { ...RULES.B1, BlockedEncryptionTypes: null } }],
    ['kmsCalls', { kmsCalls: [] }, { kmsCalls: [call('Decrypt', 'ann', 'b')] }],
  ] as const)('%s that differs is told, and nothing else is', (part, outcome, seen) => {
    expect(differing(outcome, seen)).toEqual([part]);
  });

  test.each([
    ['any code', { code: ANY_CODE }, { code: 'Whatever' }],
    ['blocked types that nobody put', { rule: RULES.B1 }, { rule: BLOCKS_SSE_C }],
    ['none of them shown', { rule: RULES.B1 }, { rule: { ...RULES.B1, BlockedEncryptionTypes: null } }],
    ['blocked types that nobody looked at', { rule: BLOCKS_SSE_C }, { rule: RULES.B1 }],
    ['what the model knows nothing of', { rule: RULES.B1 }, { rule: RULES.B1, raw: { checksum: ['x'] } }],
    ['a flag left out of a rule', { rule: { ...RULES.B1, BucketKeyEnabled: false } }, { rule: RULES.B1 }],
    [
      'what nobody looked at',
      { sse: 'AES256', etag: ANY_OPAQUE_ETAG, rule: RULES.B1, kmsCalls: [call('Decrypt', 'ann', 'b')] },
      {},
    ],
    ['what is inside, which the model does not know', {}, { internals: { seals: [] } }],
  ] as const)('%s is no difference', (_what, outcome, seen) => {
    expect(differing(outcome, seen)).toEqual([]);
  });

  test('all that differs is told', () => {
    expect(differing({ code: 'A', etag: TAG }, { status: 400, code: null, etag: null })).toEqual([
      'status',
      'code',
      'etag',
    ]);
  });
});

describe('KMS calls are compared as bags', () => {
  const [x, y] = [call('Decrypt', 'ann', 'b'), call('GenerateDataKey', 'ann', 'b')];
  const cases: readonly (readonly [
    what: string,
    expected: readonly KmsCall[],
    seen: readonly KmsCall[],
    same: boolean,
  ])[] = [
    ['in another order', [x, y], [y, x], true],
    ['one twice is not two', [x, y], [x, x], false],
    ['two are not one twice', [x, x], [x, y], false],
    ['one twice is one twice', [x, x], [x, x], true],
    ['three are not two', [x, y], [x, y, y], false],
    ['two are not three', [x, y, y], [x, y], false],
  ];
  test.each(cases)('%s', (_what, expected, seen, same) => {
    expect(differing({ kmsCalls: expected }, { kmsCalls: seen }).length === 0).toBe(same);
  });

  test('a context is a set of pairs: order means nothing, names are just names', () => {
    const context = (text: string) => ({ ...x, context: JSON.parse(text) as Record<string, string> });
    expect(
      differing({ kmsCalls: [context('{"a":"1","b":"2"}')] }, { kmsCalls: [context('{"b":"2","a":"1"}')] }),
    ).toEqual([]);
    expect(differing({ kmsCalls: [context('{"a":"1"}')] }, { kmsCalls: [context('{"a":"1","b":"2"}')] })).toEqual([
      'kmsCalls',
    ]);
    expect(
      differing({ kmsCalls: [context('{"__proto__":"1"}')] }, { kmsCalls: [context('{"__proto__":"1"}')] }),
    ).toEqual([]);
    expect(
      differing({ kmsCalls: [context('{"__proto__":"1"}')] }, { kmsCalls: [context('{"constructor":"1"}')] }),
    ).toEqual(['kmsCalls']);
  });
});
