import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deleteMany, READER, STRANGER, type TestServer, testServer } from '../testing/test-server.ts';
import { encryptionXml, LOCATION_XML, replicationXml } from '../testing/xml-bodies.ts';

const KMS = { 'x-amz-server-side-encryption': 'aws:kms' };

function ruleXml(BucketKeyEnabled: boolean, key?: string): string {
  const named = key === undefined ? {} : { KMSMasterKeyID: key };
  return encryptionXml([{ SSEAlgorithm: 'aws:kms', BucketKeyEnabled, ...named }]);
}

async function withBucket(options = {}): Promise<TestServer> {
  const server = await testServer(options);
  expect((await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML })).status).toBe(200);
  return server;
}

async function withBucketKey(): Promise<TestServer> {
  const server = await withBucket();
  const put = { method: 'PUT', path: '/alpha', query: { encryption: '' }, body: ruleXml(true) };
  expect((await server.send(put)).status).toBe(200);
  return server;
}

function codeOf(text: string): string | undefined {
  return /<Code>([\w.]+)<\/Code>/.exec(text)?.[1];
}

describe('objects', () => {
  test('what is written with a bucket key is read back, and its headers say so', async () => {
    const server = await withBucketKey();
    const written = await server.send({
      method: 'PUT',
      path: '/alpha/k',
      body: 'content',
      headers: { 'content-type': 'text/plain', 'x-amz-meta-colour': 'blue' },
    });
    const shown = {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:111111111111:key/aws-s3-111111111111',
      'x-amz-server-side-encryption-bucket-key-enabled': 'true',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    };
    expect(written).toMatchObject({ status: 200, headers: shown });
    const read = await server.send({ path: '/alpha/k' });
    const kept = { 'content-type': 'text/plain', 'x-amz-meta-colour': 'blue', 'content-length': '7' };
    expect(read).toMatchObject({ status: 200, text: 'content', headers: { ...shown, ...kept } });
    expect(read.headers['last-modified']).toMatch(/GMT$/);
    const head = await server.send({ method: 'HEAD', path: '/alpha/k' });
    expect(head).toMatchObject({ status: 200, text: '', headers: { ...shown, ...kept } });
    expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok']);
  });

  test('without a bucket key each request costs a call, and the flag is not shown', async () => {
    const server = await withBucket();
    const written = await server.send({ method: 'PUT', path: '/alpha/k', body: 'x', headers: KMS });
    expect(written.headers).not.toHaveProperty('x-amz-server-side-encryption-bucket-key-enabled');
    await server.send({ path: '/alpha/k' });
    await server.send({ path: '/alpha/k' });
    expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok', 'writer Decrypt ok', 'writer Decrypt ok']);
  });

  test('every requester pays for its own', async () => {
    const server = await withBucketKey();
    await server.send({ method: 'PUT', path: '/alpha/k', body: 'x' });
    for (let i = 0; i < 3; i += 1) expect((await server.send({ path: '/alpha/k', by: READER })).text).toBe('x');
    expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok', 'reader Decrypt ok']);
  });

  test.each(['/alpha/a//b/../c/./', '/alpha/../alpha/x', '/alpha/..', '/alpha/%C3%BC%20%2B%25', '/alpha/__proto__'])(
    'the key of %s is what was sent',
    async (path) => {
      const server = await withBucket();
      expect((await server.send({ method: 'PUT', path, body: path })).status).toBe(200);
      expect((await server.send({ path })).text).toBe(path);
      const listed = await server.send({ path: '/alpha', query: { 'list-type': '2' } });
      expect(listed.text).toContain(`<Key>${decodeURIComponent(path.slice('/alpha/'.length))}</Key>`);
    },
  );

  test('a content is bytes, all 256 of them; its MD5 is the ETag without KMS', async () => {
    const server = await withBucket();
    const body = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const { headers } = await server.send({ method: 'PUT', path: '/alpha/k', body });
    expect(headers.etag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
    expect((await server.send({ path: '/alpha/k' })).bytes.equals(body)).toBe(true);
  });

  test.each([
    ['bytes=1-3', 206, '123', 'bytes 1-3/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=3-1', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('the range %s', async (range, status, text, contentRange) => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: '/alpha/k', body: '0123456789' });
    const answer = await server.send({ path: '/alpha/k', headers: { range } });
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([status, text, contentRange]);
  });

  test('a range outside the content is 416', async () => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: '/alpha/k', body: 'x' });
    const answer = await server.send({ path: '/alpha/k', headers: { range: 'bytes=1-' } });
    expect([answer.status, codeOf(answer.text)]).toEqual([416, 'InvalidRange']);
  });

  test('conditions of a read', async () => {
    const server = await withBucket();
    const { headers } = await server.send({ method: 'PUT', path: '/alpha/k', body: 'x' });
    const etag = headers.etag ?? '';
    const past = 'Sat, 01 Jan 2000 00:00:00 GMT';
    const statusWith = async (sent: Readonly<Record<string, string>>) =>
      (await server.send({ path: '/alpha/k', headers: sent })).status;
    expect(await statusWith({ 'if-match': etag })).toBe(200);
    expect(await statusWith({ 'if-match': '"other"' })).toBe(412);
    expect(await statusWith({ 'if-none-match': etag })).toBe(304);
    expect(await statusWith({ 'if-none-match': '"other"' })).toBe(200);
    expect(await statusWith({ 'if-unmodified-since': past })).toBe(412);
    expect(await statusWith({ 'if-match': etag, 'if-unmodified-since': past })).toBe(200);
    expect(await statusWith({ 'if-modified-since': past })).toBe(200);
  });

  test('a copy has the encryption of its destination and the metadata of its source', async () => {
    const server = await withBucketKey();
    const own = { 'x-amz-server-side-encryption': 'AES256', 'x-amz-meta-a': '1' };
    await server.send({ method: 'PUT', path: '/alpha/from', body: 'x', headers: own });
    const copy = { 'x-amz-copy-source': '/alpha/from' };
    const copied = await server.send({ method: 'PUT', path: '/alpha/to', headers: copy });
    expect(copied.text).toMatch(/<CopyObjectResult .*<ETag>&quot;[0-9a-f]{32}&quot;<\/ETag>/);
    const read = await server.send({ path: '/alpha/to' });
    expect(read).toMatchObject({
      text: 'x',
      headers: { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-meta-a': '1' },
    });
    const replaced = { ...copy, 'x-amz-metadata-directive': 'REPLACE', 'x-amz-meta-b': '2' };
    await server.send({ method: 'PUT', path: '/alpha/to', headers: replaced });
    const { headers } = await server.send({ method: 'HEAD', path: '/alpha/to' });
    expect([headers['x-amz-meta-a'], headers['x-amz-meta-b']]).toEqual([undefined, '2']);
  });

  test('attributes show what was asked for', async () => {
    const server = await withBucket();
    const checksum = { 'x-amz-checksum-crc32': 'y/Q5Jg==' };
    await server.send({ method: 'PUT', path: '/alpha/k', body: '123456789', headers: checksum });
    const asked = { 'x-amz-object-attributes': 'ETag,Checksum,ObjectSize' };
    const { text } = await server.send({ path: '/alpha/k', query: { attributes: '' }, headers: asked });
    expect(text).toContain('<ETag>25f9e794323b453885f5181f1b624d0b</ETag>');
    expect(text).toContain('<Checksum><ChecksumCRC32>y/Q5Jg==</ChecksumCRC32></Checksum><ObjectSize>9</ObjectSize>');
  });

  test('many are deleted at once, each with its own result (F-194)', async () => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: '/alpha/a', body: 'x' });
    const all = '<Object><Key>a</Key></Object><Object><Key>&lt;none&gt;</Key></Object>';
    const refused = await deleteMany(server, all, STRANGER);
    expect(refused.status).toBe(200);
    expect(refused.text.match(/<Code>AccessDenied<\/Code>/g)).toHaveLength(2);
    const removed = await deleteMany(server, all);
    expect(removed.text).toContain('<Deleted><Key>a</Key></Deleted><Deleted><Key>&lt;none&gt;</Key></Deleted>');
    expect((await server.send({ path: '/alpha/a' })).status).toBe(404);
    expect((await deleteMany(server, `<Quiet>true</Quiet>${all}`)).text).not.toContain('<Deleted>');
    expect(await server.kmsCalls()).toEqual([]);
  });

  test('many are deleted at once only where a checksum says which (E-59), and by 1,000 at most', async () => {
    const server = await withBucket();
    const one = '<Object><Key>a</Key></Object>';
    const asked = { method: 'POST', path: '/alpha', query: { delete: '' }, body: `<Delete>${one}</Delete>` };
    const refused = await server.send(asked);
    expect([refused.status, codeOf(refused.text)]).toEqual([400, 'InvalidRequest']);
    const sha256 = createHash('sha256').update(asked.body).digest('base64');
    expect((await server.send({ ...asked, headers: { 'x-amz-checksum-sha256': sha256 } })).status).toBe(200);
    expect((await deleteMany(server, one.repeat(1_000))).status).toBe(200);
    expect(codeOf((await deleteMany(server, one.repeat(1_001))).text)).toBe('MalformedXML');
  });
});

