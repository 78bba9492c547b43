import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { judgeSteps } from '../src/check/judge-steps.ts';
import { judgeTrace } from '../src/check/replay.ts';
import { judgeText } from '../src/report/judge-report.ts';
import { readTraceFile, readTraceSteps } from '../src/trace/index.ts';

const folder = join(import.meta.dirname, 'cases');

/** How late a record may be in a case. */
const REORDER_MS = 5_000;

/** The verdict on a case, with the property that is violated. */
async function judged(file: string, profileName: string): Promise<string> {
  const profile = profileNamed(profileName);
  const { verdict, violation } = judgeTrace(await readTraceFile(join(folder, `${file}.ndjson`), REORDER_MS), profile);
  return violation === undefined ? verdict : `${verdict} ${violation.property}`;
}

function filesIn(name: string): readonly string[] {
  return readdirSync(join(folder, name)).map((file) => file.replace(/\.ndjson$/, ''));
}

describe('what AWS documents is no violation', () => {
  test.each(filesIn('documented'))('%s', async (file) => {
    expect(await judged(`documented/${file}`, 'aws')).toBe('conforms');
  });
});

/** Stories that people met, on AWS and elsewhere, each with the profile it is judged by and the verdict. */
const MET: readonly (readonly [file: string, profile: string, verdict: string])[] = [
  ['access-logs-to-kms-bucket', 'aws', 'conforms'],
  ['anonymous-on-aws', 'aws', 'conforms'],
  ['anonymous-served', 'aws', 'violates errors'],
  ['aws-emulator-ignores-key-policy', 'aws', 'violates explained'],
  ['clock-skew', 'aws', 'conforms'],
  ['clickhouse-head-with-sse', 'aws', 'conforms'],
  ['cloudfront-source-arn', 'aws', 'conforms'],
  ['cloudfront-without-source-served', 'aws', 'violates revocation-bound'],
  ['cloudtrail-home-region', 'aws', 'conforms'],
  ['cloudtrail-other-region', 'aws', 'conforms'],
  ['cross-account-managed-key', 'aws', 'conforms'],
  ['etag-learnt-is-another-later', 'aws', 'violates explained'],
  ['two-leaders-elected', 'aws', 'violates errors'],
  ['fakecloud-call-log-without-requester', 'aws', 'conforms'],
  ['esdk-cold-lambda', 'aws', 'conforms'],
  ['esdk-cold-function', 'aws', 'conforms'],
  ['fakecloud-call-for-each-object', 'aws', 'conforms'],
  ['fakecloud-kms-rule-without-key', 'aws', 'violates errors'],
  ['floci-copy-inherits', 'aws', 'violates copy-takes-destination'],
  ['flow-logs-key-policy', 'aws', 'conforms'],
  ['huawei-sse-obs-etag', 'huawei-obs', 'conforms'],
  ['glue-over-kms-quota', 'aws-at-once', 'conforms'],
  ['glue-within-kms-quota', 'aws-at-once', 'violates explained'],
  ['head-with-sse-answered', 'aws', 'violates errors'],
  ['iceberg-rust-empty-key-id', 'aws', 'conforms'],
  ['kes-answers-lost', 'aws-at-once', 'conforms'],
  ['kes-answers-lost-goes-on', 'aws-at-once', 'violates errors'],
  ['kes-offline', 'aws', 'conforms'],
  ['kes-offline-as-throttle', 'aws', 'conforms'],
  ['kes-offline-calls-unseen', 'aws', 'conforms'],
  ['kes-offline-unannounced', 'aws', 'conforms'],
  ['kroxylicious-rotated-dek-stays', 'aws', 'conforms'],
  ['kroxylicious-rotation-unseen', 'ideal', 'conforms'],
  ['loki-tenant-keys', 'aws', 'violates every-requester-pays'],
  ['minio-decrypt-after-put', 'aws', 'violates calls-per-side'],
  ['minio-gateway-copy-key-id-only', 'aws', 'conforms'],
  ['minio-replica-etag-loop', 'aws', 'violates explained'],
  ['minio-two-decrypts-per-get', 'aws', 'violates calls-per-side'],
  ['minio-upload-under-kms', 'aws', 'conforms'],
  ['moj-replication-no-destination', 'aws', 'conforms'],
  ['object-from-before-the-recording', 'aws', 'conforms'],
  ['policy-of-the-past-demands-a-header', 'aws', 'conforms'],
  ['policy-demands-a-header', 'aws', 'conforms'],
  ['policy-goes-by-the-default', 'aws', 'violates revocation-bound'],
  ['rclone-etag-md5', 'aws', 'violates etag-class'],
  ['rotation-aws', 'aws', 'conforms'],
  ['rustfs-aes256-on-kms-default', 'aws', 'violates explained'],
  ['rustfs-anonymous-denied', 'aws', 'violates errors'],
  ['rustfs-no-kms-authorization-calls-seen', 'aws', 'violates no-free-ride'],
  ['rustfs-not-encrypted', 'aws', 'violates explained'],
  ['rustfs-two-decrypts-bucket-key', 'aws', 'violates calls-per-side'],
  ['s3mock-get-without-headers', 'aws', 'violates config-is-not-retroactive'],
  ['signing-key-as-default', 'aws', 'conforms'],
  ['signing-key-as-default-takes', 'aws', 'violates explained'],
  ['ttl-from-creation', 'ideal', 'conforms'],
  ['upload-outlives-the-rule', 'aws', 'violates multipart-fixed-at-create'],
  ['upload-without-decrypt', 'aws', 'conforms'],
  ['upload-without-decrypt-served', 'aws', 'violates explained'],
  ['workmail-policy-bk-true-200', 'aws', 'violates explained'],
  ['yulin-kms-etag-md5', 'aws', 'violates etag-class'],
];

