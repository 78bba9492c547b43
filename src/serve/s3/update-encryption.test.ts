import { describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../testing/test-server.ts';
import { LOCATION_XML, objectEncryptionXml } from '../testing/xml-bodies.ts';

const PATH = '/alpha/k';

async function withObject(): Promise<{ readonly server: TestServer; readonly keyArn: string }> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  const { KeyMetadata } = JSON.parse((await server.kms('CreateKey', {})).text) as { KeyMetadata: { Arn: string } };
  await server.send({ method: 'PUT', path: PATH, body: 'x', headers: { 'x-amz-meta-a': '1' } });
  return { server, keyArn: KeyMetadata.Arn };
}

function update(server: TestServer, body: string) {
  return server.send({ method: 'PUT', path: PATH, query: { encryption: '' }, body });
}

describe('an update of the encryption', () => {
  test('puts an object under a key, and leaves all else of it', async () => {
    const { server, keyArn } = await withObject();
    await server.admin('POST', 'clock', { frozen: true });
    await server.admin('POST', 'clock', { advanceMs: 60_000 });
    const before = await server.send({ path: PATH });
    expect((await update(server, objectEncryptionXml(keyArn, true))).status).toBe(200);
    const { text, headers } = await server.send({ path: PATH });
    expect(text).toBe('x');
    expect(headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': keyArn,
      'x-amz-server-side-encryption-bucket-key-enabled': 'true',
      'x-amz-meta-a': '1',
      etag: before.headers.etag,
      'last-modified': before.headers['last-modified'],
    });
  });

  test.each([
    ['', 400],
    ['<ObjectEncryption/>', 400],
    ['<ObjectEncryption><SSE-KMS/></ObjectEncryption>', 400],
    ['<ObjectEncryption><SSE-S3/></ObjectEncryption>', 501],
    [objectEncryptionXml('alias/mine'), 400],
    [objectEncryptionXml('arn:aws:kms:eu-west-1:222222222222:key/k'), 403],
  ])('%s is refused', async (body, status) => {
    const { server } = await withObject();
    expect((await update(server, body)).status).toBe(status);
    expect((await server.send({ path: PATH })).headers['x-amz-server-side-encryption']).toBe('AES256');
  });
});
