import { describe, expect, test } from 'vitest';
import { READER, type TestServer, testServer, WRITER } from '../testing/test-server.ts';

interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>>;
}

async function vault(
  server: TestServer,
  method: string,
  path: string,
  body?: object,
  token = WRITER.secretAccessKey,
): Promise<Answer> {
  const headers = { 'x-vault-token': token };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const { status, text } = await server.send({ method, path: `/v1/${path}`, headers, by: null, ...sent });
  const parsed = text === '' ? {} : (JSON.parse(text) as { readonly data?: Answer['data'] });
  return { status, data: parsed.data ?? {} };
}

function contextOf(pairs: object): string {
  return Buffer.from(JSON.stringify(pairs)).toString('base64');
}

async function withKey(): Promise<TestServer> {
  const server = await testServer({ servesS3: false });
  expect((await vault(server, 'POST', 'transit/keys/mine')).status).toBe(204);
  return server;
}

describe('transit, as Ceph RGW uses it', () => {
  test('a data key comes back with its context, whatever the order of its pairs, and with no other', async () => {
    const server = await withKey();
    const pairs = { 'aws:s3:arn': 'arn:aws:s3:::b/k', user: 'u' };
    const made = await vault(server, 'POST', 'transit/datakey/plaintext/mine', { context: contextOf(pairs) });
    expect(made.data.ciphertext).toMatch(/^vault:v1:/);
    const { ciphertext } = made.data;
    const turned = contextOf({ user: 'u', 'aws:s3:arn': 'arn:aws:s3:::b/k' });
    const opened = await vault(server, 'POST', 'transit/decrypt/mine', { ciphertext, context: turned });
    expect(opened).toMatchObject({ status: 200, data: { plaintext: made.data.plaintext } });
    const other = contextOf({ ...pairs, user: 'v' });
    expect((await vault(server, 'POST', 'transit/decrypt/mine', { ciphertext, context: other })).status).toBe(400);
    const { text } = await server.admin('GET', 'kms-log');
    const { calls } = JSON.parse(text) as { readonly calls: readonly object[] };
    expect(calls.slice(1)).toMatchObject([
      { via: 'vault', operation: 'GenerateDataKey', by: 'writer', context: pairs, result: 'ok' },
      { operation: 'Decrypt', context: pairs, result: 'ok' },
      { operation: 'Decrypt', result: 'InvalidCiphertextException' },
    ]);
  });

  test('what is encrypted is decrypted, also after a rotation, with data that is authenticated along', async () => {
    const server = await withKey();
    const associated_data = 'aGVsbG8=';
    const plaintext = Buffer.from('content').toString('base64');
    const { data } = await vault(server, 'PUT', 'transit/encrypt/mine', { plaintext, associated_data });
    expect((await vault(server, 'POST', 'transit/keys/mine/rotate')).status).toBe(204);
    const { ciphertext } = data;
    expect((await vault(server, 'POST', 'transit/decrypt/mine', { ciphertext, associated_data })).data).toEqual({
      plaintext,
    });
    expect((await vault(server, 'POST', 'transit/decrypt/mine', { ciphertext })).status).toBe(400);
    expect((await vault(server, 'GET', 'transit/keys/mine')).data).toMatchObject({ name: 'mine', latest_version: 2 });
    const again = await vault(server, 'POST', 'transit/datakey/wrapped/mine', {});
    expect(again.data).toEqual({ ciphertext: expect.stringMatching(/^vault:v2:/), key_version: 2 });
  });

  test('a token that was sent twice, as Ceph RGW does, is one token', async () => {
    const server = await withKey();
    const twice = `${WRITER.secretAccessKey}, ${WRITER.secretAccessKey}`;
    expect((await vault(server, 'POST', 'transit/datakey/plaintext/mine', {}, twice)).status).toBe(200);
    const wrong = `wrong, ${WRITER.secretAccessKey}`;
    expect((await vault(server, 'POST', 'transit/datakey/plaintext/mine', {}, wrong)).status).toBe(403);
  });

  test('making a key twice keeps the first', async () => {
    const server = await withKey();
    const { data } = await vault(server, 'POST', 'transit/encrypt/mine', { plaintext: 'aGk=' });
    await vault(server, 'POST', 'transit/keys/mine');
    const opened = await vault(server, 'POST', 'transit/decrypt/mine', { ciphertext: data.ciphertext });
    expect(opened.data.plaintext).toBe('aGk=');
  });

  test.each([
    ['no token', 'POST', 'transit/keys/other', '', undefined, 403],
    ['a wrong token', 'POST', 'transit/keys/other', 'wrong', undefined, 403],
    ['a key there is not', 'POST', 'transit/datakey/plaintext/none', undefined, {}, 404],
    ['a short data key', 'POST', 'transit/datakey/plaintext/mine', undefined, { bits: 128 }, 400],
    ['a batch', 'POST', 'transit/encrypt/mine', undefined, { batch_input: [{}] }, 400],
    ['no ciphertext', 'POST', 'transit/decrypt/mine', undefined, { ciphertext: 'x' }, 400],
    ['another engine', 'GET', 'kv/data/x', undefined, undefined, 501],
    ['another path', 'POST', 'transit/sign/mine', undefined, {}, 501],
  ])('%s', async (_what, method, path, token, body, status) => {
    const server = await withKey();
    expect((await vault(server, method, path, body, token ?? READER.secretAccessKey)).status).toBe(status);
    expect(server.complaints).toEqual([]);
  });

  test('its health needs no token', async () => {
    const server = await testServer();
    expect((await server.send({ path: '/v1/sys/health', by: null })).text).toContain('"sealed":false');
  });
});
