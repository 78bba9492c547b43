import { describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../testing/test-server.ts';
import { LOCATION_XML, versioningXml } from '../testing/xml-bodies.ts';

const KEY = '/alpha/k';
const LOCK = { 'x-amz-bucket-object-lock-enabled': 'true' };
const HOLD = { 'x-amz-object-lock-legal-hold': 'ON' };

async function withBucket(headers: Readonly<Record<string, string>> = LOCK): Promise<TestServer> {
  const server = await testServer();
  expect(await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML, headers })).toMatchObject({
    status: 200,
  });
  return server;
}

async function put(server: TestServer, headers: Readonly<Record<string, string>> = HOLD): Promise<string> {
  const { headers: seen } = await server.send({ method: 'PUT', path: KEY, body: 'x', headers });
  return String(seen['x-amz-version-id']);
}

function hold(server: TestServer, status: string, query: Readonly<Record<string, string>> = {}) {
  const body = `<LegalHold><Status>${status}</Status></LegalHold>`;
  return server.send({ method: 'PUT', path: KEY, query: { 'legal-hold': '', ...query }, body });
}

describe('a bucket with Object Lock', () => {
  test('keeps versions, for good', async () => {
    const server = await withBucket();
    const { text } = await server.send({ path: '/alpha', query: { versioning: '' } });
    expect(text).toContain('<Status>Enabled</Status>');
    const suspended = { method: 'PUT', path: '/alpha', query: { versioning: '' }, body: versioningXml('Suspended') };
    expect(await server.send(suspended)).toMatchObject({ status: 409 });
  });

  test('does not remove a version under a legal hold, until that is taken off', async () => {
    const server = await withBucket();
    const versionId = await put(server);
    const remove = () => server.send({ method: 'DELETE', path: KEY, query: { versionId } });
    expect(await remove()).toMatchObject({ status: 403 });
    // A delete marker may hide it.
    expect(await server.send({ method: 'DELETE', path: KEY })).toMatchObject({ status: 204 });
    expect(await hold(server, 'OFF', { versionId })).toMatchObject({ status: 200 });
    expect((await server.send({ path: KEY, query: { versionId } })).text).toBe('x');
    expect(await hold(server, 'ON', { versionId })).toMatchObject({ status: 200 });
    expect(await remove()).toMatchObject({ status: 403 });
    await hold(server, 'OFF', { versionId });
    expect(await remove()).toMatchObject({ status: 204 });
    expect(await hold(server, 'OFF', { versionId })).toMatchObject({ status: 404 });
  });

  test('holds nothing that was not asked for', async () => {
    const server = await withBucket();
    for (const headers of [{}, { 'x-amz-object-lock-legal-hold': 'OFF' }]) {
      const versionId = await put(server, headers);
      expect(await server.send({ method: 'DELETE', path: KEY, query: { versionId } })).toMatchObject({ status: 204 });
    }
  });
});

test.each([[{ 'x-amz-bucket-object-lock-enabled': 'false' }], [{}]])(
  'without Object Lock there are no legal holds: %j',
  async (headers) => {
    const server = await withBucket(headers);
    expect(await server.send({ method: 'PUT', path: KEY, body: 'x', headers: HOLD })).toMatchObject({ status: 400 });
    await put(server, {});
    expect(await hold(server, 'ON')).toMatchObject({ status: 400 });
  },
);

test('what is no value is refused', async () => {
  const server = await withBucket();
  const wrong = { 'x-amz-object-lock-legal-hold': 'on' };
  expect(await server.send({ method: 'PUT', path: KEY, body: 'x', headers: wrong })).toMatchObject({ status: 400 });
  expect(await hold(server, 'MAYBE')).toMatchObject({ status: 400 });
  expect(await hold(server, 'ON')).toMatchObject({ status: 404 });
  const headers = { 'x-amz-bucket-object-lock-enabled': 'perhaps' };
  expect(await server.send({ method: 'PUT', path: '/beta', body: LOCATION_XML, headers })).toMatchObject({
    status: 400,
  });
});
