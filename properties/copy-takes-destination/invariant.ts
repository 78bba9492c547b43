import { algorithmNamed, type SseAlgorithm, shownRule } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { sidesOf } from '../transition.ts';

/**
 * A copy is encrypted as its headers say, else as its destination does, and takes nothing over from its source (F-47 to
 * F-50).
 */
export const copyTakesDestinationInvariant: Invariant = (transition) => {
  const { event } = transition.step;
  if (event.op !== 'CopyObject') return undefined;
  const { opened, written } = sidesOf(transition);
  // Where an earlier rule may still be seen, nothing shows which one it was (U-16).
  if (opened === undefined || written === undefined || written.bucket.encryption.earlier.length > 0) return undefined;
  const rule = shownRule(written.bucket.encryption.current);
  const isCustomer = event.headers.customerKey !== undefined;
  const wanted: SseAlgorithm | null = isCustomer ? null : (algorithmNamed(event.headers) ?? rule.SSEAlgorithm);
  if (transition.outcome.sse !== wanted)
    return `the copy is under ${transition.outcome.sse}, and headers and destination ask for ${wanted}`;
  const hasFlag = transition.outcome.bucketKeyEnabled === true;
  const asked =
    event.headers.bucketKeyEnabled ?? (event.headers.sse === undefined ? rule.BucketKeyEnabled === true : undefined);
  if (wanted === 'aws:kms' && asked !== undefined && hasFlag !== asked) {
    return `the bucket-key flag of the copy is ${hasFlag}, and headers and destination ask for ${asked}`;
  }
  if (written.version.md5 !== opened.version.md5) return 'the copy has another content than its source';
  return undefined;
};
