import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeldUntil } from './held-until.ts';

const CACHES = 3;

test('counts what a map of lists counts, whatever the numbers, while it grows and sweeps', () => {
  const asked = fc.record({ at: fc.oneof(fc.nat(4_000), fc.integer({ min: 0, max: 2 ** 48 })), forMs: fc.nat(3_000) });
  fc.assert(
    fc.property(fc.array(asked, { minLength: 5_000, maxLength: 9_000, size: 'max' }), (all) => {
      const held = new HeldUntil(CACHES);
      const lists = new Map<number, number[]>();
      for (const [nowMs, { at, forMs }] of all.entries()) {
        const list = (lists.get(at) ?? []).filter((untilMs) => untilMs > nowMs);
        if (held.count(at, nowMs) !== list.length) throw new Error(`${at} at ${nowMs}: not ${list.length}`);
        const untilMs = Math.max(nowMs + forMs, list.at(-1) ?? 0);
        if (list.length === CACHES || untilMs <= nowMs) continue;
        held.add(at, nowMs, untilMs);
        lists.set(at, [...list, untilMs]);
      }
      return held.dropped === 0;
    }),
    { numRuns: 20 },
  );
});

test('beyond so many the first that came go, and are counted', () => {
  const held = new HeldUntil(CACHES, 2_000);
  for (let at = 0; at < 10_000; at++) held.add(at * 2 ** 20, at, 1e9);
  const left = Array.from({ length: 10_000 }, (_, at) => held.count(at * 2 ** 20, 10_000));
  expect(left.lastIndexOf(0)).toBe(held.dropped - 1);
  expect(left.slice(held.dropped)).not.toContain(0);
  expect(10_000 - held.dropped).toBeGreaterThan(1_700);
  expect(10_000 - held.dropped).toBeLessThanOrEqual(2_000);
});
