import {
  isEnvironmentEvent,
  isReplication,
  type KmsOperation,
  type Operation,
  rewraps,
  type S3Action,
} from '../model/index.ts';
import { both } from './judgement.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { contextArnOf } from './ledger/calls.ts';
import type { KeyRecord } from './ledger/key-record.ts';
import { cutOffSinceMs } from './ledger/may-hold.ts';
import { neededActions } from './ledger/needed-actions.ts';
import { namedArn } from './ledger/permission.ts';
import type { LedgerRequester } from './ledger/requesters.ts';
import { namedKey, type Side, type Sides } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { revocationBoundInvariant } from './revocation-bound/invariant.ts';
import { seconds, shortKey, stepName, stepText, succeeded } from './wording.ts';

/**
 * How long a bucket key outlives the right to it. Disabling or deleting the KMS key, or taking a requester out of its
 * policy, bites at once where there is no bucket key, and with one at the next cold use: at the latest one cache
 * lifetime later. A denial on S3's side is checked on every request and bites as soon
 * as it has propagated (U-27).
 */
export const revocationBound: Property = {
  id: 'revocation-bound',
  title:
    'A revocation bites at the next cold use, at the latest one cache lifetime later; an S3-side denial as soon as ' +
    'it ' +
    'has propagated.',
  requirements: ['F-46', 'F-117', 'F-118', 'F-119', 'F-120', 'F-121', 'F-122', 'U-10', 'SC-34'],
  formula: '□ (revoked(r, key) → ¬◇[≥ cacheLifetime.max] served(r, key));  □ (s3Denied(r) → ¬served(r))',
  needs: 'answers',
  monitor({ ledger }) {
    return {
      see(seen) {
        const sides = ledger.sides(seen);
        const { operation, read, write, done } = sides;
        const byS3 = judgeS3(ledger, seen, sides);
        if (typeof byS3 === 'object') return byS3;
        const calls = judgeCalls(ledger, seen, sides);
        if (typeof calls === 'object') return calls;
        const reading =
          read === undefined ? 'idle' : judgeSide(ledger, seen, read, readOperation(operation, ledger), done);
        const writing = write === undefined ? 'idle' : judgeSide(ledger, seen, write, writeOperation(operation), done);
        return both(byS3, both(reading, writing));
      },
    };
  },
  invariant: revocationBoundInvariant,
};

/** By which call an update unwraps is open, where ReEncrypt may do both (U-22). */
function readOperation(operation: Operation, { profile }: Ledger): KmsOperation | undefined {
  return rewraps(operation) && profile.rewrapsBy.includes('ReEncrypt') ? undefined : 'Decrypt';
}

function writeOperation(operation: Operation): KmsOperation | undefined {
  // What a replication calls depends on its source, and an update wraps in several ways; calls are judged one by one.
  return isReplication(operation) || rewraps(operation) ? undefined : 'GenerateDataKey';
}

function judgeS3(ledger: Ledger, seen: ObservedStep, { mayRead, mayWrite, bucket, from }: Sides): Judgement {
  if (mayRead !== 'no' && mayWrite !== 'no') return 'idle';
  const { event } = seen.step;
  if (!('key' in event) || isEnvironmentEvent(event)) return 'idle';
  const { read, write } = neededActions(event);
  let judgement: Judgement = 'idle';
  for (const action of write) judgement = both(judgement, judgeAction(ledger, seen, bucket, action));
  for (const action of read) judgement = both(judgement, judgeAction(ledger, seen, from, action));
  return judgement;
}

function judgeAction(
  ledger: Ledger,
  seen: ObservedStep,
  bucket: BucketRecord | undefined,
  action: Exclude<S3Action, 's3:*'>,
): Judgement {
  const { event, atMs } = seen.step;
  if (bucket?.permits(ledger.requesterOf(seen.step), action, atMs, event) !== 'no') return 'idle';
  if (!succeeded(seen)) return bucket.policySinceMs === undefined ? 'held' : 'exercised';
  const since =
    bucket.policySinceMs === undefined
      ? 'no bucket policy ever allowed it to another account'
      : `the bucket policy of ${stepName(bucket.policyStep)} has denied it since ${seconds(bucket.policySinceMs)}`;
  return {
    violation: `${stepText(seen)}, but ${action} in ${bucket.name} is denied: ${since}`,
    requirements: ['F-46', 'F-119'],
    parts: [{ part: 'status', expected: '403', observed: `${seen.observation.status}` }],
  };
}

