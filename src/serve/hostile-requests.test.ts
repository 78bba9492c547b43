import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TestServer, testServer, WRITER } from './testing/test-server.ts';
import { encryptionXml, LOCATION_XML } from './testing/xml-bodies.ts';

const RUNS = 300;

/** Texts that careless code stumbles over, and any other. */
const hostile = fc.oneof(
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    '..',
    '%00',
    '-1',
    '1e9',
    'NaN',
    '{}',
    '[]',
    'null',
    '\u0000',
    'x'.repeat(300),
  ),
  fc.string({ maxLength: 20 }),
);
/** What a header can hold. */
const headerText = hostile.map((text) => text.replaceAll(/[^\t\u0020-\u007e]/g, '?'));
const body = fc.oneof(
  hostile,
  fc.constantFrom(
    LOCATION_XML,
    encryptionXml([{ SSEAlgorithm: 'aws:kms' }]),
    '<Delete><Object><Key>k</Key></Object></Delete>',
    '<Delete><__proto__/><Object/><Object><constructor/></Object></Delete>',
    '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>',
    '<ObjectEncryption><SSE-KMS><KMSKeyArn>__proto__</KMSKeyArn></SSE-KMS></ObjectEncryption>',
    '<ReplicationConfiguration><Rule><Destination/></Rule></ReplicationConfiguration>',
    '<a xmlns:b="c"><![CDATA[<x>]]>&#x41;&#xffffffff;&lt;</a>',
    '{"Statement":[{"Effect":"Allow","Principal":{"AWS":[]},"Action":[],"Resource":[]}]}',
    '{"__proto__":{"Statement":1}}',
  ),
);

const s3Request = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
  path: fc.oneof(
    fc.constantFrom('/', '/alpha', '/alpha/k', '/none/k', '//', '/alpha//../%2F'),
    hostile.map((text) => `/alpha/${encodeURIComponent(text)}`),
  ),
  query: fc.dictionary(
    fc.constantFrom(
      'encryption',
      'policy',
      'replication',
      'attributes',
      'delete',
      'list-type',
      'prefix',
      'delimiter',
      'max-keys',
      'continuation-token',
      'marker',
      'encoding-type',
      'versioning',
      'versions',
      'versionId',
      'key-marker',
      'version-id-marker',
      'uploads',
      'uploadId',
      'partNumber',
      'max-parts',
      'x-id',
    ),
    hostile,
    { maxKeys: 3 },
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      'x-amz-server-side-encryption',
      'x-amz-server-side-encryption-context',
      'x-amz-server-side-encryption-aws-kms-key-id',
      'x-amz-copy-source',
      'x-amz-metadata-directive',
      'x-amz-object-attributes',
      'x-amz-meta-a',
      'range',
      'if-match',
      'if-modified-since',
      'content-type',
      'x-amz-checksum-crc32',
      'x-amz-decoded-content-length',
    ),
    headerText,
    { maxKeys: 3 },
  ),
  body,
  by: fc.constantFrom(WRITER, null),
});

async function requireWell(server: TestServer): Promise<void> {
  expect(server.complaints).toEqual([]);
  expect((await server.send({ method: 'HEAD', path: '/alpha' })).status).toBe(200);
}

async function withBucket(): Promise<TestServer> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  return server;
}

test('whatever S3 is asked, it answers, and not that it is broken', async () => {
  const server = await withBucket();
  await server.send({ method: 'PUT', path: '/alpha/kept', body: 'x' });
  await fc.assert(
    fc.asyncProperty(s3Request, async (request) => {
      const { status } = await server.send(request);
      expect(status).not.toBe(500);
      expect(server.complaints).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  await requireWell(server);
});

const value = fc.oneof(
  hostile,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom([], {}, [1], { a: 'b' }),
);

test('whatever KMS is asked, in both protocols, it answers, and not that it is broken', async () => {
  const server = await withBucket();
  const operations = ['CreateKey', 'Encrypt', 'Decrypt', 'GenerateDataKey', 'ReEncrypt', 'DescribeKey', 'PutKeyPolicy'];
  const more = [
    'ListKeys',
    'GetKeyRotationStatus',
    'GetParametersForImport',
    'ImportKeyMaterial',
    'DeleteImportedKeyMaterial',
    'CreateGrant',
    'RevokeGrant',
    'RetireGrant',
    'CreateAlias',
    'UpdateAlias',
    'DeleteAlias',
    'ListAliases',
    'ScheduleKeyDeletion',
    'EnableKeyRotation',
    'x',
  ];
  const names = ['KeyId', 'Plaintext', 'CiphertextBlob', 'EncryptionContext', 'KeySpec', 'NumberOfBytes', 'Policy'];
  const others = [
    'AliasName',
    'TargetKeyId',
    'Limit',
    'Marker',
    'PendingWindowInDays',
    'RotationPeriodInDays',
    '__proto__',
  ];
  const input = fc.dictionary(fc.constantFrom(...names, ...others), value, { maxKeys: 5 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations, ...more), input, async (operation, given) => {
      const { status } = await server.kms(operation, given);
      expect(status).not.toBe(500);
    }),
    { numRuns: RUNS },
  );
  const paths = ['keys/a', 'keys/a/rotate', 'datakey/plaintext/a', 'encrypt/a', 'decrypt/a', 'keys/..', 'x'];
  const fields = fc.dictionary(fc.constantFrom('context', 'plaintext', 'ciphertext', 'bits', 'associated_data'), value);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fields, async (path, given) => {
      const headers = { 'x-vault-token': WRITER.secretAccessKey };
      const request = { method: 'POST', path: `/v1/transit/${path}`, headers, body: JSON.stringify(given), by: null };
      expect((await server.send(request)).status).not.toBe(500);
    }),
    { numRuns: RUNS },
  );
  await requireWell(server);
});
