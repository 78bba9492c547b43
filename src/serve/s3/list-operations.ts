import type { Reply } from '../http/reply.ts';
import { percentEncoded } from '../http/uri.ts';
import { contentLength } from '../world/object-metadata.ts';
import { type ListedKeys, type Listing, listKeys } from './list-keys.ts';
import { invalidArgument } from './s3-error.ts';
import { xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import type { Xml } from './xml.ts';

const MAX_KEYS = 1_000;

/** Lists objects, the version of today: a page is found again by a token. */
export async function listObjectsV2(request: S3Request): Promise<Reply> {
  const { objects } = request.bucketFor('s3:ListBucket');
  const token = request.parameter('continuation-token');
  const startAfter = request.parameter('start-after') ?? '';
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  const asked = { ...listingOf(request), startAfter, after };
  const listed = listKeys(objects.keys(), asked);
  const text = encoder(request);
  return xmlReply([
    'ListBucketResult',
    [
      ...commonHead(request, asked, text),
      ['KeyCount', listed.keys.length + listed.commonPrefixes.length],
      token === undefined ? null : ['ContinuationToken', token],
      startAfter === '' ? null : ['StartAfter', text(startAfter)],
      ['IsTruncated', listed.isTruncated],
      listed.isTruncated ? ['NextContinuationToken', Buffer.from(listed.last).toString('base64url')] : null,
      ...entries(request, listed, text),
    ],
  ]);
}

/** Lists objects, the old way: a page begins behind a marker. */
export async function listObjects(request: S3Request): Promise<Reply> {
  const { objects } = request.bucketFor('s3:ListBucket');
  const marker = request.parameter('marker') ?? '';
  const common = listingOf(request);
  const isPrefix = common.delimiter !== '' && marker.endsWith(common.delimiter);
  const asked = { ...common, startAfter: isPrefix ? '' : marker, after: isPrefix ? marker : '' };
  const listed = listKeys(objects.keys(), asked);
  const text = encoder(request);
  return xmlReply([
    'ListBucketResult',
    [
      ...commonHead(request, asked, text),
      ['Marker', text(marker)],
      ['IsTruncated', listed.isTruncated],
      listed.isTruncated && asked.delimiter !== '' ? ['NextMarker', text(listed.last)] : null,
      ...entries(request, listed, text),
    ],
  ]);
}

function listingOf(request: S3Request): Pick<Listing, 'prefix' | 'delimiter' | 'maxKeys'> {
  const maxKeys = request.parameter('max-keys') ?? String(MAX_KEYS);
  if (!/^\d{1,9}$/.test(maxKeys)) throw invalidArgument('max-keys is a number from 0 to 2147483647');
  return {
    prefix: request.parameter('prefix') ?? '',
    delimiter: request.parameter('delimiter') ?? '',
    maxKeys: Math.min(Number(maxKeys), MAX_KEYS),
  };
}

/** Keys may have signs that XML has no place for: whoever asks gets them percent-encoded. */
function encoder(request: S3Request): (text: string) => string {
  const encoding = request.parameter('encoding-type');
  if (encoding === undefined) return (text) => text;
  if (encoding !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request');
  return (text) => percentEncoded(text).replaceAll('%2F', '/');
}

function commonHead(
  request: S3Request,
  { prefix, delimiter, maxKeys }: Listing,
  text: (plain: string) => string,
): readonly (Xml | null)[] {
  return [
    ['Name', request.bucket],
    ['Prefix', text(prefix)],
    delimiter === '' ? null : ['Delimiter', text(delimiter)],
    ['MaxKeys', maxKeys],
    request.parameter('encoding-type') === undefined ? null : ['EncodingType', 'url'],
  ];
}

function entries(request: S3Request, listed: ListedKeys, text: (plain: string) => string): readonly Xml[] {
  const { world, bucket } = request;
  const contents = listed.keys.flatMap((key): readonly Xml[] => {
    const object = world.objectAt(bucket, key);
    if (object === undefined) return [];
    const fields: readonly Xml[] = [
      ['Key', text(key)],
      ['LastModified', world.metadata.of(object).lastModified.toISOString()],
      ['ETag', `"${object.etag}"`],
      ['Size', contentLength(object)],
      ['StorageClass', 'STANDARD'],
    ];
    return [['Contents', fields]];
  });
  return [...contents, ...listed.commonPrefixes.map((one): Xml => ['CommonPrefixes', [['Prefix', text(one)]]])];
}
