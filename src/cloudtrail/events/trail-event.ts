/** Who made a call, as CloudTrail's `userIdentity` tells it. */
export interface Caller {
  /** Account, principal and session in one text: equal for one who calls S3 and in whose name S3 calls KMS. */
  readonly id: string;
  readonly type: string;
  /** Account, 12 digits; undefined where none is told. */
  readonly account: string | undefined;
  /**
   * What tells principals apart: the id of a user or role, the name of a service, the account of a root user. Never an
   * access key: S3 calls KMS with keys of its own, many for one client.
   */
  readonly principal: string;
  /** Name for people: of the role, the user or the service. */
  readonly name: string;
  /** Session of an assumed role; empty where there are none. */
  readonly session: string;
  /** `AROA…:session`, as S3 forwards it; empty where there is no session. */
  readonly sessionId: string;
  /** Service that calls in its own name, such as `cloudtrail.amazonaws.com`. */
  readonly service: string | undefined;
  /** Access key that signed; it is good for finding the AssumeRole it came from, and nothing else. */
  readonly accessKey: string | undefined;
  readonly isAnonymous: boolean;
}

/** What every event has, as it stands in its record. */
export interface EventFrame {
  /** Time in milliseconds since 1970. CloudTrail tells whole seconds. */
  readonly atMs: number;
  /** Name of the call, such as `PutObject`. */
  readonly name: string;
  readonly region: string;
  readonly id: string | undefined;
  /** Error code; undefined for a success. */
  readonly error: string | undefined;
  readonly caller: Caller;
}

/** A bucket, or an object in it, that an encryption context names. */
export interface Target {
  readonly bucket: string;
  /** Undefined = the context names the bucket alone, and so a bucket key is used (F-88). */
  readonly key: string | undefined;
}

/** A call of KMS. */
export interface KmsEvent extends EventFrame {
  readonly source: 'kms';
  /** ARN of the KMS key; undefined where no key is told, as of some calls that were denied. */
  readonly keyArn: string | undefined;
  /** Whole encryption context, its names as they stand. */
  readonly context: Readonly<Record<string, string>> | undefined;
  /** What `aws:s3:arn` in it names; undefined where S3 has nothing to do with the call, or names no bucket. */
  readonly target: Target | undefined;
}

/** An encryption header of a request, or of an answer, as it was recorded. */
export interface SseHeaders {
  readonly sse: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly bucketKeyEnabled: string | undefined;
  /** Base64 of JSON. */
  readonly context: string | undefined;
}

/** The rule that PutBucketEncryption asked for, as far as it can be told. */
export interface AskedRule {
  readonly algorithm: string;
  readonly kmsKeyId: string | undefined;
  readonly bucketKeyEnabled: boolean | undefined;
}

/** A request to S3. */
export interface S3Event extends EventFrame {
  readonly source: 's3';
  readonly bucket: string | undefined;
  /** Account that owns the bucket, where the record tells it. */
  readonly bucketAccount: string | undefined;
  readonly key: string | undefined;
  /** Source of a copy. */
  readonly copied: Target | undefined;
  /** Whether it asks for one version, not for the current one. */
  readonly ofVersion: boolean;
  readonly asked: SseHeaders;
  readonly answered: SseHeaders;
  /** Whether it brings a key of its own (SSE-C), for what it writes or reads, and for what a copy reads. */
  readonly hasOwnKey: boolean;
  readonly hasSourceKey: boolean;
  /** `SSEApplied`: what encryption was applied, and whether by request or by default (F-140). */
  readonly applied: string | undefined;
  /** Whether it is a line of a server access log, which tells nothing of encryption. */
  readonly isLogged: boolean;
  /** Signed in the old way (F-34). */
  readonly isSignedV2: boolean;
  /** Only of PutBucketEncryption. */
  readonly rule: AskedRule | undefined;
  /** Only of UpdateObjectEncryption: whether it asks for a bucket key. */
  readonly asksForBucketKey: boolean | undefined;
}

/** A session that was opened. */
export interface StsEvent extends EventFrame {
  readonly source: 'sts';
  /** Access key that was given out. */
  readonly givenKey: string | undefined;
  /** `AROA…:session` of the role session; undefined for sessions that are no roles'. */
  readonly sessionId: string | undefined;
  /** Fingerprint of the scoping policies it was opened with; undefined = none. */
  readonly scopingPolicy: string | undefined;
}

/** Anything else, which is counted only. */
export interface OtherEvent extends EventFrame {
  readonly source: 'other';
  readonly service: string;
}

export type TrailEvent = KmsEvent | S3Event | StsEvent | OtherEvent;
