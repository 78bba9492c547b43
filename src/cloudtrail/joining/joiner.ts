import type { KmsEvent, S3Event } from '../events/trail-event.ts';
import { JOIN_WINDOW_MS, MAX_UNJOINED } from '../limits.ts';
import { mayHaveMade } from './may-have-made.ts';
import { NearRequests, type Pending } from './near-requests.ts';

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
  readonly #near = new Map<string, Map<string, NearRequests>>();

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
    const near = this.#near.get(call.caller.id)?.get(bucket)?.to(key) ?? [];
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
    this.#place(pending, bucket);
    // It is looked for under the source of a copy as well.
    if (copied?.key !== undefined && copied.bucket !== bucket) this.#place(pending, copied.bucket);
  }

  #place(pending: Pending, bucket: string): void {
    const { id } = pending.request.caller;
    let ofCaller = this.#near.get(id);
    if (ofCaller === undefined) {
      ofCaller = new Map();
      this.#near.set(id, ofCaller);
    }
    const near = ofCaller.get(bucket);
    if (near === undefined) ofCaller.set(bucket, new NearRequests(bucket, pending));
    else near.add(pending);
  }

  /** Removes the request that has been there for the longest. */
  #remove({ request }: Pending): void {
    const { bucket, key, copied, caller } = request;
    if (bucket === undefined || key === undefined) return;
    this.#removeFirst(caller.id, bucket);
    if (copied?.key !== undefined && copied.bucket !== bucket) this.#removeFirst(caller.id, copied.bucket);
  }

  #removeFirst(callerId: string, bucket: string): void {
    const ofCaller = this.#near.get(callerId);
    const near = ofCaller?.get(bucket);
    if (ofCaller === undefined || near === undefined) return;
    near.removeFirst();
    if (!near.isEmpty) return;
    ofCaller.delete(bucket);
    if (ofCaller.size === 0) this.#near.delete(callerId);
  }
}
