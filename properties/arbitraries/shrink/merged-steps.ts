import {
  type CompleteMultipartUpload,
  type CopyObject,
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  type ObjectName,
  objectWritten,
  type Step,
  versionAtPlace,
  versionPlace,
  withChanges,
} from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { BODIES } from '../pools.ts';

/**
 * Traces with a step less, and what it did in those that follow: a write that says what a bucket rule said, a write in
 * place of a copy or of an upload, and versions that have a place less after a write that made an older one.
 */
export function* withMergedSteps({ setup, steps }: GeneratedTrace): Iterable<GeneratedTrace> {
  for (const [index, { event }] of steps.entries()) {
    if (event.op === 'PutBucketEncryption') yield { setup, steps: withRuleAsHeaders(steps, index, event) };
    if (event.op === 'CopyObject') yield* withCopyAsWrite({ setup, steps }, index, event);
    if (event.op === 'CompleteMultipartUpload') yield* withUploadAsWrite({ setup, steps }, index, event);
    const written = objectWritten(event);
    if (written !== undefined) yield { setup, steps: withoutOlderVersion(steps, index, written) };
  }
}

function withoutOlderVersion(steps: readonly Step[], index: number, written: ObjectName): readonly Step[] {
  const onePlaceLess = (versionId: string, event: Event): string => {
    const { bucket, key } = 'source' in event ? event.source : { bucket: '', key: '', ...event };
    const place = versionPlace(versionId) ?? 1;
    return place > 1 && bucket === written.bucket && key === written.key ? versionAtPlace(place - 1) : versionId;
  };
  const later = steps.slice(index + 1);
  return [
    ...steps.slice(0, index),
    ...later.map((step) => ({ ...step, event: withChanges(step.event, { versionId: onePlaceLess }) })),
  ];
}

/** Without a rule: what is written under it asks for the same in its headers, as far as it asks for nothing else. */
function withRuleAsHeaders(
  steps: readonly Step[],
  index: number,
  { bucket, rules: [rule] }: { readonly bucket: string; readonly rules: readonly EncryptionRule[] },
): readonly Step[] {
  const later = steps.slice(index + 1);
  const replaced = later.findIndex(({ event }) => event.op === 'PutBucketEncryption' && event.bucket === bucket);
  const asked = later.map((step, place) => {
    const isUnderIt = (replaced < 0 || place < replaced) && objectWritten(step.event)?.bucket === bucket;
    return isUnderIt ? { ...step, event: withChanges(step.event, { encryptionHeaders: asking(rule) }) } : step;
  });
  return [...steps.slice(0, index), ...asked];
}

function asking(rule: EncryptionRule | undefined): (headers: EncryptionHeaders) => EncryptionHeaders {
  if (rule === undefined) return (headers) => headers;
  const { SSEAlgorithm: sse, KMSMasterKeyID: kmsKeyId, BucketKeyEnabled: bucketKeyEnabled } = rule;
  const said = {
    sse,
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(bucketKeyEnabled !== undefined && { bucketKeyEnabled }),
  };
  return (headers) => (headers.sse === undefined ? { ...said, ...headers } : headers);
}

/** Without the step that last wrote what is copied: the copy is a write of its own. */
function* withCopyAsWrite(
  { setup, steps }: GeneratedTrace,
  index: number,
  { source, bucket, key, headers }: CopyObject,
): Iterable<GeneratedTrace> {
  const from = steps.slice(0, index).findLastIndex(({ event }) => {
    const written = objectWritten(event);
    return written?.bucket === source.bucket && written.key === source.key;
  });
  const [step, written] = [steps[index], steps[from]];
  if (step === undefined || written === undefined) return;
  const body = written.event.op === 'PutObject' ? written.event.body : BODIES[0];
  const write: Step = { ...step, event: { op: 'PutObject', bucket, key, body, headers } };
  yield { setup, steps: steps.with(index, write).toSpliced(from, 1) };
}

/** Without the beginning and the parts of an upload that is completed: a write in its place, by who began it. */
function* withUploadAsWrite(
  { setup, steps }: GeneratedTrace,
  index: number,
  { bucket, key, uploadId }: CompleteMultipartUpload,
): Iterable<GeneratedTrace> {
  const isOfUpload = ({ event }: Step): boolean => 'uploadId' in event && event.uploadId === uploadId;
  const begun = steps.find(({ event }) => event.op === 'CreateMultipartUpload' && event.uploadId === uploadId);
  const completed = steps[index];
  if (begun?.event.op !== 'CreateMultipartUpload' || completed === undefined) return;
  const { headers } = begun.event;
  const write: Step = { ...completed, by: begun.by, event: { op: 'PutObject', bucket, key, body: BODIES[0], headers } };
  const before = steps.slice(0, index).filter((step) => !isOfUpload(step));
  yield { setup, steps: [...before, write, ...steps.slice(index + 1).filter((step) => !isOfUpload(step))] };
}
