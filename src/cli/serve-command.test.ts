import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ServerOptions, startServer } from '../serve/start-server.ts';
import { bucketkey, type CliOutcome, fakeCommands, ownFolder } from './testing/harness.ts';

/** A command line that is interrupted when its server listens, after `visit`. */
async function served(
  argv: readonly string[],
  visit: (port: number, options: ServerOptions) => Promise<void> = async () => {},
): Promise<CliOutcome & { readonly options: ServerOptions | undefined }> {
  const interruption = new AbortController();
  let given: ServerOptions | undefined;
  const commands = fakeCommands({
    serve: async (options) => {
      given = options;
      const listening = await startServer(options);
      await visit(listening.port, options);
      setImmediate(() => interruption.abort());
      return listening;
    },
  });
  return { ...(await bucketkey(argv, commands, interruption)), options: given };
}

async function createKey(port: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/v1/transit/keys/mine`, {
    method: 'POST',
    headers: { 'x-vault-token': 'secret-of-app' },
  });
}

async function withCredentials(): Promise<string> {
  const entry = { accessKeyId: 'AKIAAPP', secretAccessKey: 'secret-of-app', account: '111111111111', role: 'app' };
  await writeFile(join(ownFolder(), 'credentials.json'), JSON.stringify({ credentials: [entry] }));
  return 'credentials.json';
}

describe('serve', () => {
  test('prints what a shell has to know, and Ctrl-C is 130', async () => {
    const { code, out, err, options } = await served(['serve']);
    expect([code, err]).toEqual([130, '']);
    const credential = options?.credentials.all[0];
    expect(out).toMatch(/^# S3 and KMS at http:\/\/127\.0\.0\.1:\d+; Ctrl-C ends it\.$/m);
    expect(out).toMatch(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(out).toContain(`export AWS_ACCESS_KEY_ID=${credential?.accessKeyId}\n`);
    expect(out).toContain(`export AWS_SECRET_ACCESS_KEY=${credential?.secretAccessKey}\n`);
  });

  test('in JSON, with the port it was given', async () => {
    const { out, options } = await served(['serve', '--output', 'json', '--region', 'us-east-1']);
    const { port, ...rest } = JSON.parse(out);
    expect(rest).toMatchObject({
      address: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      services: ['s3', 'kms'],
      credentials: [{ secretAccessKey: options?.credentials.all[0]?.secretAccessKey }],
    });
  });

  test('does not tell the secrets of a file', async () => {
    const file = await withCredentials();
    for (const form of ['text', 'json']) {
      const { code, out } = await served(['serve', '--credentials', file, '--output', form]);
      expect(code).toBe(130);
      expect(out).not.toContain('secret-of-app');
    }
  });

  test('does what a profile says', async () => {
    const { options } = await served(['serve', '--profile', 'aws', '--seed', '7', '--domain', 'S3.Example.org']);
    expect(options).toMatchObject({ reference: { caches: 2, seed: 7 }, domains: ['s3.example.org'] });
  });

  test('when it is closed nobody answers any more', async () => {
    let at = 0;
    await served(['serve'], async (port) => {
      at = port;
      expect((await fetch(`http://127.0.0.1:${port}/_bucketkey/health`)).status).toBe(200);
    });
    await expect(fetch(`http://127.0.0.1:${at}/_bucketkey/health`)).rejects.toThrow();
  });
});

describe('kms', () => {
  test('writes each call to both files before it is answered', async () => {
    const file = await withCredentials();
    const argv = ['kms', '--credentials', file, '--log', 'kms.ndjson', '--cloudtrail', 'trail.ndjson'];
    let lines: readonly string[] = [];
    const { code, out } = await served(argv, async (port) => {
      await createKey(port);
      const names = ['kms.ndjson', 'trail.ndjson'];
      lines = await Promise.all(names.map((name) => readFile(join(ownFolder(), name), 'utf8')));
    });
    expect(code).toBe(130);
    expect(out).toMatch(/^# KMS at /);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ via: 'vault', operation: 'CreateKey', result: 'ok' });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ eventName: 'CreateKey', recipientAccountId: '111111111111' });
  });

  test('ends with an error when the log cannot be written', async () => {
    const file = await withCredentials();
    const { code, err } = await served(['kms', '--credentials', file, '--log', '/dev/full'], createKey);
    expect(code).toBe(2);
    expect(err).toBe('bucketkey: /dev/full: no space left\n');
  });
});

describe('what is wrong is one line', () => {
  test.each([
    [['--port', '70000'], '--port takes a whole number from 0 to 65535, not "70000"'],
    [['--region', 'Nowhere!'], '--region: "Nowhere!" is no region'],
    [['--credentials', 'none.json'], '--credentials: none.json: no such file or folder'],
    [['--log', 'a', '--cloudtrail', './a'], '--log and --cloudtrail name the same file'],
    [['--profile', 'idael'], /^there is no profile "idael" \(did you mean ideal\?\)/],
    [['--host', '192.0.2.1'], '192.0.2.1:0 is no address of this machine'],
    [['--log', 'none/kms.ndjson'], /^cannot serve at 127\.0\.0\.1:0: no such file or folder$/],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await served(['serve', ...argv]);
    expect([code, out]).toEqual([2, '']);
    expect(err.replace('bucketkey: ', '').trimEnd()).toMatch(message);
  });

  test('a port in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { readonly port: number }).port));
    });
    const { code, err } = await served(['kms', '--port', String(port)]);
    other.close();
    expect([code, err]).toEqual([2, `bucketkey: 127.0.0.1:${port} is in use\n`]);
  });
});
