import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../testing/test-server.ts';
import { encryptionXml, LOCATION_XML } from '../testing/xml-bodies.ts';

const PATH = '/alpha/k';
const SSE_C = 'x-amz-server-side-encryption-customer';
const KEY = Buffer.alloc(32, 1);

function keyHeaders(key: Buffer, prefix = SSE_C): Record<string, string> {
  return {
    [`${prefix}-algorithm`]: 'AES256',
    [`${prefix}-key`]: key.toString('base64'),
    [`${prefix}-key-md5`]: createHash('md5').update(key).digest('base64'),
  };
}

async function withBucket(): Promise<TestServer> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  const rules = [{ SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['NONE'] }] as const;
  await server.send({ method: 'PUT', path: '/alpha', query: { encryption: '' }, body: encryptionXml(rules) });
  return server;
}

function codeOf(text: string): string | undefined {
  return /<Code>(\w+)</.exec(text)?.[1];
}

describe('a customer key', () => {
  test('opens what was written with it, and the answers show its MD5 and no algorithm of S3', async () => {
    const server = await withBucket();
    const headers = keyHeaders(KEY);
    const shown = { [`${SSE_C}-algorithm`]: 'AES256', [`${SSE_C}-key-md5`]: headers[`${SSE_C}-key-md5`] };
    const written = await server.send({ method: 'PUT', path: PATH, body: 'secret', headers });
    expect(written).toMatchObject({ status: 200, headers: shown });
    expect(written.headers['x-amz-server-side-encryption']).toBeUndefined();
    expect(await server.send({ path: PATH, headers })).toMatchObject({ status: 200, text: 'secret', headers: shown });
    expect(await server.send({ path: PATH, headers: keyHeaders(Buffer.alloc(32, 2)) })).toMatchObject({ status: 403 });
    const without = await server.send({ path: PATH });
    expect([without.status, codeOf(without.text)]).toEqual([400, 'InvalidRequest']);
  });

  test('goes with the source of a copy', async () => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: PATH, body: 'secret', headers: keyHeaders(KEY) });
    const copy = { 'x-amz-copy-source': PATH };
    const source = keyHeaders(KEY, `x-amz-copy-source-${SSE_C.slice('x-amz-'.length)}`);
    expect((await server.send({ method: 'PUT', path: '/alpha/to', headers: copy })).status).toBe(400);
    expect((await server.send({ method: 'PUT', path: '/alpha/to', headers: { ...copy, ...source } })).status).toBe(200);
    expect((await server.send({ path: '/alpha/to' })).text).toBe('secret');
  });

  test.each([
    ['without its MD5', { [`${SSE_C}-key-md5`]: undefined }, 'InvalidArgument'],
    [
      'with the MD5 of another',
      { [`${SSE_C}-key-md5`]: keyHeaders(Buffer.alloc(32))[`${SSE_C}-key-md5`] },
      'InvalidArgument',
    ],
    ['of another length', keyHeaders(Buffer.alloc(16)), 'InvalidArgument'],
    ['without an algorithm', { [`${SSE_C}-algorithm`]: undefined }, 'InvalidArgument'],
    ['of another algorithm', { [`${SSE_C}-algorithm`]: 'AES128' }, 'InvalidEncryptionAlgorithmError'],
  ] as const)('%s is refused', async (_, changed, code) => {
    const server = await withBucket();
    const sent = Object.entries({ ...keyHeaders(KEY), ...changed }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const answer = await server.send({ method: 'PUT', path: PATH, body: 'x', headers: Object.fromEntries(sent) });
    expect([answer.status, codeOf(answer.text)]).toEqual([400, code]);
  });

  test('is blocked in a new bucket', async () => {
    const server = await testServer();
    await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
    const answer = await server.send({ method: 'PUT', path: PATH, body: 'x', headers: keyHeaders(KEY) });
    expect([answer.status, codeOf(answer.text)]).toEqual([403, 'AccessDenied']);
    const { text } = await server.send({ path: '/alpha', query: { encryption: '' } });
    expect(text).toContain('<EncryptionType>SSE-C</EncryptionType>');
  });
});

test('a copy onto itself may replace metadata alone', async () => {
  const server = await withBucket();
  await server.send({ method: 'DELETE', path: '/alpha', query: { encryption: '' } });
  await server.send({ method: 'PUT', path: PATH, body: 'x' });
  const copy = { 'x-amz-copy-source': PATH };
  expect((await server.send({ method: 'PUT', path: PATH, headers: copy })).status).toBe(400);
  const replaced = { ...copy, 'x-amz-metadata-directive': 'REPLACE', 'x-amz-meta-a': '1' };
  expect((await server.send({ method: 'PUT', path: PATH, headers: replaced })).status).toBe(200);
  expect((await server.send({ method: 'HEAD', path: PATH })).headers).toMatchObject({ 'x-amz-meta-a': '1' });
});
