import type { Claim } from './requirement.ts';

/** Live and batch replication. */
export const replication: readonly Claim[] = [
  {
    id: 'F-64',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects; UG:bucket-key',
    text: 'The replica of an unencrypted object is encrypted as the destination bucket says, flag included, and its ETag may differ from that of the source.',
  },
  {
    id: 'F-65',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'The replica of an encrypted object has the same type of encryption as its source, whatever the destination bucket says.',
  },
  {
    id: 'F-66',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'KMS and DSSE objects are replicated only if the replication rule includes them and names a replica key. That key, not the default of the bucket, encrypts the replica.',
  },
  {
    id: 'F-67',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'The replica key is not checked when replication is configured. One that does not exist or cannot be used shows as replication status FAILED.',
  },
  {
    id: 'F-68',
    confidence: 'documented',
    source: 'UG:bucket-key',
    text: 'An object with a bucket key has a replica with a bucket key, even where the destination has them off; the rule of the destination stays as it is.',
  },
  {
    id: 'F-69',
    confidence: 'unknown',
    source: 'UG:bucket-key; UG:replication-config-for-kms-objects',
    text: 'A KMS object without a bucket key, replicated into a bucket that has them on: one AWS sentence says the settings of the source are kept, another suggests a bucket key. Both are admitted.',
  },
  {
    id: 'F-70',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects; GH:awslabs/landing-zone-accelerator-on-aws#1144',
    text: 'The replication role needs `kms:Decrypt` on the source key and `kms:Encrypt` on the replica key. It needs `kms:GenerateDataKey` only where unencrypted objects meet a KMS default.',
  },
  {
    id: 'F-71',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'With bucket keys the policy of the replica key must also allow `kms:Decrypt`, because S3 decrypts the bucket key to check it before use.',
  },
  {
    id: 'F-72',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects; GH:awsdocs/amazon-s3-userguide#116',
    text: 'With bucket keys on at the source or the destination, each side presents the ARN of its own bucket as context, without any suffix; otherwise the ARN of the object.',
  },
  {
    id: 'F-73',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'The KMS calls of replication are made by the replication role, through S3 in the region of each side.',
  },
  {
    id: 'F-74',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'Replicating many KMS objects at once can exhaust the KMS request quota, which shows as 503.',
  },
  {
    id: 'F-75',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects; UG:blocking-unblocking-s3-c-encryption-gpb',
    text: 'SSE-C objects replicate without their key being known. A destination that blocks SSE-C refuses them with 403.',
  },
  {
    id: 'F-76',
    confidence: 'documented',
    source: 'UG23:replication-status; UG23:replication-failure-codes',
    text: 'An object to be replicated is PENDING and becomes COMPLETED or FAILED; the copy is marked REPLICA. Failure events name the reason, among them an unusable key on either side.',
  },
  {
    id: 'F-77',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'Replicating KMS objects into another account takes a customer managed key there: `aws/s3` cannot be shared.',
  },
  {
    id: 'F-78',
    confidence: 'implied',
    source: 'UG:replication-config-for-kms-objects',
    text: 'AWS announces a changed ETag for unencrypted sources alone, and replication calls Encrypt where a new object would call GenerateDataKey. So the replica of an encrypted object keeps the ETag.',
  },
  {
    id: 'F-79',
    confidence: 'documented',
    source: 'UG:update-sse-encryption; UG:replication-config-for-kms-objects',
    text: 'UpdateObjectEncryption triggers no live replication. Replicating such an object in a batch needs further KMS permissions on both sides.',
  },
];
