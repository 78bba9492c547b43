import { describe, expect, test } from 'vitest';
import { RecentDigests } from './recent-digests.ts';

function digest(n: number): string {
  return n.toString(16).padStart(32, '0');
}

describe('recent digests', () => {
  test('a digest is new once', () => {
    const recent = new RecentDigests();
    const texts = [
      digest(0),
      'f'.repeat(32),
      ...Array.from({ length: 1_000 }, (_, i) => digest(i * 0x1_0000_0001 + 1)),
    ];
    expect(texts.map((text) => recent.introduce(text))).toEqual(texts.map(() => 'new'));
    expect(texts.map((text) => recent.introduce(text))).toEqual(texts.map(() => 'known'));
  });

  test('digests that differ in one digit only are different', () => {
    const recent = new RecentDigests();
    recent.introduce('a'.repeat(32));
    for (let at = 0; at < 32; at += 1) expect(recent.introduce(`${'a'.repeat(at)}b${'a'.repeat(31 - at)}`)).toBe('new');
  });

  test('only 32 lower-case hex digits are a digest', () => {
    const recent = new RecentDigests();
    const a31 = 'a'.repeat(31);
    const texts = [
      '',
      a31,
      `${a31}aa`,
      'A'.repeat(32),
      ...['/', ':', '`', 'g', 'F', '\u{ff11}'].flatMap((other) => [other + a31, a31 + other]),
    ];
    expect(texts.map((text) => recent.introduce(text))).toEqual(texts.map(() => 'malformed'));
  });

  test('the last ones are there, those before them are forgotten', () => {
    const recent = new RecentDigests(10);
    for (let n = 0; n < 100; n += 1) recent.introduce(digest(n));
    for (let n = 99; n >= 90; n -= 1) expect(recent.introduce(digest(n))).toBe('known');
    expect(recent.introduce(digest(50))).toBe('new');
  });
});
