import { versionsOf } from '../../reference/s3/versions.ts';
import type { Reply } from '../http/reply.ts';
import { percentEncoded } from '../http/uri.ts';
import { contentLength } from '../world/object-metadata.ts';
import { type ListedKeys, type Listing, listKeys } from './list-keys.ts';
import { listVersions } from './list-versions.ts';
import { invalidArgument, notImplemented } from './s3-error.ts';
import { xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import type { Xml } from './xml.ts';

const MAX_KEYS = 1_000;

/** Lists objects, the version of today: a page is found again by a token. */
export async function listObjectsV2(request: S3Request): Promise<Reply> {
  const { objects, isDirectory } = request.bucketFor('s3:ListBucket');
  if (isDirectory) requireDirectoryListing(request);
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

/** Directory buckets list directories: the one delimiter is `/`, a prefix ends with it (API:ListObjectsV2). */
function requireDirectoryListing(request: S3Request): void {
  const { prefix, delimiter } = listingOf(request);
  const isOther = (delimiter !== '' && delimiter !== '/') || (prefix !== '' && !prefix.endsWith('/'));
  if (isOther || request.parameter('start-after') !== undefined)
    throw notImplemented('Such a listing of a directory bucket');
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

/** Lists versions and delete markers: what has to be deleted before a bucket can be. */
export async function listObjectVersions(request: S3Request): Promise<Reply> {
  const { world } = request;
  const bucket = request.bucketFor('s3:ListBucket');
  const keyMarker = request.parameter('key-marker') ?? '';
  const versionIdMarker = request.parameter('version-id-marker');
  if (versionIdMarker !== undefined && keyMarker === '')
    throw invalidArgument('A version-id marker cannot be specified without a key marker.');
  const asked = { ...listingOf(request), keyMarker, versionIdMarker: versionIdMarker || undefined };
  const keys = new Set([...bucket.objects.keys(), ...bucket.currentIds.keys()]);
  const { versions, commonPrefixes, next } = listVersions(keys, (key) => versionsOf(bucket, key), asked);
  const text = encoder(request);
  const owner: Xml = ['Owner', [['ID', bucket.account]]];
  const shown = versions.map(({ key, version: { id, object }, isLatest }): Xml => {
    const modified =
      object === null ? world.metadata.ofMarker(bucket, key, id) : world.metadata.of(object).lastModified;
    const fields: readonly Xml[] = [
      ['Key', text(key)],
      ['VersionId', id],
      ['IsLatest', isLatest],
      ['LastModified', modified.toISOString()],
      owner,
    ];
    if (object === null) return ['DeleteMarker', fields];
    const ofObject: readonly Xml[] = [
      ['ETag', `"${object.etag}"`],
      ['Size', contentLength(object)],
      ['StorageClass', request.storageClass],
    ];
    return ['Version', [...fields, ...ofObject]];
  });
  return xmlReply([
    'ListVersionsResult',
    [
      ...commonHead(request, asked, text),
      ['KeyMarker', text(keyMarker)],
      ['VersionIdMarker', versionIdMarker ?? ''],
      ['IsTruncated', next !== null],
      next === null ? null : ['NextKeyMarker', text(next.key)],
      next?.versionId === undefined ? null : ['NextVersionIdMarker', next.versionId],
      ...shown,
      ...commonPrefixes.map((one): Xml => ['CommonPrefixes', [['Prefix', text(one)]]]),
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
  { prefix, delimiter, maxKeys }: Pick<Listing, 'prefix' | 'delimiter' | 'maxKeys'>,
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
      ['StorageClass', request.storageClass],
    ];
    return [['Contents', fields]];
  });
  return [...contents, ...listed.commonPrefixes.map((one): Xml => ['CommonPrefixes', [['Prefix', text(one)]]])];
}
