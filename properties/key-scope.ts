import { both } from './judgement.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { ANY_OPERATION, contextArnOf, hasOkCall } from './ledger/calls.ts';
import { mayHoldBucketKey } from './ledger/holding.ts';
import { type Side, touchedBuckets } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { Judgement, ObservedStep, Property } from './property.ts';
import { shortKey, told } from './wording.ts';

/**
 * A bucket key belongs to one bucket and one KMS key. A requester who uses two KMS keys in a bucket, or one KMS key for two buckets,
 * needs a bucket key for each pair. From outside a breach shows as a request that is served without a KMS call although its requester
 * has only asked for other pairs; from inside, as one fingerprint under two pairs.
 */
export const keyScope: Property = {
  id: 'key-scope',
  title: 'A bucket key serves one bucket and one KMS key.',
  requirements: ['F-28', 'F-114', 'F-11'],
  formula: '∀ bucket keys k: |{ bucket(v) : bucketKey(v) = k }| = |{ kmsKey(v) : bucketKey(v) = k }| = 1',
  needs: 'kms-calls',
  monitor({ ledger }) {
    const scopes = new Map<string, Pair>();
    const lastPaid = new Map<string, Pair & { readonly atMs: number; readonly step: number }>();
    return {
      see(seen) {
        const { read, write, done } = ledger.sides(seen);
        const inside = done && write !== undefined ? judgeInside(scopes, seen, write) : 'idle';
        const outside = done ? both(judgeOutside(ledger, seen, read, lastPaid), judgeOutside(ledger, seen, write, lastPaid)) : 'idle';
        notePayments(ledger, seen, lastPaid);
        return both(inside, outside);
      },
    };
  },
};

interface Pair {
  readonly bucket: BucketRecord;
  readonly keyArn: string;
}

type Payments = Map<string, Pair & { readonly atMs: number; readonly step: number }>;

function judgeInside(scopes: Map<string, Pair>, seen: ObservedStep, { bucket, key, bucketKey, kmsKeyArn }: Side): Judgement {
  const fingerprint = seen.observation.internals?.bucketKey;
  if (fingerprint === undefined || bucketKey === false || typeof kmsKeyArn !== 'string') return 'idle';
  const scope = scopes.get(fingerprint);
  if (scope === undefined) {
    scopes.set(fingerprint, { bucket, keyArn: kmsKeyArn });
    return 'held';
  }
  if (scope.bucket === bucket && scope.keyArn === kmsKeyArn) return 'held';
  return {
    violation: `${told(seen)}: the data key of ${bucket.name}/${key} under ${shortKey(kmsKeyArn)} was made by a bucket key that belongs to bucket ${scope.bucket.name} under ${shortKey(scope.keyArn)}`,
  };
}

/** A request that was served without a call, by somebody whose last call was for another bucket or KMS key. */
function judgeOutside(ledger: Ledger, seen: ObservedStep, side: Side | undefined, lastPaid: Payments): Judgement {
  const { kmsCalls } = seen.observation;
  if (side === undefined || side.bucketKey !== true || typeof side.kmsKeyArn !== 'string' || kmsCalls === undefined) return 'idle';
  const { by, bucket, kmsKeyArn: keyArn } = side;
  const paid = lastPaid.get(by.identity);
  const isElsewhere = paid !== undefined && (paid.bucket !== bucket || paid.keyArn !== keyArn);
  if (!isElsewhere) return 'idle';
  const alive = paid.step > ledger.cachesLostStep(paid.bucket) && seen.step.atMs < paid.atMs + ledger.profile.cacheLifetime.maxMs;
  if (!alive) return 'idle';
  if (hasOkCall(ledger, kmsCalls, { by, contextArn: bucket.arn, keyArn, operations: ANY_OPERATION })) return 'exercised';
  if (mayHoldBucketKey(ledger, side, seen.step.atMs) !== 'no') return 'exercised';
  return {
    violation: `${told(seen)} without a KMS call for bucket ${bucket.name} under ${shortKey(keyArn)}: ${by.name} holds a bucket key of bucket ${paid.bucket.name} under ${shortKey(paid.keyArn)}, which must not serve here`,
  };
}

function notePayments(ledger: Ledger, seen: ObservedStep, lastPaid: Payments): void {
  const { kmsCalls } = seen.observation;
  if (kmsCalls === undefined) return;
  for (const call of kmsCalls) {
    const identity = ledger.identityOf(call.by);
    if (call.result !== 'ok' || identity === undefined) continue;
    const bucket = touchedBuckets(ledger, seen).find((one) => one.arn === contextArnOf(call));
    if (bucket !== undefined) lastPaid.set(identity, { bucket, keyArn: call.keyArn, atMs: seen.step.atMs, step: ledger.steps });
  }
}
