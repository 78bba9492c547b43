import { yieldToEventLoop } from '../scenario/yield-to-event-loop.ts';
import { BucketKeyCounter } from './bucket-key-counter.ts';
import { CallsOverTime } from './calls-over-time.ts';
import { askModel } from './model-answers.ts';
import { Names } from './names.ts';
import { ObjectMemory } from './object-memory.ts';
import { Peak } from './peak.ts';
import type { PredictedCalls, Prediction } from './prediction.ts';
import type { ObjectName, Workload, WorkloadRequest } from './request.ts';

/** Requests after which whoever waits is told, and may end it. */
const BREATH = 10_000;

/** How a workload is predicted. */
export interface PredictOptions {
  readonly lifetimesMs: readonly number[];
  readonly caches: readonly number[];
  /** Objects of which is remembered where they lie; omitted = as many as there is room for. */
  readonly mostObjects?: number;
  readonly signal?: AbortSignal;
  onProgress?(requests: number): void;
}

/** How many KMS calls a workload makes without and with bucket keys, read once and never held. */
export async function predict({ requests, leftOut }: Workload, options: PredictOptions): Promise<Prediction> {
  const counting = new Counting(options);
  let taken = 0;
  const see = (request: WorkloadRequest): Promise<void> | undefined => {
    counting.see(request);
    if (++taken % BREATH !== 0) return undefined;
    options.onProgress?.(taken);
    return yieldToEventLoop(options.signal);
  };
  // What is there at once need not be waited for one by one.
  if (Symbol.iterator in requests) {
    for (const request of requests) {
      const breath = see(request);
      if (breath !== undefined) await breath;
    }
  } else {
    for await (const request of requests) await see(request);
  }
  return { ...counting.prediction(), leftOut: Object.fromEntries(leftOut) };
}

class Counting {
  readonly #counters: readonly BucketKeyCounter[];
  readonly #callsWithout: { readonly write: number; readonly read: number };
  readonly #requesters = new Names('requesters');
  readonly #places = new Names('buckets with their KMS keys');
  readonly #objects: ObjectMemory;
  /** The bucket keys of objects from before the workload, for each counter, by bucket. */
  readonly #old = new Map<string, readonly number[]>();
  readonly #peakWithout = new Peak();
  readonly #overTime: CallsOverTime;
  /** Calls of each requester, without bucket keys and then for each counter; and the calls so far, all together. */
  readonly #ofRequesters: readonly number[][];
  readonly #noted: number[];
  #requests = 0;
  #writes = 0;
  #reads = 0;
  #readsOfOld = 0;
  #oldObjects = 0;
  #generateDataKey = 0;
  #decrypt = 0;
  #firstMs = -1;
  #lastMs = 0;

