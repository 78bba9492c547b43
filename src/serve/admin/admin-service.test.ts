import { describe, expect, test } from 'vitest';
import { type TestServer, testServer, WRITER } from '../testing/test-server.ts';
import { LOCATION_XML, replicationXml, versioningXml } from '../testing/xml-bodies.ts';

const BUCKET_KEY = {
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-bucket-key-enabled': 'true',
};

async function withBucket(): Promise<TestServer> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  return server;
}

function put(server: TestServer, key = 'k') {
  return server.send({ method: 'PUT', path: `/alpha/${key}`, body: 'x', headers: BUCKET_KEY });
}

async function jsonOf(answer: Promise<{ readonly text: string }>): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse((await answer).text) as Readonly<Record<string, unknown>>;
}

describe('the clock', () => {
  test('put forward, a bucket key expires', async () => {
    const server = await withBucket();
    await server.admin('POST', 'clock', { frozen: true });
    await put(server);
    await server.admin('POST', 'clock', { advanceMs: 299_999 });
    await put(server);
    expect(await server.kmsCalls()).toHaveLength(1);
    await server.admin('POST', 'clock', { advanceMs: 1 });
    await put(server);
    expect(await server.kmsCalls()).toHaveLength(2);
  });

  test('frozen, it stands; released, it goes on from there', async () => {
    const server = await testServer();
    const { nowMs } = await jsonOf(server.admin('POST', 'clock', { frozen: true }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await jsonOf(server.admin('GET', 'clock'))).toMatchObject({ nowMs, frozen: true });
    const released = await jsonOf(server.admin('POST', 'clock', { frozen: false, advanceMs: 1_000 }));
    expect(released.frozen).toBe(false);
    expect(released.nowMs).toBeGreaterThanOrEqual(Number(nowMs) + 1_000);
    expect(released.nowMs).toBeLessThan(Number(nowMs) + 60_000);
  });

  test.each([{ advanceMs: -1 }, { advanceMs: 1e300 }, { advanceMs: '1' }, { other: 1 }, []])(
    '%j is refused',
    async (body) => {
      const server = await testServer();
      expect((await server.admin('POST', 'clock', body)).status).toBe(400);
    },
  );

  test('does not go beyond dates', async () => {
    const server = await testServer();
    const advanceMs = 90 * 365 * 86_400_000;
    expect((await server.admin('POST', 'clock', { advanceMs })).status).toBe(200);
    expect((await server.admin('POST', 'clock', { advanceMs })).status).toBe(400);
  });
});

describe('the log of KMS', () => {
  test('has each call, and goes on where the last look ended', async () => {
    const server = await withBucket();
    await put(server);
    const first = await jsonOf(server.admin('GET', 'kms-log'));
    expect(first).toMatchObject({
      count: 1,
      forgotten: 0,
      calls: [
        {
          via: 's3',
          operation: 'GenerateDataKey',
          by: 'writer',
          account: '111111111111',
          context: { 'aws:s3:arn': 'arn:aws:s3:::alpha' },
          result: 'ok',
        },
      ],
    });
    await server.admin('POST', 'events', { op: 'RestartHosts' });
    await server.send({ path: '/alpha/k' });
    const { text } = await server.send({ path: '/_bucketkey/kms-log', query: { since: '1' }, by: null });
    expect((JSON.parse(text) as { readonly calls: object[] }).calls).toMatchObject([{ operation: 'Decrypt' }]);
  });

  test('in the form of CloudTrail', async () => {
    const server = await withBucket();
    await put(server);
    const key = 'arn:aws:kms:eu-west-1:111111111111:key/aws-s3-111111111111';
    const { text } = await server.send({ path: '/_bucketkey/kms-log', query: { form: 'cloudtrail' }, by: null });
    expect(JSON.parse(text)).toMatchObject({
      Records: [
        {
          eventSource: 'kms.amazonaws.com',
          eventName: 'GenerateDataKey',
          userIdentity: {
            type: 'AssumedRole',
            arn: 'arn:aws:sts::111111111111:assumed-role/writer/writer',
            invokedBy: 'fas.s3.amazonaws.com',
          },
          requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::alpha' }, keyId: key },
          resources: [{ accountId: '111111111111', ARN: key }],
        },
      ],
    });
  });
});

describe('faults', () => {
  test.each([
    [{ kind: 'throttle', times: 1 }, 503, 'writer GenerateDataKey ThrottlingException'],
    [{ kind: 'error', times: 1 }, 503, 'writer GenerateDataKey KMSInternalException'],
    [{ kind: 'drop', times: 1 }, 503, 'writer GenerateDataKey unreachable'],
    [{ kind: 'delay', times: 1, delayMs: 1 }, 200, 'writer GenerateDataKey ok'],
    [{ kind: 'throttle', operation: 'Decrypt' }, 200, 'writer GenerateDataKey ok'],
  ])('%j strikes the calls of S3', async (fault, status, call) => {
    const server = await withBucket();
    expect((await server.admin('POST', 'faults', fault)).status).toBe(200);
    expect((await put(server)).status).toBe(status);
    expect(await server.kmsCalls()).toEqual([call]);
    expect((await put(server)).status).toBe(200);
  });

  test('a call that is dropped was carried out all the same', async () => {
    const server = await testServer();
    await server.admin('POST', 'faults', { kind: 'drop', operation: 'CreateKey' });
    await expect(server.kms('CreateKey', {})).rejects.toThrow(/socket hang up|ECONNRESET/);
    await server.admin('DELETE', 'faults');
    const { Keys } = (await jsonOf(server.kms('ListKeys', {}))) as { readonly Keys: readonly object[] };
    expect(Keys).toHaveLength(2);
  });

  test('a call that somebody makes of KMS itself is struck once', async () => {
    const server = await testServer();
    const { KeyMetadata } = await jsonOf(server.kms('CreateKey', {}));
    const { KeyId } = KeyMetadata as { readonly KeyId: string };
    await server.admin('POST', 'faults', { kind: 'delay', delayMs: 1, times: 2 });
    expect((await server.kms('Encrypt', { KeyId, Plaintext: 'aGk=' })).status).toBe(200);
    expect(await jsonOf(server.admin('GET', 'faults'))).toEqual({ faults: [{ kind: 'delay', delayMs: 1, times: 1 }] });
  });

  test('while KMS cannot be reached nobody is answered, and S3 says so', async () => {
    const server = await withBucket();
    await server.admin('POST', 'events', { op: 'InterruptKms', on: true });
    expect((await put(server)).status).toBe(503);
    const mine = { path: '/v1/transit/keys/mine', method: 'POST', by: null };
    const headers = { 'x-vault-token': WRITER.secretAccessKey };
    await server.send({ ...mine, headers });
    await expect(server.send({ ...mine, headers, path: '/v1/transit/datakey/plaintext/mine' })).rejects.toThrow();
    await server.admin('POST', 'events', { op: 'InterruptKms', on: false });
    expect((await put(server)).status).toBe(200);
  });

  test('those in force are told, with what is left of them', async () => {
    const server = await testServer();
    await server.admin('POST', 'faults', { kind: 'throttle', times: 2 });
    expect((await server.kms('ListKeys', {})).text).toContain('ThrottlingException');
    expect(await jsonOf(server.admin('GET', 'faults'))).toEqual({ faults: [{ kind: 'throttle', times: 1 }] });
  });

  test.each([{ kind: 'x' }, { kind: 'delay' }, { kind: 'throttle', delayMs: 1 }, { kind: 'delay', delayMs: 1e9 }])(
    '%j is refused',
    async (body) => {
      expect((await (await testServer()).admin('POST', 'faults', body)).status).toBe(400);
    },
  );
});

describe('reset and health, under other names too', () => {
  test.each(['/_bucketkey/reset', '/_localstack/state/reset', '/moto-api/reset'])('%s', async (path) => {
    const server = await withBucket();
    expect((await server.send({ method: 'POST', path, by: null })).status).toBe(200);
    expect((await server.send({ method: 'HEAD', path: '/alpha' })).status).toBe(404);
    expect(await jsonOf(server.admin('GET', 'kms-log'))).toMatchObject({ count: 0 });
  });

  test.each(['/_bucketkey/health', '/_localstack/health'])('%s', async (path) => {
    const server = await testServer();
    const { text } = await server.send({ path, by: null });
    expect(JSON.parse(text)).toMatchObject({ services: { s3: 'running', kms: 'running' }, region: 'eu-west-1' });
  });
});

test('what keeps pending while KMS is throttled is replicated when somebody asks again', async () => {
  const server = await withBucket();
  await server.send({ method: 'PUT', path: '/beta', body: LOCATION_XML });
  const body = replicationXml('beta', 'alias/aws/s3');
  await server.send({ method: 'PUT', path: '/alpha', query: { replication: '' }, body });
  await put(server);
  await server.admin('POST', 'replication');
  await server.admin('POST', 'events', { op: 'RestartHosts' });
  await server.admin('POST', 'faults', { kind: 'throttle', operation: 'Encrypt' });
  const kms = { ...BUCKET_KEY, 'x-amz-server-side-encryption-bucket-key-enabled': 'false' };
  await server.send({ method: 'PUT', path: '/alpha/second', body: 'x', headers: kms });
  await server.admin('POST', 'replication');
  const status = async () =>
    (await server.send({ method: 'HEAD', path: '/alpha/second' })).headers['x-amz-replication-status'];
  expect(await status()).toBe('PENDING');
  await server.admin('DELETE', 'faults');
  await server.admin('POST', 'replication');
  expect(await status()).toBe('COMPLETED');
});

test('what a lifecycle rule would do happens when it is told to (F-196, F-198)', async () => {
  const server = await withBucket();
  await put(server);
  const of = { bucket: 'alpha', key: 'k' };
  await server.admin('POST', 'events', { op: 'TransitionObject', ...of });
  const { status, headers } = await server.send({ method: 'HEAD', path: '/alpha/k' });
  expect([status, headers['x-amz-server-side-encryption']]).toEqual([200, 'aws:kms']);
  await server.send({ method: 'PUT', path: '/alpha', query: { versioning: '' }, body: versioningXml('Enabled') });
  await server.admin('POST', 'events', { op: 'ExpireObject', ...of });
  expect((await server.send({ path: '/alpha/k' })).headers['x-amz-delete-marker']).toBe('true');
  await server.admin('POST', 'events', { op: 'ExpireObject', ...of, versionId: 'null' });
  await server.admin('POST', 'events', { op: 'ExpireObject', ...of });
  expect((await server.send({ method: 'DELETE', path: '/alpha' })).status).toBe(204);
  expect(await server.kmsCalls()).toHaveLength(1);
});

test('a page in a browser may not steer it, and strange resources are not there', async () => {
  const server = await testServer();
  const headers = { origin: 'http://example.org' };
  const reset = await server.send({ method: 'POST', path: '/_bucketkey/reset', headers, by: null });
  expect(reset.status).toBe(403);
  expect((await server.admin('GET', 'none')).status).toBe(404);
  expect((await server.admin('POST', 'events', { op: 'PutObject' })).status).toBe(400);
});