/** KMS must not carry out a call that the key's state or policy certainly forbids. */
function judgeCalls(ledger: Ledger, seen: ObservedStep, { kmsCalls }: Sides): Judgement {
  if (kmsCalls === undefined || kmsCalls.length === 0) return 'idle';
  for (const call of kmsCalls) {
    if (call.result !== 'ok') continue;
    const by = ledger.requester(call.by);
    const key = ledger.key(call.keyArn);
    const arn = contextArnOf(call);
    if (by === undefined || key === undefined || arn === undefined) continue;
    if (key.answers(by, call.operation, arn, null, seen.step.atMs) === 'no') {
      return {
        violation:
          `${stepText(seen)} and KMS carried out ${call.operation} under ${shortKey(key.arn)}, but ` +
          `${whyNot(side(by, arn), by, key.isUsable(seen.step.atMs) === 'no', key)}`,
        requirements: key.isUsable(seen.step.atMs) === 'no' ? ['F-117'] : ['F-118'],
      };
    }
  }
  return 'idle';
}

function side(by: { readonly name: string }, arn: string): string {
  return `${by.name} for ${arn}`;
}

const UNUSABLE: Readonly<Record<KeyRecord['state'], string>> = {
  enabled: 'unusable',
  disabled: 'disabled',
  pendingImport: 'without its material, or disabled,',
  pendingDeletion: 'waiting for deletion, or disabled,',
};

function whyNot(subject: string, by: LedgerRequester, isUnusable: boolean, key: KeyRecord): string {
  if (isUnusable)
    return (
      `the key had been ${UNUSABLE[key.state]} since ` +
      `${stepName(key.usabilityStep)} at ${seconds(key.usabilitySinceMs)}`
    );
  const { atMs, step } = key.refusedSince(by);
  const since = step < 0 ? 'from the start' : `since ${stepName(step)} at ${seconds(atMs)}`;
  return `the key policy had refused it to ${subject} ${since}`;
}

function judgeSide(
  ledger: Ledger,
  seen: ObservedStep,
  one: Side,
  operation: KmsOperation | undefined,
  done: boolean,
): Judgement {
  const key = one.kmsKey;
  // KMS has revoked nothing from who cannot ask it (F-101).
  if (key === undefined || !one.by.isKnownToKms) return 'idle';
  const nowMs = seen.step.atMs;
  const { profile } = ledger;
  if (one.bucketKey === true) {
    const since = cutOffSinceMs(ledger, one, key, nowMs);
    if (since === undefined) return 'idle';
    const endMs = since + profile.kmsDelayMs + profile.cacheLifetime.maxMs;
    if (!done || nowMs < endMs) return 'exercised';
    return {
      violation:
        `${stepText(seen)}, but ${whyNot(one.by.name, one.by, key.isUsable(nowMs) === 'no', key)}: ` +
        (Number.isFinite(endMs)
          ? `a bucket key obtained before that was cached until ${seconds(endMs)} at the latest`
          : 'that was so from the beginning, and no bucket key can have been obtained before'),
      requirements: key.isUsable(nowMs) === 'no' ? ['F-117', 'F-120'] : ['F-118'],
    };
  }
  const named = namedKey(one);
  if (
    named === undefined ||
    operation === undefined ||
    key.answers(one.by, operation, one.bucket.arn, named, nowMs) !== 'no'
  )
    return 'idle';
  if (!done) return 'exercised';
  const arn = namedArn(one.bucket.arn, named);
  const reason = whyNot(side(one.by, arn), one.by, key.isUsable(nowMs) === 'no', key);
  return { violation: `${stepText(seen)} without a bucket key, but ${reason}`, requirements: ['F-120'] };
}
