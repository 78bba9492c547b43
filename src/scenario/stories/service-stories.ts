import {
  accountRootArn,
  bucketArn,
  type KeyPolicyStatement,
  objectArn,
  profileNamed,
  type Requester,
} from '../../../model/index.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from '../setup-of.ts';
import type { Act, Story } from '../story.ts';

const KEY = 'key';
const BUCKET = 'data';
const TRAIL = 'trail';
const LOGS = 'access-logs';
const EDGE = 'edge';
const BODY = content('a record');
const OWN_KEY: KeyPolicyStatement = { effect: 'Allow', principal: accountRootArn(ACCOUNT), actions: ['kms:*'] };

/** An AWS service that asks in its own name, for something (K-28). */
function service(name: string, servicePrincipal: string, sourceArn: string): Requester {
  return { ...requester(name), servicePrincipal, sourceArn };
}

function keyPolicy(...statements: readonly KeyPolicyStatement[]): Act {
  return { by: ADMIN, event: { op: 'PutKeyPolicy', keyId: KEY, statements: [OWN_KEY, ...statements] } };
}

/** The bucket policy lets a service write or read. */
function lets(principal: string, action: 's3:PutObject' | 's3:GetObject'): Act {
  const statements = [{ effect: 'Allow', principal, actions: [action] }] as const;
  return { by: ADMIN, event: { op: 'PutBucketPolicy', bucket: BUCKET, statements } };
}

function delivers(by: string, figure: string, expected: string): Act {
  return { by, event: { op: 'PutObject', bucket: BUCKET, key: by, body: BODY, headers: {} }, figure, expected };
}

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/** A trail that delivers into a bucket with bucket keys. */
export const trailIntoBucketKeys: Story = {
  name: 'trail-into-bucket-keys',
  title: 'CloudTrail delivers into a bucket with bucket keys only where the key policy lets it decrypt as well.',
  description: `
    CloudTrail writes its log files as itself, and the key policy has to name it (K-28). GenerateDataKey is enough
    without bucket keys. For a bucket that has them AWS asks for Decrypt besides (F-141,
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html): a new bucket
    key is checked before it is used (F-142), here under a profile in which writes verify. Look at what each delivery
    is answered.
  `,
  setup: setupOf(
    [service(TRAIL, CLOUDTRAIL, `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all`)],
    [KEY],
    [bucket(BUCKET)],
  ),
  profile: { ...profileNamed('ideal'), name: 'ideal, and writes verify', writeVerifies: [true] },
  reference: { writeVerifies: true },
  acts: [
    lets(CLOUDTRAIL, 's3:PutObject'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, false)) },
    delivers(TRAIL, 'delivery that the key policy does not know', '403 AccessDenied, GenerateDataKey refused'),
    keyPolicy({ effect: 'Allow', principal: CLOUDTRAIL, actions: ['kms:GenerateDataKey'] }),
    delivers(TRAIL, 'delivery without bucket keys', '200, aws:kms, GenerateDataKey'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    delivers(TRAIL, 'delivery with bucket keys', '403 AccessDenied, GenerateDataKey, Decrypt refused'),
    keyPolicy({ effect: 'Allow', principal: CLOUDTRAIL, actions: ['kms:GenerateDataKey', 'kms:Decrypt'] }),
    delivers(TRAIL, 'delivery that may decrypt', '200, aws:kms, bucket key, GenerateDataKey, Decrypt'),
  ],
};

const LOG_DELIVERY = 'logging.s3.amazonaws.com';

/** A bucket for server access logs that a compliance rule puts under KMS. */
export const accessLogsUnderKms: Story = {
  name: 'access-logs-under-kms',
  title: 'A bucket for server access logs that is put under KMS gets no more logs; it has to stay on AES256.',
  description: `
    A compliance rule wants KMS everywhere, with bucket keys, and the bucket that server access logs go to is no
    exception: the logs stop (SC-29, https://github.com/aquasecurity/trivy/issues/8954). AWS supports AES256 alone for
    such a bucket (F-18). Here the key policy has no word for the service that delivers, so that KMS refuses it; nobody
    is told, since no client asked. That a policy which names the service would help AWS does not say. Look at the
    deliveries.
  `,
  setup: setupOf([service(LOGS, LOG_DELIVERY, bucketArn('website'))], [KEY], [bucket(BUCKET)]),
  acts: [
    lets(LOG_DELIVERY, 's3:PutObject'),
    delivers(LOGS, 'delivery under AES256', '200, AES256'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    delivers(LOGS, 'delivery under KMS', '403 AccessDenied, GenerateDataKey refused'),
    { by: ADMIN, event: putRule(BUCKET, { SSEAlgorithm: 'AES256' }) },
    delivers(LOGS, 'delivery after the rule was taken back', '200, AES256'),
  ],
};

const CLOUDFRONT = 'cloudfront.amazonaws.com';
const DISTRIBUTION = `arn:aws:cloudfront::${ACCOUNT}:distribution/EXAMPLE`;

function decryptsFor(context: string): KeyPolicyStatement {
  return {
    effect: 'Allow',
    principal: CLOUDFRONT,
    actions: ['kms:Decrypt'],
    condition: {
      StringEquals: { 'aws:SourceArn': DISTRIBUTION },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': context },
    },
  };
}

/** A distribution that reads what is under KMS. */
export const distributionReadsKms: Story = {
  name: 'distribution-reads-kms',
  title:
    'CloudFront reads as itself: the key policy names it, its distribution, and the bucket where there are bucket ' +
    'keys.',
  description: `
    A distribution reads a bucket that is put under KMS. The bucket policy allows CloudFront, the key policy knows only
    the account, of which the service is not (K-28, SC-37,
    https://github.com/awslabs/aws-solutions-constructs/issues/831). A condition on the objects does not help with a
    bucket key, whose context names the bucket (F-88, F-94). Look at the three reads.
  `,
  setup: setupOf([service(EDGE, CLOUDFRONT, DISTRIBUTION)], [KEY], [bucket(BUCKET)]),
  acts: [
    lets(CLOUDFRONT, 's3:GetObject'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    { by: ADMIN, event: { op: 'PutObject', bucket: BUCKET, key: 'a', body: BODY, headers: {} } },
    reads('GET that the key policy does not know', '403 AccessDenied, Decrypt refused'),
    keyPolicy(decryptsFor(objectArn(BUCKET, '*'))),
    reads('GET with the objects in the condition', '403 AccessDenied, Decrypt refused'),
    keyPolicy(decryptsFor(bucketArn(BUCKET))),
    reads('GET with the bucket in the condition', '200, aws:kms, bucket key, Decrypt'),
  ],
};

function reads(figure: string, expected: string): Act {
  return { by: EDGE, event: { op: 'GetObject', bucket: BUCKET, key: 'a' }, figure, expected };
}

/** All stories about AWS services that ask in their own name. */
export const SERVICE_STORIES: readonly Story[] = [trailIntoBucketKeys, accessLogsUnderKms, distributionReadsKms];
