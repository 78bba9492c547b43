import { describe, expect, test } from 'vitest';
import { changed, settled, visible } from './lagging.ts';

describe('a setting whose changes take a while (F-14, F-122)', () => {
  test('that has always been so shows one value', () => {
    expect(visible(settled('a'), 0)).toEqual(['a']);
  });

  test('shows the new value first, and the old one until its time is over', () => {
    const setting = changed(settled('a'), 'b', 100, 50);
    expect([visible(setting, 100), visible(setting, 149), visible(setting, 150)]).toEqual([
      ['b', 'a'],
      ['b', 'a'],
      ['b'],
    ]);
  });

  test('that changes at once shows one value (profile ideal)', () => {
    expect(visible(changed(changed(settled('a'), 'b', 100, 50), 'c', 110, 0), 110)).toEqual(['c']);
  });

  test('shows every value that was replaced a short while ago', () => {
    const setting = changed(changed(settled('a'), 'b', 100, 50), 'c', 120, 50);
    expect([visible(setting, 130), visible(setting, 155), visible(setting, 170)]).toEqual([
      ['c', 'a', 'b'],
      ['c', 'b'],
      ['c'],
    ]);
  });

  test('shows a value that came back once', () => {
    const setting = changed(changed(settled('a'), 'b', 100, 50), 'a', 110, 50);
    expect(visible(setting, 120)).toEqual(['a', 'b']);
  });

  test('that goes back and forth keeps each value once, with the time until which it may last be seen', () => {
    let setting = settled('a');
    for (let i = 1; i <= 9; i++) setting = changed(setting, i % 2 === 0 ? 'a' : 'b', i, 50);
    expect(setting).toEqual({ current: 'b', earlier: [{ value: 'a', untilMs: 59 }] });
  });

  test('values that are alike are one, not only those that are identical', () => {
    const rule = (name: string) => ({ name });
    const same = (a: { name: string }, b: { name: string }) => a.name === b.name;
    let setting = settled(rule('a'));
    for (const name of ['b', 'a', 'b', 'b']) setting = changed(setting, rule(name), 10, 50, same);
    expect(setting).toEqual({ current: rule('b'), earlier: [{ value: rule('a'), untilMs: 60 }] });
  });

  test('forgets what nobody can see any more, so that it does not grow', () => {
    let setting = settled(0);
    for (let i = 1; i <= 100; i++) setting = changed(setting, i, i * 100, 50);
    expect(setting.earlier).toEqual([{ value: 99, untilMs: 10_050 }]);
  });
});
