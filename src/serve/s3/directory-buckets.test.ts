import { beforeEach, describe, expect, test } from 'vitest';
import type { Credential } from '../credentials/credentials.ts';
import {
  READER,
  STRANGER,
  signerOf,
  type TestRequest,
  type TestServer,
  testServer,
  WRITER,
} from '../testing/test-server.ts';
import { directoryXml, encryptionXml, LOCATION_XML } from '../testing/xml-bodies.ts';
import { parseXml, XmlElement } from './xml.ts';

const BUCKET = 'fast--euw1-az1--x-s3';
const ARN = `arn:aws:s3express:eu-west-1:111111111111:bucket/${BUCKET}`;
const path = `/${BUCKET}`;
const SSE = 'x-amz-server-side-encryption';
const FIVE_MINUTES_MS = 5 * 60_000;

let server: TestServer;

beforeEach(async () => {
  server = await testServer();
});

/** Asks the way directory buckets are asked. */
function ask(request: TestRequest) {
  return server.send({ service: 's3express', ...request });
}

function create(bucket = BUCKET, body = directoryXml('euw1-az1')) {
  return ask({ method: 'PUT', path: `/${bucket}`, body });
}

async function session(headers: Readonly<Record<string, string>> = {}, by: Credential = WRITER) {
  const answer = await ask({ path, query: { session: '' }, headers, by });
  const given = parseXml(answer.bytes, 'CreateSessionResult')?.one('Credentials') ?? new XmlElement({});
  const text = (name: string) => given.textOf(name) ?? '';
  const credential: Credential = {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretAccessKey'),
    s3SessionToken: text('SessionToken'),
    requester: by.requester,
  };
  return { answer, credential, expiration: text('Expiration') };
}

/** A directory bucket under a new KMS key, of which the ARN is given. */
async function underKms(): Promise<string> {
  await create();
  const { KeyMetadata } = JSON.parse((await server.kms('CreateKey', {})).text) as { KeyMetadata: { Arn: string } };
  const rule = encryptionXml([{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyMetadata.Arn }]);
  expect(await ask({ method: 'PUT', path, query: { encryption: '' }, body: rule })).toMatchObject({ status: 200 });
  return KeyMetadata.Arn;
}

function codeIn({ status, text }: { readonly status: number; readonly text: string }): string {
  return `${status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ''}`.trim();
}

