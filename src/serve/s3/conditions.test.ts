import { describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../testing/test-server.ts';
import { LOCATION_XML } from '../testing/xml-bodies.ts';

const PATH = '/alpha/k';

async function withObject(): Promise<{ readonly server: TestServer; readonly etag: string }> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  const { headers } = await server.send({ method: 'PUT', path: PATH, body: '0123456789' });
  return { server, etag: headers.etag ?? '' };
}

describe('a write on conditions', () => {
  test('is carried out where they are met, and else changes nothing', async () => {
    const { server, etag } = await withObject();
    const statusOf = async (path: string, headers: Readonly<Record<string, string>>) =>
      (await server.send({ method: 'PUT', path, headers, body: 'new' })).status;
    expect(await statusOf(PATH, { 'if-none-match': '*' })).toBe(412);
    expect(await statusOf(PATH, { 'if-match': '"other"' })).toBe(412);
    expect(await statusOf(PATH, { 'if-match': '"#current"' })).toBe(412);
    expect((await server.send({ path: PATH })).text).toBe('0123456789');
    expect(await statusOf(PATH, { 'if-match': etag })).toBe(200);
    expect(await statusOf('/alpha/new', { 'if-none-match': '*' })).toBe(200);
  });

  test('copies what has the ETag that is named, and nothing else', async () => {
    const { server, etag } = await withObject();
    const statusOf = async (match: string) => {
      const headers = { 'x-amz-copy-source': PATH, 'x-amz-copy-source-if-match': match };
      return (await server.send({ method: 'PUT', path: '/alpha/to', headers })).status;
    };
    expect(await statusOf('"other"')).toBe(412);
    expect(await statusOf(etag)).toBe(200);
  });
});

describe('some of an object', () => {
  test('HEAD says how long it is', async () => {
    const { server } = await withObject();
    const { status, headers } = await server.send({ method: 'HEAD', path: PATH, headers: { range: 'bytes=2-4' } });
    expect(status).toBe(206);
    expect(headers).toMatchObject({ 'content-length': '3', 'content-range': 'bytes 2-4/10' });
  });

  test('is a part of an upload, by its number', async () => {
    const { server } = await withObject();
    const begun = await server.send({ method: 'POST', path: PATH, query: { uploads: '' } });
    const uploadId = /<UploadId>(\w+)</.exec(begun.text)?.[1] ?? '';
    const parts: string[] = [];
    for (const [partNumber, body] of Object.entries({ 1: 'one', 2: 'two!' })) {
      const { headers } = await server.send({ method: 'PUT', path: PATH, query: { uploadId, partNumber }, body });
      parts.push(`<Part><PartNumber>${partNumber}</PartNumber><ETag>${headers.etag}</ETag></Part>`);
    }
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    await server.send({ method: 'POST', path: PATH, query: { uploadId }, body });
    const second = await server.send({ path: PATH, query: { partNumber: '2' } });
    expect(second).toMatchObject({ status: 206, text: 'two!' });
    expect(second.headers).toMatchObject({ 'content-range': 'bytes 3-6/7', 'x-amz-mp-parts-count': '2' });
    expect((await server.send({ path: PATH, query: { partNumber: '3' } })).status).toBe(416);
    const asked = { 'x-amz-object-attributes': 'ObjectParts' };
    const { text } = await server.send({ path: PATH, query: { attributes: '' }, headers: asked });
    expect(text).toContain('<PartsCount>2</PartsCount>');
  });
});

test('HEAD of the checksum under KMS costs a call', async () => {
  const { server } = await withObject();
  await server.send({ method: 'PUT', path: PATH, body: 'x', headers: { 'x-amz-server-side-encryption': 'aws:kms' } });
  await server.send({ method: 'HEAD', path: PATH });
  await server.send({ method: 'HEAD', path: PATH, headers: { 'x-amz-checksum-mode': 'ENABLED' } });
  expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok', 'writer Decrypt ok']);
});
