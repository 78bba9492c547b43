import { describe, expect, test } from 'vitest';
import { progressTeller } from './explore-progress.ts';

describe('the progress of an exploration', () => {
  test('as long as depths grow, at least the queue is to be left', () => {
    const clock = { ms: 5_000 };
    const text = progressTeller(() => clock.ms);
    const begun = { states: 1, transitions: 0, queue: 1, depth: 0, levels: [1] };
    expect(text(begun)).toBe('1 state, 1 in the queue, depth 0, 0 states/s; at least 1 to go');
    clock.ms += 2_000;
    const later = { states: 2_001, transitions: 0, queue: 1_000, depth: 2, levels: [1, 9, 800] };
    expect(text(later)).toBe('2,001 states, 1,000 in the queue, depth 2, 1,000 states/s; at least 1,000 to go (2 s)');
  });

  test('once they fall, about what is to come as they go on to fall, and never less than the queue', () => {
    const clock = { ms: 0 };
    const text = progressTeller(() => clock.ms);
    text({ states: 1_000, transitions: 0, queue: 1_000, depth: 1, levels: [1, 999] });
    clock.ms = 10_000;
    // 1,000 follow on 2,000: a half, and by half of that ever less, so 250 + 31 + 2 are to come.
    const falling = { states: 5_100, transitions: 0, queue: 1_100, depth: 4, levels: [1, 999, 2_000, 2_000, 1_000] };
    expect(text(falling)).toBe('5,100 states, 1,100 in the queue, depth 4, 410 states/s; about 2,283 to go (6 s)');
    expect(text({ ...falling, states: 7_100, queue: 3_100 })).toMatch(/; about 3,100 to go/);
  });

  test('the states of an exploration that goes on count as no speed', () => {
    const clock = { ms: 0 };
    const text = progressTeller(() => clock.ms);
    text({ states: 1_000_000, transitions: 0, queue: 1_000, depth: 1, levels: [1, 999_999] });
    clock.ms = 1_000;
    expect(text({ states: 1_000_500, transitions: 0, queue: 1_000, depth: 1, levels: [1, 999_999] })).toMatch(
      /, 500 states\/s; /,
    );
  });
});
