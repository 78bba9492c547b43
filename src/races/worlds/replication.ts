import { by, deletes, gets, happens, puts, rules } from '../../explore/scopes/actions.ts';
import type { RaceWorld } from '../race-scope.ts';

const REPLICATED = happens({ op: 'ReplicateObject', bucket: 'b', key: 'x' });

/** An object that waits for its replication. */
export const REPLICATION_WORLD: RaceWorld = {
  name: 'an object that is to be replicated',
  before: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    by('ann', { op: 'PutBucketVersioning', bucket: 'b', status: 'Enabled' }),
    by('ann', { op: 'PutBucketVersioning', bucket: 'c', status: 'Enabled' }),
    by('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'repl', replicaKmsKeyId: 'k2' }),
    puts('ann', 'b/x'),
  ],
  sinceMs: 0,
  requests: [
    REPLICATED,
    puts('ann', 'b/x'),
    puts('ann', 'c/x'),
    gets('ann', 'b/x'),
    gets('ann', 'c/x'),
    deletes('ann', 'b/x'),
    by('ann', { op: 'DisableKey', keyId: 'k1' }),
    by('ann', { op: 'DisableKey', keyId: 'k2' }),
    by('ann', { op: 'DeleteBucketReplication', bucket: 'b' }),
    rules('ann', 'b', { SSEAlgorithm: 'AES256' }),
  ],
  afterwards: [
    by('ann', { op: 'HeadObject', bucket: 'b', key: 'x' }),
    gets('ann', 'c/x'),
    REPLICATED,
    gets('ann', 'c/x'),
  ],
};
