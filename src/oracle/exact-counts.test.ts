import { describe, expect, test } from 'vitest';
import type { Event, Observation, ObservedKmsCall } from '../../model/index.ts';
import { copy, encrypt, evict, get, put, remove, replicate, replication } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { RULES, TEST_BODY } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, TAG, TAG2, TAG3, wroteBk, wroteKms, wroteS3 } from './testing/oracle-run.ts';

/** A step of a trace: time, requester, event, what was observed. */
type Line = readonly [atMs: number, by: string, event: Event, observation: Observation];

const KMS = { sse: 'aws:kms', kmsKeyId: 'K2' } as const;
const FORGOTTEN = 7 * 300_000;

/** A trace in which profile ideal leaves nothing open; its calls follow from K-01 to K-09 and K-13. */
const TRACE: readonly Line[] = [
  [0, 'ann', encrypt('b', RULES.B2), seen(200)],
  [0, 'ann', put('b/o'), wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b'))],
  [0, 'ann', put('b/p'), wroteBk('K1', TAG2)],
  [0, 'ann', get('b/o'), read(wroteBk('K1', TAG))],
  [0, 'ann-again', get('b/o'), read(wroteBk('K1', TAG))],
  [0, 'bob', get('b/o'), read(wroteBk('K1', TAG), call('Decrypt', 'bob', 'b'))],
  [0, 'bob', get('b/p'), read(wroteBk('K1', TAG2))],
  [1, 'bob', put('b/q'), wroteBk('K1', TAG3, call('GenerateDataKey', 'bob', 'b'))],
  [299_999, 'ann', put('b/o'), wroteBk('K1', TAG)],
  [300_000, 'ann', put('b/o'), wroteBk('K1', TAG2, call('GenerateDataKey', 'ann', 'b'))],
  [300_000, 'bob', put('b/q'), wroteBk('K1', TAG3)],
  [300_001, 'bob', put('b/q'), wroteBk('K1', TAG, call('GenerateDataKey', 'bob', 'b'))],
  [300_001, 'ann', put('c/k', KMS), wroteKms('K2', TAG, call('GenerateDataKey', 'ann', 'c/k', { key: 'K2' }))],
  [300_001, 'ann', get('c/k'), read(wroteKms('K2', TAG), call('Decrypt', 'ann', 'c/k', { key: 'K2' }))],
  [300_001, 'ann', evict('b'), seen(200)],
  [300_001, 'ann', copy('b/o', 'c/s'), { ...wroteS3(), kmsCalls: [call('Decrypt', 'ann', 'b')] }],
  [
    300_001,
    'ann',
    copy('c/k', 'b/r'),
    wroteBk('K1', TAG, call('Decrypt', 'ann', 'c/k', { key: 'K2' }), call('GenerateDataKey', 'ann', 'b')),
  ],
  [300_001, 'ann', remove('b/r'), seen(204)],
  [FORGOTTEN, 'ann', replication('b', 'c', 'KR'), seen(200)],
  [FORGOTTEN, 'ann', put('b/o'), wroteBk('K1', TAG2, call('GenerateDataKey', 'ann', 'b'))],
  [
    FORGOTTEN,
    'nobody',
    replicate('b/o'),
    seen(200, {
      replicationStatus: 'COMPLETED',
      kmsCalls: [
        call('Decrypt', 'repl', 'b'),
        call('Encrypt', 'repl', 'c', { key: 'KR' }),
        call('Decrypt', 'repl', 'c', { key: 'KR' }),
      ],
    }),
  ],
];

/** Index of the first line that is refused, or undefined. */
function refusedAt(trace: readonly Line[]): number | undefined {
  const trial = new OracleRun(IDEAL);
  for (const [atMs, by, event, observation] of trace) {
    trial.atMs = atMs;
    if (trial.see(by, event, observation) !== 'conforms') return trial.oracle.violation?.stepIndex;
  }
  return undefined;
}

type Change = (calls: readonly ObservedKmsCall[]) => readonly ObservedKmsCall[];

function withCalls(index: number, change: Change): readonly Line[] {
  return TRACE.map((line, i) => {
    const [atMs, by, event, observation] = line;
    return i === index ? [atMs, by, event, { ...observation, kmsCalls: change(observation.kmsCalls ?? []) }] : line;
  });
}

const LINES = TRACE.map(([, by, event], i) => [i, `${event.op} by ${by}`] as const);
const CALLING = LINES.filter(([i]) => (TRACE[i]?.[3].kmsCalls?.length ?? 0) > 0);

describe('with nothing open every KMS call is predicted (profile ideal)', () => {
  test('the exact calls are accepted', () => {
    expect(refusedAt(TRACE)).toBeUndefined();
  });

  test.each(LINES)('one call too many is refused at once: line %i, %s', (index) => {
    const extra = call('Decrypt', 'ann', 'b');
    expect(refusedAt(withCalls(index, (calls) => [...calls, calls[0] ?? extra]))).toBe(index);
  });

  test.each(CALLING)('one call too few is refused at once: line %i, %s', (index) => {
    expect(refusedAt(withCalls(index, (calls) => calls.slice(1)))).toBe(index);
  });

  const changes: readonly (readonly [string, Change])[] = [
    ['another requester (F-100)', ([one, ...more]) => (one === undefined ? [] : [{ ...one, by: 'eve' }, ...more])],
    [
      'another key (F-28)',
      ([one, ...more]) => (one === undefined ? [] : [{ ...one, keyArn: `${one.keyArn}x` }, ...more]),
    ],
    [
      'another operation',
      ([one, ...more]) =>
        one === undefined ? [] : [{ ...one, operation: one.operation === 'Encrypt' ? 'Decrypt' : 'Encrypt' }, ...more],
    ],
    [
      'another context (F-88)',
      ([one, ...more]) => (one === undefined ? [] : [{ ...one, context: { 'aws:s3:arn': 'arn:aws:s3:::d' } }, ...more]),
    ],
    [
      'one more pair (F-89)',
      ([one, ...more]) => (one === undefined ? [] : [{ ...one, context: { ...one.context, a: 'b' } }, ...more]),
    ],
    ['no context', ([one, ...more]) => (one === undefined ? [] : [{ ...one, context: {} }, ...more])],
    [
      'another result',
      ([one, ...more]) => (one === undefined ? [] : [{ ...one, result: 'ThrottlingException' }, ...more]),
    ],
  ];
  describe.each(changes)('a call with %s is refused', (_what, change) => {
    test.each(CALLING)('line %i, %s', (index) => {
      expect(refusedAt(withCalls(index, change))).toBe(index);
    });
  });

  test('the order of calls is not documented and makes no difference', () => {
    for (const [index] of CALLING) expect(refusedAt(withCalls(index, (calls) => calls.toReversed()))).toBeUndefined();
  });

  test('calls are compared as a bag: twice the same is not the same as two (F-88)', () => {
    const copying = TRACE.findIndex(([, , event]) => event.op === 'CopyObject' && event.bucket === 'b');
    expect(refusedAt(withCalls(copying, ([one]) => (one === undefined ? [] : [one, one])))).toBe(copying);
  });

  test('the content that comes back is what was written (F-107)', () => {
    const line = TRACE.findIndex(([, , event]) => event.op === 'GetObject');
    const other = TRACE.map(
      (one, i): Line =>
        i === line ? [one[0], one[1], one[2], { ...one[3], contentMd5: TEST_BODY.md5.replace('4', '5') }] : one,
    );
    expect(refusedAt(other)).toBe(line);
  });
});
