/** KMS operations S3 makes on behalf of a requester. */
export type KmsOperation = 'GenerateDataKey' | 'Decrypt' | 'Encrypt';

/** How KMS answered a call; the names are those of the KMS API. */
export type KmsResult =
  | 'ok'
  | 'AccessDeniedException'
  | 'DisabledException'
  | 'KMSInvalidStateException'
  | 'NotFoundException'
  | 'ThrottlingException';

/** One call that reached KMS, failed calls included: what CloudTrail or a KMS endpoint sees (F-137 to F-139). */
export interface KmsCall {
  readonly operation: KmsOperation;
  /** Name of the requester whose identity the call carries (F-100); the replication role for replication (F-73). */
  readonly by: string;
  /** ARN of the KMS key; the reference as it was given where KMS knows no such key. */
  readonly keyArn: string;
  /** The whole encryption context: `aws:s3:arn` and the pairs the caller added (F-88, F-89). */
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
