import { describe, expect, test } from 'vitest';
import { deleteMany, type TestAnswer, type TestServer, testServer } from '../testing/test-server.ts';
import { LOCATION_XML, replicationXml, versioningXml } from '../testing/xml-bodies.ts';
import { parseXml } from './xml.ts';

const KEY = '/alpha/k';

async function withVersions(): Promise<TestServer> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  await setVersioning(server, 'Enabled');
  return server;
}

function setVersioning(server: TestServer, status: string): Promise<TestAnswer> {
  return server.send({ method: 'PUT', path: '/alpha', query: { versioning: '' }, body: versioningXml(status) });
}

async function put(server: TestServer, body: string, path = KEY): Promise<string> {
  const { headers } = await server.send({ method: 'PUT', path, body });
  return String(headers['x-amz-version-id']);
}

async function list(server: TestServer, query: Readonly<Record<string, string>> = {}) {
  const { bytes } = await server.send({ path: '/alpha', query: { versions: '', ...query } });
  const root = parseXml(bytes, 'ListVersionsResult');
  const entries = (name: string) =>
    (root?.all(name) ?? []).map((one) => `${one.textOf('Key')} ${one.textOf('VersionId')} ${one.textOf('IsLatest')}`);
  const prefixes = (root?.all('CommonPrefixes') ?? []).map((one) => one.textOf('Prefix'));
  const next = [root?.textOf('NextKeyMarker'), root?.textOf('NextVersionIdMarker')];
  return { versions: entries('Version'), markers: entries('DeleteMarker'), prefixes, next };
}

describe('versions', () => {
  test('each write makes one, which is read, shown and copied by its id', async () => {
    const server = await withVersions();
    const [first, second] = [await put(server, 'one'), await put(server, 'two')];
    expect(first).not.toBe(second);
    expect((await server.send({ path: KEY })).headers['x-amz-version-id']).toBe(second);
    const old = await server.send({ path: KEY, query: { versionId: first } });
    expect([old.text, old.headers['x-amz-version-id']]).toEqual(['one', first]);
    const head = await server.send({ method: 'HEAD', path: KEY, query: { versionId: first } });
    expect(head.headers['x-amz-version-id']).toBe(first);
    const headers = { 'x-amz-copy-source': `${KEY}?versionId=${first}` };
    const copied = await server.send({ method: 'PUT', path: KEY, headers });
    expect(copied.headers).toMatchObject({ 'x-amz-copy-source-version-id': first });
    expect((await server.send({ path: KEY })).text).toBe('one');
  });

  test('what is deleted is under a marker, until that is removed', async () => {
    const server = await withVersions();
    await put(server, 'one');
    const deleted = await server.send({ method: 'DELETE', path: KEY });
    const marker = String(deleted.headers['x-amz-version-id']);
    expect(deleted.headers['x-amz-delete-marker']).toBe('true');
    const gone = await server.send({ path: KEY });
    expect([gone.status, gone.headers['x-amz-delete-marker']]).toEqual([404, 'true']);
    const named = await server.send({ path: KEY, query: { versionId: marker } });
    expect([named.status, named.headers['x-amz-delete-marker']]).toEqual([405, 'true']);
    await server.send({ method: 'DELETE', path: KEY, query: { versionId: marker } });
    expect((await server.send({ path: KEY })).text).toBe('one');
  });

  test('the state is shown; none and nonsense are not set', async () => {
    const server = await withVersions();
    const state = async () => (await server.send({ path: '/alpha', query: { versioning: '' } })).text;
    expect(await state()).toContain('<Status>Enabled</Status>');
    expect((await setVersioning(server, 'Off')).status).toBe(400);
    await setVersioning(server, 'Suspended');
    expect(await state()).toContain('<Status>Suspended</Status>');
    expect(await put(server, 'x')).toBe('null');
  });
});

