/** Server-side encryption algorithms a bucket rule or a request can name (F-01, F-29). */
export type SseAlgorithm = 'AES256' | 'aws:kms' | 'aws:kms:dsse';

/** What a bucket can refuse to have objects written with; `NONE` = nothing (F-17). */
export type BlockedEncryptionType = 'SSE-C' | 'NONE';

/** The one rule of a bucket's encryption configuration, named as in the S3 API (F-01). */
export interface EncryptionRule {
  readonly SSEAlgorithm: SseAlgorithm;
  /** Key ARN, bare key id, alias or alias ARN, exactly as it was given (F-08); omitted = the AWS managed key (F-12). */
  readonly KMSMasterKeyID?: string;
  /** Omitted = false (F-03). */
  readonly BucketKeyEnabled?: boolean;
  /** Omitted where it is put = as before (F-17). */
  readonly BlockedEncryptionTypes?: readonly BlockedEncryptionType[];
}

/** A rule as it is shown. Blocked types are missing where nobody looked, `null` where none were shown (F-166). */
export interface ShownRule extends Omit<EncryptionRule, 'BlockedEncryptionTypes'> {
  readonly BlockedEncryptionTypes?: readonly BlockedEncryptionType[] | null;
}

/** What a bucket on which nobody set encryption answers (F-02). */
export const UNCONFIGURED_RULE: EncryptionRule = { SSEAlgorithm: 'AES256', BucketKeyEnabled: false };

/** The encryption headers of a request: of one that writes an object (F-21 to F-24, F-89), others take none (F-39). */
export interface EncryptionHeaders {
  /**
   * `x-amz-server-side-encryption`; or `''` for an empty header, `'malformed'` for one that names no algorithm (F-29).
   */
  readonly sse?: SseAlgorithm | '' | 'malformed';
  /** `x-amz-server-side-encryption-aws-kms-key-id`: key ARN, bare key id, alias or alias ARN. */
  readonly kmsKeyId?: string;
  /** `x-amz-server-side-encryption-bucket-key-enabled`. */
  readonly bucketKeyEnabled?: boolean;
  /**
   * `x-amz-server-side-encryption-context`: pairs the caller adds to what S3 sends to KMS,
   * or `'malformed'` for a header that is not base64 of a JSON object of strings (F-92).
   */
  readonly context?: Readonly<Record<string, string>> | 'malformed';
  /**
   * `x-amz-server-side-encryption-customer-key` and its MD5 (SSE-C), which writes and reads take: a name for the key,
   * whose bytes are in no trace (P12).
   */
  readonly customerKey?: string;
  /** `x-amz-server-side-encryption-customer-algorithm` names none that there is; omitted = AES256 (E-20). */
  readonly customerAlgorithm?: 'malformed';
}

/** The algorithm that headers name; undefined where they name none. */
export function algorithmNamed({ sse }: EncryptionHeaders): SseAlgorithm | undefined {
  return sse === '' || sse === 'malformed' ? undefined : sse;
}
