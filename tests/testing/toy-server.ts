import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { EncryptionHeaders, EncryptionRule, Event, Observation } from '../../model/index.ts';
import { createReference, type ReferenceOptions } from '../../src/api/reference.ts';

/** A server of the guide: a bit of S3 over plain HTTP, without signatures, of which every client is the same. */
export interface ToyServer {
  readonly url: string;
  /** Buckets and objects that are there. */
  readonly left: ReadonlySet<string>;
  close(): Promise<void>;
}

const account = '111111111111';
const SSE = 'x-amz-server-side-encryption';

/** Starts the server on a free port of this machine; `change` has the last word on each answer. */
export async function startToyServer(
  options: Partial<ReferenceOptions>,
  change: (event: Event, seen: Observation) => Observation = (_, seen) => seen,
): Promise<ToyServer> {
  const reference = createReference(
    {
      requesters: [{ name: 'anybody', account, principal: 'anybody', session: 's1' }],
      kmsKeys: ['key-1', 'key-2'].map((id) => ({ id, account })),
      aliases: [],
      buckets: [],
    },
    options,
  );
  const left = new Set<string>();
  const beganMs = Date.now();
  const contents = new Map<string, string>();
  const server = createServer((request, response) => {
    void (async () => {
      const text = (await buffer(request)).toString();
      const event = eventOf(request, text);
      if (event === undefined) return respond(response, { status: 501, code: 'NotImplemented' }, '');
      if (event.op === 'PutObject') contents.set(event.body.md5, text);
      const step = { atMs: Date.now() - beganMs, by: 'anybody', event };
      const seen = change(event, await reference.apply(step));
      const path = request.url ?? '';
      if (seen.status === 200 && request.method === 'PUT' && !path.includes('?')) left.add(path);
      if (seen.status === 204) left.delete(path);
      respond(response, seen, event.op === 'GetObject' ? (contents.get(seen.contentMd5 ?? '') ?? '') : '');
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, left, close };
}

function eventOf({ method, url = '', headers }: IncomingMessage, text: string): Event | undefined {
  const [, bucket = '', key, query] = /^\/([^/?]+)(?:\/([^?]+))?(\?.*)?$/.exec(url) ?? [];
  const isRule = query === '?encryption';
  if (key === undefined) {
    if (method === 'PUT')
      return isRule ? { op: 'PutBucketEncryption', bucket, rules: rulesOf(text) } : { op: 'CreateBucket', bucket };
    return method === 'DELETE' && !isRule ? { op: 'DeleteBucket', bucket } : undefined;
  }
  const given = encryptionOf(headers);
  switch (method) {
    case 'PUT': {
      const [, from, source] = /^\/([^/]+)\/(.+)$/.exec(String(headers['x-amz-copy-source'] ?? '')) ?? [];
      const md5 = createHash('md5').update(text).digest('hex');
      return from === undefined || source === undefined
        ? { op: 'PutObject', bucket, key, body: { text, md5 }, headers: given }
        : { op: 'CopyObject', bucket, key, source: { bucket: from, key: source }, headers: given };
    }
    case 'GET':
      return { op: 'GetObject', bucket, key, ...(Object.keys(given).length > 0 && { headers: given }) };
    case 'HEAD':
      return { op: 'HeadObject', bucket, key, ...(Object.keys(given).length > 0 && { headers: given }) };
    case 'DELETE':
      return { op: 'DeleteObject', bucket, key };
    default:
      return undefined;
  }
}

function encryptionOf(headers: IncomingMessage['headers']): EncryptionHeaders {
  const { [SSE]: sse, [`${SSE}-aws-kms-key-id`]: kmsKeyId, [`${SSE}-bucket-key-enabled`]: flag } = headers;
  return {
    ...(typeof sse === 'string' && { sse: sse as 'AES256' }),
    ...(typeof kmsKeyId === 'string' && { kmsKeyId }),
    ...(typeof flag === 'string' && { bucketKeyEnabled: flag === 'true' }),
  };
}

function rulesOf(xml: string): readonly EncryptionRule[] {
  return [...xml.matchAll(/<Rule>(.*?)<\/Rule>/g)].map(([, rule = '']) => {
    const inside = (tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`).exec(rule)?.[1];
    const [key, flag] = [inside('KMSMasterKeyID'), inside('BucketKeyEnabled')];
    return {
      SSEAlgorithm: inside('SSEAlgorithm') as 'AES256',
      ...(key !== undefined && { KMSMasterKeyID: key }),
      ...(flag !== undefined && { BucketKeyEnabled: flag === 'true' }),
    };
  });
}

function respond(response: ServerResponse, seen: Observation, content: string): void {
  const { status, code, sse, kmsKeyArn, bucketKeyEnabled, etag } = seen;
  response.statusCode = status;
  if (typeof sse === 'string') response.setHeader(SSE, sse);
  if (typeof kmsKeyArn === 'string') response.setHeader(`${SSE}-aws-kms-key-id`, kmsKeyArn);
  if (bucketKeyEnabled === true) response.setHeader(`${SSE}-bucket-key-enabled`, 'true');
  if (typeof etag === 'string') response.setHeader('etag', `"${etag}"`);
  const isError = status >= 400;
  response.end(isError && typeof code === 'string' ? `<Error><Code>${code}</Code></Error>` : content);
}
