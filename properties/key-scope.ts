import { both } from './judgement.ts';
import { keyScopeInvariant } from './key-scope/invariant.ts';
import { BoundedMap } from './ledger/bounded-map.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { ANY_OPERATION, hasOkCall } from './ledger/calls.ts';
import { mayHoldBucketKey } from './ledger/may-hold.ts';
import { bucketOfCall, EVENTS_WITH_SIDES, type Side, type Sides } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { shortKey, stepName, stepText } from './wording.ts';

/**
 * A bucket key belongs to one bucket and one KMS key. A requester who uses two KMS keys in a bucket, or one KMS key for
 * two buckets, needs a bucket key for each pair. From outside a breach shows as a request that is served without a KMS
 * call although its requester has only asked for other pairs; from inside, as one fingerprint under two pairs.
 */
export const keyScope: Property = {
  id: 'key-scope',
  title: 'A bucket key serves one bucket and one KMS key.',
  requirements: ['F-28', 'F-114'],
  formula: '∀ bucket keys k: |{ bucket(v) : bucketKey(v) = k }| = |{ kmsKey(v) : bucketKey(v) = k }| = 1',
  needs: 'kms-calls',
  events: EVENTS_WITH_SIDES,
  monitor({ ledger }) {
    const scopes = new BoundedMap<Scope>();
    const lastPaid: Payments = new Map();
    return {
      see(seen) {
        const sides = ledger.sides(seen);
        const { read, write, done } = sides;
        const reading = done && read !== undefined ? judgeOutside(ledger, seen, sides, read, lastPaid) : 'idle';
        const writing = done && write !== undefined ? judgeOutside(ledger, seen, sides, write, lastPaid) : 'idle';
        notePayments(ledger, seen, sides, lastPaid);
        const inside = done && write !== undefined ? judgeInside(scopes, seen, write) : 'idle';
        return both(inside, both(reading, writing));
      },
    };
  },
  invariant: keyScopeInvariant,
};

/** What a bucket key belongs to. A bucket that is made anew is another one, of the same name. */
interface Scope {
  readonly bucket: string;
  readonly bucketMadeStep: number;
  readonly keyArn: string;
}

/** The last successful KMS call of a requester for a bucket key. */
interface Payment {
  readonly bucket: BucketRecord;
  readonly keyArn: string;
  readonly atMs: number;
  readonly step: number;
}

type Payments = Map<number, Payment>;

function judgeInside(
  scopes: BoundedMap<Scope>,
  seen: ObservedStep,
  { bucket, key, bucketKey, kmsKeyArn }: Side,
): Judgement {
  const fingerprint = seen.observation.internals?.bucketKey;
  if (fingerprint === undefined || bucketKey === false || typeof kmsKeyArn !== 'string') return 'idle';
  const scope = scopes.get(fingerprint);
  if (scope === undefined) {
    scopes.set(fingerprint, { bucket: bucket.name, bucketMadeStep: bucket.madeStep, keyArn: kmsKeyArn });
    return 'held';
  }
  if (scope.bucket === bucket.name && scope.bucketMadeStep === bucket.madeStep && scope.keyArn === kmsKeyArn)
    return 'held';
  return {
    violation:
      `${stepText(seen)}: the data key of ${bucket.name}/${key} under ${shortKey(kmsKeyArn)} was made by a bucket ` +
      'key ' +
      `that belongs to bucket ${scope.bucket} under ${shortKey(scope.keyArn)}` +
      (scope.bucket === bucket.name && scope.keyArn === kmsKeyArn
        ? `, as it was before ${stepName(bucket.madeStep)} made it anew`
        : ''),
    requirements: ['F-28', 'F-114'],
  };
}

/** A request that was served without a call, by somebody whose last call was for another bucket or KMS key. */
function judgeOutside(
  ledger: Ledger,
  seen: ObservedStep,
  { kmsCalls }: Sides,
  side: Side,
  lastPaid: Payments,
): Judgement {
  if (side.bucketKey !== true || typeof side.kmsKeyArn !== 'string' || kmsCalls === undefined) return 'idle';
  const { by, bucket, kmsKeyArn: keyArn } = side;
  const paid = lastPaid.get(by.identity);
  const isElsewhere = paid !== undefined && (paid.bucket !== bucket || paid.keyArn !== keyArn);
  if (!isElsewhere) return 'idle';
  const alive =
    paid.step > ledger.cachesLostStep(paid.bucket) && seen.step.atMs < paid.atMs + ledger.profile.cacheLifetime.maxMs;
  if (!alive) return 'idle';
  if (hasOkCall(ledger, kmsCalls, { by, contextArn: bucket.arn, keyArn, operations: ANY_OPERATION }))
    return 'exercised';
  if (mayHoldBucketKey(ledger, side, seen.step.atMs) !== 'no') return 'exercised';
  return {
    violation:
      `${stepText(seen)} without a KMS call for bucket ${bucket.name} under ${shortKey(keyArn)}: ${by.name} holds a ` +
      `bucket key of bucket ${paid.bucket.name} under ${shortKey(paid.keyArn)}, which must not serve here` +
      (paid.bucket.name === bucket.name && paid.keyArn === keyArn
        ? `: ${stepName(bucket.madeStep)} made the bucket anew`
        : ''),
    requirements: ['F-28', 'F-114'],
    parts: [{ part: 'kmsCalls', expected: 'a call for this bucket and KMS key', observed: 'none' }],
  };
}

function notePayments(ledger: Ledger, seen: ObservedStep, sides: Sides, lastPaid: Payments): void {
  for (const call of sides.kmsCalls ?? []) {
    const identity = ledger.identityOf(call.by);
    if (call.result !== 'ok' || identity === undefined) continue;
    const bucket = bucketOfCall(ledger, seen, sides, call);
    if (bucket !== undefined)
      lastPaid.set(identity, { bucket, keyArn: call.keyArn, atMs: seen.step.atMs, step: ledger.steps });
  }
}
