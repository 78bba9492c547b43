import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { queryText } from '../../drivers/http/sign.ts';
import { exchange, signerOf, type TestServer, testServer, WRITER } from '../testing/test-server.ts';
import { LOCATION_XML } from '../testing/xml-bodies.ts';

async function withBucket(): Promise<TestServer> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  return server;
}

async function putChunked(
  { port }: TestServer,
  payload: string,
  headers: Readonly<Record<string, string>>,
  bodyOf: (sent: Readonly<Record<string, string>>) => string,
) {
  const own = {
    host: `127.0.0.1:${port}`,
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': payload,
    'x-amz-decoded-content-length': '5',
    ...headers,
  };
  const request = {
    method: 'PUT',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: '/alpha/k',
    query: {},
    headers: own,
  };
  const signed = await signerOf(WRITER, 's3').sign(request);
  return exchange(port, { method: 'PUT', target: '/alpha/k', headers: signed.headers, body: bodyOf(signed.headers) });
}

/** Chunks signed one after the other, from the signature of the head on. */
function signedChunks(headers: Readonly<Record<string, string>>, trailers: readonly string[] = []): string {
  const date = headers['x-amz-date'] ?? '';
  const day = date.slice(0, 8);
  const scope = `${day}/eu-west-1/s3/aws4_request`;
  const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const secret = Buffer.from(`AWS4${WRITER.secretAccessKey}`);
  const key = [day, 'eu-west-1', 's3', 'aws4_request'].reduce(hmac, secret);
  let previous = /Signature=(\w+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const sign = (kind: string, ...hashes: readonly string[]) => {
    previous = hmac(key, [`AWS4-HMAC-SHA256-${kind}`, date, scope, previous, ...hashes].join('\n')).toString('hex');
    return previous;
  };
  const data = `5;chunk-signature=${sign('PAYLOAD', sha(''), sha('hello'))}\r\nhello\r\n`;
  const end = `0;chunk-signature=${sign('PAYLOAD', sha(''), sha(''))}\r\n`;
  if (trailers.length === 0) return `${data}${end}\r\n`;
  const text = trailers.map((line) => `${line}\n`).join('');
  const signature = sign('TRAILER', sha(text));
  return `${data}${end}${trailers.map((line) => `${line}\r\n`).join('')}x-amz-trailer-signature:${signature}\r\n\r\n`;
}

const CRC = 'x-amz-checksum-crc32:NhCmhg==';
const TRAILER = { 'x-amz-trailer': 'x-amz-checksum-crc32' };

describe('bodies in chunks', () => {
  test.each([
    ['signed', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', {}, (sent: object) => signedChunks({ ...sent })],
    [
      'signed with trailer',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      TRAILER,
      (sent: object) => signedChunks({ ...sent }, [CRC]),
    ],
    ['unsigned with trailer', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', TRAILER, () => `5\r\nhello\r\n0\r\n${CRC}\r\n\r\n`],
  ])('%s', async (_what, payload, headers, bodyOf) => {
    const server = await withBucket();
    expect(await putChunked(server, payload, headers, bodyOf)).toMatchObject({ status: 200 });
    const read = await server.send({ path: '/alpha/k', headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(read.text).toBe('hello');
    expect(read.headers['x-amz-checksum-crc32']).toBe(payload.endsWith('TRAILER') ? 'NhCmhg==' : undefined);
    expect(read.headers['content-encoding']).toBeUndefined();
  });

  test.each([
    [
      'a chunk changed',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      {},
      403,
      (sent: object) => signedChunks({ ...sent }).replace('hello', 'hallo'),
    ],
    [
      'a trailer changed',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      TRAILER,
      403,
      (sent: object) => signedChunks({ ...sent }, [CRC]).replace('Nh', 'Mh'),
    ],
    ['a wrong checksum', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', TRAILER, 400, () => `5\r\nhallo\r\n0\r\n${CRC}\r\n\r\n`],
    ['a promised trailer missing', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', TRAILER, 400, () => `5\r\nhello\r\n0\r\n\r\n`],
    ['another length', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', {}, 400, () => `6\r\nhello!\r\n0\r\n\r\n`],
    ['another algorithm', 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', {}, 501, () => `5\r\nhello\r\n0\r\n\r\n`],
  ])('%s: nothing is stored', async (_what, payload, headers, status, bodyOf) => {
    const server = await withBucket();
    expect((await putChunked(server, payload, headers, bodyOf)).status).toBe(status);
    expect((await server.send({ path: '/alpha/k' })).status).toBe(404);
  });
});

describe('presigned addresses', () => {
  async function presigned({ port }: TestServer, method: string, query: Readonly<Record<string, string>> = {}) {
    const headers = { host: `127.0.0.1:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const request = { method, protocol: 'http:', hostname: '127.0.0.1', path: '/alpha/k', query, headers };
    const signed = await signerOf(WRITER, 's3').presign(request, { expiresIn: 60 });
    return `/alpha/k${queryText((signed.query ?? {}) as Readonly<Record<string, string>>)}`;
  }

  test('write and read, with what the SDK moves to the query', async () => {
    const server = await withBucket();
    const { port } = server;
    const host = { host: `127.0.0.1:${port}` };
    const empty = { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-sdk-checksum-algorithm': 'CRC32', 'x-amz-meta-a': '1' };
    const put = await presigned(server, 'PUT', empty);
    expect(await exchange(port, { method: 'PUT', target: put, headers: host, body: 'hello' })).toMatchObject({
      status: 200,
    });
    const get = await presigned(server, 'GET', { 'response-content-type': 'a/b', 'x-amz-checksum-mode': 'ENABLED' });
    const read = await exchange(port, { method: 'GET', target: get, headers: host, body: '' });
    expect(read).toMatchObject({ text: 'hello', headers: { 'content-type': 'a/b', 'x-amz-meta-a': '1' } });
  });

  test('a header that nobody signed is refused', async () => {
    const server = await withBucket();
    const target = await presigned(server, 'PUT');
    const headers = { host: `127.0.0.1:${server.port}`, 'x-amz-meta-a': '1' };
    expect((await exchange(server.port, { method: 'PUT', target, headers, body: '' })).status).toBe(403);
  });
});

test('a body other than the one that was signed is refused', async () => {
  const server = await withBucket();
  const hash = createHash('sha256').update('hello').digest('hex');
  const request = { method: 'PUT', path: '/alpha/k', headers: { 'x-amz-content-sha256': hash }, body: 'hallo' };
  const answer = await server.send(request);
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('XAmzContentSHA256Mismatch')]);
});
