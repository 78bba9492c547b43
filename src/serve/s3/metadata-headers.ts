import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** Most bytes of names and values of a user's own metadata. */
const MAX_METADATA_BYTES = 2_048;
const KEPT = ['content-type', 'content-language', 'content-disposition', 'cache-control', 'expires'];
const OWN = 'x-amz-meta-';

/**
 * The headers that are kept with an object and given back with it. `aws-chunked` says how the body was sent, and
 * nothing of the content.
 *
 * @throws S3Error
 */
export function metadataHeaders({ head: { headers } }: S3Request): Readonly<Record<string, string>> {
  const kept: [string, string][] = [];
  let size = 0;
  for (const [name, value] of headers) {
    if (KEPT.includes(name)) kept.push([name, value]);
    if (!name.startsWith(OWN)) continue;
    size += name.length - OWN.length + value.length;
    kept.push([name, value]);
  }
  if (size > MAX_METADATA_BYTES) throw new S3Error(400, 'MetadataTooLarge');
  const codings = (headers.get('content-encoding') ?? '').split(',').map((one) => one.trim());
  const encoding = codings.filter((one) => one !== '' && one !== 'aws-chunked').join(',');
  if (encoding !== '') kept.push(['content-encoding', encoding]);
  return Object.fromEntries(kept);
}
