import type { CreateBucket, DeleteBucket, Event, ObjectName, Step } from '../../../model/index.ts';

/** A step, or two that overlap, with the numbers that say how. */
export interface Group {
  readonly steps: readonly [Step] | readonly [Step, Step];
  readonly turns: number;
}

/**
 * Which steps of a trace overlap: many with the next one, others with one that is made for it. It depends on the step
 * and the seed alone, so that a trace that is shrunk keeps what it has.
 */
export function groupsOf(steps: readonly Step[], seed: number): readonly Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at];
    if (step === undefined) break;
    const turns = hash(JSON.stringify(step), seed);
    const next = steps[at + 1];
    const kind = turns % 100;
    const { event } = step;
    const hasPartner = event.op === 'DeleteBucket' || (kind >= 30 && kind < 60);
    const partner = hasPartner ? partnerOf(step) : undefined;
    if (partner === undefined && kind < 30 && next !== undefined && mayOverlap(event, next.event)) {
      groups.push({ steps: [{ ...step, atMs: next.atMs }, next], turns: turns >>> 8 });
      at++;
    } else groups.push({ steps: partner === undefined ? [step] : [step, partner], turns: turns >>> 8 });
    // Who wrote while the bucket was deleted writes again to the new one of its name.
    if (event.op === 'CreateBucket' && kind >= 30) groups.push({ steps: [lateWrite({ ...step, event })], turns });
    if (event.op === 'DeleteBucket' && turns % 2 === 0) {
      groups.push({ steps: [{ ...step, event: { op: 'CreateBucket', bucket: event.bucket } }], turns });
      groups.push({ steps: [lateWrite({ ...step, event })], turns });
    }
  }
  return groups;
}

/**
 * Whether two steps may be begun together: what they are answered is what they would be answered in one order or the
 * other, and says all that the order changes.
 */
export function mayOverlap(one: Event, other: Event): boolean {
  return !isOutOfOrder(one, other) && !isOutOfOrder(other, one);
}

function isOutOfOrder(one: Event, other: Event): boolean {
  switch (one.op) {
    // Two sides ask KMS twice: between, the other may change what the first call found, or copy the other way. And who
    // comes first by what is read may wait for a call of the other. What an update leaves its answer does not say.
    case 'CopyObject':
      return !HAS_ONE_SIDE.has(other.op) || isObject(other, one) || (isWrite(other) && isObject(other, one.source));
    case 'UpdateObjectEncryption':
      return !HAS_ONE_SIDE.has(other.op) || isObject(other, one);
    case 'ReplicateObject':
      return !HAS_ONE_SIDE.has(other.op) || ('key' in other && other.key === one.key);
    // What becomes of an object by a lifecycle rule hangs on what is written at the same time.
    case 'ExpireObject':
    case 'TransitionObject':
    // Whether a write has made a version its answer need not say.
    case 'PutBucketVersioning':
    // What an upload has become no answer says before it is completed.
    case 'CreateMultipartUpload':
    case 'UploadPart':
    case 'UploadPartCopy':
    case 'CompleteMultipartUpload':
    case 'AbortMultipartUpload':
    case 'ListParts':
      return true;
    case 'PutObject':
    case 'DeleteObject':
      return isWrite(other) && isObject(other, one);
    // What is in a cache afterwards, and which version is to be replicated, no answer says.
    case 'EvictBucketKeys':
    case 'RestartHosts':
      return HAS_ONE_SIDE.has(other.op);
    case 'PutBucketReplication':
    case 'DeleteBucketReplication':
      return other.op === 'PutObject' || !HAS_SIDES.has(other.op);
    default:
      // What never waits for KMS is done at once.
      return !HAS_ONE_SIDE.has(one.op) && !HAS_SIDES.has(other.op);
  }
}

function isWrite({ op }: Event): boolean {
  return op === 'PutObject' || op === 'CopyObject' || op === 'DeleteObject';
}

function isObject(event: Event, { bucket, key }: ObjectName): boolean {
  return 'key' in event && event.bucket === bucket && event.key === key;
}

/** What reads or writes one object at the most, and so asks KMS once. */
const HAS_ONE_SIDE: ReadonlySet<Event['op']> = new Set<Event['op']>([
  'PutObject',
  'GetObject',
  'HeadObject',
  'GetObjectAttributes',
  'DeleteObject',
]);

/** What reads or writes objects. */
const HAS_SIDES: ReadonlySet<Event['op']> = new Set<Event['op']>([
  ...HAS_ONE_SIDE,
  'CopyObject',
  'UpdateObjectEncryption',
  'ReplicateObject',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'ListParts',
]);

/** What is interesting beside a step: the same once more, or a write into what is being deleted or given a rule. */
function partnerOf({ atMs, by, event }: Step): Step | undefined {
  switch (event.op) {
    case 'PutObject':
      return { atMs, by, event: { ...event, key: `${event.key}~` } };
    case 'GetObject':
      return { atMs, by, event };
    case 'PutBucketEncryption':
      return { atMs, by, event: { op: 'PutObject', bucket: event.bucket, key: 'late', body: LATE, headers: {} } };
    case 'DeleteBucket':
      return lateWrite({ atMs, by, event });
    default:
      return undefined;
  }
}

/** A write under aws/s3, for which the requester is cold most likely. */
function lateWrite({ atMs, by, event }: Step & { readonly event: DeleteBucket | CreateBucket }): Step {
  const headers = { sse: 'aws:kms', bucketKeyEnabled: true } as const;
  return { atMs, by, event: { op: 'PutObject', bucket: event.bucket, key: 'late', body: LATE, headers } };
}

const LATE = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };

/** A number of 31 bits made of a text and a seed (FNV-1a, mixed). */
function hash(text: string, seed: number): number {
  let mixed = (seed ^ 0x811c9dc5) >>> 0;
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) >>> 0;
  return (mixed ^ (mixed >>> 13)) >>> 1;
}
