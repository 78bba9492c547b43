import { zoneInName } from '../../../model/vocabulary/directory-name.ts';
import { pathEncoded, percentDecoded } from '../../serve/http/uri.ts';
import { parseXml, type XmlElement } from '../../serve/s3/xml.ts';
import type { DriverRequest, SigningKeys } from '../http/driver-request.ts';
import { NoAnswerError } from '../http/exchange.ts';
import { md5HeaderOf } from '../s3/sent-headers.ts';
import type { ServiceClient } from './service-client.ts';

/** Most listings that are asked for to empty a bucket. */
const MOST_LISTINGS = 20;

/** Takes a legal hold off. */
const NO_HOLD = '<LegalHold xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>OFF</Status></LegalHold>';

/** A version of an object that is to go. */
interface Listed {
  readonly key: string;
  readonly versionId?: string;
}

/**
 * Empties a bucket and deletes it, in the name of whoever may: a policy can keep its own owner away. Whatever the
 * server says to the steps on the way, what counts is the end.
 *
 * @returns what was answered in the end where the bucket may still be there; undefined where it is gone
 */
export async function clearBucket(
  client: ServiceClient,
  cleaners: readonly SigningKeys[],
  bucket: string,
): Promise<string | undefined> {
  let problem: string | undefined = 'nobody may';
  for (const keys of cleaners) {
    problem = await clearAs(client, keys, bucket).catch((error: unknown) => {
      if (error instanceof NoAnswerError) return error.message;
      throw error;
    });
    if (problem === undefined) return undefined;
  }
  return problem;
}

async function clearAs(client: ServiceClient, keys: SigningKeys, bucket: string): Promise<string | undefined> {
  const place = placeOf(bucket);
  const { path } = place;
  let { status } = await client.send({ method: 'DELETE', ...place }, keys);
  if (isGone(status)) return undefined;
  // A policy may be in the way.
  await client.send({ method: 'DELETE', ...place, query: { policy: '' } }, keys);
  await abortUploads(client, keys, bucket);
  for (let listing = 0; listing < MOST_LISTINGS; listing += 1) {
    const listed = await contentOf(client, keys, bucket);
    for (const { key, versionId } of listed) {
      const query: Readonly<Record<string, string>> = versionId === undefined ? {} : { versionId };
      const object = `${path}/${pathEncoded(key)}`;
      const inSession = place.service === 's3express' ? { session: bucket } : {};
      const deletion = { method: 'DELETE', ...place, ...inSession, path: object, query };
      const answer = await client.send(deletion, keys);
      if (answer.status !== 403) continue;
      // A legal hold may be in the way.
      const headers = md5HeaderOf(NO_HOLD);
      await client.send(
        { method: 'PUT', path: object, query: { 'legal-hold': '', ...query }, headers, body: NO_HOLD },
        keys,
      );
      await client.send(deletion, keys);
    }
    ({ status } = await client.send({ method: 'DELETE', ...place }, keys));
    if (isGone(status) || listed.length === 0) break;
  }
  return isGone(status) ? undefined : `DeleteBucket was answered ${status}`;
}

/** Where a bucket is, and how it is asked (F-201). */
function placeOf(bucket: string): Pick<DriverRequest, 'service'> & { readonly path: string } {
  const path = `/${bucket}`;
  return zoneInName(bucket) === undefined ? { path } : { path, service: 's3express' };
}

function isGone(status: number): boolean {
  return status < 300 || status === 404;
}

async function contentOf(client: ServiceClient, keys: SigningKeys, bucket: string): Promise<readonly Listed[]> {
  const place = placeOf(bucket);
  // XML has no place for some signs, and no meaning for spaces at an end.
  const encoded = { 'encoding-type': 'url' };
  const ofVersions = await client.send({ ...place, query: { versions: '', ...encoded } }, keys);
  const versions = ofVersions.status === 200 ? parseXml(ofVersions.bytes, 'ListVersionsResult') : null;
  if (versions !== null) return listedIn(versions, ['Version', 'DeleteMarker']);
  const query = place.service === 's3express' ? { 'list-type': '2', ...encoded } : encoded;
  const { status, bytes } = await client.send({ ...place, query }, keys);
  const objects = status === 200 ? parseXml(bytes, 'ListBucketResult') : null;
  return objects === null ? [] : listedIn(objects, ['Contents']);
}

function listedIn(listing: XmlElement, names: readonly string[]): readonly Listed[] {
  const isEncoded = listing.textOf('EncodingType') === 'url';
  return names
    .flatMap((name) => listing.all(name))
    .flatMap((element) => {
      const text = element.textOf('Key') ?? '';
      const key = isEncoded ? percentDecoded(text.replaceAll('+', ' ')) : text;
      const versionId = element.textOf('VersionId');
      if (key === null || key === '') return [];
      return [versionId === undefined ? { key } : { key, versionId }];
    });
}

async function abortUploads(client: ServiceClient, keys: SigningKeys, bucket: string): Promise<void> {
  const { status, bytes } = await client.send({ ...placeOf(bucket), query: { uploads: '' } }, keys);
  const uploads = status === 200 ? parseXml(bytes, 'ListMultipartUploadsResult') : null;
  for (const upload of uploads?.all('Upload') ?? []) {
    const [key, uploadId] = [upload.textOf('Key'), upload.textOf('UploadId')];
    if (key === undefined || uploadId === undefined) continue;
    const path = `/${bucket}/${pathEncoded(key)}`;
    await client.send({ method: 'DELETE', ...placeOf(bucket), path, query: { uploadId } }, keys);
  }
}

/** Names of the buckets that somebody has, of those that begin with a prefix. */
export async function bucketsWith(
  client: ServiceClient,
  keys: SigningKeys,
  prefix: string,
): Promise<readonly string[]> {
  const { status, bytes } = await client.send({ path: '/' }, keys);
  const buckets = status === 200 ? parseXml(bytes, 'ListAllMyBucketsResult')?.one('Buckets')?.all('Bucket') : undefined;
  if (buckets === undefined) throw new NoAnswerError(`ListBuckets was answered ${status}`);
  const directories = await directoriesOf(client, keys);
  return [...buckets, ...directories]
    .map((bucket) => bucket.textOf('Name') ?? '')
    .filter((name) => isOurs(name, prefix));
}

/** The directory buckets that somebody has; of a server that does not list them, none. */
async function directoriesOf(client: ServiceClient, keys: SigningKeys): Promise<readonly XmlElement[]> {
  try {
    const { status, bytes } = await client.send({ path: '/', service: 's3express' }, keys);
    const listed = status === 200 ? parseXml(bytes, 'ListAllMyDirectoryBucketsResult') : null;
    return listed?.one('Buckets')?.all('Bucket') ?? [];
  } catch (error) {
    if (error instanceof NoAnswerError) return [];
    throw error;
  }
}

/** A name that is put into a path as it is has to be one of a bucket. */
function isOurs(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && /^[a-z0-9][a-z0-9.-]{2,62}$/.test(name);
}
