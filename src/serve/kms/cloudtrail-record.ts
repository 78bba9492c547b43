import { randomUUID } from 'node:crypto';
import type { Arns } from '../../../model/vocabulary/arns.ts';
import { type Requester, ROOT_USER } from '../../../model/vocabulary/requester.ts';
import type { LoggedCall } from './kms-log.ts';

/** Operations that change nothing, as CloudTrail counts them: making a data key is one. */
const READS = /^(Decrypt|Describe|Encrypt|GenerateDataKey|Get|List|ReEncrypt)/;
/** How S3 shows in the records of the calls that it makes on behalf of a requester. */
const FORWARDED = 'fas.s3.amazonaws.com';

/** A call in the form of a CloudTrail record. What no record of AWS is known to show is left out. */
export function cloudTrailRecord(call: LoggedCall, arns: Arns): Readonly<Record<string, unknown>> {
  const { operation, by, keyArn, result, requestId, via, sourceAddress } = call;
  const isForwarded = via === 's3';
  // A name that is no ARN is of no key, and so of no account.
  const keyAccount = keyArn?.startsWith('arn:') ? keyArn.split(':')[4] : undefined;
  return {
    eventVersion: '1.11',
    userIdentity: { ...identity(by, arns), ...(isForwarded ? { invokedBy: FORWARDED } : {}) },
    eventTime: `${call.time.slice(0, 19)}Z`,
    eventSource: 'kms.amazonaws.com',
    eventName: operation,
    awsRegion: arns.region,
    sourceIPAddress: isForwarded ? FORWARDED : sourceAddress,
    userAgent: isForwarded ? FORWARDED : via,
    ...(result === 'ok' ? {} : { errorCode: result, errorMessage: `${operation}: ${result}` }),
    requestParameters: parametersOf(call),
    responseElements: null,
    requestID: requestId,
    eventID: randomUUID(),
    readOnly: READS.test(operation),
    resources: keyAccount === undefined ? [] : [{ accountId: keyAccount, type: 'AWS::KMS::Key', ARN: keyArn }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: by.account,
    eventCategory: 'Management',
  };
}

/** The blob of a Decrypt names its key, and the request does not. */
function parametersOf({ operation, keyArn, context }: LoggedCall): Readonly<Record<string, unknown>> {
  return {
    ...(Object.keys(context).length === 0 ? {} : { encryptionContext: context }),
    ...(operation === 'GenerateDataKey' ? { keySpec: 'AES_256' } : {}),
    ...(operation === 'Decrypt' ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' } : {}),
    ...(operation === 'Decrypt' || keyArn === null ? {} : { keyId: keyArn }),
  };
}

function identity({ account, principal, session }: Requester, arns: Arns): Readonly<Record<string, unknown>> {
  if (account === '') return { type: 'Unknown' };
  if (principal === ROOT_USER)
    return { type: 'Root', principalId: account, arn: arns.accountRoot(account), accountId: account };
  const roleArn = arns.role(account, principal);
  const principalId = `AROA${principal.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')}`;
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${session}`,
    accountId: account,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn: roleArn, accountId: account, userName: principal },
      attributes: {},
    },
  };
}
