/** Account, region and key of records that say nothing else. */
export const ACCOUNT = '111122223333';
export const REGION = 'us-west-2';
export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

let ids = 0;

/** Ids begin anew, where a test shows them: files that were run before have made records too. */
export function restartIds(): void {
  ids = 0;
}

/** A role session as S3 and KMS see it. */
export function roleSession(role: string, session: string, accessKeyId = `ASIA${session.toUpperCase()}`): object {
  const id = `AROA${role.toUpperCase()}`;
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-01-02T02:50:00Z', mfaAuthenticated: 'false' },
    },
  };
}

/** A user with a long-term key. */
export function user(name: string): object {
  return {
    type: 'IAMUser',
    principalId: `AIDA${name.toUpperCase()}`,
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    accountId: ACCOUNT,
    userName: name,
    accessKeyId: 'AKIAEXAMPLE000000001',
  };
}

/** A service that calls in its own name. */
export function service(name: string): object {
  return { type: 'AWSService', invokedBy: name };
}

function frame(at: string, source: string, eventName: string, userIdentity: object): Record<string, unknown> {
  ids += 1;
  return {
    eventVersion: '1.11',
    userIdentity,
    eventTime: `2026-01-02T${at}Z`,
    eventSource: `${source}.amazonaws.com`,
    eventName,
    awsRegion: REGION,
    requestID: `R${ids}`,
    eventID: `30000000-0000-4000-8000-${String(ids).padStart(12, '0')}`,
    recipientAccountId: ACCOUNT,
  };
}

/** A call that S3 made to KMS, for what an ARN of S3 names; a time is `03:04:05`. */
export function kmsRecord(
  at: string,
  eventName: string,
  caller: object,
  s3Arn: string | undefined,
  changes: object = {},
): Record<string, unknown> {
  const context = s3Arn === undefined ? {} : { 'aws:s3:arn': s3Arn };
  return {
    ...frame(at, 'kms', eventName, {
      ...caller,
      accessKeyId: 'ASIAFORWARDED0000001',
      invokedBy: 'fas.s3.amazonaws.com',
    }),
    requestParameters: {
      encryptionContext: context,
      ...(eventName === 'Decrypt' ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' } : { keyId: KEY_ARN }),
    },
    responseElements: null,
    resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: KEY_ARN }],
    managementEvent: true,
    ...changes,
  };
}

/** A request to S3 for an object. */
export function s3Record(
  at: string,
  eventName: string,
  caller: object,
  bucket: string,
  key: string,
  { asked = {}, answered, more = {}, ...changes }: S3Changes = {},
): Record<string, unknown> {
  return {
    ...frame(at, 's3', eventName, caller),
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.${REGION}.amazonaws.com`, key, ...asked },
    responseElements: answered ?? null,
    additionalEventData: { SignatureVersion: 'SigV4', bytesTransferredIn: 10, bytesTransferredOut: 0.0, ...more },
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    managementEvent: false,
    ...changes,
  };
}

/** What a record of S3 has beside what it has to have, or in its place. */
export interface S3Changes {
  readonly asked?: object;
  readonly answered?: object;
  readonly more?: object;
  readonly [field: string]: unknown;
}

/** What S3 answers to a write under the key of these records. */
export const UNDER_KMS = {
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN,
};

/** A role session that was opened with a scoping policy, or without. */
export function stsRecord(at: string, role: string, session: string, policy?: string): Record<string, unknown> {
  const identity = roleSession(role, session) as { accessKeyId: string; principalId: string; arn: string };
  return {
    ...frame(at, 'sts', 'AssumeRole', service('lakeformation.amazonaws.com')),
    requestParameters: {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      roleSessionName: session,
      ...(policy !== undefined && { policy }),
    },
    responseElements: {
      credentials: { accessKeyId: identity.accessKeyId, expiration: 'Jan 2, 2026, 3:05:00 AM' },
      assumedRoleUser: { assumedRoleId: identity.principalId, arn: identity.arn },
    },
  };
}
