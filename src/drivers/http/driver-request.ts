/** A request to a service of AWS, before it is signed. */
export interface DriverRequest {
  /** Omitted = GET. */
  readonly method?: string;
  /** Percent-encoded, and sent as it is: nothing is resolved in `/b/..`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Omitted = S3; `s3express` = S3 as directory buckets are asked (F-201). */
  readonly service?: 's3' | 's3express' | 'kms';
  /** A directory bucket in a session of which it is signed (F-202); omitted = by the keys themselves. */
  readonly session?: string;
}

/** A key pair to sign with. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Of a session of a directory bucket. */
  readonly s3SessionToken?: string;
}