describe('buckets', () => {
  test('the rule is shown as it was put', async () => {
    const server = await withBucket();
    const query = { encryption: '' };
    const body = ruleXml(true, 'alias/some & other');
    await server.send({ method: 'PUT', path: '/alpha', query, body });
    const { text } = await server.send({ path: '/alpha', query });
    expect(text).toContain('<KMSMasterKeyID>alias/some &amp; other</KMSMasterKeyID>');
    expect(text).toContain('<BucketKeyEnabled>true</BucketKeyEnabled>');
    expect((await server.send({ method: 'DELETE', path: '/alpha', query })).status).toBe(204);
    expect((await server.send({ path: '/alpha', query })).text).toContain('<SSEAlgorithm>AES256</SSEAlgorithm>');
  });

  test.each([
    ['no XML', '<<'],
    ['another root', '<Other/>'],
    ['no rule', '<ServerSideEncryptionConfiguration/>'],
    ['two rules', ruleXml(true).replace(/(<Rule>.*<\/Rule>)/, '$1$1')],
    ['an unknown algorithm', ruleXml(true).replace('aws:kms', 'rot13')],
    ['a document type', ruleXml(true).replace('?>\n', '?>\n<!DOCTYPE x [<!ENTITY a "b">]>')],
    ['elements too deep', '<a>'.repeat(5_000)],
  ])('a configuration of %s is malformed, and of no bucket is NoSuchBucket (F-04)', async (_what, body) => {
    const server = await withBucket();
    const put = (path: string) => server.send({ method: 'PUT', path, query: { encryption: '' }, body });
    const answer = await put('/alpha');
    expect([answer.status, codeOf(answer.text)]).toEqual([400, 'MalformedXML']);
    expect(codeOf((await put('/none')).text)).toBe('NoSuchBucket');
    expect((await server.send({ method: 'HEAD', path: '/alpha' })).status).toBe(200);
  });

  test('a policy is in force, and is shown as it was put', async () => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: '/alpha/k', body: 'x' });
    expect((await server.send({ path: '/alpha/k', by: STRANGER })).status).toBe(403);
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::222222222222:root' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::alpha/*',
    };
    const body = JSON.stringify({ Version: '2012-10-17', Statement: statement }, null, 2);
    const query = { policy: '' };
    expect((await server.send({ method: 'PUT', path: '/alpha', query, body })).status).toBe(204);
    expect((await server.send({ path: '/alpha', query })).text).toBe(body);
    expect((await server.send({ path: '/alpha/k', by: STRANGER })).text).toBe('x');
    expect((await server.send({ path: '/alpha', query, by: STRANGER })).status).toBe(403);
    await server.send({ method: 'DELETE', path: '/alpha', query });
    expect((await server.send({ path: '/alpha/k', by: STRANGER })).status).toBe(403);
    expect(codeOf((await server.send({ path: '/alpha', query })).text)).toBe('NoSuchBucketPolicy');
  });

  test('an object is replicated behind the write, with its metadata', async () => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: '/beta', body: LOCATION_XML });
    const query = { replication: '' };
    expect((await server.send({ method: 'PUT', path: '/alpha', query, body: replicationXml('beta') })).status).toBe(
      200,
    );
    expect((await server.send({ path: '/alpha', query })).text).toContain('role/copier</Role>');
    await server.send({ method: 'PUT', path: '/alpha/k', body: 'x', headers: { 'x-amz-meta-a': '1' } });
    const statusOf = async () =>
      (await server.send({ method: 'HEAD', path: '/alpha/k' })).headers['x-amz-replication-status'];
    await expect.poll(statusOf).toBe('COMPLETED');
    const replica = await server.send({ path: '/beta/k' });
    expect(replica).toMatchObject({
      text: 'x',
      headers: { 'x-amz-replication-status': 'REPLICA', 'x-amz-meta-a': '1' },
    });
    expect((await server.send({ method: 'DELETE', path: '/alpha', query })).status).toBe(204);
  });

  test('buckets are listed to their own account', async () => {
    const server = await withBucket();
    expect((await server.send({ path: '/' })).text).toContain('<Name>alpha</Name>');
    expect((await server.send({ path: '/', by: STRANGER })).text).not.toContain('alpha');
    expect((await server.send({ path: '/', by: null })).status).toBe(403);
  });

  test('host names are buckets, too', async () => {
    const server = await withBucket();
    const host = `alpha.localhost:${server.port}`;
    await server.send({ method: 'PUT', path: '/k', body: 'x', headers: { host } });
    expect((await server.send({ path: '/alpha/k' })).text).toBe('x');
    expect((await server.send({ path: '/k', headers: { host: `alpha.s3.eu-west-1.amazonaws.com` } })).text).toBe('x');
  });

  test('a bucket that is not empty stays', async () => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: '/alpha/k', body: 'x' });
    expect(codeOf((await server.send({ method: 'DELETE', path: '/alpha' })).text)).toBe('BucketNotEmpty');
    await server.send({ method: 'DELETE', path: '/alpha/k' });
    expect((await server.send({ method: 'DELETE', path: '/alpha' })).status).toBe(204);
  });
});

