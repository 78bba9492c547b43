import type { CheckRequest } from '../check-request.ts';
import { KnownDeviations } from './known-deviations.ts';
import { checkedKnown } from './parse-known.ts';

/**
 * What a check is to know; undefined where it knows nothing and is to learn nothing.
 *
 * @throws RangeError when it is not of the form it has
 */
export function knownOf({
  known,
  learnKnown,
}: { readonly [Name in 'known' | 'learnKnown']?: CheckRequest[Name] | undefined }): KnownDeviations | undefined {
  if (known === undefined && learnKnown !== true) return undefined;
  return new KnownDeviations(checkedKnown(known ?? []), new Date().toISOString().slice(0, 10));
}
