import type { Setup } from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';

/** A trace whose recording began in the middle. */
export interface CutTrace {
  readonly setup: Setup;
  readonly steps: readonly ObservedStep[];
}

/**
 * What is left of a trace when its first steps were not recorded: the setup says that the past is unknown. `lists`: it
 * names the buckets, KMS keys and aliases that it still can name, else none.
 */
export function cutTrace(setup: Setup, steps: readonly ObservedStep[], at: number, lists: boolean): CutTrace {
  const unseen = steps.slice(0, at);
  const isKept = ({ name }: { readonly name: string }) =>
    unseen.every(({ step: { event } }) => !(event.op === 'DeleteBucket' && event.bucket === name));
  const known = lists
    ? { kmsKeys: setup.kmsKeys, aliases: setup.aliases, buckets: setup.buckets.filter(isKept) }
    : { kmsKeys: [], aliases: [], buckets: [] };
  return { setup: { ...setup, ...known, unknown: 'everything' }, steps: steps.slice(at) };
}
