import type { Caller, KmsEvent, S3Event } from '../events/trail-event.ts';
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
  /** Where it is looked for. */
  readonly places: readonly Place[];
  readonly calls: KmsEvent[];
  mayHaveMore: boolean;
}

/** An index, and the key of a list in it. */
type Place = readonly [Index, string];

/** Requests to one object, or in one bucket, of one caller, in order of time. */
type Index = Map<string, Pending[]>;

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
  readonly #byObject: Index = new Map();
  readonly #byBucket: Index = new Map();

  *take(event: S3Event | KmsEvent): Generator<Joined> {
    yield* this.#settled(event.atMs);
    if (event.source === 's3') this.#add(event);
    else if (event.target === undefined) yield { call: event, because: 'not by S3' };
    else this.#calls.push(event);
  }

  /** All that are left. */
  *rest(): Generator<Joined> {
    yield* this.#settled(Number.POSITIVE_INFINITY);
  }

  *#settled(nowMs: number): Generator<Joined> {
    const isFull = this.#calls.length + this.#requests.length > MAX_UNJOINED;
    const callsBeforeMs = isFull ? nowMs : nowMs - JOIN_WINDOW_MS;
    let calls = 0;
    for (const call of this.#calls) {
      if (call.atMs >= callsBeforeMs) break;
      calls += 1;
      const because = this.#join(call);
      if (because !== undefined) yield { call, because };
    }
    if (calls > 0) this.#calls.splice(0, calls);
    const requestsBeforeMs = isFull ? nowMs : nowMs - 2 * JOIN_WINDOW_MS;
    let requests = 0;
    for (const pending of this.#requests) {
      if (pending.request.atMs >= requestsBeforeMs) break;
      requests += 1;
      this.#remove(pending);
      yield pending;
    }
    if (requests > 0) this.#requests.splice(0, requests);
  }

  /** Joins a call to its request; says why there is none. */
  #join(call: KmsEvent): Unjoined | undefined {
    const { bucket = '', key } = call.target ?? {};
    const near =
      key === undefined
        ? this.#byBucket.get(inBucket(call.caller, bucket))
        : this.#byObject.get(ofObject(call.caller, bucket, key));
    let found: Pending | undefined;
    for (const pending of near ?? []) {
      const apart = Math.abs(pending.request.atMs - call.atMs);
      if (apart > JOIN_WINDOW_MS || !mayHaveMade(pending.request, call, pending.calls)) continue;
      if (found === undefined) found = pending;
      else if (key === undefined) return this.#leaveOpen(near ?? [], call);
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
    const pending = { request, places: this.#placesOf(request), calls: [], mayHaveMore: false };
    this.#requests.push(pending);
    for (const [index, key] of pending.places) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [pending]);
      else list.push(pending);
    }
  }

  /** Removes the request that has been there for the longest. */
  #remove({ places }: Pending): void {
    for (const [index, key] of places) {
      const list = index.get(key);
      if (list === undefined || list.length < 2) index.delete(key);
      else list.shift();
    }
  }

  /** Where a request is looked for: under what it is about, and under the source of a copy. */
  #placesOf({ caller, bucket, key, copied }: S3Event): readonly Place[] {
    if (bucket === undefined || key === undefined) return [];
    const own = [
      [this.#byObject, ofObject(caller, bucket, key)] as const,
      [this.#byBucket, inBucket(caller, bucket)] as const,
    ];
    if (copied?.key === undefined) return own;
    const { bucket: from, key: source } = copied;
    return [
      ...own,
      ...(from === bucket && source === key ? [] : [[this.#byObject, ofObject(caller, from, source)] as const]),
      ...(from === bucket ? [] : [[this.#byBucket, inBucket(caller, from)] as const]),
    ];
  }
}

function inBucket({ id }: Caller, bucket: string): string {
  return `${id}\0${bucket}`;
}

function ofObject({ id }: Caller, bucket: string, key: string): string {
  return `${id}\0${bucket}\0${key}`;
}
