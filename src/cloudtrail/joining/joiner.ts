import type { KmsEvent, S3Event } from '../events/trail-event.ts';
import { JOIN_WINDOW_MS, MAX_UNJOINED } from '../limits.ts';
import { mayHaveMade } from './may-have-made.ts';

/** Why a call could not be joined to a request. */
export type Unjoined = 'not by S3' | 'no request' | 'several requests';

/** A request with the KMS calls that were made for it, or a call that was joined to none. */
export type Joined =
  | {
      readonly request: S3Event;
      readonly calls: readonly KmsEvent[];
      /** Whether it may have made a call that was not joined, since others may have as well. */
      readonly mayHaveMore: boolean;
    }
  | { readonly call: KmsEvent; readonly because: Unjoined };

interface Pending {
  readonly request: S3Event;
  readonly calls: KmsEvent[];
  mayHaveMore: boolean;
}

/** Requests of one caller in one bucket, in order of time: all of them, and those to each object. */
interface Near {
  readonly all: Pending[];
  readonly byKey: Map<string, Pending[]>;
}

/**
 * Joins KMS calls to the requests they were made for. The two have no id in common: there is the caller, the time to
 * a second or two, and what the encryption context names. A context that names the object finds the request; one that
 * names the bucket does only where a single request can have made the call. A call that is joined to none is given
 * alone: nothing is guessed.
 *
 * Events are taken in order of time. A request is given when no call of it can come any more, calls of its own kind
 * before or after it.
 */
export class Joiner {
  readonly #requests: Pending[] = [];
  readonly #calls: KmsEvent[] = [];
  /** By the id of the caller, and then by the bucket. */
  readonly #near = new Map<string, Map<string, Near>>();

  /** Takes an event; gives what is settled by now. */
  take(event: S3Event | KmsEvent): readonly Joined[] {
    const settled = this.#settled(event.atMs);
    if (event.source === 's3') this.#add(event);
    else if (event.target === undefined) settled.push({ call: event, because: 'not by S3' });
    else this.#calls.push(event);
    return settled;
  }

  /** All that are left. */
  rest(): readonly Joined[] {
    return this.#settled(Number.POSITIVE_INFINITY);
  }

  #settled(nowMs: number): Joined[] {
    const settled: Joined[] = [];
    const isFull = this.#calls.length + this.#requests.length > MAX_UNJOINED;
    const callsBeforeMs = isFull ? nowMs : nowMs - JOIN_WINDOW_MS;
    let calls = 0;
    for (const call of this.#calls) {
      if (call.atMs >= callsBeforeMs) break;
      calls += 1;
      const because = this.#join(call);
      if (because !== undefined) settled.push({ call, because });
    }
    if (calls > 0) this.#calls.splice(0, calls);
    const requestsBeforeMs = isFull ? nowMs : nowMs - 2 * JOIN_WINDOW_MS;
    let requests = 0;
    for (const pending of this.#requests) {
      if (pending.request.atMs >= requestsBeforeMs) break;
      requests += 1;
      this.#remove(pending);
      settled.push(pending);
    }
    if (requests > 0) this.#requests.splice(0, requests);
    return settled;
  }

  /** Joins a call to its request; says why there is none. */
  #join(call: KmsEvent): Unjoined | undefined {
    const { bucket = '', key } = call.target ?? {};
    const inBucket = this.#near.get(call.caller.id)?.get(bucket);
    const near = (key === undefined ? inBucket?.all : inBucket?.byKey.get(key)) ?? [];
    let found: Pending | undefined;
    for (const pending of near) {
      const apart = Math.abs(pending.request.atMs - call.atMs);
      if (apart > JOIN_WINDOW_MS || !mayHaveMade(pending.request, call, pending.calls)) continue;
      if (found === undefined) found = pending;
      else if (key === undefined) return this.#leaveOpen(near, call);
      else if (apart < Math.abs(found.request.atMs - call.atMs)) found = pending;
    }
    if (found === undefined) return 'no request';
    found.calls.push(call);
    return undefined;
  }

  /** Any of several requests may have made a call. */
  #leaveOpen(near: readonly Pending[], call: KmsEvent): Unjoined {
    for (const pending of near)
      if (Math.abs(pending.request.atMs - call.atMs) <= JOIN_WINDOW_MS) pending.mayHaveMore = true;
    return 'several requests';
  }

  #add(request: S3Event): void {
    const pending = { request, calls: [], mayHaveMore: false };
    this.#requests.push(pending);
    const { bucket, key, copied } = request;
    if (bucket === undefined || key === undefined) return;
    this.#place(pending, bucket, key, true);
    if (copied?.key !== undefined && !isOntoItself(request))
      this.#place(pending, copied.bucket, copied.key, copied.bucket !== bucket);
  }

  /** Where a request is looked for: under what it is about, and under the source of a copy. */
  #place(pending: Pending, bucket: string, key: string, isNewInBucket: boolean): void {
    const { id } = pending.request.caller;
    let ofCaller = this.#near.get(id);
    if (ofCaller === undefined) {
      ofCaller = new Map();
      this.#near.set(id, ofCaller);
    }
    let near = ofCaller.get(bucket);
    if (near === undefined) {
      near = { all: [], byKey: new Map() };
      ofCaller.set(bucket, near);
    }
    if (isNewInBucket) near.all.push(pending);
    const ofObject = near.byKey.get(key);
    if (ofObject === undefined) near.byKey.set(key, [pending]);
    else ofObject.push(pending);
  }

  /** Removes the request that has been there for the longest. */
  #remove({ request }: Pending): void {
    const { bucket, key, copied } = request;
    if (bucket === undefined || key === undefined) return;
    this.#takeAway(request, bucket, key, true);
    if (copied?.key !== undefined && !isOntoItself(request))
      this.#takeAway(request, copied.bucket, copied.key, copied.bucket !== bucket);
  }

  #takeAway({ caller }: S3Event, bucket: string, key: string, isLastInBucket: boolean): void {
    const ofCaller = this.#near.get(caller.id);
    const near = ofCaller?.get(bucket);
    if (ofCaller === undefined || near === undefined) return;
    const ofObject = near.byKey.get(key);
    if (ofObject === undefined || ofObject.length < 2) near.byKey.delete(key);
    else ofObject.shift();
    if (isLastInBucket) near.all.shift();
    if (near.byKey.size > 0) return;
    ofCaller.delete(bucket);
    if (ofCaller.size === 0) this.#near.delete(caller.id);
  }
}

/** Whether a copy reads what it writes. */
function isOntoItself({ bucket, key, copied }: S3Event): boolean {
  return copied?.bucket === bucket && copied?.key === key;
}
