/**
 * How S3 tells requesters apart when it shares a bucket key: by session until 2023 (F-96), by role and scoping policy
 * since (F-95).
 */
export type RequesterMode = 'session' | 'rolePolicy';

/** A length of time that is only known to lie between two bounds, in milliseconds. */
export interface Span {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * What an implementation may do. Each field closes or bounds one point that AWS leaves open (U-…): a list holds the
 * admissible options, one option = closed. The model itself has no opinion beyond its profile.
 */
export interface Profile {
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  readonly requesterMode: RequesterMode;
  /** Independent caches of plaintext bucket keys; `'any'` = as many as it takes (U-04). */
  readonly caches: number | 'any';
  /** A cached bucket key may be dropped before its lifetime is over (U-05). */
  readonly earlyEviction: boolean;
  /** How long a cached plaintext bucket key serves one requester, from the KMS call that brought it (U-01, F-106 b). */
  readonly cacheLifetime: Span;
  /** How long a bucket key makes new data keys, from its creation (U-03, F-106 a). */
  readonly generationLifetime: Span;
  /** What a cold write does when a bucket key of another request is still in its generation lifetime (U-07, K-04). */
  readonly coldWrite: readonly ColdWrite[];
  /** Whether a cold write also decrypts the bucket key to verify it (U-08, F-142). */
  readonly writeVerifies: readonly boolean[];
  /** Whether a bucket key obtained by a write serves reads of the same requester (U-09). */
  readonly writeWarmsRead: readonly boolean[];
  /** Whether a bucket key obtained by a read serves writes of the same requester (U-09, the other way round). */
  readonly readWarmsWrite: readonly boolean[];
  /**
   * Whether extra context pairs reach KMS for an object with a bucket key, which then needs a bucket key of its own
   * (U-12).
   */
  readonly extraContext: readonly ExtraContext[];
  /** What a bucket-key flag does that has nothing to act on, and a key id without algorithm on a KMS bucket (U-14). */
  readonly inertHeader: readonly InertHeader[];
  /** Flag of an object that asks for `aws:kms` in a bucket whose rule has the flag on for another algorithm (U-15). */
  readonly dormantFlag: readonly boolean[];
  /** Whether `aws:kms` without key id takes the bucket's own KMS key instead of `aws/s3` (D-04). */
  readonly kmsHeaderUsesBucketKey: readonly boolean[];
  /** Bucket-key flag of the replica of an object without one in a bucket with the flag on (U-13, D-08). */
  readonly mixedReplicaFlag: readonly boolean[];
  /** Whether replication with bucket keys also decrypts the replica's bucket key to check it (U-13, F-71). */
  readonly replicationVerifies: readonly boolean[];
  /** Which refusal wins when S3 and KMS both refuse (U-20). */
  readonly refusedFirst: readonly ('s3' | 'kms')[];
  /** For how long an earlier bucket rule may still be seen, in milliseconds (U-16, F-14). */
  readonly ruleDelayMs: number;
  /**
   * For how long an earlier state or policy of a KMS key, or target of an alias, may still be seen, in milliseconds
   * (U-23, F-122).
   */
  readonly kmsDelayMs: number;
  /** Whether buckets replicate at all. */
  readonly replication: boolean;
}

/** Asks KMS for a new bucket key, or has an existing one decrypted. */
export type ColdWrite = 'generate' | 'unwrap';

/** Extra pairs stay out of the bucket key's context, or make a bucket key for each distinct set of pairs. */
export type ExtraContext = 'left-out' | 'partitions';

/** The header is ignored and the request goes on, or it is refused with 400. */
export type InertHeader = 'ignored' | 'refused';
