import type { ContextPairs } from '../records/records.ts';
import { NO_PAIRS } from '../rules/encryption-context.ts';
import { choose, type Transaction } from './transaction.ts';

/** The pairs that a bucket key for an object with these pairs is wrapped with: none of them, or all (U-12). */
export function partitionFor(transaction: Transaction, pairs: ContextPairs): ContextPairs {
  if (pairs.length === 0) return NO_PAIRS;
  return choose(transaction, 'extraContext', transaction.profile.extraContext) === 'partitions' ? pairs : NO_PAIRS;
}
