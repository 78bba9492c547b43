import { REGION_OF_REPEATED_CREATION } from '../../../model/vocabulary/arns.ts';
import type { EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { PutBucketReplication } from '../../../model/vocabulary/events/bucket-events.ts';
import { plainXmlDocument, type Xml } from '../../serve/s3/xml.ts';

/** The body of a CreateBucket in a region; that of us-east-1 has none (E-42). */
export function locationXml(region: string): string {
  if (region === REGION_OF_REPEATED_CREATION) return '';
  return plainXmlDocument(['CreateBucketConfiguration', [['LocationConstraint', region]]]);
}

/** The body of a CreateBucket in a zone: that of a directory bucket (F-201). */
export function directoryXml(zone: string): string {
  const location: Xml = [
    'Location',
    [
      ['Name', zone],
      ['Type', 'AvailabilityZone'],
    ],
  ];
  const info: Xml = [
    'Bucket',
    [
      ['DataRedundancy', 'SingleAvailabilityZone'],
      ['Type', 'Directory'],
    ],
  ];
  return plainXmlDocument(['CreateBucketConfiguration', [location, info]]);
}

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

/** The body of a PutBucketReplication of all objects; a rule with a filter has to say whether delete markers are. */
export function replicationXml(
  {
    destination,
    replicaKmsKeyId,
    deleteMarkerReplication = false,
  }: Omit<PutBucketReplication, 'op' | 'bucket' | 'role'>,
  role: string,
): string {
  const enabled: Xml = ['Status', 'Enabled'];
  const key: Xml | null =
    replicaKmsKeyId === undefined ? null : ['EncryptionConfiguration', [['ReplicaKmsKeyID', replicaKmsKeyId]]];
  return plainXmlDocument([
    'ReplicationConfiguration',
    [
      ['Role', role],
      [
        'Rule',
        [
          ['Priority', '1'],
          ['Filter', [['Prefix', '']]],
          enabled,
          key === null ? null : ['SourceSelectionCriteria', [['SseKmsEncryptedObjects', [enabled]]]],
          ['Destination', [['Bucket', `arn:aws:s3:::${destination}`], key]],
          ['DeleteMarkerReplication', [['Status', deleteMarkerReplication ? 'Enabled' : 'Disabled']]],
        ],
      ],
    ],
  ]);
}

/** The body of a PutBucketVersioning. */
export function versioningXml(status: string): string {
  return plainXmlDocument(['VersioningConfiguration', [['Status', status]]]);
}

/** The body of an UpdateObjectEncryption. */
export function objectEncryptionXml(kmsKeyArn: string, bucketKeyEnabled?: boolean): string {
  const flag: Xml | null = bucketKeyEnabled === undefined ? null : ['BucketKeyEnabled', bucketKeyEnabled];
  return plainXmlDocument(['ObjectEncryption', [['SSE-KMS', [flag, ['KMSKeyArn', kmsKeyArn]]]]]);
}
