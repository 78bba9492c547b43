/** An object in a bucket. */
export interface ObjectName {
  readonly bucket: string;
  readonly object: string;
}

/** One request of a workload. */
export interface WorkloadRequest extends ObjectName {
  readonly ms: number;
  /** Name of the S3 API, such as `PutObject`. */
  readonly operation: string;
  /** Requests of equal names share bucket keys (F-95). */
  readonly requester: string;
  /** What a CopyObject reads. */
  readonly source?: ObjectName;
  /** The KMS key that a write names; omitted = that of the bucket. */
  readonly kmsKey?: string;
}

/** A workload, in the order of its times. */
export interface Workload {
  readonly requests: Iterable<WorkloadRequest> | AsyncIterable<WorkloadRequest>;
  /** Requests that make no KMS call with bucket keys or without, and were left out, by the reason. */
  readonly leftOut: ReadonlyMap<string, number>;
}
