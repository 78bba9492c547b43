import type { EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import { plainXmlDocument, type Xml } from '../s3/xml.ts';

/** The body of a CreateBucket in the region of the tests. */
export const LOCATION_XML = plainXmlDocument(['CreateBucketConfiguration', [['LocationConstraint', 'eu-west-1']]]);

/** The body of a PutBucketEncryption. */
export function encryptionXml(rules: readonly EncryptionRule[]): string {
  return plainXmlDocument(['ServerSideEncryptionConfiguration', rules.map((rule): Xml => ['Rule', ruleOf(rule)])]);
}

function ruleOf({ SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled, BlockedEncryptionTypes: blocked }: EncryptionRule) {
  const key: Xml | null = KMSMasterKeyID === undefined ? null : ['KMSMasterKeyID', KMSMasterKeyID];
  const fields: readonly (Xml | null)[] = [
    ['ApplyServerSideEncryptionByDefault', [['SSEAlgorithm', SSEAlgorithm], key]],
    BucketKeyEnabled === undefined ? null : ['BucketKeyEnabled', BucketKeyEnabled],
    blocked === undefined ? null : ['BlockedEncryptionTypes', blocked.map((type): Xml => ['EncryptionType', type])],
  ];
  return fields;
}

/** The body of a PutBucketReplication of all objects, by a role of the account of the tests. */
export function replicationXml(destination: string, replicaKmsKeyId?: string, role = 'copier'): string {
  const enabled: Xml = ['Status', 'Enabled'];
  const key: Xml | null =
    replicaKmsKeyId === undefined ? null : ['EncryptionConfiguration', [['ReplicaKmsKeyID', replicaKmsKeyId]]];
  return plainXmlDocument([
    'ReplicationConfiguration',
    [
      ['Role', `arn:aws:iam::111111111111:role/${role}`],
      [
        'Rule',
        [
          enabled,
          ['Filter', [['Prefix', '']]],
          key === null ? null : ['SourceSelectionCriteria', [['SseKmsEncryptedObjects', [enabled]]]],
          ['Destination', [['Bucket', `arn:aws:s3:::${destination}`], key]],
        ],
      ],
    ],
  ]);
}
