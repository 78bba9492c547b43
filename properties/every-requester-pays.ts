import { type KmsCall, opensAndEncrypts } from '../model/index.ts';
import { everyRequesterPaysInvariant } from './every-requester-pays/invariant.ts';
import { both } from './judgement.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { ANY_OPERATION, contextArnOf, DECRYPT_OPERATIONS, hasOkCall } from './ledger/calls.ts';
import { mayHoldBucketKey } from './ledger/may-hold.ts';
import type { LedgerRequester } from './ledger/requesters.ts';
import { EVENTS_WITH_SIDES, type Side } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Judgement, Property } from './property.ts';
import { callsText, seconds, shortKey, stepName, stepText } from './wording.ts';

/**
 * The promise behind bucket keys: whoever is served from a bucket key has shown to KMS that they may use the KMS key,
 * and left a line in the audit log, within the lifetime of the cache. Nobody rides on the bucket key that somebody else
 * has brought. Who counts as the same requester is up to the profile.
 */
export const everyRequesterPays: Property = {
  id: 'every-requester-pays',
  title: 'Nobody is served from a bucket key without a KMS call of their own within the cache lifetime.',
  requirements: ['F-97', 'F-95', 'F-96', 'F-28', 'F-88', 'F-100', 'F-103', 'F-114', 'U-01', 'U-05'],
  formula: '□ (served(r, bucket, key) ∧ bucketKey → ◇⁻[< cacheLifetime.max] kmsOk(r, bucketARN, key))',
  needs: 'kms-calls',
  events: EVENTS_WITH_SIDES,
  monitor({ ledger }) {
    return {
      see(seen) {
        const { operation, read, write, done, kmsCalls } = ledger.sides(seen);
        if (!done || kmsCalls === undefined) return 'idle';
        // Which side of a copy goes first may be open; the call of the other side may have brought the bucket key then.
        const isOrderOpen = opensAndEncrypts(operation) && ledger.profile.refusedFirst.length > 1;
        const reading =
          read === undefined
            ? 'idle'
            : judge(ledger, seen, read, kmsCalls, isOrderOpen ? ANY_OPERATION : DECRYPT_OPERATIONS);
        const writing = write === undefined ? 'idle' : judge(ledger, seen, write, kmsCalls, ANY_OPERATION);
        return both(reading, writing);
      },
    };
  },
  invariant: everyRequesterPaysInvariant,
};

function judge(
  ledger: Ledger,
  seen: ObservedStep,
  side: Side,
  kmsCalls: readonly KmsCall[],
  operations: typeof ANY_OPERATION,
): Judgement {
  if (side.bucketKey !== true) return 'idle';
  const { by, bucket } = side;
  const keyArn = side.kmsKeyArn ?? undefined;
  if (hasOkCall(ledger, kmsCalls, { by, contextArn: bucket.arn, keyArn, operations })) return 'held';
  const holds = mayHoldBucketKey(ledger, side, seen.step.atMs);
  if (holds === 'yes') return 'exercised';
  if (holds === 'open') return 'idle';
  const other = kmsCalls.filter(({ result }) => result === 'ok');
  return other.length > 0
    ? otherCalls(seen, side, other)
    : {
        ...whatIsMissing(ledger, side, seen.step.atMs, `${stepText(seen)} without a KMS call, but `),
        parts: [{ part: 'kmsCalls', expected: `a call of ${side.by.name}`, observed: 'none' }],
      };
}

/** A request that asked KMS, but not by its requester for its bucket. */
function otherCalls(seen: ObservedStep, { by, bucket, kmsKeyArn }: Side, calls: readonly KmsCall[]): Broken {
  const due = `a call by ${by.name} for ${bucket.arn} under ${shortKey(kmsKeyArn)}`;
  const isNamedWrong = calls.some((call) => call.by === by.name && contextArnOf(call) !== bucket.arn);
  return {
    violation: `${stepText(seen)}, which has a bucket key and takes ${due}, but KMS was asked for ${callsText(calls)}`,
    requirements: isNamedWrong ? ['F-88'] : ['F-97', 'F-100'],
    parts: [{ part: 'kmsCalls', expected: due, observed: callsText(calls) }],
  };
}

function whatIsMissing(ledger: Ledger, { by, bucket, kmsKeyArn, grant }: Side, nowMs: number, before: string): Broken {
  const where = `for bucket ${bucket.name} under ${shortKey(kmsKeyArn)}`;
  if (grant === undefined) {
    const never = `${before}${by.name} had made no successful KMS call ${where} before`;
    return typeof kmsKeyArn === 'string'
      ? neverPaid(ledger, bucket, by, kmsKeyArn, never)
      : { violation: never, requirements: PAYS };
  }
  const when = `${stepName(grant.step)} at ${seconds(grant.atMs)}`;
  const call = `the last successful KMS call of ${by.name} ${where} was ${when}`;
  const lost = ledger.cachesLost(bucket, grant.step);
  if (lost !== undefined)
    return { violation: `${before}${call}, and ${lost} emptied the caches since`, requirements: [...PAYS, 'U-05'] };
  const { maxMs } = ledger.profile.cacheLifetime;
  return {
    violation:
      `${before}${call}: what it obtained then was ${seconds(nowMs - grant.atMs)} old, and a bucket key serves only ` +
      `while it is younger than ${seconds(maxMs)}`,
    requirements: [...PAYS, 'F-103', 'U-01'],
  };
}

const PAYS = ['F-97'];

/** Who has obtained the bucket key, and why that is somebody else. */
function whose(ledger: Ledger, bucket: BucketRecord, by: LedgerRequester, keyArn: string): string {
  const other = ledger
    .requesters()
    .find(({ identity }) => identity !== by.identity && bucket.grant(identity, keyArn) !== undefined);
  if (other === undefined) return '';
  const isSession = ledger.profile.requesterMode === 'session';
  const differs =
    other.account !== by.account
      ? 'another account'
      : other.roleArn !== by.roleArn
        ? 'another role'
        : `the same role with another ${isSession ? 'session or scoping policy' : 'scoping policy'}`;
  return `, that of ${other.name}, ${differs}`;
}

/** Whose bucket key can have served a requester who never asked for one: somebody else's, or one of another KMS key. */
function neverPaid(ledger: Ledger, bucket: BucketRecord, by: LedgerRequester, keyArn: string, never: string): Broken {
  const { identity, name } = by;
  if (bucket.isPaidByOthers(identity, keyArn)) {
    const rode = `it rode on somebody else's bucket key${whose(ledger, bucket, by, keyArn)}`;
    return { violation: `${never}: ${rode}`, requirements: [...PAYS, 'F-95'] };
  }
  const other = bucket.otherKeyOf(identity, keyArn);
  const elsewhere = ledger.otherBucketOf(identity, keyArn, bucket);
  const held =
    other === undefined
      ? elsewhere === undefined
        ? undefined
        : `under it is for bucket ${elsewhere.name}`
      : `for bucket ${bucket.name} is under ${shortKey(other)}`;
  if (held === undefined)
    return {
      violation: `${never}, and neither had anybody else: its bucket key was never fetched`,
      requirements: PAYS,
    };
  return {
    violation: `${never}: its bucket key was never fetched, and what ${name} holds ${held}`,
    requirements: [...PAYS, 'F-28'],
  };
}
