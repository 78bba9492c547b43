import { asksForPart, type GetObject, operationsThat, showsData } from '../model/index.ts';
import { decryptableInvariant } from './decryptable/invariant.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { mayRead } from './ledger/may-read.ts';
import type { FailedWrite, Version } from './ledger/object-record.ts';
import { isKms } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { Property } from './property.ts';
import { answeredText, seconds, shortKey, stepName, stepText, succeeded } from './wording.ts';

/**
 * The short life of a bucket key endangers nothing: it is kept encrypted with the bucket, so whatever was written is
 * read back intact by whoever may, however many windows, evictions, restarts, rotations and changes of the rule lie
 * between.
 */
export const decryptable: Property = {
  id: 'decryptable',
  title:
    'What was written is read back intact by whoever may, across expiry, eviction, restart, rotation and rule changes.',
  requirements: ['F-107', 'F-125', 'F-124', 'F-126', 'F-40', 'F-13', 'F-180', 'F-210', 'F-211', 'U-05', 'U-25'],
  formula: '□ (read(v) ∧ mayRead → succeeds);  □ (read(v) succeeds → content = written(v))',
  needs: 'answers',
  events: operationsThat(showsData),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { event, atMs } = seen.step;
        if (event.op !== 'GetObject' || hasHeaders(event)) return 'idle';
        const { bucket, object } = ledger.sides(seen);
        const version = object?.version;
        if (bucket === undefined || version === undefined) return 'idle';
        if (!succeeded(seen)) {
          if (event.conditions !== undefined || asksForPart(event)) return 'idle';
          const by = ledger.requesterOf(seen.step);
          const { key, versionId, headers } = event;
          if (mayRead(ledger, by, bucket, key, version, atMs, versionId, headers?.customerKey) !== 'yes') return 'idle';
          return {
            violation:
              `${stepText(seen)}, ${writing(version)}, and was answered ${answeredText(seen)}, but neither S3 nor ` +
              `KMS has a reason to refuse${upset(ledger, bucket, version, object?.failedWrite)}`,
            requirements: [version.bucketKey === true ? 'F-107' : 'F-40'],
            parts: [{ part: 'status', expected: '200', observed: answeredText(seen) }],
          };
        }
        const { contentMd5 } = seen.observation;
        if (typeof contentMd5 !== 'string' || version.md5 === undefined || asksForPart(event)) return 'idle';
        if (contentMd5 !== version.md5) {
          return {
            violation:
              `${stepText(seen)}, ${writing(version)}: the content has the MD5 ${contentMd5}, but what was written ` +
              `has ${version.md5}${upset(ledger, bucket, version, object?.failedWrite)}`,
            requirements: [version.bucketKey === true ? 'F-107' : 'F-40'],
            parts: [{ part: 'contentMd5', expected: version.md5, observed: contentMd5 }],
          };
        }
        return isUpset(ledger, bucket, version, atMs) ? 'exercised' : 'held';
      },
    };
  },
  invariant: decryptableInvariant,
};

/** Whether a read says something of encryption that it need not say, and that may be refused (E-15, U-14). */
function hasHeaders({ headers }: GetObject): boolean {
  return headers !== undefined && Object.keys(headers).some((name) => name !== 'customerKey');
}

function writing({ atMs, step }: Version): string {
  return `written in ${stepName(step)} at ${seconds(atMs)}`;
}

/** What happened since the writing that must not matter, for people; empty where nothing did. */
function upset(
  ledger: Ledger,
  bucket: BucketRecord,
  { step, kmsKeyArn }: Version,
  failed: FailedWrite | undefined,
): string {
  const lost = ledger.cachesLost(bucket, step);
  const key = typeof kmsKeyArn === 'string' ? ledger.key(kmsKeyArn) : undefined;
  const rotated = key?.rotatedStep ?? -1;
  const imported = key?.importedStep ?? -1;
  const happened = [
    ...(failed === undefined ? [] : [`the failed write of ${failed.by ?? 'a replication'} at ${seconds(failed.atMs)}`]),
    ...(lost === undefined ? [] : [lost]),
    ...(rotated > step ? [`the rotation of ${shortKey(kmsKeyArn)} in ${stepName(rotated)}`] : []),
    ...(imported > step ? [`the import of the material of ${shortKey(kmsKeyArn)} in ${stepName(imported)}`] : []),
    ...(bucket.ruleStep > step ? [`the change of the rule in ${stepName(bucket.ruleStep)}`] : []),
    ...(ledger.aliasMovedStep > step ? [`the change of an alias in ${stepName(ledger.aliasMovedStep)}`] : []),
  ];
  return happened.length === 0
    ? ''
    : `; since the writing there was ${happened.join(', and ')}, which must change nothing`;
}

/** Whether something happened since the writing that a careless system would lose the object by. */
function isUpset(ledger: Ledger, bucket: BucketRecord, version: Version, nowMs: number): boolean {
  if (isKms(version.sse) !== true) return false;
  if (Math.max(bucket.ruleStep, ledger.aliasMovedStep) > version.step) return true;
  const key = typeof version.kmsKeyArn === 'string' ? ledger.key(version.kmsKeyArn) : undefined;
  if (key !== undefined && Math.max(key.rotatedStep, key.importedStep) > version.step) return true;
  if (version.bucketKey !== true) return false;
  return ledger.cachesLostStep(bucket) > version.step || nowMs >= version.atMs + ledger.profile.cacheLifetime.maxMs;
}
