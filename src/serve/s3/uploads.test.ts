import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type TestAnswer, type TestServer, testServer } from '../testing/test-server.ts';
import { LOCATION_XML } from '../testing/xml-bodies.ts';

const PATH = '/alpha/k';
const BUCKET_KEY = {
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-bucket-key-enabled': 'true',
};

async function withUpload(headers = {}): Promise<{ readonly server: TestServer; readonly uploadId: string }> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  const { text } = await server.send({ method: 'POST', path: PATH, query: { uploads: '' }, headers });
  return { server, uploadId: /<UploadId>(\w+)<\/UploadId>/.exec(text)?.[1] ?? '' };
}

async function sendPart(server: TestServer, uploadId: string, partNumber: number, body: string | Buffer) {
  const query = { uploadId, partNumber: String(partNumber) };
  const { headers } = await server.send({ method: 'PUT', path: PATH, query, body });
  return `<Part><PartNumber>${partNumber}</PartNumber><ETag>${headers.etag}</ETag></Part>`;
}

function complete(server: TestServer, uploadId: string, parts: string): Promise<TestAnswer> {
  const body = `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`;
  return server.send({ method: 'POST', path: PATH, query: { uploadId }, body });
}

describe('a multipart upload', () => {
  test('becomes an object of its parts, with the metadata of its beginning', async () => {
    const { server, uploadId } = await withUpload({ ...BUCKET_KEY, 'x-amz-meta-a': '1', 'content-type': 'text/plain' });
    const parts = [await sendPart(server, uploadId, 1, 'one'), await sendPart(server, uploadId, 3, 'three')];
    const done = await complete(server, uploadId, parts.join(''));
    expect(done).toMatchObject({ status: 200, headers: BUCKET_KEY });
    expect(done.text).toMatch(/<ETag>&quot;[0-9a-f]{32}-2&quot;<\/ETag>/);
    const read = await server.send({ path: PATH });
    expect(read).toMatchObject({ text: 'onethree', headers: { 'x-amz-meta-a': '1', 'content-type': 'text/plain' } });
    expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok']);
    expect((await complete(server, uploadId, parts.join(''))).status).toBe(404);
  });

  test('takes all bytes', async () => {
    const { server, uploadId } = await withUpload();
    const body = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const part = await sendPart(server, uploadId, 1, body);
    expect(part).toContain(createHash('md5').update(body).digest('hex'));
    await complete(server, uploadId, part);
    expect((await server.send({ path: PATH })).bytes.equals(body)).toBe(true);
  });

  test('is not completed of parts with other ETags', async () => {
    const { server, uploadId } = await withUpload();
    const part = await sendPart(server, uploadId, 1, 'old');
    await sendPart(server, uploadId, 1, 'new');
    const answer = await complete(server, uploadId, part);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('<Code>InvalidPart</Code>')]);
    expect((await complete(server, uploadId, '<Part><PartNumber>1</PartNumber></Part>')).text).toContain(
      'MalformedXML',
    );
  });

  test('is not completed where the object would be larger than one may be', async () => {
    const { server, uploadId } = await withUpload();
    const half = 'x'.repeat(2 ** 19 + 1);
    const parts = [await sendPart(server, uploadId, 1, half), await sendPart(server, uploadId, 2, half)];
    expect((await complete(server, uploadId, parts.join(''))).text).toContain('EntityTooLarge');
  });

  test('is not completed of parts with other checksums', async () => {
    const { server, uploadId } = await withUpload();
    const headers = { 'x-amz-checksum-crc32': 'y/Q5Jg==' };
    const query = { uploadId, partNumber: '1' };
    const sent = await server.send({ method: 'PUT', path: PATH, query, body: '123456789', headers });
    const part = (sum: string) =>
      `<Part><PartNumber>1</PartNumber><ETag>${sent.headers.etag}</ETag><ChecksumCRC32>${sum}</ChecksumCRC32></Part>`;
    expect((await complete(server, uploadId, part('AAAAAA=='))).text).toContain('<Code>InvalidPart</Code>');
    expect((await complete(server, uploadId, part('y/Q5Jg=='))).status).toBe(200);
  });

  test('lists its parts, page after page', async () => {
    const { server, uploadId } = await withUpload();
    for (const number of [3, 1, 2]) await sendPart(server, uploadId, number, 'x'.repeat(number));
    const list = async (query: Readonly<Record<string, string>>) =>
      (await server.send({ path: PATH, query: { uploadId, ...query } })).text;
    const first = await list({ 'max-parts': '2' });
    expect(first.match(/<PartNumber>\d/g)).toEqual(['<PartNumber>1', '<PartNumber>2']);
    expect(first).toContain('<NextPartNumberMarker>2</NextPartNumberMarker>');
    expect(first).toContain('<IsTruncated>true</IsTruncated>');
    const second = await list({ 'part-number-marker': '2' });
    expect(second).toContain('<Size>3</Size>');
    expect(second).toContain('<IsTruncated>false</IsTruncated>');
  });

  test('has parts copied into it', async () => {
    const { server, uploadId } = await withUpload();
    await server.send({ method: 'PUT', path: '/alpha/from', body: 'copied' });
    const headers = { 'x-amz-copy-source': '/alpha/from' };
    const { text } = await server.send({ method: 'PUT', path: PATH, query: { uploadId, partNumber: '1' }, headers });
    const etag = /<ETag>([^<]*)<\/ETag>/.exec(text)?.[1];
    await complete(server, uploadId, `<Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part>`);
    expect((await server.send({ path: PATH })).text).toBe('copied');
  });

  test('given up is no more', async () => {
    const { server, uploadId } = await withUpload();
    expect((await server.send({ method: 'DELETE', path: PATH, query: { uploadId } })).status).toBe(204);
    expect((await server.send({ path: PATH, query: { uploadId } })).text).toContain('NoSuchUpload');
  });

  test.each(['', 'x', '-1', '0', '10001', '1e3'])('has no part %j', async (partNumber) => {
    const { server, uploadId } = await withUpload();
    const answer = await server.send({ method: 'PUT', path: PATH, query: { uploadId, partNumber }, body: 'x' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('InvalidArgument')]);
  });
});
