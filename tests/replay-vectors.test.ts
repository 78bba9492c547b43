import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../src/reference/index.ts';
import { testServer, WRITER } from '../src/serve/testing/test-server.ts';
import { vectorsOf } from '../src/vectors/vectors.ts';

const program = resolve(import.meta.dirname, '../conformance/replay_vectors.py');
const isInstalled = spawnSync('python3', ['--version']).status === 0;
const skipped = isInstalled ? '' : ' is skipped: python3 is not installed';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-vectors-'));
  const options = { profile: profileNamed('ideal'), seed: 1, count: 12, maxSteps: 30, isReplayable: true };
  for await (const vector of vectorsOf(options))
    await writeFile(join(folder, `${vector.name}.json`), JSON.stringify(vector));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the program says of a server, of which some parts may be wrong; and what it leaves there. */
async function replayed(parts: ReferenceParts = REFERENCE_PARTS) {
  const server = await testServer({ parts });
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: WRITER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: WRITER.secretAccessKey,
  };
  const said = await new Promise<{ readonly code: number; readonly out: string }>((done) => {
    execFile('python3', [program, folder, server.address, 'eu-west-1'], { env }, (error, out) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out }),
    );
  });
  const { text } = await server.send({ path: '/' });
  return { ...said, left: text.match(/<Name>/g) };
}

describe(`the program that replays vectors in Python${skipped}`, () => {
  test.skipIf(!isInstalled)('passes on a server that conforms, and leaves nothing there', async () => {
    expect(await replayed()).toEqual({
      code: 0,
      out: expect.stringMatching(/12 of 12 vectors conform\n$/),
      left: null,
    });
  });

  test.skipIf(!isInstalled)('fails on one whose ETag is the MD5 under KMS too', async () => {
    const { objects } = REFERENCE_PARTS;
    const etagFor: typeof objects.etagFor = (_, content, random) => objects.etagFor('AES256', content, random);
    const { code, out } = await replayed({ ...REFERENCE_PARTS, objects: { ...objects, etagFor } });
    expect(code).toBe(1);
    expect(out).toMatch(/: step \d+, PutObject: .* is none of /);
  });
});
