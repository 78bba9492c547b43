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

/**
 * S3 expires what a lifecycle rule of the bucket is about: the current version of a key, or one that is not current any
 * more (F-196). Access logs have it as `S3.EXPIRE.OBJECT` or `S3.CREATE.DELETEMARKER`, CloudTrail has nothing (F-199).
 */
export interface ExpireObject {
  readonly op: 'ExpireObject';
  readonly bucket: string;
  readonly key: string;
  /** The version that expires, not the current one; omitted = the current one. */
  readonly versionId?: string;
}

/**
 * S3 moves a version to another storage class, by a lifecycle rule or within Intelligent-Tiering (F-198): one that is
 * read at once. In access logs `S3.TRANSITION_SIA.OBJECT` and others of the kind (F-199).
 */
export interface TransitionObject {
  readonly op: 'TransitionObject';
  readonly bucket: string;
  readonly key: string;
  /** Omitted = the current version. */
  readonly versionId?: string;
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
export type EnvironmentEvent =
  | ReplicateObject
  | ExpireObject
  | TransitionObject
  | EvictBucketKeys
  | RestartHosts
  | ThrottleKms
  | InterruptKms;
