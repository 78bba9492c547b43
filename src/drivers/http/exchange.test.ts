import { createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { listenAt } from '../testing/rude-server.ts';
import { exchange, NoAnswerError } from './exchange.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that does to each connection what a test says, once it has been asked something. */
async function rude(answer: (socket: Socket) => void, hear: (text: string) => void = () => {}): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      hear(data.toString());
      answer(socket);
    });
  });
  const { port, close } = await listenAt(server);
  closing.push(close);
  return port;
}

const GET = { method: 'GET', target: '/a/../b', headers: { host: 'x' }, body: '' };
const limits = { maxBytes: 1_000, maxMs: 400 };
const ask = (port: number, signal?: AbortSignal) =>
  exchange({ protocol: 'http:', host: '127.0.0.1', port, verifiesTls: true }, GET, limits, signal);

/** How a server can be rude, and what is said of it. */
const RUDE: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
  ['hangs up', (socket) => socket.destroy(), /^the connection broke: ECONNRESET$/],
  ['resets the connection', (socket) => socket.resetAndDestroy(), /^the connection broke: ECONNRESET$/],
  ['says nothing', () => {}, /^no whole answer within 0.4 s$/],
  ['is no HTTP', (socket) => socket.end('hello, who is there?\r\n\r\n'), /^the connection broke: HPE_/],
  ['breaks off', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'), /^the connection broke: /],
  [
    'never ends',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = setInterval(() => socket.write('400\r\n'.concat('x'.repeat(1_024), '\r\n')), 5);
      socket.on('close', () => clearInterval(more));
    },
    /^an answer of more than 1000 bytes$/,
  ],
  [
    'dribbles',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n');
      const more = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(more));
    },
    /^no whole answer within 0.4 s$/,
  ],
  [
    'has headers without end',
    (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`),
    /^the connection broke: HPE_HEADER_OVERFLOW$/,
  ],
  [
    'goes over to another protocol',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    /./,
  ],
];

describe('a server that', () => {
  test.each(RUDE)('%s is told of, soon', async (_what, answer, message) => {
    const problem = await ask(await rude(answer)).then(String, (error) => error);
    expect(problem).toBeInstanceOf(NoAnswerError);
    expect(problem.message).toMatch(message);
  });

  test('is not there is told of', async () => {
    await expect(ask(9)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('is slow is left when nobody waits any more', async () => {
    const interruption = new AbortController();
    const asked = ask(await rude(() => interruption.abort()), interruption.signal);
    await expect(asked).rejects.toThrow('nobody waits for the answer any more');
    await expect(ask(9, interruption.signal)).rejects.toThrow('nobody waits for the answer any more');
  });
});

test('a body after the headers of a HEAD is not waited for, and does not break the answer', async () => {
  const port = await rude((socket) => {
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbody');
  });
  const head = { ...GET, method: 'HEAD' };
  const { status, bytes } = await exchange(
    { protocol: 'http:', host: '127.0.0.1', port, verifiesTls: true },
    head,
    limits,
  );
  expect({ status, length: bytes.length }).toEqual({ status: 404, length: 0 });
});

test('the path goes out as it is', async () => {
  let head = '';
  const port = await rude(
    (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
    (text) => {
      head = text;
    },
  );
  expect(await ask(port)).toMatchObject({ status: 204 });
  expect(head).toMatch(/^GET \/a\/\.\.\/b HTTP/);
});