describe('a directory bucket', () => {
  test('is made, shown, listed apart from others, and deleted', async () => {
    expect(await create()).toMatchObject({ status: 200 });
    expect(await ask({ method: 'HEAD', path })).toMatchObject({
      status: 200,
      headers: { 'x-amz-bucket-arn': ARN, 'x-amz-bucket-location-name': 'euw1-az1' },
    });
    expect((await ask({ path: '/' })).text).toContain(`<Name>${BUCKET}</Name>`);
    expect((await server.send({ path: '/' })).text).not.toContain('<Name>');
    expect((await ask({ path: '/', by: STRANGER })).text).not.toContain('<Name>');
    expect(codeIn(await ask({ path: '/', by: null }))).toBe('403 AccessDenied');
    expect(codeIn(await create())).toBe('409 BucketAlreadyOwnedByYou');
    expect(await ask({ method: 'DELETE', path })).toMatchObject({ status: 204 });
    expect(codeIn(await ask({ method: 'HEAD', path }))).toBe('404');
  });

  const configuration = (elements: string) => `<CreateBucketConfiguration>${elements}</CreateBucketConfiguration>`;
  const PLACE = '<Location><Name>euw1-az1</Name><Type>AvailabilityZone</Type></Location>';
  const DIRECTORY = '<Bucket><DataRedundancy>SingleAvailabilityZone</DataRedundancy><Type>Directory</Type></Bucket>';
  test.each([
    ['without a configuration', BUCKET, '', '400 InvalidBucketName'],
    ['as a bucket of a region', BUCKET, LOCATION_XML, '400 InvalidBucketName'],
    ['without Type', BUCKET, directoryXml('euw1-az1').replace('<Type>Directory</Type>', ''), '400 InvalidBucketName'],
    ['of another Type', BUCKET, directoryXml('euw1-az1').replace('Directory', 'Table'), '400 InvalidBucketName'],
    ['in another zone', BUCKET, directoryXml('euw1-az2'), '400 InvalidBucketName'],
    ['without a place', BUCKET, configuration(DIRECTORY), '400 MalformedXML'],
    ['as redundant as a local zone', BUCKET, directoryXml('euw1-az1').replace('SingleA', 'A'), '400 MalformedXML'],
    ['with something else', BUCKET, configuration(`${PLACE}${DIRECTORY}<Tags></Tags>`), '501 NotImplemented'],
    ['that is no XML', BUCKET, '<', '400 MalformedXML'],
    ['under a name without zone', 'fast--x-s3', directoryXml('euw1-az1'), '400 InvalidBucketName'],
    ['under a name with dots', 'fa.st--euw1-az1--x-s3', directoryXml('euw1-az1'), '400 InvalidBucketName'],
    ['under a name too long', `${'a'.repeat(50)}--euw1-az1--x-s3`, directoryXml('euw1-az1'), '400 InvalidBucketName'],
  ])('is not made %s', async (_what, bucket, body, code) => {
    const service = bucket === BUCKET ? 's3express' : 's3';
    expect(codeIn(await server.send({ method: 'PUT', path: `/${bucket}`, body, service }))).toBe(code);
    expect((await ask({ path: '/' })).text).not.toContain('<Name>');
  });

  test('is made under no other name', async () => {
    const made = await server.send({ method: 'PUT', path: '/plain', body: directoryXml('euw1-az1') });
    expect(codeIn(made)).toBe('400 InvalidBucketName');
  });

  test('may be in a local zone, and leave its redundancy out', async () => {
    const local = PLACE.replace('Availability', 'Local').replace('euw1-az1', 'euw1-lon1-az1');
    const body = configuration(`${local}<Bucket><Type>Directory</Type></Bucket>`);
    expect(await create('x--euw1-lon1-az1--x-s3', body)).toMatchObject({ status: 200 });
  });

  test('is asked by requests for s3express, and no other bucket is', async () => {
    await create();
    expect(codeIn(await server.send({ path: `${path}/k` }))).toBe('400 AuthorizationHeaderMalformed');
    expect(codeIn(await ask({ path: '/plain/k' }))).toBe('400 AuthorizationHeaderMalformed');
  });

  test.each([
    ['GET', '', { location: '' }],
    ['GET', '', { versioning: '' }],
    ['GET', '', { versions: '' }],
    ['GET', '', { replication: '' }],
    ['GET', '', {}],
    ['GET', '', { 'list-type': '2', delimiter: ':' }],
    ['GET', '', { 'list-type': '2', prefix: 'a' }],
    ['GET', '', { 'list-type': '2', 'start-after': 'a' }],
    ['PUT', '/k', { 'legal-hold': '' }],
    ['DELETE', '', { replication: '' }],
  ])('does not know %s %s %j', async (method, key, query) => {
    await create();
    expect(codeIn(await ask({ method, path: path + key, query }))).toBe('501 NotImplemented');
  });

  test('is a place for objects with bucket keys, under the ARN of the bucket; copies ask KMS each time', async () => {
    const key = await underKms();
    const put = await ask({ method: 'PUT', path: `${path}/d/k`, body: 'hello' });
    expect(put.headers).toMatchObject({
      [SSE]: 'aws:kms',
      [`${SSE}-aws-kms-key-id`]: key,
      [`${SSE}-bucket-key-enabled`]: 'true',
    });
    expect(put.headers.etag).not.toBe('"5d41402abc4b2a76b9719d911017c592"');
    const got = await ask({ path: `${path}/d/k` });
    expect([got.text, got.headers['x-amz-storage-class']]).toEqual(['hello', 'EXPRESS_ONEZONE']);
    const listed = await ask({ path, query: { 'list-type': '2', prefix: 'd/', delimiter: '/' } });
    expect(listed.text).toMatch(/<Key>d\/k<\/Key>.*<StorageClass>EXPRESS_ONEZONE</);
    expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok']);
    for (const name of ['a', 'b']) {
      const headers = { 'x-amz-copy-source': `${path}/d/k`, 'x-amz-storage-class': 'EXPRESS_ONEZONE' };
      expect(await ask({ method: 'PUT', path: `${path}/${name}`, headers })).toMatchObject({ status: 200 });
    }
    expect((await server.kmsCalls()).length).toBeGreaterThanOrEqual(3);
    expect((await server.admin('GET', 'kms-log')).text).toContain(ARN);
  });
});

