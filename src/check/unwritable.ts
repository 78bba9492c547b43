import type { Body, Setup, Step } from '../../model/index.ts';

/** Why a trace cannot be taken afresh, if so: nobody wrote down what it writes. */
export function unwritable({ buckets }: Setup, steps: readonly Step[]): string | undefined {
  const isUnknown = (body: Body | undefined): boolean => body !== undefined && body.text === undefined;
  if (buckets.some(({ plainObjects }) => plainObjects.some(({ body }) => isUnknown(body))))
    return 'it has an object of which only the MD5 is known';
  const at = steps.findIndex(({ event }) => 'body' in event && isUnknown(event.body));
  return at === -1 ? undefined : `step ${at + 1} writes what only the MD5 is known of`;
}
