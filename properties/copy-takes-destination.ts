import { copyTakesDestinationInvariant } from './copy-takes-destination/invariant.ts';
import { askedEncryption } from './ledger/asked-encryption.ts';
import { etagsUnder } from './ledger/etags.ts';
import type { AskedEncryption } from './ledger/object-record.ts';
import { isKms, type ReadSide, type WriteSide } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Property } from './property.ts';
import { shortKey, stepText, valueText } from './wording.ts';

/**
 * A copy is a write: it takes the encryption its own headers ask for, else that of the destination bucket. Nothing is
 * inherited from the source, neither the KMS key nor the bucket key, and the copy gets a data key and an ETag of its
 * own. People lose encryption, or keep paying for per-object keys, where they believe otherwise.
 */
export const copyTakesDestination: Property = {
  id: 'copy-takes-destination',
  title:
    'A copy has the encryption of its headers or its destination, a fresh data key, and the ETag class that goes ' +
    'with it.',
  requirements: ['F-47', 'F-48', 'F-49', 'F-50', 'F-51', 'F-22', 'F-23', 'F-81', 'F-86', 'F-111', 'D-07', 'SC-23'],
  formula: '□ (copy(s → d) succeeds → encryption(d) = resolve(headers, rule(bucket(d))) ∧ dataKey(d) ≠ dataKey(s))',
  needs: 'answers',
  events: ['CopyObject'],
  monitor({ ledger }) {
    return {
      see(seen) {
        const { event, atMs } = seen.step;
        if (event.op !== 'CopyObject') return 'idle';
        const { read, write } = ledger.sides(seen);
        if (write === undefined) return 'idle';
        const asked = askedEncryption(ledger, write.bucket, event.headers, write.by, atMs);
        const wrong = firstWrong(asked, write) ?? wrongFreshness(ledger, seen, read, write);
        if (wrong !== undefined) return { ...wrong, violation: `${stepText(seen)}: ${wrong.violation}` };
        if (asked.sse === undefined || write.sse === undefined) return 'idle';
        return read !== undefined && differs(read, write) ? 'exercised' : 'held';
      },
    };
  },
  invariant: copyTakesDestinationInvariant,
};

function firstWrong(asked: AskedEncryption, write: WriteSide): Broken | undefined {
  if (asked.sse !== undefined && write.sse !== undefined && write.sse !== asked.sse) {
    return {
      violation:
        `the copy must be under ${valueText(asked.sse)} as its headers or bucket ${write.bucket.name} have it, but ` +
        `is under ${valueText(write.sse)}`,
      requirements: ['F-47', 'F-48'],
      parts: [{ part: 'sse', expected: valueText(asked.sse), observed: valueText(write.sse) }],
    };
  }
  if (asked.bucketKey !== undefined && write.bucketKey !== undefined && write.bucketKey !== asked.bucketKey) {
    return {
      violation:
        `the copy must ${asked.bucketKey ? 'have a bucket key' : 'have no bucket key'} as its headers or bucket ` +
        `${write.bucket.name} have it, but the flag is ${write.bucketKey}`,
      requirements: ['F-47', 'F-48', 'F-23'],
      parts: [{ part: 'bucketKeyEnabled', expected: `${asked.bucketKey}`, observed: `${write.bucketKey}` }],
    };
  }
  if (asked.kmsKeyArn !== undefined && write.kmsKeyArn !== undefined && write.kmsKeyArn !== asked.kmsKeyArn) {
    return {
      violation:
        `the copy must be under ${shortKey(asked.kmsKeyArn)} as its headers or bucket ${write.bucket.name} have it, ` +
        `but is under ${shortKey(write.kmsKeyArn)}`,
      requirements: ['F-47', 'F-48'],
      parts: [{ part: 'kmsKeyArn', expected: valueText(asked.kmsKeyArn), observed: valueText(write.kmsKeyArn) }],
    };
  }
  return undefined;
}

/** Data key and opaque ETag of the source must not come back. */
function wrongFreshness(
  ledger: Ledger,
  { observation }: ObservedStep,
  read: ReadSide | undefined,
  write: WriteSide,
): Broken | undefined {
  const { etag, internals } = observation;
  if (read === undefined) return undefined;
  if (internals?.dataKey !== undefined && internals.dataKey === read.version.dataKey)
    return { violation: 'the copy has the data key of its source', requirements: ['F-111'] };
  if (isKms(write.sse) !== true || write.sse === undefined || etagsUnder(write.sse, ledger.profile).includes('md5'))
    return undefined;
  if (typeof etag === 'string' && etag === read.version.etag)
    return {
      violation: `the copy has the ETag of its source, ${etag}, although it is under ${write.sse}`,
      requirements: ['F-86', 'F-81'],
      parts: [{ part: 'etag', expected: 'another one', observed: etag }],
    };
  return undefined;
}

function differs(read: ReadSide, write: WriteSide): boolean {
  return read.sse !== write.sse || read.kmsKeyArn !== write.kmsKeyArn || read.bucketKey !== write.bucketKey;
}
