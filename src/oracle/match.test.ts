import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ANY_CODE,
  ANY_OPAQUE_ETAG,
  type EncryptionRule,
  type KmsCall,
  type Observation,
  type ObservedKmsCall,
  type Outcome,
} from '../../model/index.ts';
import { RULES } from '../../model/testing/scene.ts';
import { callsAgree, differingParts, explains } from './match.ts';
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

describe('KMS calls of which parts were not recorded', () => {
  const decrypt = call('Decrypt', 'ann', 'b');
  const without = (part: 'by' | 'context' | 'result', one: ObservedKmsCall = decrypt): ObservedKmsCall => {
    const { [part]: _missing, ...rest } = one;
    return rest;
  };

  test.each(['by', 'context', 'result'] as const)(
    'any %s explains a call without it, and the rest must fit',
    (part) => {
      expect(callsAgree([decrypt], [without(part)])).toBe(true);
      expect(callsAgree([decrypt], [{ ...without(part), keyArn: 'x' }])).toBe(false);
      expect(callsAgree([decrypt], [{ ...without(part), operation: 'Encrypt' }])).toBe(false);
      expect(callsAgree([], [without(part)])).toBe(false);
      for (const other of ['by', 'context', 'result'] as const) {
        const wrong = { by: 'bob', context: {}, result: 'DisabledException' } as const;
        if (other !== part) expect(callsAgree([decrypt], [{ ...without(part), [other]: wrong[other] }])).toBe(false);
      }
    },
  );

  test('of two calls the one that explains less is not taken by the other', () => {
    const other = call('Decrypt', 'ann', 'c');
    const any = without('context');
    for (const expected of [
      [decrypt, other],
      [other, decrypt],
    ])
      for (const seen of [
        [any, decrypt],
        [decrypt, any],
        [any, any],
      ])
        expect([expected, seen, callsAgree(expected, seen)]).toEqual([expected, seen, true]);
    expect(callsAgree([other, other], [any, decrypt])).toBe(false);
  });

  test('agree exactly where some order of theirs does', () => {
    const whole: fc.Arbitrary<KmsCall> = fc.record({
      operation: fc.constant('Decrypt' as const),
      keyArn: fc.constant('k'),
      by: fc.constantFrom('ann', 'bob'),
      context: fc.constantFrom({}, { a: 'b' }),
      result: fc.constantFrom('ok', 'DisabledException'),
    });
    const dropped = fc.subarray(['by', 'context', 'result'] as const);
    const partial = fc
      .tuple(whole, dropped)
      .map(([one, parts]) => parts.reduce((rest, part) => without(part, rest), one as ObservedKmsCall));
    const lists = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 2, maxLength: 4 });
    const agreed = { true: 0, false: 0 };
    fc.assert(
      fc.property(lists(whole), lists(partial), (expected, seen) => {
        const agree =
          expected.length === seen.length &&
          orders(seen).some((order) => order.every((one, at) => callsAgree([expected[at]!], [one])));
        agreed[`${agree}`] += 1;
        expect(callsAgree(expected, seen)).toBe(agree);
      }),
      { numRuns: 2_000, seed: 1 },
    );
    expect(Math.min(agreed.true, agreed.false)).toBeGreaterThan(50);
  });

  function orders<T>(list: readonly T[]): T[][] {
    if (list.length === 0) return [[]];
    return list.flatMap((one, at) => orders(list.toSpliced(at, 1)).map((rest) => [one, ...rest]));
  }
});

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
    ['rule', { rule: RULES.B1 }, { rule: RULES.B4 }],
    [
      'rule',
      { rule: { ...RULES.B1, BlockedEncryptionTypes: ['SSE-C', 'NONE'] } },
      { rule: { ...RULES.B1, BlockedEncryptionTypes: ['NONE'] } },
    ],
    ['rule', { rule: BLOCKS_SSE_C }, { rule: { ...RULES.B1, BlockedEncryptionTypes: ['NONE'] } }],
    ['rule', { rule: BLOCKS_SSE_C }, { rule: { ...RULES.B1, BlockedEncryptionTypes: null } }],
    ['rule', { rule: BLOCKS_SSE_C }, { rule: { ...RULES.B1, BlockedEncryptionTypes: ['SSE-C', 'NONE'] } }],
    ['keyRotationEnabled', { keyRotationEnabled: true }, { keyRotationEnabled: false }],
    ['keyRotationEnabled', { keyRotationEnabled: false }, { keyRotationEnabled: null }],
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
    [
      'blocked types in another order',
      { rule: { ...RULES.B1, BlockedEncryptionTypes: ['SSE-C', 'NONE'] } },
      { rule: { ...RULES.B1, BlockedEncryptionTypes: ['NONE', 'SSE-C'] } },
    ],
    ['a delete marker of which the model says nothing', {}, { deleteMarker: true }],
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

  test('which headers a 304 shows AWS does not say; what it holds and calls is as of any answer', () => {
    const unmodified = { status: 304, code: 'NotModified' };
    const headers = { sse: 'aws:kms', kmsKeyArn: 'k', bucketKeyEnabled: true, etag: TAG } as const;
    expect(differing({ ...unmodified, ...headers }, { ...unmodified, etag: null, sse: null })).toEqual([]);
    expect(differing(unmodified, { ...unmodified, ...headers })).toEqual([]);
    expect(differing(unmodified, { ...unmodified, contentMd5: TAG, kmsCalls: [call('Decrypt', 'ann', 'b')] })).toEqual([
      'contentMd5',
      'kmsCalls',
    ]);
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
