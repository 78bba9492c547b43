import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { percentEncoded } from '../../serve/http/uri.ts';
import type { DriverRequest, SigningKeys } from './driver-request.ts';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a request is signed for. */
export interface SignedFor {
  readonly keys: SigningKeys;
  readonly region: string;
  /** Host and port, as the header has them. */
  readonly host: string;
  readonly protocol?: 'http:' | 'https:';
}

/** Signs with Signature Version 4, by the signer of the AWS SDK: that of the server here would agree with itself. */
export async function signed(request: DriverRequest, { keys, region, host, protocol = 'http:' }: SignedFor) {
  const { path, query = {}, body = '', headers = {}, service = 's3', method = 'GET' } = request;
  const hash = { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') };
  const { s3SessionToken } = keys;
  const token = s3SessionToken === undefined ? {} : { 'x-amz-s3session-token': s3SessionToken };
  const all = { ...hash, host, ...token, ...headers };
  const [hostname = host] = host.split(':');
  const signer = signerOf(keys, service, region);
  const { headers: signedHeaders } = await signer.sign({ method, protocol, hostname, path, query, headers: all, body });
  return { method, target: path + queryText(query), headers: signedHeaders, body } satisfies WireRequest;
}

/** The signer of the SDK, which is told to leave the path as it is. */
export function signerOf({ accessKeyId, secretAccessKey, sessionToken }: SigningKeys, service: string, region: string) {
  const token = sessionToken === undefined ? {} : { sessionToken };
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...token },
    region,
    service,
    sha256: NodeSha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
}

/** A query as it is sent. */
export function queryText(query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** SHA-256 of Node, as the signer wants it. */
class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
