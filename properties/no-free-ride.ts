import { type KmsCall, rewraps } from '../model/index.ts';
import { both } from './judgement.ts';
import { DECRYPT_OPERATIONS, ENCRYPT_OPERATIONS, hasOkCall } from './ledger/calls.ts';
import { PerBucket } from './ledger/nested-map.ts';
import { EVENTS_WITH_SIDES, isKms, type Side } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import { noFreeRideInvariant } from './no-free-ride/invariant.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { callsText, shortKey, stepText } from './wording.ts';

/**
 * Without a bucket key there is nothing to share: each request on a KMS-encrypted object asks KMS itself, every time,
 * however often the same requester has asked before. The same goes for DSSE, which never uses a bucket key.
 */
export const noFreeRide: Property = {
  id: 'no-free-ride',
  title: 'Without a bucket key no request on a KMS-encrypted object succeeds without a KMS call of its own.',
  requirements: ['K-02', 'K-06', 'K-08', 'K-13', 'K-21', 'K-25', 'F-38', 'F-07', 'F-147'],
  formula: '□ (succeeds(request) ∧ kms ∧ ¬bucketKey → kmsOk ∈ calls(request))',
  needs: 'kms-calls',
  events: EVENTS_WITH_SIDES,
  monitor({ ledger }) {
    const earlier = new PerBucket<{ calls: number }>(ledger);
    return {
      see(seen) {
        const { operation, read, write, done, kmsCalls } = ledger.sides(seen);
        if (!done || kmsCalls === undefined) return 'idle';
        // One call for both sides, which is recorded with the new key (K-25).
        if (rewraps(operation) && kmsCalls.some((call) => call.operation === 'ReEncrypt' && call.result === 'ok'))
          return 'held';
        const reading = read === undefined ? 'idle' : judge(ledger, seen, read, kmsCalls, DECRYPT_OPERATIONS, earlier);
        const writing =
          write === undefined ? 'idle' : judge(ledger, seen, write, kmsCalls, ENCRYPT_OPERATIONS, earlier);
        return both(reading, rewraps(operation) ? ofUpdate(writing) : writing);
      },
    };
  },
  invariant: noFreeRideInvariant,
};

/** An update has no bucket key unless it asks for one itself, whatever bucket and object have (F-147). */
function ofUpdate(judgement: Judgement): Judgement {
  if (typeof judgement !== 'object') return judgement;
  const { violation } = judgement;
  return {
    ...judgement,
    violation: `${violation}; an update gives no bucket key unless it asks for one`,
    requirements: ['F-147', 'K-25'],
  };
}

function noneYet(): { calls: number } {
  return { calls: 0 };
}

function judge(
  ledger: Ledger,
  seen: ObservedStep,
  side: Side,
  kmsCalls: readonly KmsCall[],
  operations: typeof DECRYPT_OPERATIONS,
  earlier: PerBucket<{ calls: number }>,
): Judgement {
  if (isKms(side.sse) !== true) return 'idle';
  if (side.bucketKey !== false && side.sse !== 'aws:kms:dsse') return 'idle';
  const keyArn = side.kmsKeyArn ?? undefined;
  if (!hasOkCall(ledger, kmsCalls, { by: side.by, contextArn: undefined, keyArn, operations })) {
    const wanted = operations.join(' or ');
    const other = kmsCalls.filter(({ result, operation }) => result === 'ok' && operations.includes(operation));
    const made = other.length === 0 ? `made no successful ${wanted} call` : `made another call: ${callsText(other)}`;
    return {
      violation:
        `${stepText(seen)}: ${side.bucket.name}/${side.key} is under ${shortKey(side.kmsKeyArn)} without a bucket ` +
        'key, ' +
        `yet ${side.by.name} ${made}`,
      requirements:
        side.sse === 'aws:kms:dsse' ? ['F-07', 'K-08'] : [operations === DECRYPT_OPERATIONS ? 'K-06' : 'K-02'],
      parts: [{ part: 'kmsCalls', expected: wanted, observed: kmsCalls.length === 0 ? 'none' : 'no such call' }],
    };
  }
  const count = earlier.of(side.bucket, side.by.identity, keyArn ?? '', noneYet);
  count.calls += 1;
  return count.calls > 1 ? 'exercised' : 'held';
}