  constructor({ lifetimesMs, caches, mostObjects }: PredictOptions) {
    const answers = lifetimesMs.map((lifetimeMs) => ({ lifetimeMs, answers: askModel(lifetimeMs) }));
    this.#counters = answers.flatMap((one) =>
      caches.map((count) => new BucketKeyCounter(one.lifetimeMs, count, one.answers)),
    );
    // Without bucket keys no lifetime plays a part.
    const [first] = answers;
    this.#callsWithout = { write: first?.answers.writeWithout ?? 0, read: first?.answers.readWithout ?? 0 };
    this.#objects = new ObjectMemory(this.#counters.length, mostObjects);
    const kinds = 1 + this.#counters.length;
    this.#overTime = new CallsOverTime(kinds);
    this.#ofRequesters = Array.from({ length: kinds }, () => []);
    this.#noted = new Array<number>(kinds).fill(0);
  }

  see(request: WorkloadRequest): void {
    const { ms, operation } = request;
    this.#requests++;
    if (this.#firstMs < 0) this.#firstMs = ms;
    this.#lastMs = ms;
    switch (operation) {
      case 'GetObject':
        this.#read(request, request);
        break;
      case 'CopyObject':
        if (request.source !== undefined) this.#read(request, request.source);
        this.#write(request);
        break;
      case 'DeleteObject':
        this.#objects.delete(nameOf(request));
        break;
      default:
        this.#write(request);
    }
    this.#note(0, request, this.#generateDataKey + this.#decrypt);
    for (let at = 0; at < this.#counters.length; at += 1) this.#note(at + 1, request, this.#counters[at]?.calls ?? 0);
  }

  /** Notes when and for whom the calls of a request were made. */
  #note(kind: number, { ms, requester }: WorkloadRequest, calls: number): void {
    const made = calls - (this.#noted[kind] ?? 0);
    if (made === 0) return;
    this.#noted[kind] = calls;
    this.#overTime.add(kind, ms, made);
    const ofRequesters = this.#ofRequesters[kind] ?? [];
    const number = this.#requesters.number(requester);
    ofRequesters[number] = (ofRequesters[number] ?? 0) + made;
  }

  #write(request: WorkloadRequest): void {
    const { ms, bucket, kmsKey = '' } = request;
    const requester = this.#requesters.number(request.requester);
    const place = this.#places.number(`${bucket}\n${kmsKey}`);
    const { write } = this.#callsWithout;
    this.#writes++;
    this.#generateDataKey += write;
    this.#peakWithout.add(ms, write);
    const bucketKeys = this.#counters.map((counter) => counter.write(ms, requester, place));
    this.#objects.set(nameOf(request), bucketKeys, false);
  }

  #read(request: WorkloadRequest, of: ObjectName): void {
    const requester = this.#requesters.number(request.requester);
    const name = nameOf(of);
    if (this.#objects.find(name) === undefined) this.#noteOld(of.bucket, name);
    const entry = this.#objects.find(name) ?? 0;
    const isOld = this.#objects.isOld(entry);
    const { read } = this.#callsWithout;
    this.#reads++;
    if (isOld) this.#readsOfOld++;
    this.#decrypt += read;
    this.#peakWithout.add(request.ms, read);
    for (const [at, counter] of this.#counters.entries())
      counter.read(request.ms, requester, this.#objects.bucketKey(entry, at), isOld);
  }

  /**
   * An object that nobody wrote in the workload. One job has given it a bucket key, the same for all of a bucket
   * (F-136); where objects have been forgotten it may be one of them, and has one of its own, so that the calls are not
   * too few.
   */
  #noteOld(bucket: string, name: string): void {
    this.#oldObjects++;
    const ofBucket = this.#objects.forgotten > 0 ? undefined : this.#old.get(bucket);
    const bucketKeys = ofBucket ?? this.#counters.map((counter) => counter.newBucketKey());
    if (this.#objects.forgotten === 0) {
      this.#places.number(`${bucket}\n`);
      this.#old.set(bucket, bucketKeys);
    }
    this.#objects.set(name, bucketKeys, true);
  }

  prediction(): Omit<Prediction, 'leftOut'> {
    return {
      requests: this.#requests,
      writes: this.#writes,
      reads: this.#reads,
      readsOfOld: this.#readsOfOld,
      spanMs: this.#firstMs < 0 ? 0 : this.#lastMs - this.#firstMs,
      requesters: this.#requesters.size,
      oldObjects: this.#oldObjects,
      forgottenObjects: this.#objects.forgotten,
      names: this.#requesters.all,
      overTime: this.#overTime,
      without: this.#callsOf(0, this.#generateDataKey, this.#decrypt, this.#peakWithout),
      with: this.#counters.map(
        ({ lifetimeMs, caches, generateDataKey, decrypt, decryptOfOld, forgotten, peak }, at) => ({
          lifetimeMs,
          caches,
          ...this.#callsOf(at + 1, generateDataKey, decrypt, peak),
          decryptOfOld,
          forgotten,
        }),
      ),
    };
  }

  #callsOf(kind: number, generateDataKey: number, decrypt: number, { perSecond }: Peak): PredictedCalls {
    const ofRequesters = this.#ofRequesters[kind] ?? [];
    return { calls: generateDataKey + decrypt, generateDataKey, decrypt, peakPerSecond: perSecond, ofRequesters };
  }
}

function nameOf({ bucket, object }: ObjectName): string {
  return `${bucket}\n${object}`;
}
