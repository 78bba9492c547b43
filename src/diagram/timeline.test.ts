import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTraceFile } from '../trace/read-trace-file.ts';
import { get, put, ruled, SHARED, toyTrace, violationAt } from './testing/toy-trace.ts';
import { timelineOf } from './timeline.ts';

const made = put('writer', 1_000, ['GenerateDataKey']);

describe('the lives of bucket keys', () => {
  test('one for each, with its time to make data keys, and who has it in a cache', () => {
    const trace = toyTrace([ruled(), made, get('writer', 2_000, []), get('reader', 3_000, ['Decrypt'])]);
    expect(timelineOf(trace).keys).toEqual([
      {
        number: 2,
        bucket: 'alpha',
        live: { fromMs: 1_000, surelyMs: 301_000, atMostMs: 301_000 },
        holders: [
          {
            names: ['writer'],
            spans: [{ fromMs: 1_000, surelyMs: 301_000, atMostMs: 301_000 }],
            marks: [
              { row: 1, how: 'made', isSure: true },
              { row: 2, how: 'warm', isSure: true },
            ],
          },
          {
            names: ['reader'],
            spans: [{ fromMs: 3_000, surelyMs: 303_000, atMostMs: 303_000 }],
            marks: [{ row: 3, how: 'decrypted', isSure: true }],
          },
        ],
      },
    ]);
  });

  test('what a profile leaves open is not sure', () => {
    const { keys } = timelineOf(toyTrace([ruled(), made, put('writer', 2_000, undefined, 'b')], 'aws'));
    const [first] = keys;
    expect(first?.holders[0]?.spans).toEqual([{ fromMs: 1_000, surelyMs: 1_000, atMostMs: 86_401_000 }]);
    expect(first?.live).toEqual({ fromMs: 1_000, surelyMs: 1_000, atMostMs: 86_401_000 });
    expect(first?.holders[0]?.marks).toEqual([
      { row: 1, how: 'made', isSure: true },
      { row: 2, how: 'warm', isSure: false },
      { row: 2, how: 'decrypted', isSure: false },
    ]);
    expect(keys[1]?.holders[0]?.marks).toEqual([{ row: 2, how: 'made', isSure: false }]);
  });

  test('what all ways have in common is sure, whatever else they differ in', async () => {
    const path = join(import.meta.dirname, '../../tests/traces/copy-of-a-replica-obtains-its-bucket-key.ndjson');
    const [, replicas] = timelineOf(await readTraceFile(path)).keys;
    expect(replicas?.holders[0]?.marks).toEqual([
      { row: 3, how: 'made', isSure: true },
      { row: 4, how: 'decrypted', isSure: true },
      { row: 5, how: 'warm', isSure: true },
    ]);
  });

  test('a restart of the hosts ends what was cached', () => {
    const restart = {
      step: { atMs: 5_000, by: null, event: { op: 'RestartHosts' } },
      observation: { status: 200 },
    } as const;
    const { keys } = timelineOf(toyTrace([ruled(), made, restart, put('writer', 6_000, ['GenerateDataKey'], 'b')]));
    expect(keys.map(({ number, holders }) => [number, holders[0]?.spans[0]?.atMostMs])).toEqual([
      [2, 5_000],
      [4, 306_000],
    ]);
  });

  test('two sessions of a role are one holder', () => {
    const trace = toyTrace([ruled(), made, put('second', 2_000, [], 'b')]);
    const second = { name: 'second', account: '111111111111', principal: 'writer', session: 's2' };
    const setup = { ...trace.header.setup, requesters: [...trace.header.setup.requesters, second] };
    const { keys } = timelineOf({ header: { ...trace.header, setup }, steps: trace.steps });
    expect(keys[0]?.holders.map(({ names }) => names)).toEqual([['writer', 'second']]);
  });
});

describe('rows', () => {
  test('a step with the KMS calls that were seen, and what cannot be', () => {
    const { rows, title } = timelineOf(SHARED, violationAt(3));
    expect(rows.map(({ text, calls, violation }) => [text, calls, violation])).toEqual([
      ['writer PutBucketEncryption alpha: aws:kms, key k1, bucket key on', [], undefined],
      ['writer PutObject alpha/a "x"', ['GenerateDataKey'], undefined],
      ['writer GetObject alpha/a', [], undefined],
      ['reader GetObject alpha/a', [], 'Violated: every-requester-pays. reader rode on the bucket key of writer'],
    ]);
    expect(title).toBe('Bucket keys of toy, profile ideal: every-requester-pays, step 4');
  });

  test('calls that nobody looked for are no calls only where there cannot be any', () => {
    const { rows } = timelineOf(toyTrace([ruled(), put('writer', 1, undefined)]));
    expect(rows.map(({ calls }) => calls)).toEqual([[], undefined]);
  });

  test('no bucket key, and that is said', () => {
    expect(timelineOf(toyTrace([ruled()])).notes).toEqual([
      'No bucket key is known to be made or used in these steps.',
    ]);
  });
});
