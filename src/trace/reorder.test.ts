import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STREAM_BOUNDS } from './limits.ts';
import { TraceError } from './trace-error.ts';
import { TraceReader } from './trace-reader.ts';

const header = JSON.stringify({
  bucketkeyTrace: 1,
  profile: 'ideal',
  sut: 's',
  seed: 0,
  setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
});

/** A step that says where in the file it stood. */
function line(atMs: number, place: number, padding = ''): string {
  const event = { op: 'EvictBucketKeys', bucket: `${place}${padding}` };
  return `${JSON.stringify({ atMs, by: null, event, observation: { status: 200 } })}\n`;
}

interface Given {
  readonly atMs: number;
  readonly place: number;
  /** Lines that had been read when it was given. */
  readonly after: number;
}

/** The steps of a trace with these times, as they are given, and the message it ends with. */
function read(times: readonly number[], reorderMs: number, padding = ''): { given: Given[]; error?: string } {
  const reader = new TraceReader('t', STREAM_BOUNDS, reorderMs);
  const given: Given[] = [];
  const take = (steps: ReturnType<TraceReader['push']>, after: number): void => {
    for (const { step } of steps) {
      const { event, atMs } = step;
      given.push({ atMs, place: Number.parseInt('bucket' in event ? event.bucket : '', 10), after });
    }
  };
  try {
    take(reader.push(Buffer.from(`${header}\n`)), 0);
    for (const [place, atMs] of times.entries()) take(reader.push(Buffer.from(line(atMs, place, padding))), place + 1);
    take(reader.finish(), times.length);
    return { given };
  } catch (error) {
    if (error instanceof TraceError) return { given, error: error.message };
    throw error;
  }
}

describe('steps that come late', () => {
  test('are put in order within the window, those of one time as they stand', () => {
    const { given, error } = read([0, 5_000, 4_000, 5_000, 4_000, 6_000], 1_000);
    expect(error).toBeUndefined();
    expect(given.map(({ atMs, place }) => [atMs, place])).toEqual([
      [0, 0],
      [4_000, 2],
      [4_000, 4],
      [5_000, 1],
      [5_000, 3],
      [6_000, 5],
    ]);
  });

  test('are an error beyond it, which names the line', () => {
    expect(read([0, 5_000, 3_999], 1_000)).toEqual({
      given: [{ atMs: 0, place: 0, after: 2 }],
      error:
        't:4: atMs: 3999 is 1001 ms earlier than a step before, at 5000; --reorder-ms puts in order what is up to ' +
        '1000 ms late',
    });
    expect(read([0, 5_000, 4_000], 0).error).toBe(
      't:4: atMs: 4000 is earlier than the step before, at 5000; --reorder-ms 1000 would put them in order',
    );
  });

  test('are given as soon as nothing can come before them, and all in the end', () => {
    expect(read([0, 10, 20, 30], 10).given.map(({ after }) => after)).toEqual([2, 3, 4, 4]);
  });

  test('come out as a stable sort, whatever the order', () => {
    const shuffled = fc.array(fc.nat(50), { maxLength: 300 });
    fc.assert(
      fc.property(shuffled, (times) => {
        const sorted = times.map((atMs, place) => ({ atMs, place })).toSorted((a, b) => a.atMs - b.atMs);
        expect(read(times, 50).given.map(({ atMs, place }) => ({ atMs, place }))).toEqual(sorted);
      }),
    );
  });

  test('are held back in bounded numbers only', () => {
    const times = (count: number) => Array.from({ length: count }, (_, i) => i % 10);
    expect(read(times(100_000), 3_600_000).error).toBeUndefined();
    expect(read(times(100_001), 3_600_000).error).toBe(
      't:100002: too many steps within 3600000 ms to put them in order',
    );
    // Where time goes on, any number may come.
    expect(
      read(
        Array.from({ length: 100_100 }, (_, i) => i),
        5,
      ).error,
    ).toBeUndefined();
  });

  test('are held back as far as there is room for their lines', () => {
    const long = 'x'.repeat(15_000);
    expect(
      read(
        Array.from({ length: 4_000 }, () => 0),
        10,
        long,
      ).error,
    ).toBeUndefined();
    expect(
      read(
        Array.from({ length: 5_000 }, () => 0),
        10,
        long,
      ).error,
    ).toMatch(/too many steps within 10 ms/);
  });
});