describe('a listing of versions', () => {
  test('has the newest first, and delete markers', async () => {
    const server = await withVersions();
    const [first, second] = [await put(server, 'one'), await put(server, 'two')];
    const marker = (await server.send({ method: 'DELETE', path: KEY })).headers['x-amz-version-id'];
    expect(await list(server)).toMatchObject({
      versions: [`k ${second} false`, `k ${first} false`],
      markers: [`k ${marker} true`],
      next: [undefined, undefined],
    });
  });

  test('goes on within a key, and behind a common prefix', async () => {
    const server = await withVersions();
    const ids = [await put(server, '1'), await put(server, '2')];
    await put(server, '3', '/alpha/p/1');
    await put(server, '4', '/alpha/p/2');
    const last = await put(server, '5', '/alpha/z');
    const asked = { 'max-keys': '1', delimiter: '/' };
    const first = await list(server, asked);
    expect([first.versions, first.next]).toEqual([[`k ${ids[1]} true`], ['k', ids[1]]]);
    const second = await list(server, { ...asked, 'key-marker': 'k', 'version-id-marker': String(ids[1]) });
    expect([second.versions, second.next]).toEqual([[`k ${ids[0]} false`], ['k', ids[0]]]);
    const third = await list(server, { ...asked, 'key-marker': 'k', 'version-id-marker': String(ids[0]) });
    expect([third.versions, third.prefixes, third.next]).toEqual([[], ['p/'], ['p/', undefined]]);
    const fourth = await list(server, { ...asked, 'key-marker': 'p/' });
    expect([fourth.versions, fourth.prefixes, fourth.next]).toEqual([[`z ${last} true`], [], [undefined, undefined]]);
  });

  test('is what a bucket is emptied by, page after page', async () => {
    const server = await withVersions();
    for (let i = 0; i < 5; i += 1) await put(server, String(i));
    await server.send({ method: 'DELETE', path: KEY });
    expect((await server.send({ method: 'DELETE', path: '/alpha' })).status).toBe(409);
    let markers: Readonly<Record<string, string>> = {};
    for (let page = 0; page < 3; page += 1) {
      const listed = await list(server, { 'max-keys': '2', ...markers });
      const objects = [...listed.versions, ...listed.markers].map((one) => {
        const [key, id] = one.split(' ');
        return `<Object><Key>${key}</Key><VersionId>${id}</VersionId></Object>`;
      });
      const answer = await deleteMany(server, objects.join(''));
      expect(answer.text).not.toContain('<Error>');
      markers = { 'key-marker': String(listed.next[0]), 'version-id-marker': String(listed.next[1]) };
    }
    expect((await server.send({ method: 'DELETE', path: '/alpha' })).status).toBe(204);
  });

  test('a delete marker is replicated where the rule says so, or is of the first version (F-180)', async () => {
    const server = await withVersions();
    await server.send({ method: 'PUT', path: '/beta', body: LOCATION_XML });
    await server.send({ method: 'PUT', path: '/beta', query: { versioning: '' }, body: versioningXml('Enabled') });
    const query = { replication: '' };
    const shown = async () => (await server.send({ path: '/alpha', query })).text;
    const replicates = (body: string) => server.send({ method: 'PUT', path: '/alpha', query, body });
    const sameEnd = async () => {
      await put(server, 'one');
      await expect.poll(async () => (await server.send({ path: '/beta/k' })).text).toBe('one');
      const { headers } = await server.send({ method: 'DELETE', path: KEY });
      return String(headers['x-amz-version-id']);
    };
    await replicates(replicationXml('beta'));
    expect(await shown()).toContain('<DeleteMarkerReplication><Status>Disabled<');
    await sameEnd();
    await replicates(replicationXml('beta', undefined, true));
    expect(await shown()).toContain('<DeleteMarkerReplication><Status>Enabled<');
    expect((await server.send({ path: '/beta/k' })).text).toBe('one');
    const marker = await sameEnd();
    await expect.poll(async () => (await server.send({ path: '/beta/k' })).status).toBe(404);
    const removed = await server.send({ method: 'DELETE', path: '/beta/k', query: { versionId: marker } });
    expect(removed.headers['x-amz-delete-marker']).toBe('true');
    await replicates(replicationXml('beta').replace(/<Filter>.*<\/Filter>/, '<Prefix></Prefix>'));
    expect(await shown()).toContain('<DeleteMarkerReplication><Status>Enabled<');
  });
});
