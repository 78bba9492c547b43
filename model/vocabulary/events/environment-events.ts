/**
 * Replication takes up an object: one that is PENDING, or by Batch Replication one from before the rule or one that
 * FAILED (F-76).
 */
export interface ReplicateObject {
  readonly op: 'ReplicateObject';
  /** Source bucket. */
  readonly bucket: string;
  readonly key: string;
  /**
   * Name of the requester that is the role of a Batch Replication job, which takes up replicas and what has one as well
   * (F-190). Omitted = replication by itself, or a job of which nobody says whose it is.
   */
  readonly job?: string;
}

/** S3 drops every cached plaintext bucket key of a bucket, for all requesters, in all caches (U-05). */
export interface EvictBucketKeys {
  readonly op: 'EvictBucketKeys';
  readonly bucket: string;
}

/** Every S3 host restarts: all cached plaintext is gone, what is stored stays (U-05). */
export interface RestartHosts {
  readonly op: 'RestartHosts';
}

/** KMS starts or stops refusing all requests with `ThrottlingException` (F-131, D-16). */
export interface ThrottleKms {
  readonly op: 'ThrottleKms';
  readonly on: boolean;
}

/** S3 can no longer reach KMS, or can again: none of its calls is carried out meanwhile (U-32). */
export interface InterruptKms {
  readonly op: 'InterruptKms';
  readonly on: boolean;
  /** Calls do get through: KMS answers and logs them, but S3 waits in vain for the answer; omitted = false. */
  readonly answersLost?: boolean;
}

/** What no requester causes. */
export type EnvironmentEvent = ReplicateObject | EvictBucketKeys | RestartHosts | ThrottleKms | InterruptKms;
