import type { BlockedEncryptionType, SseAlgorithm } from '../../model/vocabulary/encryption.ts';
import { MINUTE_MS } from '../../model/vocabulary/time.ts';

/**
 * What AWS leaves open (U-01 to U-09, U-11), fixed for one reference. The defaults are the `ideal` profile's answers.
 */
export interface ReferenceOptions {
  /**
   * Who counts as one requester: role with scoping policy as today (F-95), or each session as until 2023 (F-96). With
   * `service` all share bucket keys, and KMS is asked in the name of the service, where the setup has one.
   */
  readonly requesterMode: 'session' | 'rolePolicy' | 'service';
  /**
   * Number of hosts, each with its own cache of plaintext bucket keys; more than one are routed to pseudo-randomly by
   * the seed (U-04).
   */
  readonly caches: number;
  /**
   * How long a plaintext bucket key serves one requester after the KMS call that fetched it, in milliseconds (U-01,
   * U-03).
   */
  readonly cacheLifetimeMs: number;
  /** After how long without use a plaintext bucket key is gone, in milliseconds (U-02). */
  readonly idleTimeMs: number;
  /** For how long a denial of KMS, or that of a disabled key, is remembered and KMS not called, in milliseconds. */
  readonly negativeLifetimeMs: number;
  /** For how many objects a bucket key makes data keys (U-26). */
  readonly usesPerBucketKey: number;
  /** How long after its making a bucket key makes data keys for new objects, in milliseconds (U-03). */
  readonly generationLifetimeMs: number;
  /**
   * What a cold write does (U-07, K-04): `generate` makes a bucket key of its own (GenerateDataKey); `unwrap` fetches
   * the newest bucket key of the bucket and KMS key still within its generation lifetime, made by anybody (Decrypt),
   * and generates only where none is.
   */
  readonly coldWrite: 'generate' | 'unwrap';
  /** Whether a write that made a bucket key checks it with a Decrypt before using it (U-08, D-06). */
  readonly writeVerifies: boolean;
  /** Whether a bucket key fetched for a write serves the same requester's reads (U-09). */
  readonly writeWarmsRead: boolean;
  /**
   * Whether a bucket key fetched for a read serves the same requester's writes while its generation lifetime lasts
   * (U-09).
   */
  readonly readWarmsWrite: boolean;
  /** Whether HeadObject opens the data key of the object as a read does (F-41). */
  readonly headDecrypts: boolean;
  /** Algorithms whose ETags are of another class than AWS documents (F-80, F-81, F-84). */
  readonly etags: Readonly<Partial<Record<SseAlgorithm, 'md5' | 'opaque'>>>;
  /** What new buckets block, but in the regions where they block nothing (F-17). */
  readonly newBucketsBlock: BlockedEncryptionType;
  /** Whether buckets can be replicated at all; else a replication rule is refused with 501 `NotImplemented`. */
  readonly replicates: boolean;
  /**
   * How many requests of a hundred S3 answers by an error of its own: before anything has happened, or after all of it
   * (E-45, F-160).
   */
  readonly transientErrors: number;
  /**
   * Waits until KMS, which is another service, gets to a call; requests that are under way go on meanwhile. Whoever
   * resolves it in an order of their own overlaps requests as they like. `request` is one object for all that a
   * request asks.
   */
  readonly untilKmsAnswers: (request: object) => Promise<void>;
  /** Waits until what KMS has answered is back at S3: in between the call has been carried out, and S3 has nothing. */
  readonly untilAnswerArrives: (request: object) => Promise<void>;
  /** Seed of all randomness: keys, nonces, ETags and routing. Equal seeds and equal steps give equal observations. */
  readonly seed: number;
}

/**
 * One cache, five minutes for both lifetimes (folklore, F-104: any positive value would do), a bucket key of its own
 * for every cold write.
 */
export const DEFAULT_REFERENCE_OPTIONS: ReferenceOptions = {
  requesterMode: 'rolePolicy',
  caches: 1,
  cacheLifetimeMs: 5 * MINUTE_MS,
  idleTimeMs: Number.POSITIVE_INFINITY,
  negativeLifetimeMs: 0,
  usesPerBucketKey: Number.POSITIVE_INFINITY,
  generationLifetimeMs: 5 * MINUTE_MS,
  coldWrite: 'generate',
  writeVerifies: false,
  writeWarmsRead: true,
  readWarmsWrite: false,
  headDecrypts: false,
  etags: {},
  newBucketsBlock: 'SSE-C',
  replicates: true,
  transientErrors: 0,
  untilKmsAnswers: () => Promise.resolve(),
  untilAnswerArrives: () => Promise.resolve(),
  seed: 0,
};
