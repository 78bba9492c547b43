import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bucketkey, ownFolder } from '../cli/testing/harness.ts';
import { testServer, WRITER } from '../serve/testing/test-server.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Runs the runner as it lies among the vectors. */
async function replayed(address: string, ...more: string[]) {
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: WRITER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: WRITER.secretAccessKey,
  };
  const args = [join(ownFolder(), 'v', 'replay_vectors.py'), '--endpoint-url', address, ...more];
  const child = spawn('python3', args, { env });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, out, err };
}

const written = (...more: string[]) => bucketkey(['vectors', '--out', 'v', '--seed', '44', '--count', '12', ...more]);

describe.skipIf(!hasPython)(`the runner in Python${hasPython ? '' : ' (skipped: python3 not installed)'}`, () => {
  test('passes on the server, holds all steps, and leaves nothing behind', async () => {
    await written('--s3-only');
    const server = await testServer();
    const { code, out, err } = await replayed(server.address);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^12 vectors, \d{3} steps held, 0 vectors fail\n$/);
    expect((await server.send({ path: '/' })).text).not.toContain('<Bucket>');
    expect(server.complaints).toEqual([]);
  });

  test('refuses what does not conform, part by part, with exit code 1', async () => {
    await written('--s3-only');
    // Whatever is asked for has happened, and nothing is encrypted.
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { etag: '"0cc175b9c0f1b6a831c399e269772661"' }).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const keys = ['k1', 'k2'].flatMap((id) => ['--kms-key', `arn:aws:kms:eu-west-1:111111111111:key/${id}`]);
    const { code, out } = await replayed(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...keys);
    expect(code).toBe(1);
    expect(out).toMatch(/^\d{4}-conforms: step 1, PutObject: sse "AES256" expected, null observed; etag "/m);
    expect(out).toMatch(/^\d{4}-conforms: step 1, \w+: status 404 expected, 200 observed; code "NoSuch\w+" expected/m);
    expect(out).toMatch(/^12 vectors, \d+ steps held, 12 vectors fail$/m);
  });

  test('looks at nothing that takes more than S3, and says so: exit code 3; nobody there: exit code 2', async () => {
    await written();
    const { address } = await testServer();
    const { code, out } = await replayed(address);
    expect(code).toBe(3);
    expect(out).toMatch(/^0001-conforms: left after 0 steps: not made with --s3-only$/m);
    expect(await replayed('http://127.0.0.1:9')).toMatchObject({ code: 2, err: expect.stringContaining('refused') });
  });
});
