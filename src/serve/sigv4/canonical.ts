import { createHash } from 'node:crypto';
import type { RequestHead } from '../http/head.ts';
import { pathEncoded, percentEncoded } from '../http/uri.ts';
import type { SignatureClaim } from './claim.ts';

/** The canonical form of a request, which is what a signature is about. */
export function canonicalRequest(head: RequestHead, claim: SignatureClaim, payloadHash: string): string {
  const headers = claim.signedHeaders.map((name) => `${name}:${head.headers.get(name) ?? ''}\n`);
  return [
    head.method,
    // S3 signs the path as it is: once encoded, and nothing resolved in it.
    pathEncoded(head.path),
    canonicalQuery(head.query),
    headers.join(''),
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** The text that is signed. */
export function stringToSign({ date, day, region, service }: SignatureClaim, canonical: string): string {
  return ['AWS4-HMAC-SHA256', date, `${day}/${region}/${service}/aws4_request`, sha256Hex(canonical)].join('\n');
}

/** SHA-256 in hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function canonicalQuery(query: RequestHead['query']): string {
  return query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** By code units, which in percent-encoded text are octets. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
