import {
  customerKeySent,
  isMultipartEtag,
  isOpaqueEtag,
  type ObjectVersion,
  objectRead,
  operationOf,
  shownAlgorithm,
  showsHeaders,
  showsVersion,
  UNSEEN_ETAG,
} from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { etagsUnder } from '../ledger/etags.ts';
import { isUnderKms, sidesOf, type Transition, versionIn } from '../transition.ts';

/** The ETag is the MD5 of the content without a KMS key, and never with one (F-80, F-81, F-82). */
export const etagClassInvariant: Invariant = (transition) => {
  const { etag, sse } = transition.outcome;
  if (etag === null || isMultipartEtag(etag)) return undefined;
  const version = versionShown(transition);
  const md5 = version === undefined ? contentWritten(transition) : version.md5;
  if (md5 === undefined) return undefined;
  // What was updated under a KMS key keeps the MD5 that it had, as does a replica of it (F-78, F-85).
  if (version?.etagClass === 'md5' && isUnderKms(version)) return undefined;
  // An answer that never shows the encryption is held to how the version is stored.
  const isHidden = version !== undefined && !showsHeaders(operationOf(transition.step.event));
  const under = isHidden ? shownAlgorithm(version.state) : sse;
  const isCustomer = under === null && customerKeySent(transition.step.event) !== undefined;
  const etags = etagsUnder(isCustomer ? 'SSE-C' : under, transition.before.scope.profile);
  if (etags.length > 1) return undefined;
  if (etags[0] === 'md5')
    return etag === md5 ? undefined : `the ETag is not the MD5 of the content under ${sse ?? 'no encryption'}`;
  return etag === UNSEEN_ETAG || isOpaqueEtag(etag, md5)
    ? undefined
    : `the ETag is the MD5 of the content under ${sse ?? 'a KMS key'}`;
};

/** The version that a read shows, and changes in nothing. */
function versionShown({ before, step: { event } }: Transition): ObjectVersion | undefined {
  const read = showsVersion(operationOf(event)) ? objectRead(event) : undefined;
  return read === undefined ? undefined : versionIn(before, read.bucket, read.key);
}

function contentWritten(transition: Transition): string | undefined {
  const { event } = transition.step;
  return 'body' in event ? event.body?.md5 : sidesOf(transition).opened?.version.md5;
}
