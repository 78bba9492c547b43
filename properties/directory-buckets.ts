import { type EventName, type KmsCall, objectRead } from '../model/index.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { contextArnOf, DECRYPT_OPERATIONS, ENCRYPT_OPERATIONS, hasOkCall } from './ledger/calls.ts';
import { EVENTS_WITH_SIDES, isKms, type Side } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Property } from './property.ts';
import { callsText, shortKey, stepText, succeeded } from './wording.ts';

const SIDED: ReadonlySet<EventName> = new Set(EVENTS_WITH_SIDES);

/**
 * A directory bucket has one KMS key as long as it is there, and a bucket key for all that is under it, of which KMS
 * sees the bucket alone. Whoever copies from or to it is served by no bucket key. No ETag of it is an MD5.
 */
export const directoryBuckets: Property = {
  id: 'directory-buckets',
  title: 'A directory bucket has one KMS key for life and always bucket keys, which serve no copy.',
  requirements: ['F-20', 'F-53', 'F-189', 'K-31', 'E-36'],
  formula:
    '□ (directory ∧ kms → bucketKey ∧ key = keyForLife ∧ context = arn(bucket)) ∧ ' +
    '□ (directory ∧ copy ∧ kms → kmsOk ∈ calls) ∧ □ (directory → etag ≠ md5)',
  needs: 'answers',
  events: EVENTS_WITH_SIDES,
  ofDirectories: 'only',
  monitor({ ledger, profile }) {
    const keys = new WeakMap<BucketRecord, string>();
    return {
      see(seen) {
        const { event } = seen.step;
        if (!SIDED.has(event.op) || !ledger.concernsDirectory(event) || !succeeded(seen)) return 'idle';
        return (
          wrongEncryption(ledger, seen, keys) ??
          wrongContext(ledger, seen) ??
          servedCopy(ledger, seen) ??
          (profile.kmsEtag.includes('md5') ? undefined : md5Etag(ledger, seen)) ??
          (isKms(seen.observation.sse) === true ? 'exercised' : 'held')
        );
      },
    };
  },
};

/** What is shown to be under KMS in a directory bucket has a bucket key, and the key that others there have. */
function wrongEncryption(ledger: Ledger, seen: ObservedStep, keys: WeakMap<BucketRecord, string>): Broken | undefined {
  const { event } = seen.step;
  const { sse, bucketKeyEnabled, kmsKeyArn } = seen.observation;
  const bucket = 'bucket' in event && ledger.arns.isDirectory(event.bucket) ? ledger.bucket(event.bucket) : undefined;
  if (bucket === undefined || sse !== 'aws:kms') return undefined;
  if (bucketKeyEnabled === null || bucketKeyEnabled === false)
    return {
      violation: `${stepText(seen)}: in the directory bucket ${bucket.name} what is under KMS has no bucket key`,
      requirements: ['F-20'],
      parts: [{ part: 'bucketKeyEnabled', expected: 'true', observed: String(bucketKeyEnabled) }],
    };
  if (typeof kmsKeyArn !== 'string') return undefined;
  const known = keys.get(bucket);
  if (known === undefined) keys.set(bucket, kmsKeyArn);
  if (known === undefined || known === kmsKeyArn) return undefined;
  return {
    violation: `${stepText(seen)}: under ${shortKey(kmsKeyArn)}, while ${bucket.name} has ${shortKey(known)} for life`,
    requirements: ['E-36', 'F-20'],
    parts: [{ part: 'kmsKeyArn', expected: known, observed: kmsKeyArn }],
  };
}

/** KMS sees the bucket, no object of it and no pair beside. */
function wrongContext(ledger: Ledger, seen: ObservedStep): Broken | undefined {
  const { event } = seen.step;
  const { arns } = ledger;
  const { operation, kmsCalls } = ledger.sides(seen);
  const names = ['bucket' in event ? event.bucket : undefined, objectRead(event, operation)?.bucket];
  const directories = names.filter((name) => name !== undefined && arns.isDirectory(name)).map((name) => name ?? '');
  const wrong = kmsCalls?.find((call) => directories.some((name) => isOtherContext(arns.bucket(name), call)));
  if (wrong === undefined) return undefined;
  return {
    violation: `${stepText(seen)}: ${callsText([wrong])}, not for the directory bucket alone`,
    requirements: ['F-20'],
    parts: [{ part: 'kmsCalls', expected: 'the bucket as context', observed: JSON.stringify(wrong.context) }],
  };
}

function isOtherContext(bucketArn: string, call: KmsCall): boolean {
  const arn = contextArnOf(call);
  return arn?.startsWith(`${bucketArn}/`) === true || (arn === bucketArn && Object.keys(call.context).length > 1);
}

/** Each side of a copy that is under KMS takes a call of its own. */
function servedCopy(ledger: Ledger, seen: ObservedStep): Broken | undefined {
  if (!('source' in seen.step.event)) return undefined;
  const { read, write } = ledger.sides(seen);
  return servedSide(ledger, seen, read, DECRYPT_OPERATIONS) ?? servedSide(ledger, seen, write, ENCRYPT_OPERATIONS);
}

function servedSide(
  ledger: Ledger,
  seen: ObservedStep,
  side: Side | undefined,
  operations: typeof DECRYPT_OPERATIONS,
): Broken | undefined {
  const { kmsCalls } = ledger.sides(seen);
  if (side === undefined || kmsCalls === undefined || isKms(side.sse) !== true) return undefined;
  const keyArn = side.kmsKeyArn ?? undefined;
  if (hasOkCall(ledger, kmsCalls, { by: side.by, contextArn: undefined, keyArn, operations })) return undefined;
  return {
    violation:
      `${stepText(seen)}: a copy from or to a directory bucket, yet ${side.by.name} made no successful ` +
      `${operations.join(' or ')} call for ${side.bucket.name}/${side.key}`,
    requirements: ['F-53', 'K-31'],
    parts: [{ part: 'kmsCalls', expected: operations.join(' or '), observed: 'no such call' }],
  };
}

/** The ETag of what is written at once is not the MD5 of the body. */
function md5Etag({ arns }: Ledger, seen: ObservedStep): Broken | undefined {
  const { event } = seen.step;
  const { etag } = seen.observation;
  if (event.op !== 'PutObject' || !arns.isDirectory(event.bucket) || etag !== event.body.md5) return undefined;
  return {
    violation: `${stepText(seen)}: the ETag is the MD5 of the content, in a directory bucket`,
    requirements: ['F-189'],
    parts: [{ part: 'etag', expected: 'not the MD5', observed: etag }],
  };
}
