import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Numbering } from './numbering.ts';

const half = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer());

test('fingerprints are numbered as they come, and keep their numbers while the table grows', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 3_000, size: 'max' }), (fingerprints) => {
      const numbering = new Numbering();
      const known = new Map<string, number>();
      for (const [low, high] of fingerprints) {
        const name = `${low >>> 0} ${high >>> 0}`;
        expect(numbering.find(low, high)).toBe(known.get(name) ?? -1);
        if (!known.has(name)) known.set(name, known.size);
        expect(numbering.add(low, high)).toBe(known.get(name));
      }
      expect(numbering.size).toBe(known.size);
      for (const [low, high] of fingerprints)
        expect(numbering.find(low, high)).toBe(known.get(`${low >>> 0} ${high >>> 0}`));
    }),
    { numRuns: 10 },
  );
});