describe('a session', () => {
  test('signs what its requester asks of objects: it is no requester of its own', async () => {
    const key = await underKms();
    const { answer, credential } = await session();
    expect(answer.headers).toMatchObject({
      [SSE]: 'aws:kms',
      [`${SSE}-aws-kms-key-id`]: key,
      [`${SSE}-bucket-key-enabled`]: 'true',
    });
    expect(await server.kmsCalls()).toEqual([]);
    const asked: readonly TestRequest[] = [
      { method: 'PUT', path: `${path}/k`, body: 'hello' },
      { path: `${path}/k` },
      { method: 'HEAD', path: `${path}/k` },
      { path, query: { 'list-type': '2' } },
      { method: 'HEAD', path },
    ];
    for (const one of asked) expect(await ask({ ...one, by: credential })).toMatchObject({ status: 200 });
    expect(await ask({ path: `${path}/k`, by: (await session()).credential })).toMatchObject({ text: 'hello' });
    expect(await ask({ path: `${path}/k` })).toMatchObject({ text: 'hello' });
    expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok']);
    await ask({ path: `${path}/k`, by: (await session({}, READER)).credential });
    expect(await server.kmsCalls()).toEqual(['writer GenerateDataKey ok', 'reader Decrypt ok']);
    expect((await server.admin('GET', 'kms-log')).text).not.toContain(credential.accessKeyId);
  });

  test('lets nobody do what they may not do without', async () => {
    await create();
    const { credential } = await session({}, STRANGER);
    expect(codeIn(await ask({ method: 'PUT', path: `${path}/k`, by: credential }))).toBe('403 AccessDenied');
  });

  test('ends after five minutes of the clock of the world', async () => {
    await create();
    await server.admin('POST', 'clock', { frozen: true });
    const { credential, expiration } = await session();
    const { time } = JSON.parse((await server.admin('GET', 'clock')).text) as { time: string };
    expect(Date.parse(expiration) - Date.parse(time)).toBe(FIVE_MINUTES_MS);
    const put = { method: 'PUT', path: `${path}/k`, by: credential };
    await server.admin('POST', 'clock', { advanceMs: FIVE_MINUTES_MS - 1 });
    expect(await ask(put)).toMatchObject({ status: 200 });
    await server.admin('POST', 'clock', { advanceMs: 1 });
    expect(codeIn(await ask(put))).toBe('400 ExpiredToken');
  });

  test.each<[string, Partial<Credential>, string]>([
    ['another token', { s3SessionToken: 'x' }, '400 InvalidToken'],
    ['a token of STS beside its own', { sessionToken: 'x' }, '400 InvalidToken'],
    ['another secret', { secretAccessKey: 'x' }, '403 SignatureDoesNotMatch'],
    ['the access key of none', { accessKeyId: 'ASIA0000000000000000' }, '403 InvalidAccessKeyId'],
  ])('is not believed with %s', async (_what, changes, code) => {
    await create();
    const { credential } = await session();
    expect(codeIn(await ask({ path: `${path}/k`, by: { ...credential, ...changes } }))).toBe(code);
  });

  test('is not believed without its token, nor is a token beside other keys', async () => {
    await create();
    const { s3SessionToken = '', ...bare } = (await session()).credential;
    expect(codeIn(await ask({ path: `${path}/k`, by: bare }))).toBe('400 InvalidToken');
    expect(codeIn(await ask({ path: `${path}/k`, by: { ...WRITER, s3SessionToken } }))).toBe('400 InvalidToken');
  });

  test('is over with a reset', async () => {
    await create();
    const { credential } = await session();
    await server.admin('POST', 'reset');
    await create();
    expect(codeIn(await ask({ path: `${path}/k`, by: credential }))).toBe('403 InvalidAccessKeyId');
  });

  test.each<[string, TestRequest]>([
    ['another directory bucket', { path: '/other--euw1-az1--x-s3/k' }],
    ['a copy', { method: 'PUT', path: `${path}/k`, headers: { 'x-amz-copy-source': `${path}/k` } }],
    ['the list of buckets', { path: '/' }],
  ])('is not for %s', async (_what, request) => {
    await create();
    await create('other--euw1-az1--x-s3');
    expect(codeIn(await ask({ ...request, by: (await session()).credential }))).toBe('403 AccessDenied');
  });

  test('signs what is asked of the bucket too, even before it is there, as SDKs do of one endpoint', async () => {
    const { credential: by } = await session();
    expect(codeIn(await ask({ path: `${path}/k`, by }))).toBe('404 NoSuchBucket');
    expect(codeIn((await session({ [SSE]: 'AES256' })).answer)).toBe('404 NoSuchBucket');
    expect(await ask({ method: 'PUT', path, body: directoryXml('euw1-az1'), by })).toMatchObject({ status: 200 });
    expect(await ask({ path, query: { encryption: '' }, by })).toMatchObject({ status: 200 });
    expect(await ask({ method: 'DELETE', path, by })).toMatchObject({ status: 204 });
  });

  test('is not begun in another', async () => {
    const { credential } = await session();
    expect(codeIn((await session({}, credential)).answer)).toBe('400 InvalidRequest');
  });

  test('may sign for S3, as the SDK for JavaScript does, and in an address', async () => {
    await create();
    const { credential } = await session();
    const k = { path: `${path}/k`, by: credential };
    expect(await server.send({ ...k, method: 'PUT', body: 'hello' })).toMatchObject({ status: 200 });
    const host = `127.0.0.1:${server.port}`;
    const UNSIGNED = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    for (const name of ['X-Amz-S3session-Token', 'x-amz-s3session-token']) {
      const query = { [name]: credential.s3SessionToken ?? '' };
      const unsigned = {
        method: 'GET',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: k.path,
        query,
        headers: { host, ...UNSIGNED },
      };
      const signed = await signerOf(credential, 's3express').presign(unsigned, { expiresIn: 60 });
      const presigned = { path: k.path, query: signed.query as Readonly<Record<string, string>>, by: null };
      expect(await server.send(presigned)).toMatchObject({ text: 'hello' });
      expect(codeIn(await server.send({ ...presigned, query: { ...presigned.query, [name]: 'x' } }))).toMatch(/^40/);
    }
  });

  test('is of no use to KMS', async () => {
    await create();
    const { credential } = await session();
    expect(await server.kms('CreateKey', {}, credential)).toMatchObject({ status: 400 });
  });

  test('that only reads does not write', async () => {
    await create();
    const { credential } = await session({ 'x-amz-create-session-mode': 'ReadOnly' });
    for (const one of [
      { method: 'PUT', path: `${path}/k` },
      { method: 'DELETE', path },
    ])
      expect(codeIn(await ask({ ...one, by: credential }))).toBe('403 AccessDenied');
    expect(codeIn(await ask({ path: `${path}/k`, by: credential }))).toBe('404 NoSuchKey');
    expect(codeIn((await session({ 'x-amz-create-session-mode': 'Some' })).answer)).toBe('400 InvalidArgument');
  });

  test('is for directory buckets, and for those who sign', async () => {
    await server.send({ method: 'PUT', path: '/plain', body: LOCATION_XML });
    expect(codeIn(await server.send({ path: '/plain', query: { session: '' } }))).toBe('501 NotImplemented');
    expect(codeIn(await ask({ path, query: { session: '' }, by: null }))).toBe('403 AccessDenied');
  });
});

