import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SCOPE_NAMES, SCOPES } from '../scopes/index.ts';
import { MAX_SCOPE_BYTES } from './limits.ts';
import { scopesCalled } from './scopes-called.ts';

const EXAMPLE = join(import.meta.dirname, '../../../docs/scopes/reader-behind-an-alias.json');
const folder = mkdtempSync(join(tmpdir(), 'bucketkey-scope-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function madeFolder(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

describe('what --scope asks for', () => {
  test('a shipped scope by its name, small by all of its scopes', async () => {
    const called = await Promise.all(SCOPE_NAMES.map((name) => scopesCalled(name)));
    expect(new Set(called.flatMap((scopes) => scopes ?? []))).toEqual(new Set(SCOPES));
    expect((await scopesCalled('tiny'))?.map(({ name }) => name)).toEqual(['tiny']);
    expect((await scopesCalled('small'))?.map(({ name }) => name)).toEqual(SCOPE_NAMES.slice(2, -1));
  });

  test('a file, by a name that ends in .json', async () => {
    expect((await scopesCalled(EXAMPLE))?.map(({ name }) => name)).toEqual(['reader-behind-an-alias']);
  });

  test('nothing, for a name that no scope has', async () => {
    expect(await scopesCalled('tinny')).toBeUndefined();
    expect(await scopesCalled('__proto__')).toBeUndefined();
  });

  test.each([
    ['a file that is not there', () => join(folder, 'none.json'), 'no such file or folder'],
    ['a folder', () => madeFolder('folder.json'), 'is not a regular file'],
    ['what is not text', () => written('bytes.json', Uint8Array.of(0xff, 0xfe)), 'not UTF-8 text'],
    [
      'too large a file',
      () => written('large.json', ' '.repeat(MAX_SCOPE_BYTES + 1)),
      `more than the ${MAX_SCOPE_BYTES} bytes a scope may have`,
    ],
    ['an empty file', () => written('empty.json', ''), 'not valid JSON'],
  ])('%s is refused by its name', async (_, path, problem) => {
    const file = path();
    await expect(scopesCalled(file)).rejects.toThrow(`${file}: ${problem}`);
  });
});
