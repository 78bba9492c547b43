import type { RequestHead } from '../http/head.ts';

/** What SDKs say of checksums when nobody knows the content yet: S3 does not look at it in an address. */
const IGNORED = /^x-amz-(checksum-|sdk-checksum-)/;
/** S3 takes these as headers alone, and who presigns leaves them there. */
const NEVER_HOISTED = /^x-amz-server-side-encryption/;

/** The request that a presigned address stands for: headers that were moved to its query are headers again. */
export function withHoistedHeaders(head: RequestHead): RequestHead {
  const isHoisted = (name: string): boolean => name.startsWith('x-amz-') && !NEVER_HOISTED.test(name);
  const hoisted = head.query.filter(([name]) => isHoisted(name) && !IGNORED.test(name));
  return {
    ...head,
    headers: new Map([...hoisted, ...head.headers]),
    query: head.query.filter(([name]) => !isHoisted(name)),
  };
}