describe('the encryption of a session', () => {
  const context = (pairs: object) => Buffer.from(JSON.stringify(pairs)).toString('base64');
  const CONTEXT = context({ 'aws:s3:arn': ARN });

  test('is that of what is written in it, and no request overrides it', async () => {
    const key = await underKms();
    const said = { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: key, [`${SSE}-context`]: CONTEXT };
    const { answer, credential: by } = await session(said);
    expect(answer.headers).toMatchObject({ ...said, [`${SSE}-bucket-key-enabled`]: 'true' });
    const put = (headers = {}) => ask({ method: 'PUT', path: `${path}/k`, by, headers });
    expect(await put()).toMatchObject({ headers: { [SSE]: 'aws:kms' } });
    expect(await put({ [SSE]: 'aws:kms' })).toMatchObject({ status: 200 });
    expect(codeIn(await put({ [SSE]: 'AES256' }))).toBe('400 InvalidRequest');
    const { credential: other } = await session({ [SSE]: 'AES256' });
    const upload = await ask({ method: 'POST', path: `${path}/m`, query: { uploads: '' }, by: other });
    expect(upload.headers).toMatchObject({ [SSE]: 'AES256' });
  });

  test.each([
    ['aws:kms without a key', { [SSE]: 'aws:kms' }],
    ['another key', { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: 'nobody' }],
    ['two layers', { [SSE]: 'aws:kms:dsse' }],
    ['what there is not', { [SSE]: 'rot13' }],
    ['a context of its own', { [`${SSE}-context`]: context({ team: 'red' }) }],
    ['a context that is none', { [`${SSE}-context`]: '!' }],
  ])('is not %s', async (_what, headers) => {
    await underKms();
    expect(codeIn((await session(headers)).answer)).toBe('400 InvalidRequest');
  });

  test('is not KMS where the bucket is not', async () => {
    await create();
    const headers = { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: 'nobody' };
    expect(codeIn((await session(headers)).answer)).toBe('400 InvalidRequest');
    expect((await session()).answer.headers).toMatchObject({ [SSE]: 'AES256' });
  });
});
