import { type Conditions, CURRENT_ETAG } from '../../../model/vocabulary/conditions.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** An ETag that no object has. */
const NOBODYS_ETAG = '';

/**
 * What a request asks of ETags, which the reference decides; `prefix` is that of the headers.
 *
 * @throws S3Error for a list of ETags
 */
export function conditionsOf(request: S3Request, prefix = ''): Conditions | undefined {
  const match = request.header(`${prefix}if-match`);
  const noneMatch = request.header(`${prefix}if-none-match`);
  if (match === undefined && noneMatch === undefined) return undefined;
  return {
    ...(match === undefined ? {} : { ifMatch: etagIn(match) }),
    ...(noneMatch === undefined ? {} : { ifNoneMatch: etagIn(noneMatch) }),
  };
}

/** What is a name for an ETag in traces is just a text here. */
function etagIn(header: string): string {
  if (header.includes(',')) throw notImplemented('A list of ETags');
  const etag = header.trim().replaceAll('"', '');
  return etag === CURRENT_ETAG ? NOBODYS_ETAG : etag;
}

/**
 * Refuses a read whose conditions of dates are not met: 412, or 304 where who asks has it already. Dates are compared
 * in seconds, as headers have them; where an ETag is compared to the same end, that alone counts (F-181).
 *
 * @throws S3Error
 */
export function requireDates(request: S3Request, lastModified: Date): void {
  const modifiedS = Math.floor(lastModified.getTime() / 1_000);
  const unmodifiedS = seconds(request.header('if-unmodified-since'));
  const sinceS = seconds(request.header('if-modified-since'));
  if (request.header('if-match') === undefined && unmodifiedS !== undefined && modifiedS > unmodifiedS)
    throw new S3Error(412, 'PreconditionFailed');
  if (request.header('if-none-match') === undefined && sinceS !== undefined && modifiedS <= sinceS)
    throw new S3Error(304, 'NotModified');
}

function seconds(date: string | undefined): number | undefined {
  const ms = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1_000);
}
