import { expect, test } from 'vitest';
import { filled } from './filled.ts';

const FIELDS: Readonly<Record<string, string>> = { bucket: 'b', key: 'k', none: '' };

test.each([
  ['{bucket}/{key}', 'b/k'],
  ['{bucket}[, of {key}]', 'b, of k'],
  ['{bucket}[, of {none}]', 'b'],
  ['{bucket}{none}', 'b'],
  ['nothing', 'nothing'],
])('the template %j is filled as %j', (template, text) => {
  expect(filled(template, (name) => FIELDS[name] ?? '?')).toBe(text);
});
