import { isCopy } from '../model/index.ts';
import { everyRequesterPaysInvariant } from './every-requester-pays/invariant.ts';
import { both } from './judgement.ts';
import { ANY_OPERATION, DECRYPT_OPERATIONS, hasOkCall, wholeCalls } from './ledger/calls.ts';
import { mayHoldBucketKey } from './ledger/may-hold.ts';
import { EVENTS_WITH_SIDES, type Side } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { seconds, shortKey, stepText } from './wording.ts';

/**
 * The promise behind bucket keys: whoever is served from a bucket key has shown to KMS that they may use the KMS key,
 * and left a line in the audit log, within the lifetime of the cache. Nobody rides on the bucket key that somebody else
 * has brought. Who counts as the same requester is up to the profile.
 */
export const everyRequesterPays: Property = {
  id: 'every-requester-pays',
  title: 'Nobody is served from a bucket key without a KMS call of their own within the cache lifetime.',
  requirements: ['F-97', 'F-95', 'F-96', 'F-114', 'U-01', 'U-05'],
  formula: '□ (served(r, bucket, key) ∧ bucketKey → ◇⁻[< cacheLifetime.max] kmsOk(r, bucketARN, key))',
  needs: 'kms-calls',
  events: EVENTS_WITH_SIDES,
  monitor({ ledger }) {
    return {
      see(seen) {
        const { operation, read, write, done } = ledger.sides(seen);
        if (!done || wholeCalls(seen) === undefined) return 'idle';
        // Which side of a copy goes first may be open; the call of the other side may have brought the bucket key then.
        const isOrderOpen = isCopy(operation) && ledger.profile.refusedFirst.length > 1;
        const reading =
          read === undefined ? 'idle' : judge(ledger, seen, read, isOrderOpen ? ANY_OPERATION : DECRYPT_OPERATIONS);
        const writing = write === undefined ? 'idle' : judge(ledger, seen, write, ANY_OPERATION);
        return both(reading, writing);
      },
    };
  },
  invariant: everyRequesterPaysInvariant,
};

function judge(ledger: Ledger, seen: ObservedStep, side: Side, operations: typeof ANY_OPERATION): Judgement {
  const kmsCalls = wholeCalls(seen);
  if (side.bucketKey !== true || kmsCalls === undefined) return 'idle';
  const { by, bucket } = side;
  const keyArn = side.kmsKeyArn ?? undefined;
  if (hasOkCall(ledger, kmsCalls, { by, contextArn: bucket.arn, keyArn, operations })) return 'held';
  const holds = mayHoldBucketKey(ledger, side, seen.step.atMs);
  if (holds === 'yes') return 'exercised';
  return holds === 'open'
    ? 'idle'
    : { violation: `${stepText(seen)} without a KMS call, but ${whatIsMissing(ledger, side)}` };
}

function whatIsMissing(ledger: Ledger, { by, bucket, kmsKeyArn, grant }: Side): string {
  const where = `for bucket ${bucket.name} under ${shortKey(kmsKeyArn)}`;
  if (grant === undefined)
    return `${by.name} had made no successful KMS call ${where} before: it rode on somebody else's bucket key`;
  const last = `the last successful KMS call of ${by.name} ${where} was at ${seconds(grant.atMs)}`;
  if (grant.step <= ledger.cachesLostStep(bucket)) return `${last} and every cached bucket key was lost since`;
  return `${last}, and a bucket key is cached for at most ${seconds(ledger.profile.cacheLifetime.maxMs)}`;
}
