/** A request to a service of AWS, before it is signed. */
export interface DriverRequest {
  /** Omitted = GET. */
  readonly method?: string;
  /** Percent-encoded, and sent as it is: nothing is resolved in `/b/..`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Omitted = S3. */
  readonly service?: 's3' | 'kms';
}

/** A key pair to sign with. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
