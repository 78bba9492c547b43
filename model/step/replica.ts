import type { WrittenEncryption } from '../charts/object-version.ts';
import type { FoundKey } from './kms-use.ts';

/** What a replica is to be. */
export interface Replica {
  readonly state: WrittenEncryption;
  readonly key: FoundKey;
  readonly operation: 'GenerateDataKey' | 'Encrypt';
  /**
   * A side without bucket key shows KMS the bucket ARN all the same (F-72); open where only the destination has bucket
   * keys.
   */
  readonly bucketArnAtSource: boolean;
  readonly bucketArnAtTarget: boolean;
}
