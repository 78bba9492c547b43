import { expect, test } from 'vitest';
import { Candidates } from '../candidates.ts';
import { RecentHashes } from './recent-hashes.ts';

function sifted(recent: RecentHashes, hashes: readonly (readonly [low: number, high: number])[]): readonly number[] {
  const batch = new Candidates();
  for (const [change, [low, high]] of hashes.entries()) batch.add(low, high, 7, change);
  recent.sift(batch);
  return [...batch.changes.subarray(0, batch.length)];
}

test('what was looked up just before is taken out, within a batch and from one to the next', () => {
  const recent = new RecentHashes();
  expect(
    sifted(recent, [
      [1, 2],
      [1, 3],
      [1, 2],
      [1, 3],
    ]),
  ).toEqual([0, 1, 2, 3]);
  expect(
    sifted(recent, [
      [1, 3],
      [5, 6],
      [5, 6],
    ]),
  ).toEqual([1]);
});

test('nothing is taken out that was never there: not 0, not a half that agrees, not bits beyond the sign', () => {
  const recent = new RecentHashes();
  const halves = [0, 1, -2, 2 ** 15, 2 ** 31, 0xffffffff];
  expect(
    sifted(
      recent,
      halves.map((half) => [half, 0] as const),
    ),
  ).toEqual([0, 1, 2, 3, 4, 5]);
  expect(sifted(recent, [[0, 1]])).toEqual([0]);
});

test('halves are compared as bits, whether they carry a sign or not', () => {
  const recent = new RecentHashes();
  expect(
    sifted(recent, [
      [-5, -6],
      [-5 >>> 0, -6 >>> 0],
    ]),
  ).toEqual([0]);
});
