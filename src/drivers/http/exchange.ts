import { type IncomingHttpHeaders, type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import type { WireRequest } from './sign.ts';

/** Where requests go. */
export interface Wire {
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly port: number;
  /** Whether the certificate of the server is looked at. */
  readonly verifiesTls: boolean;
}

/** What came back, whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** How much of an answer is read, and for how long. */
export interface AnswerLimits {
  readonly maxBytes: number;
  readonly maxMs: number;
}

/** A server gave no answer that can be read to its end. */
export class NoAnswerError extends Error {
  /** The code of the system, such as `ECONNREFUSED`; omitted where it is no error of the connection. */
  readonly code?: string;

  constructor(message: string, code?: string) {
    super(message);
    this.name = 'NoAnswerError';
    if (code !== undefined) this.code = code;
  }
}

const NOBODY_WAITS = 'nobody waits for the answer any more';

/** Much more than any content of a trace, and than what tells of it. */
export const ANSWER_LIMITS: AnswerLimits = { maxBytes: 2 ** 20, maxMs: 30_000 };

/**
 * Sends a request and reads all of the answer. Each has a connection of its own: of one that is used again nobody knows
 * whether a request got through before it broke, and to send it again is another write.
 *
 * @throws NoAnswerError where the connection breaks, the answer is too large or takes too long, or the signal is given
 */
export function exchange(
  wire: Wire,
  { method, target, headers, body }: WireRequest,
  { maxBytes, maxMs }: AnswerLimits = ANSWER_LIMITS,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  if (signal?.aborted === true) return Promise.reject(new NoAnswerError(NOBODY_WAITS));
  return new Promise((resolve, reject) => {
    const { protocol, host, port, verifiesTls } = wire;
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const options: RequestOptions = { host, port, method, path: target, headers: { ...length, ...headers } };
    const closed = { ...options, agent: false as const };
    const sent = protocol === 'https:' ? overHttps({ ...closed, rejectUnauthorized: verifiesTls }) : overHttp(closed);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      reject(error);
      sent.destroy();
    };
    const onAbort = (): void => fail(new NoAnswerError(NOBODY_WAITS));
    const timer = setTimeout(() => fail(new NoAnswerError(`no whole answer within ${maxMs / 1_000} s`)), maxMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    let isAnswered = false;
    sent.on('response', (answer) => {
      isAnswered = true;
      read(answer, maxBytes).then((bytes) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes });
      }, fail);
    });
    sent.on('error', (error) => {
      // The answer to a HEAD ends with its headers. OpenStack Swift sends a body all the same.
      if (!isAnswered || method !== 'HEAD') fail(broken(error));
    });
    // A server that goes over to another protocol ends so, without an error.
    sent.on('close', () => {
      if (!isAnswered) fail(new NoAnswerError('the connection was closed without an answer'));
    });
    sent.end(body);
  });
}

function read(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    answer.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) reject(new NoAnswerError(`an answer of more than ${maxBytes} bytes`));
      else chunks.push(chunk);
    });
    answer.on('error', (error) => reject(broken(error)));
    answer.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

function broken(error: Error): NoAnswerError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return new NoAnswerError(`the connection broke: ${code ?? error.message}`, code);
}
