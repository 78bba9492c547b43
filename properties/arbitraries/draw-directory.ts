import type { BucketSetup } from '../../model/index.ts';
import type { Draw } from './draw.ts';
import type { GeneratedTrace } from './generated-trace.ts';

/**
 * Now and then one of the buckets is a directory bucket (F-20): one that has no objects from before 2023. Most of what
 * is asked of a bucket makes sense there, so that this is drawn last: a seed means the same steps, with and without.
 */
export function withDirectory(draw: Draw, trace: GeneratedTrace): GeneratedTrace {
  const { setup, steps } = trace;
  if (!draw.chance(14)) return trace;
  const which = draw.one(setup.buckets.filter(({ plainObjects }) => plainObjects.length === 0));
  const buckets = setup.buckets.map((bucket) => (bucket === which ? asDirectory(bucket) : bucket));
  return { setup: { ...setup, buckets }, steps };
}

function asDirectory({ name, account }: BucketSetup): BucketSetup {
  return { name, account, plainObjects: [], kind: 'directory' };
}
