const ACCOUNT = '111122223333';
const KEY_ARN = `arn:aws:kms:us-west-2:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const START_MS = Date.UTC(2026, 0, 2);

/**
 * A log of CloudTrail as NDJSON: reads and writes of some roles in some buckets, and KMS calls for every other one.
 *
 * @param first - number of the first record, where it goes on from another log
 */
export function trail(records: number, first = 0): string {
  return Array.from({ length: records }, (_, index) => `${JSON.stringify(record(first + index))}\n`).join('');
}

/** A record of the size that real ones have. */
function record(index: number): object {
  const role = `role-${index % 7}`;
  const bucket = `bucket-${index % 20}`;
  const key = `data/2026/01/${index % 1_000}/part-${index}.parquet`;
  const isCall = index % 3 === 2;
  const isWrite = index % 2 === 0;
  const common = {
    eventVersion: '1.11',
    userIdentity: identity(role, `i-${index % 50}`, isCall),
    eventTime: `${new Date(START_MS + Math.floor(index / 200) * 1_000).toISOString().slice(0, 19)}Z`,
    awsRegion: 'us-west-2',
    requestID: `R${index}`,
    eventID: `30000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    readOnly: !isWrite,
    eventType: 'AwsApiCall',
    managementEvent: isCall,
    recipientAccountId: ACCOUNT,
  };
  return isCall ? { ...common, ...call(bucket, key, index, isWrite) } : { ...common, ...request(bucket, key, isWrite) };
}

function identity(role: string, session: string, isForwarded: boolean): object {
  return {
    type: 'AssumedRole',
    principalId: `AROA${role}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: isForwarded ? 'ASIAFORWARDED0000001' : `ASIA${session}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${role}`,
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-01-02T02:50:00Z', mfaAuthenticated: 'false' },
    },
    ...(isForwarded && { invokedBy: 'fas.s3.amazonaws.com' }),
  };
}

function call(bucket: string, key: string, index: number, isWrite: boolean): object {
  const arn = `arn:aws:s3:::${bucket}${index % 5 === 0 ? `/${key}` : ''}`;
  return {
    eventSource: 'kms.amazonaws.com',
    eventName: isWrite ? 'GenerateDataKey' : 'Decrypt',
    sourceIPAddress: 'fas.s3.amazonaws.com',
    userAgent: 'fas.s3.amazonaws.com',
    requestParameters: { encryptionContext: { 'aws:s3:arn': arn }, keyId: KEY_ARN, keySpec: 'AES_256' },
    responseElements: null,
    resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: KEY_ARN }],
  };
}

function request(bucket: string, key: string, isWrite: boolean): object {
  const name = 'x-amz-server-side-encryption';
  return {
    eventSource: 's3.amazonaws.com',
    eventName: isWrite ? 'PutObject' : 'GetObject',
    sourceIPAddress: '203.0.113.10',
    userAgent: '[aws-cli/2.22.0]',
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.us-west-2.amazonaws.com`, key },
    responseElements: isWrite ? { [name]: 'aws:kms', [`${name}-aws-kms-key-id`]: KEY_ARN } : null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': 'EXAMPLE=',
      bytesTransferredIn: 25_701,
      bytesTransferredOut: 0,
      ...(isWrite && { SSEApplied: 'Default_SSE_KMS' }),
    },
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
  };
}
