import type { KmsEvent, S3Event } from '../events/trail-event.ts';

/** A request that waits for its calls. */
export interface Pending {
  readonly request: S3Event;
  readonly calls: KmsEvent[];
  mayHaveMore: boolean;
}

/** So many are looked through for those to one object; where there are more, those to each object are kept. */
const FEW = 16;

/** Requests of one caller in one bucket, in order of time: by what they are about, and by the source of a copy. */
export class NearRequests {
  readonly #bucket: string;
  readonly #all: Pending[];
  #byKey: Map<string, Pending[]> | undefined;

  constructor(bucket: string, first: Pending) {
    this.#bucket = bucket;
    this.#all = [first];
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** Those to an object; with undefined all. */
  to(key: string | undefined): readonly Pending[] {
    if (key === undefined) return this.#all;
    if (this.#byKey !== undefined) return this.#byKey.get(key) ?? [];
    return this.#all.filter(({ request }) => keysIn(this.#bucket, request).includes(key));
  }

  add(pending: Pending): void {
    this.#all.push(pending);
    if (this.#byKey !== undefined) this.#addByKey(pending, this.#byKey);
    else if (this.#all.length > FEW) {
      this.#byKey = new Map();
      for (const one of this.#all) this.#addByKey(one, this.#byKey);
    }
  }

  /** Removes the one that has been there for the longest. */
  removeFirst(): void {
    const first = this.#all.shift();
    if (first === undefined || this.#byKey === undefined) return;
    for (const key of keysIn(this.#bucket, first.request)) {
      const ofObject = this.#byKey.get(key);
      if (ofObject === undefined || ofObject.length < 2) this.#byKey.delete(key);
      else ofObject.shift();
    }
  }

  #addByKey(pending: Pending, byKey: Map<string, Pending[]>): void {
    for (const key of keysIn(this.#bucket, pending.request)) {
      const ofObject = byKey.get(key);
      if (ofObject === undefined) byKey.set(key, [pending]);
      else ofObject.push(pending);
    }
  }
}

/** The objects in a bucket that a request is about: what it names, and what a copy reads. */
function keysIn(name: string, { bucket, key, copied }: S3Event): readonly string[] {
  const own = bucket === name ? key : undefined;
  const source = copied?.bucket === name ? copied.key : undefined;
  if (source === undefined || source === own) return own === undefined ? [] : [own];
  return own === undefined ? [source] : [own, source];
}
