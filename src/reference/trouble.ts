import type { Step } from '../../model/vocabulary/events/event.ts';
import { createRandom } from './crypto/random.ts';
import type { ReferenceOptions } from './options.ts';
import { type S3Response, s3Response } from './s3-response.ts';

/** An error of S3 itself, and whether anything of the request has happened. */
export interface Trouble {
  readonly when: 'before' | 'after';
  readonly answer: S3Response;
}

/** Draws for each request whether S3 is not well (E-45). Its dice are its own: no key or ETag depends on them. */
export function createTrouble({
  transientErrors,
  seed,
}: Pick<ReferenceOptions, 'transientErrors' | 'seed'>): (step: Step) => Trouble | undefined {
  if (transientErrors === 0) return () => undefined;
  const dice = createRandom(seed + 1);
  return ({ by, event }) => {
    if (by === null || !('bucket' in event) || dice.below(100) >= transientErrors) return undefined;
    const isHead = event.op === 'HeadObject';
    const error = (status: number, code: string) => s3Response(status, { code: isHead ? null : code });
    // Who is told to slow down has got no further; an internal error may come at the very end (F-160).
    if (dice.below(2) === 0) return { when: 'before', answer: error(503, 'SlowDown') };
    return { when: dice.below(2) === 0 ? 'before' : 'after', answer: error(500, 'InternalError') };
  };
}
