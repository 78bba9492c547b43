import { expect, test } from 'vitest';
import { zoneInName } from './directory-name.ts';

test.each([
  ['a--use1-az4--x-s3', 'use1-az4'],
  ['my-own--name--usw2-lax1-az1--x-s3', 'usw2-lax1-az1'],
  [`${'a'.repeat(47)}--use1-az4--x-s3`, 'use1-az4'],
  [`${'a'.repeat(48)}--use1-az4--x-s3`, undefined],
  ['photos', undefined],
  ['--use1-az4--x-s3', undefined],
  ['use1-az4--x-s3', undefined],
  ['a--use1--x-s3', undefined],
  ['A--use1-az4--x-s3', undefined],
  ['a.b--use1-az4--x-s3', undefined],
  ['a--use1-az4--x-s3 (2)', undefined],
])('%s is in the zone %s', (name, zone) => {
  expect(zoneInName(name)).toBe(zone);
});
