import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { DriverRequest, SigningKeys } from '../../drivers/http/driver-request.ts';
import { exchange as exchangeOver, type HttpAnswer } from '../../drivers/http/exchange.ts';
import { queryText, signed as signedWith, signerOf as signerWith, type WireRequest } from '../../drivers/http/sign.ts';
import { kmsCall } from '../../drivers/s3/kms-request.ts';
import { type Credential, Credentials } from '../credentials/credentials.ts';
import { type ServerOptions, startServer } from '../start-server.ts';

const ACCOUNT = '111111111111';
const REGION = 'eu-west-1';

function credential(name: string, account = ACCOUNT): Credential {
  const requester = { name, account, principal: name, session: name };
  return { accessKeyId: `AKIA${name.toUpperCase()}`, secretAccessKey: `secret-of-${name}`, requester };
}

/** Two roles of one account, and one of another. */
export const WRITER = credential('writer');
export const READER = credential('reader');
export const STRANGER = credential('stranger', '222222222222');

/** A request of a test. The path is sent as it is. */
export interface TestRequest extends DriverRequest {
  /** Who signs; null = nobody. Omitted = the writer. */
  readonly by?: Credential | null;
}

/** What came back. */
export interface TestAnswer extends HttpAnswer {
  readonly text: string;
}

/** A server of a test, on a free port. It is closed after the test. */
export interface TestServer {
  readonly port: number;
  readonly address: string;
  close(): Promise<void>;
  /** What it complained of. */
  readonly complaints: readonly string[];
  send(request: TestRequest): Promise<TestAnswer>;
  /** Asks KMS, and gives the answer as it is. */
  kms(operation: string, input: object, by?: Credential): Promise<TestAnswer>;
  /** Asks what steers the server. */
  admin(method: string, path: string, body?: object): Promise<TestAnswer>;
  /** The calls that S3 made of KMS, in words. */
  kmsCalls(): Promise<readonly string[]>;
}

/** Starts a server. */
export async function testServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const complaints: string[] = [];
  const listening = await startServer({
    host: '127.0.0.1',
    port: 0,
    servesS3: true,
    region: REGION,
    credentials: new Credentials([WRITER, READER, STRANGER]),
    domains: [],
    reference: { seed: 1 },
    maxObjectBytes: 2 ** 20,
    version: '0.0.0',
    complain: (problem) => complaints.push(problem),
    failed: (problem) => complaints.push(problem),
    ...options,
  });
  onTestFinished(listening.close);
  const { port } = listening;
  const send = async (request: TestRequest) => exchange(port, await signed(port, request));
  const admin = (method: string, path: string, body?: object) =>
    send({
      method,
      path: `/_bucketkey/${path}`,
      by: null,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    port,
    address: `http://127.0.0.1:${port}`,
    close: listening.close,
    complaints,
    send,
    kms: (operation, input, by = WRITER) => send({ ...kmsCall(operation, input), by }),
    admin,
    kmsCalls: async () => {
      const { text } = await admin('GET', 'kms-log');
      const { calls } = JSON.parse(text) as { calls: readonly Readonly<Record<string, unknown>>[] };
      return calls.filter(({ via }) => via === 's3').map(({ by, operation, result }) => `${by} ${operation} ${result}`);
    },
  };
}

/** Deletes from the bucket `alpha` what the elements of a DeleteObjects name. */
export function deleteMany(server: TestServer, elements: string, by = WRITER): Promise<TestAnswer> {
  const body = `<Delete>${elements}</Delete>`;
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  return server.send({ method: 'POST', path: '/alpha', query: { delete: '' }, headers, body, by });
}

/** Signs with the signer of the AWS SDK, which is not ours. */
export async function signed(
  port: number,
  request: TestRequest,
  by: SigningKeys | null = request.by === undefined ? WRITER : request.by,
): Promise<WireRequest> {
  const { method = 'GET', path, query = {}, headers = {}, body = '' } = request;
  const host = `127.0.0.1:${port}`;
  if (by !== null) return signedWith(request, { keys: by, region: REGION, host });
  return { method, target: path + queryText(query), headers: { host, ...headers }, body };
}

/** The signer of the SDK, for a credential. */
export function signerOf(by: Credential, service: string) {
  return signerWith(by, service, REGION);
}

/** More than any answer of a test. */
const LIMITS = { maxBytes: 2 ** 28, maxMs: 60_000 };

/** Sends a request as it is, and reads all of the answer. */
export async function exchange(port: number, request: WireRequest): Promise<TestAnswer> {
  const wire = { protocol: 'http:', host: '127.0.0.1', port, verifiesTls: true } as const;
  const answer = await exchangeOver(wire, request, LIMITS);
  return { ...answer, text: answer.bytes.toString('utf8') };
}
