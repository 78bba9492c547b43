import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RequestBody } from './body.ts';
import { type RequestHead, requestHead } from './head.ts';
import { MemoryBudget } from './memory-budget.ts';
import { HangUp, jsonReply, type Reply } from './reply.ts';

/** Answers requests of one protocol. What it throws is a fault of its own. */
export interface Service {
  /** Whether a request is of this protocol. */
  takes(head: RequestHead): boolean;
  answer(head: RequestHead, body: RequestBody): Promise<Reply>;
}

/** A server that listens. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
}

/** Bodies that all connections together may have in memory, in bytes. */
const BODIES_BYTES = 256 * 2 ** 20;
/** How long a client may take for the head of a request, for all of it, and between two bytes, in milliseconds. */
const LIMITS_MS = { head: 20_000, request: 300_000, silence: 60_000 };
const MAX_CONNECTIONS = 1_000;
const MAX_HEAD_BYTES = 32 * 1024;
/** How much of a body nobody wants is read all the same, so that the answer gets through, and for how long. */
const DRAIN = { bytes: 2 ** 20, ms: 1_000 };

/**
 * Listens and hands each request to the first service that takes it. Rejects where the address cannot be had.
 * `complain` is told of faults in a service.
 */
export async function listen(
  services: readonly Service[],
  at: { readonly host: string; readonly port: number },
  complain: (problem: string) => void,
): Promise<Listening> {
  const budget = new MemoryBudget(BODIES_BYTES);
  const limits = {
    maxHeaderSize: MAX_HEAD_BYTES,
    headersTimeout: LIMITS_MS.head,
    requestTimeout: LIMITS_MS.request,
    connectionsCheckingInterval: 5_000,
  };
  const server = createServer(limits, (request, response) => void handle(request, response, () => {}));
  const handle = async (request: IncomingMessage, response: ServerResponse, proceed: () => void): Promise<void> => {
    // A client that goes away in the middle harms nobody but itself.
    request.on('error', () => {});
    response.on('error', () => {});
    const body = new RequestBody(request, proceed, budget);
    const requestId = randomUUID();
    try {
      const reply = await answerOf(services, requestHead(request, requestId), body);
      await send(request, response, reply, requestId, body);
    } catch (error) {
      if (!(error instanceof HangUp)) complain(`request ${requestId}: ${faultText(error)}`);
      if (error instanceof HangUp || response.headersSent) request.socket.destroy();
      else await send(request, response, jsonReply(500, { message: 'internal error' }), requestId, body);
    } finally {
      body.release();
    }
  };
  // Who waits before sending a body is told to go on only when somebody reads it.
  server.on('checkContinue', (request, response) => void handle(request, response, () => response.writeContinue()));
  server.timeout = LIMITS_MS.silence;
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listening(server, at);
  return {
    host: at.host,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function answerOf(services: readonly Service[], head: RequestHead | null, body: RequestBody): Promise<Reply> {
  if (head === null) return jsonReply(400, { message: 'the target is not percent-encoded UTF-8' });
  const service = services.find((one) => one.takes(head));
  return service === undefined ? jsonReply(501, { message: 'not implemented' }) : service.answer(head, body);
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, lengthOfHead }: Reply,
  requestId: string,
  { isAwaited }: RequestBody,
): Promise<void> {
  if (!request.complete) {
    response.shouldKeepAlive = false;
    // Who waits to be told to send it sends nothing.
    if (!isAwaited) await drained(request);
  }
  const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(lengthOfHead ?? bytes.length) };
  response.writeHead(status, { 'x-amz-request-id': requestId, ...headers, ...length });
  response.end(hasBody ? bytes : undefined);
}

/** Lets go by what is left of a small body: a client that is still sending would not see the answer. */
function drained(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(resolve, DRAIN.ms);
    const over = (): void => {
      clearTimeout(timer);
      request.pause();
      resolve();
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > DRAIN.bytes) over();
    });
    request.once('end', over).once('close', over);
    request.resume();
  });
}

function faultText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
