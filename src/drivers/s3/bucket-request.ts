import { Arns, DEFAULT_REGION } from '../../../model/vocabulary/arns.ts';
import { zoneInName } from '../../../model/vocabulary/directory-name.ts';
import type { BucketEvent } from '../../../model/vocabulary/events/bucket-events.ts';
import type { BucketPolicyStatement } from '../../../model/vocabulary/policy.ts';
import type { Setup } from '../../../model/vocabulary/setup.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import { directoryXml, encryptionXml, locationXml, replicationXml, versioningXml } from './xml-bodies.ts';

/** What a request says and its event does not. */
export interface RequestWords {
  readonly region: string;
  /** What a KMS key that is made has for a description, by which it is found again; omitted = none. */
  readonly keyDescription?: string;
  /** The ARN of the role that a requester is. */
  roleArn(requester: string): string;
  /** How buckets are named. */
  readonly arns: Pick<Arns, 'bucket' | 'isDirectory'>;
}

/** The words of requests in the names of a setup. */
export function wordsOf(setup: Setup): RequestWords {
  const { requesters, region = DEFAULT_REGION } = setup;
  const roleArn = (name: string): string => {
    const role = requesters.find((one) => one.name === name);
    return `arn:aws:iam::${role?.account}:role/${role?.principal}`;
  };
  return { region, roleArn, arns: new Arns(setup) };
}

/** The request that makes a bucket with Object Lock, which no event does. */
export function lockedBucketRequest(bucket: string, region: string): DriverRequest {
  const headers = { 'x-amz-bucket-object-lock-enabled': 'true' };
  return { method: 'PUT', path: `/${bucket}`, headers, body: locationXml(region) };
}

/** The request that an event on a bucket is. */
export function bucketRequest(event: BucketEvent, { region, roleArn, arns }: RequestWords): DriverRequest {
  const path = `/${event.bucket}`;
  switch (event.op) {
    case 'CreateBucket': {
      const zone = zoneInName(event.bucket);
      return { method: 'PUT', path, body: zone === undefined ? locationXml(region) : directoryXml(zone) };
    }
    case 'DeleteBucket':
      return { method: 'DELETE', path };
    case 'PutBucketEncryption':
      return { method: 'PUT', path, query: { encryption: '' }, body: encryptionXml(event.rules) };
    case 'GetBucketEncryption':
      return { path, query: { encryption: '' } };
    case 'DeleteBucketEncryption':
      return { method: 'DELETE', path, query: { encryption: '' } };
    case 'PutBucketPolicy': {
      if (event.statements.length === 0) return { method: 'DELETE', path, query: { policy: '' } };
      const body = policyText(event.statements, arns.bucket(event.bucket));
      return { method: 'PUT', path, query: { policy: '' }, body };
    }
    case 'PutBucketReplication': {
      const body = replicationXml(event, roleArn(event.role));
      return { method: 'PUT', path, query: { replication: '' }, body };
    }
    case 'DeleteBucketReplication':
      return { method: 'DELETE', path, query: { replication: '' } };
    case 'PutBucketVersioning':
      return { method: 'PUT', path, query: { versioning: '' }, body: versioningXml(event.status) };
  }
}

function policyText(statements: readonly BucketPolicyStatement[], arn: string): string {
  const Statement = statements.map(({ effect, principal, actions, condition }) => ({
    Effect: effect,
    Principal: principal === '*' ? '*' : { AWS: principal },
    Action: actions,
    Resource: [arn, `${arn}/*`],
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
