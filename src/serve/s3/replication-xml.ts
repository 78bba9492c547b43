import type { Arns } from '../../../model/vocabulary/arns.ts';
import type { StoredReplicationRule } from '../../reference/s3/stored-bucket.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import type { Xml, XmlElement } from './xml.ts';

/** A replication configuration of one rule for all objects, which is what the reference has. */
export interface Replication {
  readonly account: string;
  readonly role: string;
  readonly destination: string;
  readonly replicaKmsKeyId: string | undefined;
  readonly deleteMarkers: boolean;
}

/**
 * What a configuration says.
 *
 * @throws S3Error where it is malformed, or says what the reference has no words for
 */
export function replicationOf(configuration: XmlElement, arns: Arns): Replication {
  const [rule, ...others] = configuration.all('Rule');
  const [, account, role] =
    /^arn:[\w-]+:iam::(\d{12}):role\/([\w+=,.@-]+)$/.exec(configuration.textOf('Role') ?? '') ?? [];
  if (rule === undefined) throw new S3Error(400, 'MalformedXML');
  if (others.length > 0) throw notImplemented('Replication by more than one rule');
  if (account === undefined || role === undefined) throw new S3Error(400, 'InvalidArgument', 'Invalid Role');
  requireWholeBucket(rule);
  const arn = rule.one('Destination')?.textOf('Bucket') ?? '';
  if (!arn.startsWith(arns.s3Prefix)) throw new S3Error(400, 'InvalidArgument', 'Invalid bucket ARN');
  const destination = arn.slice(arns.s3Prefix.length);
  return { account, role, destination, replicaKmsKeyId: replicaKey(rule), deleteMarkers: wantsMarkers(rule) };
}

function requireWholeBucket(rule: XmlElement): void {
  const filter = rule.one('Filter');
  const prefix = filter?.textOf('Prefix') ?? rule.textOf('Prefix') ?? '';
  if (prefix !== '' || filter?.names.some((name) => name !== 'Prefix') === true)
    throw notImplemented('Replication filters');
  if (rule.textOf('Status') !== 'Enabled') throw notImplemented('A replication rule that is disabled');
  if (rule.one('ExistingObjectReplication')?.textOf('Status') === 'Enabled')
    throw notImplemented('ExistingObjectReplication');
}

/** A rule of the first version of configurations, which has no filter, is about the delete markers of users (F-180). */
function wantsMarkers(rule: XmlElement): boolean {
  return rule.one('Filter') === undefined || rule.one('DeleteMarkerReplication')?.textOf('Status') === 'Enabled';
}

/** Objects under KMS are replicated where the rule asks for them, and then it has to name a key (F-66). */
function replicaKey(rule: XmlElement): string | undefined {
  const criteria = rule.one('SourceSelectionCriteria')?.one('SseKmsEncryptedObjects')?.textOf('Status');
  const key = rule.one('Destination')?.one('EncryptionConfiguration')?.textOf('ReplicaKmsKeyID');
  const wantsKms = criteria === 'Enabled';
  if (wantsKms !== (key !== undefined))
    throw new S3Error(400, 'InvalidRequest', 'SseKmsEncryptedObjects and ReplicaKmsKeyID go together');
  return key;
}

/** A replication rule, as GetBucketReplication shows it. */
export function replicationXml(
  { destination, role, replicaKmsKeyId, deleteMarkers }: StoredReplicationRule,
  arns: Arns,
): Xml {
  return [
    'ReplicationConfiguration',
    [
      ['Role', arns.role(role.account, role.principal)],
      [
        'Rule',
        [
          ['ID', 'all'],
          ['Priority', 1],
          ['Filter', [['Prefix', '']]],
          ['Status', 'Enabled'],
          replicaKmsKeyId === null
            ? null
            : ['SourceSelectionCriteria', [['SseKmsEncryptedObjects', [['Status', 'Enabled']]]]],
          [
            'Destination',
            [
              ['Bucket', arns.bucket(destination)],
              replicaKmsKeyId === null ? null : ['EncryptionConfiguration', [['ReplicaKmsKeyID', replicaKmsKeyId]]],
            ],
          ],
          ['DeleteMarkerReplication', [['Status', deleteMarkers ? 'Enabled' : 'Disabled']]],
        ],
      ],
    ],
  ];
}