describe('what is not implemented is refused, and changes nothing', () => {
  test.each([
    ['a sub-resource', { method: 'PUT', path: '/alpha/k', query: { tagging: '' } }],
    ['another', { method: 'PUT', path: '/alpha', query: { tagging: '' } }],
    ['a list of uploads', { path: '/alpha', query: { uploads: '' } }],
    ['a device', { method: 'DELETE', path: '/alpha/k', headers: { 'x-amz-mfa': '1 2' } }],
    ['a conditional deletion', { method: 'DELETE', path: '/alpha/k', headers: { 'if-match': '*' } }],
    ['a list of ETags', { path: '/alpha/k', headers: { 'if-match': '"a", "b"' } }],
    ['an ACL', { method: 'PUT', path: '/alpha/k', headers: { 'x-amz-acl': 'public-read' } }],
    ['a method', { method: 'PATCH', path: '/alpha/k' }],
  ])('%s', async (_what, request) => {
    const server = await withBucket();
    await server.send({ method: 'PUT', path: '/alpha/k', body: 'before' });
    const answer = await server.send({ ...request, body: 'after' });
    expect([answer.status, codeOf(answer.text)]).toEqual([501, 'NotImplemented']);
    expect((await server.send({ path: '/alpha/k' })).text).toBe('before');
  });
});

