import { expect, test } from 'vitest';
import { duplicateName, namesOf } from './duplicate-name.ts';

function duplicateIn(text: string): string | undefined {
  return duplicateName(text, namesOf(JSON.parse(text)));
}

test.each<[string, string]>([
  ['{"a":1,"a":1}', 'a'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"a" :1,"b":2,"a":3}', 'a'],
  ['{"a"\n:1, "a"\t:3}', 'a'],
  ['[{"x":{"b":[{}],"b":{}}}]', 'b'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"\\"":1,"\\"":2}', '"'],
  ['{"":1,"":2}', ''],
  ['{":":":","v":":",":":1}', ':'],
])('%s has a name twice', (text, name) => {
  expect(duplicateIn(text)).toBe(name);
});

test.each([
  '{}',
  '1',
  '"a"',
  '{"a":1,"b":{"a":1}}',
  '[{"a":1},{"a":1}]',
  '{"a":"\\"a\\":","b":":\\"a\\":"}',
  '{"a\\\\":1,"a":":"}',
  '{ "a" : 1 , "b" : "a" }',
  '{"__proto__":1,"constructor":2}',
])('%s has none', (text) => {
  expect(duplicateIn(text)).toBeUndefined();
});
