import type { Observation, ObservedKmsCall } from '../../model/index.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import { contextText, ruleText } from './event-text.ts';
import { type Names, nameText } from './names.ts';

/** Status and error code of an answer. */
export function statusText(observation: Observation): string {
  if (noAnswerProblem(observation) !== undefined) return 'no answer';
  const { status, code } = observation;
  return code === undefined || code === null ? `${status}` : `${status} ${nameText(code)}`;
}

/** What else an answer showed, in one phrase; empty when it showed nothing. */
export function answerText(observation: Observation, names: Names): string {
  const { sse, kmsKeyArn, bucketKeyEnabled, etag, contentMd5, replicationStatus, rule } = observation;
  const { versionId, deleteMarker, keyRotationEnabled } = observation;
  const parts: string[] = [];
  if (isShown(sse)) parts.push(sse);
  if (isShown(kmsKeyArn)) parts.push(names.key(kmsKeyArn));
  if (isShown(bucketKeyEnabled)) parts.push(bucketKeyEnabled ? 'bucket key' : 'bucket key false');
  if (isShown(etag)) parts.push(etagText(etag, names));
  if (isShown(contentMd5)) parts.push(`content ${names.content(contentMd5) ?? `of MD5 ${nameText(contentMd5)}`}`);
  if (isShown(replicationStatus)) parts.push(`replication ${replicationStatus}`);
  if (isShown(versionId)) parts.push(`version ${nameText(versionId)}`);
  if (isShown(deleteMarker)) parts.push(`delete marker${deleteMarker ? '' : ' false'}`);
  if (isShown(rule)) parts.push(`rule ${ruleText(rule, names)}`);
  if (isShown(keyRotationEnabled)) parts.push(`rotation ${keyRotationEnabled ? 'on' : 'off'}`);
  return parts.join(', ');
}

/** One KMS call: operation, key, who asked where it is somebody else than `by`, and the encryption context. */
export function kmsCallText(call: ObservedKmsCall, by: string | null, names: Names): string {
  const asker = call.by === undefined || call.by === by ? '' : ` as ${nameText(call.by)}`;
  const context = call.context === undefined ? 'not recorded' : contextShortText(call.context);
  return `KMS ${call.operation} ${names.key(call.keyArn)}${asker}, context ${context}`;
}

/** S3's own pair by its value alone (F-88), pairs of the caller in full (F-89). */
export function contextShortText(context: Readonly<Record<string, string>>): string {
  const entries = Object.entries(context);
  const [first] = entries;
  return entries.length === 1 && first?.[0] === 'aws:s3:arn' ? nameText(first[1]) : contextText(context);
}

/** An ETag that is the MD5 of a content of the trace says so; of an opaque one the start is enough to compare by. */
function etagText(etag: string, names: Names): string {
  const content = names.content(etag);
  if (content !== undefined) return `ETag MD5 of ${content}`;
  return /^[0-9a-f]{32}$/.test(etag) ? `ETag ${etag.slice(0, 8)}…` : `ETag ${nameText(etag)}`;
}

function isShown<T>(part: T | null | undefined): part is T {
  return part !== null && part !== undefined;
}