describe('errors', () => {
  test.each([
    ['no bucket', { path: '/none/k' }, 404, 'NoSuchBucket'],
    ['no key', { path: '/alpha/none' }, 404, 'NoSuchKey'],
    ['a bad name', { method: 'PUT', path: '/UPPER' }, 400, 'InvalidBucketName'],
    ['no location', { method: 'PUT', path: '/beta' }, 400, 'IllegalLocationConstraintException'],
    [
      'an unknown algorithm',
      { method: 'PUT', path: '/alpha/k', headers: { 'x-amz-server-side-encryption': 'x' } },
      400,
      'InvalidArgument',
    ],
    [
      'a malformed context',
      { method: 'PUT', path: '/alpha/k', headers: { ...KMS, 'x-amz-server-side-encryption-context': '!' } },
      400,
      'InvalidArgument',
    ],
    [
      'an unknown key',
      { method: 'PUT', path: '/alpha/k', headers: { ...KMS, 'x-amz-server-side-encryption-aws-kms-key-id': 'none' } },
      400,
      'KMS.NotFoundException',
    ],
    [
      'a wrong MD5',
      { method: 'PUT', path: '/alpha/k', headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } },
      400,
      'BadDigest',
    ],
    [
      'a wrong checksum',
      { method: 'PUT', path: '/alpha/k', body: 'x', headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } },
      400,
      'BadDigest',
    ],
    ['too much', { method: 'PUT', path: '/alpha/k', body: Buffer.alloc(2 ** 20 + 1) }, 400, 'EntityTooLarge'],
    [
      'too much metadata',
      { method: 'PUT', path: '/alpha/k', headers: { 'x-amz-meta-a': 'x'.repeat(3_000) } },
      400,
      'MetadataTooLarge',
    ],
    [
      'the owner somebody else',
      { path: '/alpha/k', headers: { 'x-amz-expected-bucket-owner': '222222222222' } },
      403,
      'AccessDenied',
    ],
    ['a target that is no UTF-8', { path: '/alpha/%ff', by: null }, 400, undefined],
  ])('%s', async (_what, request, status, code) => {
    const server = await withBucket();
    const answer = await server.send(request);
    expect([answer.status, codeOf(answer.text)]).toEqual([status, code]);
    expect(server.complaints).toEqual([]);
  });
});
