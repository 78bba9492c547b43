/** KMS operations S3 makes on behalf of a requester; ReEncrypt for UpdateObjectEncryption alone (K-25). */
export type KmsOperation = 'GenerateDataKey' | 'Decrypt' | 'Encrypt' | 'ReEncrypt';

/**
 * How a call ends that KMS neither carries out nor refuses: it had trouble of its own, or nobody answered, in the words
 * of whoever called (U-32).
 */
export const KMS_OUTAGES = ['unreachable', 'DependencyTimeoutException', 'KMSInternalException'] as const;

/** One of {@link KMS_OUTAGES}. */
export type KmsOutage = (typeof KMS_OUTAGES)[number];

/** Whether a call ended as one of {@link KMS_OUTAGES}. */
export function isKmsOutage(result: KmsResult): result is KmsOutage {
  return result === 'unreachable' || result === 'DependencyTimeoutException' || result === 'KMSInternalException';
}

/** How KMS answered a call; the names are those of the KMS API. */
export type KmsResult =
  | 'ok'
  | KmsOutage
  | 'AccessDeniedException'
  | 'DisabledException'
  | 'InvalidKeyUsageException'
  | 'KMSInvalidStateException'
  | 'NotFoundException'
  | 'ThrottlingException';

/**
 * One call of KMS, failed calls included: what CloudTrail or a KMS endpoint sees (F-137 to F-139). One that ended
 * `unreachable` only its caller may have seen.
 */
export interface KmsCall {
  readonly operation: KmsOperation;
  /** Name of the requester whose identity the call carries (F-100); the replication role for replication (F-73). */
  readonly by: string;
  /** ARN of the KMS key, of ReEncrypt the new one; the reference as it was given where KMS knows no such key. */
  readonly keyArn: string;
  /**
   * The whole encryption context, of ReEncrypt the new one: `aws:s3:arn` and the pairs the caller added (F-88, F-89).
   */
  readonly context: Readonly<Record<string, string>>;
  readonly result: KmsResult;
}

/**
 * A KMS call as somebody recorded it: by whom, in which context and with what result may be missing, since logs of
 * servers often name the service alone. Any call explains what is missing.
 */
export interface ObservedKmsCall
  extends Pick<KmsCall, 'operation' | 'keyArn'>,
    Partial<Pick<KmsCall, 'by' | 'context' | 'result'>> {}
