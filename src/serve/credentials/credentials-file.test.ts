import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CredentialsFileError, readCredentialsFile } from './credentials-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-credentials-'));
});
afterEach(() => rm(folder, { recursive: true }));

const ENTRY = { accessKeyId: 'AKIA1', secretAccessKey: 'secret-of-one', account: '111111111111', role: 'app' };
const OTHER = { ...ENTRY, accessKeyId: 'AKIA2', secretAccessKey: 'secret-of-two' };

async function read(text: string) {
  const file = join(folder, 'credentials.json');
  await writeFile(file, text);
  return readCredentialsFile(file);
}

test('who asks, in which session and under which policy', async () => {
  const entries = [ENTRY, { ...OTHER, name: 'batch', session: 's-1', scopingPolicy: 'narrow', sessionToken: 'token' }];
  const credentials = await read(JSON.stringify({ credentials: entries }));
  expect(credentials.of('AKIA1')?.requester).toEqual({
    name: 'AKIA1',
    account: '111111111111',
    principal: 'app',
    session: 'app',
  });
  expect(credentials.of('AKIA2')).toMatchObject({
    sessionToken: 'token',
    requester: { name: 'batch', session: 's-1', scopingPolicy: 'narrow' },
  });
  expect(credentials.withSecret('secret-of-two')?.accessKeyId).toBe('AKIA2');
});

describe('what is wrong is told, without secrets', () => {
  test.each([
    ['no JSON', '{', 'is not JSON'],
    ['nobody', '{"credentials":[]}', /^credentials: /],
    [
      'an account that is none',
      JSON.stringify({ credentials: [{ ...ENTRY, account: '1' }] }),
      'credentials.0.account: expected 12 digits',
    ],
    ['a field there is not', JSON.stringify({ credentials: [{ ...ENTRY, extra: 1 }] }), /^credentials.0: /],
    ['a key twice', JSON.stringify({ credentials: [ENTRY, { ...OTHER, accessKeyId: 'AKIA1' }] }), /^credentials.1: /],
    ['the name of nobody', JSON.stringify({ credentials: [{ ...ENTRY, name: 'anonymous' }] }), /^credentials.0: /],
    [
      'a secret twice',
      JSON.stringify({ credentials: [ENTRY, { ...OTHER, secretAccessKey: ENTRY.secretAccessKey }] }),
      /^credentials.1: /,
    ],
  ])('%s', async (_what, text, message) => {
    const problem = await read(text).then(String, (error) => error);
    expect(problem).toBeInstanceOf(CredentialsFileError);
    expect(problem.message).toMatch(message);
    expect(problem.message).not.toContain('secret-of');
  });

  test('no file', async () => {
    await expect(readCredentialsFile(join(folder, 'none'))).rejects.toThrow('no such file or folder');
    await expect(readCredentialsFile(folder)).rejects.toThrow(CredentialsFileError);
  });
});
