import { describe, expect, test } from 'vitest';
import { queryText } from '../../drivers/http/sign.ts';
import { Credentials } from '../credentials/credentials.ts';
import { type RequestHead, requestHead } from '../http/head.ts';
import { READER, signerOf, WRITER } from '../testing/test-server.ts';
import { Authenticator } from './authenticator.ts';
import { SignatureError } from './signature-error.ts';

const TEMPORARY = { ...READER, sessionToken: 'the/token==' };
const authenticator = new Authenticator(new Credentials([WRITER, TEMPORARY]));
const SCOPE = { services: ['s3'], region: 'eu-west-1' };
const HASH = 'UNSIGNED-PAYLOAD';

interface Unsigned {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly by?: typeof WRITER;
  readonly signingDate?: Date;
}

function headOf(method: string, path: string, query: object, headers: object): RequestHead {
  const rawHeaders = Object.entries(headers).flat() as string[];
  const url = path + queryText(query as Readonly<Record<string, string>>);
  const head = requestHead({ method, url, rawHeaders, socket: {} } as Parameters<typeof requestHead>[0], 'r');
  if (head === null) throw new Error('no head');
  return head;
}

async function signedHead(unsigned: Unsigned = {}): Promise<RequestHead> {
  const { method = 'GET', path = '/b/k', query = {}, headers = {}, by = WRITER, signingDate = new Date() } = unsigned;
  const own = { host: 'localhost:1', 'x-amz-content-sha256': HASH, ...headers };
  const request = { method, protocol: 'http:', hostname: 'localhost', path, query, headers: own };
  const signed = await signerOf(by, 's3').sign(request, { signingDate });
  return headOf(method, path, query, signed.headers);
}

async function presignedHead({ expiresIn = 60, signingDate = new Date(), by = WRITER } = {}): Promise<RequestHead> {
  const headers = { host: 'localhost:1', 'x-amz-content-sha256': HASH };
  const request = {
    method: 'GET',
    protocol: 'http:',
    hostname: 'localhost',
    path: '/b/k',
    query: { a: 'b c' },
    headers,
  };
  const signed = await signerOf(by, 's3').presign(request, { expiresIn, signingDate });
  return headOf('GET', '/b/k', signed.query ?? {}, { host: 'localhost:1' });
}

function problemOf(head: RequestHead, scope = SCOPE, hash = HASH): string | undefined {
  try {
    return authenticator.check(head, scope, hash)?.credential.accessKeyId;
  } catch (error) {
    if (error instanceof SignatureError) return error.problem;
    throw error;
  }
}

describe('what the signer of the AWS SDK signs holds', () => {
  test.each<readonly [string, Unsigned]>([
    ['a path', {}],
    ['signs in a path', { path: '/b/a%20b/%C3%BC/..//x~%2B%28%29%27%21%2A' }],
    ['a query', { query: { prefix: 'a b/+&=', 'list-type': '2', empty: '' } }],
    ['headers with spaces', { headers: { 'x-amz-meta-a': '  a   b  ' } }],
    ['another method', { method: 'PUT' }],
  ])('%s', async (_what, unsigned) => {
    expect(problemOf(await signedHead(unsigned))).toBe(WRITER.accessKeyId);
  });

  test('in an address', async () => {
    expect(problemOf(await presignedHead())).toBe(WRITER.accessKeyId);
  });

  test('with a token', async () => {
    expect(problemOf(await signedHead({ by: TEMPORARY }))).toBe(READER.accessKeyId);
    expect(problemOf(await presignedHead({ by: TEMPORARY }))).toBe(READER.accessKeyId);
  });
});

describe('what was changed does not', () => {
  const changes: readonly (readonly [string, (head: RequestHead) => RequestHead])[] = [
    ['the method', (head) => ({ ...head, method: 'PUT' })],
    ['the path', (head) => ({ ...head, path: `${head.path}x` })],
    ['the query', (head) => ({ ...head, query: [...head.query, ['a', 'b']] })],
    ['a signed header', (head) => ({ ...head, headers: new Map([...head.headers, ['host', 'other']]) })],
    ['the date', (head) => ({ ...head, headers: new Map([...head.headers, ['x-amz-date', dateBefore(1_000)]]) })],
  ];

  test.each(changes)('%s', async (_what, change) => {
    expect(problemOf(change(await signedHead()))).toBe('mismatch');
  });

  test('the payload', async () => {
    expect(problemOf(await signedHead(), SCOPE, '0'.repeat(64))).toBe('mismatch');
  });
});

describe('what is refused although it is signed', () => {
  test('an unknown key', async () => {
    expect(problemOf(await signedHead({ by: { ...WRITER, accessKeyId: 'AKIANOBODY' } }))).toBe('unknown key');
  });

  test('another secret', async () => {
    expect(problemOf(await signedHead({ by: { ...WRITER, secretAccessKey: 'other' } }))).toBe('mismatch');
  });

  test('another region or service', async () => {
    expect(problemOf(await signedHead(), { services: ['s3'], region: 'us-east-1' })).toBe('region');
    expect(problemOf(await signedHead(), { services: ['kms'], region: 'eu-west-1' })).toBe('service');
  });

  test('a missing or another token', async () => {
    expect(problemOf(await signedHead({ by: READER }))).toBe('token');
    expect(problemOf(await signedHead({ by: { ...TEMPORARY, sessionToken: 'x' } }))).toBe('token');
  });

  test('a clock that is off', async () => {
    const off = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    expect(problemOf(await signedHead({ signingDate: off(-16) }))).toBe('skewed');
    expect(problemOf(await signedHead({ signingDate: off(16) }))).toBe('skewed');
    expect(problemOf(await signedHead({ signingDate: off(-14) }))).toBe(WRITER.accessKeyId);
    expect(problemOf(await presignedHead({ signingDate: off(16) }))).toBe('skewed');
  });

  test('an address that has expired', async () => {
    const signingDate = new Date(Date.now() - 3_600_000);
    expect(problemOf(await presignedHead({ signingDate, expiresIn: 3_500 }))).toBe('expired');
    expect(problemOf(await presignedHead({ signingDate, expiresIn: 3_700 }))).toBe(WRITER.accessKeyId);
  });
});

test.each([
  ['nobody signed', {}, undefined],
  ['Signature Version 2', { authorization: 'AWS AKIA:sig' }, 'version'],
  ['no fields', { authorization: 'AWS4-HMAC-SHA256 x' }, 'malformed'],
  [
    'no date',
    {
      authorization: authorization('host'),
    },
    'incomplete',
  ],
  [
    'host not signed',
    {
      authorization: authorization('date'),
      date: 'x',
    },
    'malformed',
  ],
])('%s', (_what, headers, problem) => {
  expect(problemOf(headOf('GET', '/b', {}, headers))).toBe(problem);
});

function authorization(signedHeaders: string): string {
  const scope = 'A/20260101/r/s3/aws4_request';
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${'0'.repeat(64)}`;
}

function dateBefore(ms: number): string {
  return new Date(Date.now() - ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}
