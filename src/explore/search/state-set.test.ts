import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StateSet } from './state-set.ts';

test('the set numbers states as a plain list does, whatever their hashes, and while it grows', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(90), fc.nat(90)), { maxLength: 4_000, size: 'max' }), (states) => {
      const set = new StateSet(2);
      const plain = new Map<string, number>();
      for (const state of states) {
        const name = state.join();
        expect(set.find([7, ...state], 1)).toBe(plain.get(name) ?? -1);
        expect(set.add([7, ...state], 1)).toBe(!plain.has(name));
        if (!plain.has(name)) plain.set(name, plain.size);
      }
      expect(set.size).toBe(plain.size);
      for (const state of states) expect(set.find(state, 0)).toBe(plain.get(state.join()));
    }),
    { numRuns: 5 },
  );
});

test('states whose hashes are the same are told apart', () => {
  // FNV-1a of one number, before the second is mixed in: a second number that makes up for the first.
  const hashOf = (number: number) => Math.imul(0x811c9dc5 ^ number, 0x01000193);
  const states = [1, 2, 3].map((first) => [first, (hashOf(first) ^ hashOf(1)) >>> 0]);
  const set = new StateSet(2);
  for (const [number, state] of states.entries())
    expect([set.add(state, 0), set.find(state, 0)]).toEqual([true, number]);
  for (const state of states) expect(set.add(state, 0)).toBe(false);
});
