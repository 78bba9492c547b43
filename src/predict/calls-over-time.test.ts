import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/index.ts';
import { CallsOverTime } from './calls-over-time.ts';

test('bins are of a minute as long as there are few', () => {
  const calls = new CallsOverTime(2);
  calls.add(0, HOUR_MS + 30_000, 1);
  calls.add(1, HOUR_MS + 2 * MINUTE_MS, 3);
  calls.add(1, HOUR_MS + 2 * MINUTE_MS + 1, 1);
  expect([calls.startMs, calls.widthMs, calls.kinds]).toEqual([HOUR_MS, MINUTE_MS, [[1], [0, 0, 4]]]);
});

test('they get wider, never many, and no call is lost', () => {
  const calls = new CallsOverTime(1);
  for (let hour = 0; hour < 20_000; hour += 1) calls.add(0, hour * HOUR_MS, 2);
  expect(calls.widthMs).toBe(7 * DAY_MS);
  expect(calls.kinds[0]?.length).toBe(Math.ceil(20_000 / (7 * 24)));
  expect(calls.kinds[0]?.[0]).toBe(2 * 7 * 24);
  expect(calls.kinds[0]?.reduce((sum, bin) => sum + bin, 0)).toBe(40_000);
});

test('what is beyond all widths, or before the first, is in the last bin or the first', () => {
  const calls = new CallsOverTime(1);
  calls.add(0, 10 * HOUR_MS, 1);
  calls.add(0, Number.MAX_SAFE_INTEGER, 1);
  calls.add(0, 0, 1);
  expect(calls.kinds[0]?.[0]).toBe(2);
  expect(calls.kinds[0]?.at(-1)).toBe(1);
  expect(calls.kinds[0]?.length).toBeLessThanOrEqual(192);
});
