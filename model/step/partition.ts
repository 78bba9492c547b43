import type { ExtraContext } from '../openness/profile.ts';
import type { ContextPairs } from '../records/records.ts';
import { NO_PAIRS } from '../rules/encryption-context.ts';
import { choose, type Turn } from './turn.ts';

const WITHOUT_PAIRS: readonly ContextPairs[] = [NO_PAIRS];
const LEFT_OUT_OR_NOT = ['left-out', 'partitions'] as const satisfies readonly ExtraContext[];

/**
 * The pairs a bucket key for an object with these pairs may be wrapped with: none, all, or either of the two (U-12).
 */
export function partitionsOf(turn: Turn, pairs: ContextPairs): readonly ContextPairs[] {
  const { extraContext } = turn.profile;
  if (pairs.length === 0) return WITHOUT_PAIRS;
  if (extraContext.length > 1) return [NO_PAIRS, pairs];
  return extraContext.includes('partitions') ? [pairs] : WITHOUT_PAIRS;
}

/**
 * Whether a use that may be of either partition takes the one that extra context makes. One that explains all counts
 * for both, and does not ask.
 */
export function takesOwnPartition(turn: Turn, explainsAll: boolean): boolean {
  return !explainsAll && choose(turn, 'extraContext', LEFT_OUT_OR_NOT) === 'partitions';
}