describe('what people met is judged as they saw it in the end', () => {
  test.each(MET)('%s by %s: %s', async (file, profile, verdict) => {
    expect(await judged(`met/${file}`, profile)).toBe(verdict);
  });

  test.each([
    [
      'minio-decrypt-after-put',
      'with 1 Decrypt call, but a write without a bucket key needs one GenerateDataKey and no Decrypt',
    ],
    [
      'loki-tenant-keys',
      'its bucket key was never fetched, and what loki holds for bucket logs is under …:key/tenant-1',
    ],
    ['s3mock-get-without-headers', 'encryption headers missing from the answer, which must show aws:kms and …:key/k1'],
  ])('%s is told for the right reason', async (file, reason) => {
    const { violation } = judgeTrace(await readTraceFile(join(folder, `met/${file}.ndjson`)), profileNamed('aws'));
    expect(violation?.reason).toContain(reason);
    expect(violation?.requirements.length).toBeLessThanOrEqual(3);
  });

  test.each<[string, number | undefined, string]>([
    ['fakecloud-call-for-each-object', undefined, 'Bucket keys on, 40 calls for 40 requests, none reused.'],
    ['esdk-cold-function', undefined, 'Never warm: every session makes one call and ends'],
    ['minio-gateway-copy-key-id-only', 2, 'inertHeader (U-14) = refused'],
  ])('%s conforms, and what it comes to is said', async (file, explain, said) => {
    const profile = profileNamed('aws');
    const steps = await readTraceSteps(join(folder, `met/${file}.ndjson`));
    const judgement = await judgeSteps(steps, { profile, ...(explain !== undefined && { explain }) });
    expect(judgement.verdict).toBe('conforms');
    expect(judgeText(judgement).replaceAll(/\s+/g, ' ')).toContain(said);
  });

  test('each file has its verdict', () => {
    expect(MET.map(([file]) => file).toSorted()).toEqual(filesIn('met').toSorted());
  });
});
