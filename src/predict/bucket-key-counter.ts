import { Held } from './held.ts';
import { HeldUntil } from './held-until.ts';
import { MAX_NAMES } from './limits.ts';
import type { ModelAnswers } from './model-answers.ts';
import { Peak } from './peak.ts';

/** Of one requester, bucket and KMS key: until when its bucket keys make data keys, and their numbers. */
interface Writing {
  readonly untilMs: number[];
  readonly bucketKeys: number[];
  /** Writes since the last call, which take turns among them. */
  turn: number;
}

/**
 * KMS calls of a workload with bucket keys, for one lifetime and one number of caches. With several, a request goes to
 * a cache that cannot serve it as long as there is one: calls are as many as caches times windows allow, and what is
 * written lies under a bucket key of each. What a call costs and for how long it serves is what the model answered.
 */
export class BucketKeyCounter {
  readonly lifetimeMs: number;
  readonly caches: number;
  readonly peak = new Peak();
  generateDataKey = 0;
  decrypt = 0;
  /** Decrypt calls for objects that were there before the workload. */
  decryptOfOld = 0;
  readonly #answers: ModelAnswers;
  readonly #writing = new Held<Writing>();
  /** Until when a requester reads under a bucket key without a call, in each cache where it does. */
  readonly #reading: HeldUntil;
  #bucketKeys = 0;

  constructor(lifetimeMs: number, caches: number, answers: ModelAnswers) {
    this.lifetimeMs = lifetimeMs;
    this.caches = caches;
    this.#answers = answers;
    this.#reading = new HeldUntil(caches);
  }

  get calls(): number {
    return this.generateDataKey + this.decrypt;
  }

  /** How often it was forgotten that a bucket key was held, for want of room: each may make calls that are too many. */
  get forgotten(): number {
    return this.#writing.dropped + this.#reading.dropped;
  }

  /** A number that no bucket key has had. */
  newBucketKey(): number {
    return this.#bucketKeys++;
  }

  /** A write; answers under which bucket key the object lies. `place` stands for a bucket and a KMS key. */
  write(atMs: number, requester: number, place: number): number {
    const at = place * MAX_NAMES + requester;
    let writing = this.#writing.get(at);
    if (writing === undefined) {
      writing = { untilMs: [], bucketKeys: [], turn: 0 };
      this.#writing.add(at, writing, atMs);
    }
    const { untilMs, bucketKeys } = writing;
    while (untilMs[0] !== undefined && untilMs[0] <= atMs) {
      untilMs.shift();
      bucketKeys.shift();
    }
    if (untilMs.length >= this.caches) {
      writing.turn = (writing.turn + 1) % bucketKeys.length;
      return bucketKeys[writing.turn] ?? 0;
    }
    const { coldWrite, writeServesWritesMs, writeServesReadsMs } = this.#answers;
    this.generateDataKey += coldWrite;
    this.peak.add(atMs, coldWrite);
    const bucketKey = this.newBucketKey();
    untilMs.push(atMs + writeServesWritesMs);
    bucketKeys.push(bucketKey);
    if (writeServesReadsMs > 0) this.#reading.add(readingAt(requester, bucketKey), atMs, atMs + writeServesReadsMs);
    return bucketKey;
  }

  /** A read of what lies under a bucket key. */
  read(atMs: number, requester: number, bucketKey: number, isOld: boolean): void {
    const at = readingAt(requester, bucketKey);
    if (this.#reading.count(at, atMs) >= this.caches) return;
    const { coldRead, readServesReadsMs } = this.#answers;
    this.decrypt += coldRead;
    if (isOld) this.decryptOfOld += coldRead;
    this.peak.add(atMs, coldRead);
    this.#reading.add(at, atMs, atMs + readServesReadsMs);
  }
}

function readingAt(requester: number, bucketKey: number): number {
  return bucketKey * MAX_NAMES + requester;
}
