import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/**
 * Throws where the conditions of a read are not met: 412, or 304 where who asks has it already. Dates are
 * compared in seconds, as headers have them.
 *
 * @throws S3Error
 */
export function requireConditions(request: S3Request, etag: string, lastModified: Date): void {
  const modifiedS = Math.floor(lastModified.getTime() / 1_000);
  const match = request.header('if-match');
  const noneMatch = request.header('if-none-match');
  const unmodifiedS = seconds(request.header('if-unmodified-since'));
  const sinceS = seconds(request.header('if-modified-since'));
  if (match !== undefined && !names(match, etag)) throw new S3Error(412, 'PreconditionFailed');
  if (match === undefined && unmodifiedS !== undefined && modifiedS > unmodifiedS)
    throw new S3Error(412, 'PreconditionFailed');
  if (noneMatch !== undefined && names(noneMatch, etag)) throw new S3Error(304, 'NotModified');
  if (noneMatch === undefined && sinceS !== undefined && modifiedS <= sinceS) throw new S3Error(304, 'NotModified');
}

function names(list: string, etag: string): boolean {
  return list.split(',').some((one) => one.trim() === '*' || one.trim().replaceAll('"', '') === etag);
}

function seconds(date: string | undefined): number | undefined {
  const ms = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1_000);
}
