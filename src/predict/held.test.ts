import { expect, test } from 'vitest';
import { Held } from './held.ts';

test('what is over is swept out and not counted as dropped', () => {
  const held = new Held<{ untilMs: number[] }>(2_000);
  for (let at = 0; at < 10_000; at++) held.add(at, { untilMs: [at + 10] }, at);
  expect(held.dropped).toBe(0);
  expect(held.get(9_999)).toBeDefined();
  expect(held.get(0)).toBeUndefined();
});

test('beyond so many the first that came go, and are counted', () => {
  const held = new Held<{ untilMs: number[] }>(2_000);
  for (let at = 0; at < 10_000; at++) held.add(at, { untilMs: [1e9] }, at);
  expect(held.dropped).toBeGreaterThanOrEqual(8_000);
  expect(held.get(0)).toBeUndefined();
  expect(held.get(9_999)).toBeDefined();
});
