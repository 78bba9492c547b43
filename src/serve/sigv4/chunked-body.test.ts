import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ChunkError, decodeChunks } from './chunked-body.ts';
import type { SignatureClaim } from './claim.ts';

// The example of the AWS documentation, "Signature calculations for the Authorization header: transferring payload in
// multiple chunks": 65 KiB of the letter a, in chunks of 64 KiB.
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SIGNATURES = [
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
];
const claim: SignatureClaim = {
  form: 'header',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  day: '20130524',
  region: 'us-east-1',
  service: 's3',
  signedHeaders: ['host'],
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  date: '20130524T000000Z',
  token: undefined,
  s3SessionToken: undefined,
  expiresS: undefined,
};
const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();
const key = ['20130524', 'us-east-1', 's3', 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${SECRET}`));
const signing = { key, claim };

function chunk(data: string, signature?: string): string {
  return `${data.length.toString(16)}${signature === undefined ? '' : `;chunk-signature=${signature}`}\r\n${data}\r\n`;
}

const EXAMPLE = [
  chunk('a'.repeat(65_536), SIGNATURES[0]),
  chunk('a'.repeat(1_024), SIGNATURES[1]),
  `0;chunk-signature=${SIGNATURES[2]}\r\n\r\n`,
].join('');

function problemOf(body: string, how: typeof signing | null = signing): string {
  try {
    return Buffer.from(decodeChunks(Buffer.from(body), how ?? undefined).content).toString();
  } catch (error) {
    if (error instanceof ChunkError) return error.problem;
    throw error;
  }
}

describe('signed chunks', () => {
  test('the example of the documentation holds', () => {
    expect(problemOf(EXAMPLE)).toBe('a'.repeat(66_560));
  });

  test.each([
    ['a byte changed', EXAMPLE.replace('aaa', 'aab'), 'mismatch'],
    ['a chunk left out', EXAMPLE.slice(EXAMPLE.indexOf('400;')), 'mismatch'],
    ['the last chunk left out', EXAMPLE.slice(0, EXAMPLE.lastIndexOf('0;chunk')), 'malformed'],
    ['no signature', chunk('a'.repeat(10)), 'mismatch'],
    ['cut short', EXAMPLE.slice(0, 1_000), 'malformed'],
  ])('%s', (_what, body, problem) => {
    expect(problemOf(body)).toBe(problem);
  });

  test('small ones may only be last', () => {
    const sign = (previous: string, data: string) => {
      const hashes = ['', data].map((text) => createHash('sha256').update(text).digest('hex'));
      const scope = '20130524/us-east-1/s3/aws4_request';
      return hmac(key, ['AWS4-HMAC-SHA256-PAYLOAD', claim.date, scope, previous, ...hashes].join('\n')).toString('hex');
    };
    const first = sign(claim.signature, 'x');
    expect(problemOf(chunk('x', first) + chunk('y', sign(first, 'y')))).toBe('chunk size');
  });
});

describe('unsigned chunks with trailers', () => {
  test('the content and what follows it', () => {
    const { content, trailers } = decodeChunks(
      Buffer.from(`${chunk('hello')}${chunk('!')}0\r\nX-Amz-Checksum-Crc32: abc=\r\n\r\n`),
    );
    expect(Buffer.from(content).toString()).toBe('hello!');
    expect([...trailers]).toEqual([['x-amz-checksum-crc32', 'abc=']]);
  });

  test.each([
    ['no size', 'hello'],
    ['a size that lies', '3\r\nhello\r\n0\r\n\r\n'],
    ['a size beyond all', 'ffffffff\r\nhello'],
    ['a size with a sign', '-1\r\nhello\r\n'],
    ['a line without end', 'a'.repeat(10_000)],
    ['a trailer that is none', '0\r\nhello\r\n'],
    ['trailers without end', `0\r\n${Array.from({ length: 20 }, (_, i) => `n${i}:v\r\n`).join('')}`],
    ['nothing', ''],
  ])('%s is malformed', (_what, body) => {
    expect(problemOf(body, null)).toBe('malformed');
  });
});
