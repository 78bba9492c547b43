import type { ObjectVersionState } from '../charts/object-version.ts';
import { replicationStatus } from '../charts/replication-status.ts';
import { visible } from '../records/lagging.ts';
import { UNKNOWN_REPLICATION } from '../records/past.ts';
import { type Bucket, type ObjectVersion, OPEN_STATUS, UNSEEN_STATUS } from '../records/records.ts';
import { isEligible } from '../rules/replication.ts';
import { alteredVersion } from '../store/alter.ts';
import { choose, type Transaction } from './transaction.ts';

/**
 * Whether the replication rule covers what is written (F-66), or the status that stands for not knowing it: an earlier
 * rule may still be seen (F-14, U-27). Most of what is written is written over before anybody asks.
 */
export function coverage(
  { nowMs }: Transaction,
  { replication }: Bucket,
  state: ObjectVersionState,
): boolean | typeof UNSEEN_STATUS | typeof OPEN_STATUS {
  if (replication.current === UNKNOWN_REPLICATION) return UNSEEN_STATUS;
  if (replication.earlier.length === 0) return isEligible(replication.current, state);
  const rules = visible(replication, nowMs);
  if (rules.includes(UNKNOWN_REPLICATION)) return UNSEEN_STATUS;
  const isCovered = isEligible(replication.current, state);
  return rules.every((rule) => isEligible(rule, state) === isCovered) ? isCovered : OPEN_STATUS;
}

/** A version whose status is to be shown, or waited for: now it is settled whether a rule covered what was written. */
export function withSettledStatus(transaction: Transaction, number: number, version: ObjectVersion): ObjectVersion {
  if (version.replication !== OPEN_STATUS) return version;
  const { Write } = replicationStatus.on;
  const eligible = choose(transaction, 'replicationSeen', [false, true]);
  const settled = alteredVersion(version, {
    replication: Write.after(replicationStatus.initial, replicationStatus.valuation({ type: 'Write', eligible })),
  });
  transaction.draft.set('objects', number, settled);
  return settled;
}
