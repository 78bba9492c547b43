import type { ContextPairs } from '../records/records.ts';
import { NO_PAIRS } from '../rules/encryption-context.ts';
import { choose, type Turn } from './turn.ts';

/** The pairs that a bucket key for an object with these pairs is wrapped with: none of them, or all (U-12). */
export function partitionFor(turn: Turn, pairs: ContextPairs): ContextPairs {
  if (pairs.length === 0) return NO_PAIRS;
  return choose(turn, 'extraContext', turn.profile.extraContext) === 'partitions' ? pairs : NO_PAIRS;
}
