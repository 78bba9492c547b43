import type { KmsEvent, S3Event, TrailEvent } from '../cloudtrail/events/trail-event.ts';
import { hashOf, KnownIds } from '../cloudtrail/stream/known-ids.ts';
import { Sessions } from '../cloudtrail/stream/sessions.ts';
import { CallsOverTime } from '../predict/calls-over-time.ts';
import { BucketTally, type CalledObject } from './bucket-tally.ts';
import { type CallClass, CallClasses } from './call-class.ts';
import { CallGroups } from './call-groups.ts';

/** Most buckets that are told apart. */
const MAX_BUCKETS = 10_000;
/** Most objects of which something is remembered. */
const MAX_OBJECTS = 100_000;
/** How soon after another a Decrypt call for an object is one of the same read, in milliseconds. */
export const AGAIN_MS = 10_000;

/** Requests that write objects, and that read them. */
export const WRITES: ReadonlySet<string> = new Set(['PutObject', 'PostObject', 'CopyObject', 'CreateMultipartUpload']);
export const READS: ReadonlySet<string> = new Set(['GetObject', 'SelectObjectContent']);

/** What was seen of a trail, as numbers. Its size is bounded, whatever the trail. */
export class TrailTally {
  /** Calls of KMS by class. */
  readonly classes: Record<CallClass, number> = {
    'by CloudTrail': 0,
    'not by S3': 0,
    denied: 0,
    'by a job of S3': 0,
    'for a request': 0,
  };
  /** Denied calls whose context names the bucket, and those that somebody made before. */
  deniedForBucket = 0;
  deniedAgain = 0;
  /** Requests and calls in buckets beyond the bound. */
  beyond = 0;
  readonly groups = new CallGroups();
  /** Calls by time: those whose context names an object, a bucket, and neither. */
  readonly overTime = new CallsOverTime(3);
  readonly buckets = new Map<string, BucketTally>();
  readonly #classes = new CallClasses();
  readonly #sessions = new Sessions();
  /** Hashes of objects, and of readers and objects: their names would take more memory than all else. */
  readonly #written = new KnownIds(MAX_OBJECTS);
  readonly #opened = new Map<number, number>();
  readonly #denied = new Set<string>();

  /** Calls of KMS, all classes together. */
  get calls(): number {
    return Object.values(this.classes).reduce((sum, count) => sum + count, 0);
  }

  take(event: TrailEvent): void {
    if (event.source === 'sts') this.#sessions.take(event);
    else if (event.source === 's3') this.#takeRequest(event);
    else if (event.source === 'kms') this.#takeCall(event);
  }

  #takeRequest(event: S3Event): void {
    if (event.error !== undefined || event.bucket === undefined) return;
    if (event.name === 'UpdateObjectEncryption') this.#classes.noteUpdate(event.caller.principal);
    const kind = WRITES.has(event.name) ? 'write' : READS.has(event.name) ? 'read' : 'other';
    this.#bucket(event.bucket)?.takeRequest(event, kind);
  }

  #takeCall(call: KmsEvent): void {
    const { target } = call;
    // Administration of keys is no use of them.
    if (!USES.has(call.name)) return;
    const of = this.#classes.of(call);
    this.classes[of] += 1;
    this.groups.take(call, of);
    this.overTime.add(target === undefined ? 2 : target.key === undefined ? 1 : 0, call.atMs, 1);
    if (target === undefined) return;
    if (of === 'denied') this.#takeDenied(call);
    if (of !== 'for a request') return;
    const object = target.key === undefined ? undefined : this.#object(call, `${target.bucket}/${target.key}`);
    this.#bucket(target.bucket)?.takeCall(call, this.#sessions.of(call.caller), object);
  }

  #takeDenied({ target, caller, name }: KmsEvent): void {
    if (target?.key === undefined) this.deniedForBucket += 1;
    const at = `${caller.principal}\0${name}\0${target?.bucket}\0${target?.key}`;
    if (this.#denied.has(at)) this.deniedAgain += 1;
    else if (this.#denied.size < MAX_OBJECTS) this.#denied.add(at);
  }

  #object({ name, caller, atMs }: KmsEvent, at: string): CalledObject {
    if (name !== 'Decrypt') {
      if (!this.#written.isFull) this.#written.add(hashOf(at));
      return { isNew: true, isAgain: false };
    }
    const reader = hashOf(`${caller.principal}\0${at}`);
    const before = this.#opened.get(reader);
    // The ones that were opened last are the last to be forgotten.
    this.#opened.delete(reader);
    this.#opened.set(reader, atMs);
    if (this.#opened.size > MAX_OBJECTS) this.#forgetOldest();
    return { isNew: this.#written.has(hashOf(at)), isAgain: before !== undefined && atMs - before <= AGAIN_MS };
  }

  #forgetOldest(): void {
    for (const oldest of this.#opened.keys()) {
      this.#opened.delete(oldest);
      return;
    }
  }

  #bucket(name: string): BucketTally | undefined {
    const known = this.buckets.get(name);
    if (known !== undefined) return known;
    if (this.buckets.size >= MAX_BUCKETS) {
      this.beyond += 1;
      return undefined;
    }
    const bucket = new BucketTally();
    this.buckets.set(name, bucket);
    return bucket;
  }
}

/** Calls that use a key, as the bill counts them. */
export const USES: ReadonlySet<string> = new Set([
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'Decrypt',
  'Encrypt',
  'ReEncrypt',
]);
