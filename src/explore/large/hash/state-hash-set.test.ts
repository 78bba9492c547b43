import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collisionProbability, StateHashSet } from './state-hash-set.ts';

// Few different halves, so that they meet; 0 and the highest bits among them.
const half = fc.constantFrom(0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, -1);
// Those that belong to the first of 80 slots too, which hardly move when the set grows.
const low = fc.oneof(
  half,
  fc.nat(12).map((slot) => Math.ceil((slot * 2 ** 32) / 80)),
);

test('the set of hashes answers as a plain set does, whenever it grows, halves given with or without sign', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          low,
          half,
          fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        ),
        { maxLength: 60 },
      ),
      (pairs) => {
        // Few slots, so that runs of them that are in use go over the end of the memory.
        const memory = new SharedArrayBuffer(4 * (16 + 2 * 80), { maxByteLength: 2 ** 11 });
        const set = new StateHashSet(memory);
        const plain = new Set<string>();
        for (const [low, high, grows] of [...pairs, ...pairs]) {
          if (grows && memory.byteLength < memory.maxByteLength) set.grow();
          // 0 stands for an empty slot: a half that is 0 is taken for 1.
          const name = `${low >>> 0 || 1} ${high >>> 0 || 1}`;
          expect(set.add(low, high)).toBe(!plain.has(name));
          plain.add(name);
        }
        expect(set.size).toBe(plain.size);
      },
    ),
    { numRuns: 500 },
  );
});

test('it grows without losing any, and stays fuller than half', () => {
  const set = new StateHashSet(StateHashSet.memory(100_000));
  const addAll = () => {
    let added = 0;
    for (let i = 1; i <= 100_000; i++) {
      if (set.add(Math.imul(i, 0x9e3779b1), Math.imul(i, 0x85ebca6b))) added++;
      if (set.needsRoom) set.grow();
    }
    return added;
  };
  expect([addAll(), addAll(), set.size]).toEqual([100_000, 0, 100_000]);
  expect(set.bytes / set.size).toBeLessThan(16);
});

test('where memory ends it does not grow', () => {
  expect(() =>
    new StateHashSet(new SharedArrayBuffer(4 * (16 + 2 * 8), { maxByteLength: 4 * (16 + 2 * 8) })).grow(),
  ).toThrow(/no room/);
});

test('a set nobody lets grow says that it is full', () => {
  const set = new StateHashSet(new SharedArrayBuffer(4 * (16 + 2 * 8)));
  expect(() => {
    for (let i = 1; i < 9; i++) set.add(i * 2 ** 28, i);
  }).toThrow(/full/);
});

test('two sets that share memory know what either was told', () => {
  const memory = StateHashSet.memory(100_000);
  const one = new StateHashSet(memory);
  const other = new StateHashSet(memory);
  expect([one.add(1, 2), other.add(1, 2), other.add(3, 4), one.add(3, 4)]).toEqual([true, false, true, false]);
  one.grow();
  other.look();
  expect([other.add(1, 2), other.size]).toEqual([false, 2]);
});

test('the probability of a collision is that of the birthday problem with 2^64 days', () => {
  expect(collisionProbability(1, 1)).toBe(0);
  expect(collisionProbability(2, 1)).toBeCloseTo(2 ** -64, 25);
  expect(collisionProbability(2 ** 32, 1)).toBeCloseTo(0.393, 3);
  expect(collisionProbability(2, 8) / collisionProbability(2, 1)).toBeCloseTo(64 / 15, 5);
});
