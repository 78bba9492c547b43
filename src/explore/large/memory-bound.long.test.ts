import { describe, expect, test } from 'vitest';
import { medium } from '../scopes/medium.ts';
import { exploreLarge } from './explore-large.ts';

const MAX_STATES = 80_000;

describe.each([
  ['hashes', {}],
  ['hashes under symmetries', { symmetry: true }],
  ['whole states', { exact: true }],
])('the bound on memory, states kept as %s', (_, how) => {
  test('is not passed; what was seen until then is what is seen without it', async () => {
    const { bytes: needed, counts: all } = await exploreLarge(medium, { maxStates: MAX_STATES, ...how });
    for (const share of [0.6, 0.9]) {
      const maxBytes = Math.floor(share * needed);
      const { verdict, unknownBecause, counts, queue, bytes } = await exploreLarge(medium, {
        maxStates: MAX_STATES,
        ...how,
        maxBytes,
      });
      expect({ verdict, unknownBecause }).toEqual({
        verdict: 'unknown',
        unknownBecause: `the bound of ${maxBytes} bytes of memory (--max-memory)`,
      });
      expect(bytes).toBeLessThanOrEqual(maxBytes);
      expect(bytes).toBeGreaterThan(maxBytes / 2);
      expect(queue).toBeGreaterThan(0);
      expect(counts.states).toBeLessThan(all.states);
      expect(counts.levels.slice(0, -1)).toEqual(all.levels.slice(0, counts.depth));
    }
  });

  test('changes nothing where it suffices', async () => {
    const free = await exploreLarge(medium, { maxStates: 5_000, ...how });
    expect(await exploreLarge(medium, { maxStates: 5_000, ...how, maxBytes: 2 * free.bytes + 4_000_000 })).toEqual(
      free,
    );
  });
});

test('several partitions have one bound together, passed by no more than what one hands over to another', async () => {
  const { bytes: needed } = await exploreLarge(medium, { maxStates: MAX_STATES, partitions: 3 });
  const maxBytes = Math.floor(0.6 * needed);
  const { unknownBecause, bytes } = await exploreLarge(medium, { maxStates: MAX_STATES, partitions: 3, maxBytes });
  expect(unknownBecause).toBe(`the bound of ${maxBytes} bytes of memory (--max-memory)`);
  expect(bytes).toBeLessThanOrEqual(1.5 * maxBytes);
});
