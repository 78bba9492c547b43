import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ListedKeys, type Listing, listKeys } from './list-keys.ts';

const ALL: Listing = { prefix: '', delimiter: '', startAfter: '', after: '', maxKeys: 1_000 };

test('keys are in the order of their octets', () => {
  const keys = ['b', 'a', '\u{1f600}', '\uffee', 'a/', '', 'ü'];
  expect(listKeys(keys.slice(0, 5), ALL).keys).toEqual(['a', 'a/', 'b', '\uffee', '\u{1f600}']);
});

test('what has a delimiter behind the prefix is one common prefix', () => {
  const keys = ['p/a', 'p/b/c', 'p/b/d', 'p/c', 'q/x'];
  expect(listKeys(keys, { ...ALL, prefix: 'p/', delimiter: '/' })).toEqual({
    keys: ['p/a', 'p/c'],
    commonPrefixes: ['p/b/'],
    isTruncated: false,
    last: 'p/c',
  });
});

test('no keys are asked for: none come, and that is all', () => {
  expect(listKeys(['a'], { ...ALL, maxKeys: 0 })).toMatchObject({ keys: [], isTruncated: false });
});

test('pages of any size together are the whole', () => {
  const key = fc.string({
    unit: fc.constantFrom('a', 'b', '/', 'ü', '\u{1f600}', '\uffee'),
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(key),
      fc.constantFrom('', 'a', 'a/'),
      fc.constantFrom('', '/'),
      fc.integer({ min: 1, max: 4 }),
      (keys, prefix, delimiter, maxKeys) => {
        const whole = listKeys(keys, { ...ALL, prefix, delimiter });
        const pages: ListedKeys[] = [];
        for (let after = ''; ; ) {
          const page = listKeys(keys, { ...ALL, prefix, delimiter, after, maxKeys });
          expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
          pages.push(page);
          if (!page.isTruncated) break;
          after = page.last;
        }
        expect(pages.flatMap((page) => page.keys)).toEqual(whole.keys);
        expect(pages.flatMap((page) => page.commonPrefixes)).toEqual(whole.commonPrefixes);
        const shown = new Set(whole.keys.map((one) => Buffer.from(one).toString('hex')));
        expect([...shown]).toEqual([...shown].sort());
      },
    ),
  );
});

test('whoever starts after a key still sees the common prefix that it lies in', () => {
  const asked = { ...ALL, delimiter: '/', startAfter: 'a/b' };
  expect(listKeys(['a/b', 'a/c', 'b'], asked)).toMatchObject({ keys: ['b'], commonPrefixes: ['a/'] });
  expect(listKeys(['a/b', 'b'], asked)).toMatchObject({ keys: ['b'], commonPrefixes: [] });
});
