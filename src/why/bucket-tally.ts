import type { Caller, KmsEvent, S3Event } from '../cloudtrail/events/trail-event.ts';
import type { OpenedSession } from '../cloudtrail/stream/sessions.ts';
import { Counted } from './counted.ts';

/** Most requesters, keys and policies that are told apart in one bucket. */
const MAX_NAMES = 200;
/** From how long a silence on a requester's next call is its own: shorter than any lifetime that was ever named. */
export const SILENCE_MS = 5 * 60_000;
/** How far the times of a request and of the call that it caused are apart at most. */
export const SOON_MS = 3_000;

/** When a requester was last heard of. */
interface Heard {
  lastMs: number;
  lastCallMs: number;
  /** When the last silence ended, until a call has been put down to it. */
  sinceMs: number;
}

/** Long before any trail. */
const NEVER_MS = Number.NEGATIVE_INFINITY;

/** What is known of an object that a call names. */
export interface CalledObject {
  /** Whether its data key was seen to be made. */
  readonly isNew: boolean;
  /** Whether somebody read it only moments ago. */
  readonly isAgain: boolean;
}

/** What was seen of one bucket, as numbers. */
export class BucketTally {
  /** Successful requests that write or read objects, as S3 data events tell. */
  writes = 0;
  reads = 0;
  /** The same as server access logs tell, of which there may be either or both. */
  logged = 0;
  /** Of the writes: under KMS, under DSSE, by headers of their own, and those that turn the bucket key off. */
  kmsWrites = 0;
  dsseWrites = 0;
  ownHeaders = 0;
  flagOff = 0;
  /** Calls for requests, by operation, and whether the context names the bucket or the object. */
  generateBucket = 0;
  generateObject = 0;
  decryptBucket = 0;
  decryptObject = 0;
  /** Data keys for objects that were made after a bucket key was in use, or a rule had turned it on. */
  generateObjectAfterOn = 0;
  /** Decrypt calls for objects: whose data key was made in these logs with the bucket key off, and all others. */
  decryptNewObject = 0;
  decryptOldObject = 0;
  /** Of the others: after objects were encrypted anew without a bucket key. */
  decryptAfterUpdate = 0;
  /** Decrypt calls for an object moments after another of the same requester. */
  decryptAgain = 0;
  /** UpdateObjectEncryption without a bucket key, which is its default. */
  updatesWithoutFlag = 0;
  /** Rules that turned a bucket key on for SSE-S3, where it does nothing (F-06). */
  idleFlags = 0;
  /** Calls of a requester who was silent before, one for each silence. */
  afterSilence = 0;
  /** Whether a bucket key was seen in use, or turned on. */
  isOn = false;
  readonly requesters = new Counted(MAX_NAMES);
  readonly keys = new Counted(MAX_NAMES);
  /** Calls by role, and by role and scoping policy where that is known. */
  readonly policies = new Map<string, Counted>();
  readonly #heard = new Map<string, Heard>();

  /** Requests that write or read objects: of two logs of the same requests the longer one. */
  get requests(): number {
    return Math.max(this.reads + this.writes, this.logged);
  }

  /** Calls whose context names the bucket. */
  get bucketCalls(): number {
    return this.generateBucket + this.decryptBucket;
  }

  /** Calls whose context names an object. */
  get objectCalls(): number {
    return this.generateObject + this.decryptObject;
  }

  takeRequest(event: S3Event, kind: 'read' | 'write' | 'other'): void {
    const { name, rule, asksForBucketKey, answered, asked, atMs, caller } = event;
    if (name === 'UpdateObjectEncryption' && asksForBucketKey !== true) this.updatesWithoutFlag += 1;
    if (rule?.bucketKeyEnabled === true) {
      if (rule.algorithm === 'aws:kms') this.isOn = true;
      else this.idleFlags += 1;
    }
    if (kind === 'other') return;
    this.#hear(whoIs(caller), atMs);
    if (event.isLogged) {
      this.logged += 1;
      return;
    }
    if (kind === 'read') {
      this.reads += 1;
      return;
    }
    this.writes += 1;
    const algorithm = answered.sse ?? asked.sse;
    if (algorithm === 'aws:kms') this.kmsWrites += 1;
    if (algorithm === 'aws:kms:dsse') this.dsseWrites += 1;
    if (asked.sse !== undefined) this.ownHeaders += 1;
    if (asked.bucketKeyEnabled === 'false') this.flagOff += 1;
  }

  /** Takes a call that was made for a request. */
  takeCall(call: KmsEvent, opened: OpenedSession | undefined, object: CalledObject | undefined): void {
    const isDecrypt = call.name === 'Decrypt';
    if (object === undefined) {
      this.isOn = true;
      if (isDecrypt) this.decryptBucket += 1;
      else this.generateBucket += 1;
      this.#takeBucketCall(call, opened);
      return;
    }
    if (!isDecrypt) {
      this.generateObject += 1;
      if (this.isOn) this.generateObjectAfterOn += 1;
      return;
    }
    this.decryptObject += 1;
    if (object.isNew) this.decryptNewObject += 1;
    else this.decryptOldObject += 1;
    if (!object.isNew && this.updatesWithoutFlag > 0) this.decryptAfterUpdate += 1;
    if (object.isAgain) this.decryptAgain += 1;
  }

  #takeBucketCall({ caller, keyArn, atMs }: KmsEvent, opened: OpenedSession | undefined): void {
    this.requesters.add(caller.principal);
    this.keys.add(keyArn ?? '');
    if (opened?.scopingPolicy !== undefined) {
      let policies = this.policies.get(caller.principal);
      if (policies === undefined && this.policies.size < MAX_NAMES) {
        policies = new Counted(MAX_NAMES);
        this.policies.set(caller.principal, policies);
      }
      policies?.add(opened.scopingPolicy);
    }
    const heard = this.#heard.get(whoIs(caller));
    if (heard === undefined) return;
    heard.lastCallMs = atMs;
    this.#endSilence(heard);
  }

  #hear(who: string, atMs: number): void {
    const heard = this.#heard.get(who);
    if (heard === undefined) {
      if (this.#heard.size < MAX_NAMES) this.#heard.set(who, { lastMs: atMs, lastCallMs: NEVER_MS, sinceMs: NEVER_MS });
      return;
    }
    const wasSilent = atMs - heard.lastMs >= SILENCE_MS;
    heard.lastMs = atMs;
    if (!wasSilent) return;
    heard.sinceMs = atMs;
    // By the clock of KMS the call may have been the first.
    this.#endSilence(heard);
  }

  #endSilence(heard: Heard): void {
    if (Math.abs(heard.lastCallMs - heard.sinceMs) > SOON_MS) return;
    this.afterSilence += 1;
    heard.sinceMs = NEVER_MS;
  }
}

/** A caller by name: server access logs have no ids of roles and users. */
function whoIs({ account, name }: Caller): string {
  return `${account}/${name}`;
}
