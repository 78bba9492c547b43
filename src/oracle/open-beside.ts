import { type Event, isKmsEvent, type ObjectName, operationOf, uploadId } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { isBefore } from './some-order.ts';

const LINGERS = 'an upload that may be there although it was aborted, since a part of it was on its way (F-200)';
const HALF_DONE = 'a KMS call for a request that was refused for what another did meanwhile (U-39)';
const NOT_AT_ONCE =
  'a request that reads and writes, which nobody promises to be of one instant, and another beside it';

/** The uploads that were aborted while a part of them was on its way: from then on each may be there or not (F-200). */
export function abortedBesideParts(group: readonly ObservedStep[]): readonly string[] {
  return group.flatMap((seen) => {
    const { event } = seen.step;
    const upload = uploadOf(event);
    if (event.op !== 'AbortMultipartUpload' || !mayHaveSucceeded(seen)) return [];
    const hasPart = group.some((other) => isPart(other.step.event, upload) && overlap(seen, other));
    return hasPart ? [upload] : [];
  });
}

/**
 * The requests of a group, by their places, that AWS leaves open beside what overlaps them, each with what is open:
 * what an upload comes to that was aborted while a part was on its way (F-200), whether KMS was asked for what is
 * refused for another (U-39), and what one that reads and writes has read before the other, and written after it.
 *
 * @param uploads - those of {@link abortedBesideParts}
 */
export function openIn(group: readonly ObservedStep[], uploads: ReadonlySet<string>): ReadonlyMap<number, string> {
  const open = new Map<number, string>();
  for (const [place, seen] of group.entries()) {
    if (uploads.has(uploadOf(seen.step.event))) open.set(place, LINGERS);
    else if (isHalfDone(seen, group)) open.set(place, HALF_DONE);
    else if (isReadAndWrite(seen.step.event) && group.some((other) => isBeside(seen, other)))
      open.set(place, NOT_AT_ONCE);
  }
  return open;
}

/** Refused, although KMS had carried out a call for it: in between, another that overlaps took away what it needs. */
function isHalfDone(seen: ObservedStep, group: readonly ObservedStep[]): boolean {
  const { status, kmsCalls = [] } = seen.observation;
  if (status < 400 || !kmsCalls.some(({ result }) => result === 'ok')) return false;
  return group.some((other) => mayHaveSucceeded(other) && takesAway(other.step.event, seen) && overlap(seen, other));
}

/** Whether a request reads an object and writes one, a part, or what it has read: each may take a KMS call. */
export function isReadAndWrite(event: Event): boolean {
  const { reads, writes, upload } = operationOf(event);
  return reads !== undefined && (writes !== undefined || upload !== undefined);
}

/** Whether another overlaps a request and is about a bucket of it, or about none, as KMS keys are. */
function isBeside(seen: ObservedStep, other: ObservedStep): boolean {
  if (other === seen || !overlap(seen, other)) return false;
  const { event } = other.step;
  const buckets = namesOf(seen.step.event).map(({ bucket }) => bucket);
  const others = 'bucket' in event ? [event.bucket, ...namesOf(event).map(({ bucket }) => bucket)] : [];
  return others.length === 0 || others.some((bucket) => buckets.includes(bucket));
}

/** Whether a request may be answered as it was for what another has done. */
function takesAway(other: Event, { step: { event }, observation: { status, kmsCalls = [] } }: ObservedStep): boolean {
  const names = namesOf(event);
  switch (other.op) {
    case 'DeleteBucket':
      return status === 404 && names.some(({ bucket }) => bucket === other.bucket);
    case 'DeleteObject':
    case 'ExpireObject':
      return status === 404 && names.some(({ bucket, key }) => bucket === other.bucket && key === other.key);
    case 'CompleteMultipartUpload':
    case 'AbortMultipartUpload':
      return status === 404 && uploadOf(other) === uploadOf(event);
    case 'PutBucketPolicy':
      return status === 403 && names.some(({ bucket }) => bucket === other.bucket);
    default:
      // Of two calls, as for a copy, the second one finds what the key has become. One alone is answered once.
      return isKmsEvent(other) && kmsCalls.some(({ result }) => result !== 'ok');
  }
}

/** The objects that a request names: of a copy both. */
function namesOf(event: Event): readonly ObjectName[] {
  const target = 'key' in event ? [event] : [];
  return 'source' in event ? [...target, event.source] : target;
}

function isPart(event: Event, upload: string): boolean {
  return (event.op === 'UploadPart' || event.op === 'UploadPartCopy') && uploadOf(event) === upload;
}

/** An upload by all that names it; of an event that is about none, what names no upload. */
function uploadOf(event: Event): string {
  return 'key' in event ? JSON.stringify([event.bucket, event.key, uploadId(event)]) : '';
}

/** What failed by itself may have happened all the same (F-160). */
function mayHaveSucceeded({ observation: { status } }: ObservedStep): boolean {
  return status < 400 || status >= 500;
}

function overlap(one: ObservedStep, other: ObservedStep): boolean {
  return !isBefore(one, other) && !isBefore(other, one);
}
