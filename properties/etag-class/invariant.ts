import { isOpaqueEtag, UNSEEN_ETAG } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { sidesOf, type Transition, versionIn } from '../transition.ts';

/** The ETag is the MD5 of the content without a KMS key, and never with one (F-80, F-81, F-82). */
export const invariant: Invariant = (transition) => {
  const { etag, sse } = transition.outcome;
  if (etag === null) return undefined;
  const md5 = contentOf(transition);
  if (md5 === undefined) return undefined;
  if (sse === null || sse === 'AES256')
    return etag === md5 ? undefined : `the ETag is not the MD5 of the content under ${sse ?? 'no encryption'}`;
  return etag === UNSEEN_ETAG || isOpaqueEtag(etag, md5)
    ? undefined
    : `the ETag is the MD5 of the content under ${sse}`;
};

function contentOf(transition: Transition): string | undefined {
  const { event } = transition.step;
  if (event.op === 'HeadObject') return versionIn(transition.before, event.bucket, event.key)?.md5;
  if (event.op === 'PutObject') return event.body.md5;
  return sidesOf(transition).opened?.version.md5;
}
