import { zoneInName } from '../../../model/vocabulary/directory-name.ts';
import type { RequestHead } from '../http/head.ts';

/** What a request is about: nothing, a bucket, or an object in it. */
export interface S3Address {
  readonly bucket: string | null;
  /** Null without key. Whatever it holds, be it `..` or empty parts, is just a part of the name. */
  readonly key: string | null;
}

/**
 * Bucket and key of a request. Where the host is a name below one of `domains`, what is before it is the bucket;
 * otherwise it is the first part of the path.
 */
export function addressOf(
  { path, headers }: Pick<RequestHead, 'path' | 'headers'>,
  domains: readonly string[],
): S3Address {
  const host = (headers.get('host') ?? '').toLowerCase().replace(/:\d+$/, '');
  const domain = domains.find((one) => host.endsWith(`.${one}`));
  if (domain !== undefined && !isService(host, domain)) {
    return { bucket: host.slice(0, -domain.length - 1), key: path.slice(1) || null };
  }
  const slash = path.indexOf('/', 1);
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const rest = slash < 0 ? '' : path.slice(slash + 1);
  const isDoubled = zoneInName(bucket) !== undefined && hasSlashTwice(headers);
  const key = isDoubled ? rest.replace(/^\//, '') : rest;
  return { bucket: bucket || null, key: key || null };
}

/**
 * The AWS SDK for JavaScript puts a slash too many behind a directory bucket where the endpoint is an IP address: the
 * rules for endpoints end there with the path of the endpoint, which it takes for `/`.
 */
function hasSlashTwice(headers: RequestHead['headers']): boolean {
  return headers.get('user-agent')?.startsWith('aws-sdk-js/') === true;
}

/** `s3` before a domain is S3 itself. */
function isService(host: string, domain: string): boolean {
  return host === `s3.${domain}`;
}
