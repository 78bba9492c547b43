import type { Event } from '../../../model/index.ts';
import type { Action, ExploreScope } from '../scope.ts';
import { by, deletes, happens, puts, resets, rules } from './actions.ts';
import { BODY, settingUp, strictProfile, TICK_MS } from './common.ts';

/** An object made of one part, in three steps. */
function assembles(bucket: string): readonly Action[] {
  const upload = { bucket, key: 'x', uploadId: 'u' };
  const events: readonly Event[] = [
    { op: 'CreateMultipartUpload', ...upload, headers: {} },
    { op: 'UploadPart', ...upload, partNumber: 1, body: BODY },
    { op: 'CompleteMultipartUpload', ...upload, parts: [1] },
  ];
  return events.map((event) => by('ann', event));
}

const KMS = { sse: 'aws:kms', kmsKeyId: 'k1', bucketKeyEnabled: false } as const;

/** Objects made of parts are replicated, and replaced by replicas. */
export const assembled: ExploreScope = {
  name: 'assembled',
  title: 'Two buckets, an object made of a part in each or written in one, and replicated from one to the other.',
  setup: settingUp({ requesters: ['ann', 'repl'], kmsKeys: ['k1'], buckets: { b: ['x'], d: [] } }),
  profile: strictProfile('assembled'),
  tickMs: TICK_MS,
  actions: [
    by('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl', replicaKmsKeyId: 'k1' }),
    happens({ op: 'ReplicateObject', bucket: 'b', key: 'x' }),
    ...assembles('b'),
    puts('ann', 'b/x'),
    puts('ann', 'b/x', KMS),
    rules('ann', 'd', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }),
    resets('ann', 'd'),
    ...assembles('d'),
    puts('ann', 'd/x'),
    puts('ann', 'd/x', KMS),
    deletes('ann', 'd/x'),
  ],
  monitored: false,
};
