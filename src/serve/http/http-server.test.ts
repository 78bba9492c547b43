import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { exchange, signed, type TestServer, testServer } from '../testing/test-server.ts';
import { LOCATION_XML } from '../testing/xml-bodies.ts';

async function withBucket(): Promise<TestServer> {
  const server = await testServer();
  await server.send({ method: 'PUT', path: '/alpha', body: LOCATION_XML });
  return server;
}

/** What comes back on a connection until it is closed. */
function rawAnswer({ port }: TestServer, ...parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    for (const part of parts) socket.write(part);
  });
}

function opened({ port }: TestServer): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', () => {});
  });
}

describe('requests that are none', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400/],
    [
      'two lengths',
      'PUT /alpha/k HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      /^HTTP\/1.1 400/,
    ],
    [
      'a length and chunks',
      'PUT /alpha/k HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1.1 400/,
    ],
    ['a head without end', `GET / HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(20_000)}\r\n`, /^HTTP\/1.1 431/],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400/],
    ['a target that is no escape', 'GET /alpha/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', /^HTTP\/1.1 400/],
    [
      'a target of another host',
      'GET http://other/alpha/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      /^HTTP\/1.1 403/,
    ],
  ])('%s', async (_what, request, answer) => {
    const server = await withBucket();
    expect(await rawAnswer(server, request)).toMatch(answer);
    expect((await server.send({ method: 'HEAD', path: '/alpha' })).status).toBe(200);
    expect(server.complaints).toEqual([]);
  });
});

test('a connection serves one request after the other', async () => {
  const server = await withBucket();
  const { headers } = await signed(server.port, { method: 'HEAD', path: '/alpha' });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HEAD /alpha HTTP/1.1\r\n${lines.join('')}`;
  const text = await rawAnswer(server, `${head}\r\n`, `${head}\r\n`, `${head}connection: close\r\n\r\n`);
  expect(text.match(/HTTP\/1.1 200/g)).toHaveLength(3);
});

describe('bodies', () => {
  test('one that says it is too large is refused before it is sent', async () => {
    const server = await withBucket();
    const request = await signed(server.port, { method: 'PUT', path: '/alpha/k' });
    const huge = { 'content-length': String(2 ** 40), expect: '100-continue' };
    const head = Object.entries({ ...request.headers, ...huge }).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = await rawAnswer(server, `PUT /alpha/k HTTP/1.1\r\n${head.join('')}\r\n`);
    expect(text).toMatch(/^HTTP\/1.1 400.*EntityTooLarge/s);
    expect(text).not.toContain('100 Continue');
  });

  test('one without end is cut off, and the connection closed', async () => {
    const server = await withBucket();
    const request = await signed(server.port, {
      method: 'PUT',
      path: '/alpha/k',
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    const head = Object.entries({ ...request.headers, 'transfer-encoding': 'chunked' }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = await opened(server);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(`PUT /alpha/k HTTP/1.1\r\n${head.join('')}\r\n`);
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    const more = (): void => {
      while (!socket.destroyed && sent < 2_000) {
        sent += 1;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on('drain', more);
    socket.resume();
    more();
    await closed;
    expect(sent).toBeLessThan(2_000);
    expect((await server.send({ path: '/alpha/k' })).status).toBe(404);
  });

  test('one that ends too early stores nothing', async () => {
    const server = await withBucket();
    const request = await signed(server.port, { method: 'PUT', path: '/alpha/k', body: '0123456789' });
    const head = Object.entries({ ...request.headers, 'content-length': '10' }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = await opened(server);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(`PUT /alpha/k HTTP/1.1\r\n${head.join('')}\r\n01234`);
    socket.end();
    socket.resume();
    await closed;
    expect((await server.send({ path: '/alpha/k' })).status).toBe(404);
    expect(server.complaints).toEqual([]);
  });

  test('who waits to be told to send is told', async () => {
    const server = await withBucket();
    const request = await signed(server.port, { method: 'PUT', path: '/alpha/k', body: 'hello' });
    const head = Object.entries({
      ...request.headers,
      'content-length': '5',
      expect: '100-continue',
      connection: 'close',
    });
    const text = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let all = '';
      socket.on('data', (data) => {
        if (all === '') socket.write('hello');
        all += data.toString();
      });
      socket.on('close', () => resolve(all));
      socket.write(`PUT /alpha/k HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    });
    expect(text).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200/);
    expect((await server.send({ path: '/alpha/k' })).text).toBe('hello');
  });
});

/** How a client of the soak test misbehaves, by its number: none does so in the way of its neighbour. */
const MISCHIEF: readonly ((server: TestServer, i: number) => Promise<void>)[] = [
  // Says nothing, and stays.
  async (server) => void (await opened(server)),
  // Begins a head, and stays.
  async (server) => void (await opened(server)).write('PUT /alpha/k HTTP/1.1\r\nHost: x\r\nX-'),
  // Promises a body, sends a part, and goes.
  async (server) => {
    const socket = await opened(server);
    socket.write('PUT /alpha/k HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc');
    socket.destroySoon();
  },
  // Closes its half in the middle of a request.
  async (server) => {
    const socket = await opened(server);
    socket.end('PUT /alpha/k HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab');
  },
  // Sends nonsense.
  async (server, i) => void (await opened(server)).write(Buffer.alloc(5_000, i)),
  // Asks, and resets before the answer.
  async (server) => {
    const socket = await opened(server);
    socket.write('GET /alpha?list-type=2 HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.resetAndDestroy();
  },
  // Sends what no parser likes.
  async (server) => {
    const body = '<a>'.repeat(30_000);
    await server.send({ method: 'PUT', path: '/alpha', query: { encryption: '' }, body });
  },
  // Sends too much.
  async (server) => {
    const body = Buffer.alloc(2 ** 20 + 1);
    await server.send({ method: 'PUT', path: '/alpha/large', body }).catch(() => {});
  },
];

test('of 50 connections half misbehave, and the other half is answered all the same', async () => {
  const server = await withBucket();
  const rounds = 6;
  const honest = async (i: number): Promise<number> => {
    let right = 0;
    for (let round = 0; round < rounds; round += 1) {
      const path = `/alpha/${i}/${round}`;
      const body = Buffer.alloc(1_000 * (round + 1), i);
      const headers = {
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-bucket-key-enabled': String(i % 2 === 0),
      };
      const written = await exchange(server.port, await signed(server.port, { method: 'PUT', path, body, headers }));
      const read = await server.send({ path });
      if (written.status === 200 && read.bytes.equals(body)) right += 1;
    }
    return right;
  };
  const mischief = async (i: number): Promise<number> => {
    for (let round = 0; round < rounds; round += 1) await MISCHIEF[(i + round) % MISCHIEF.length]?.(server, i);
    return 0;
  };
  const clients = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? honest(i) : mischief(i)));
  const answered = (await Promise.all(clients)).reduce((sum, right) => sum + right, 0);
  expect(answered).toBe(25 * rounds);
  expect(server.complaints).toEqual([]);
});
