import type { EncryptionHeaders } from '../../../model/index.ts';
import type { Action, ExploreScope } from '../scope.ts';
import { by, deletes, happens, puts, rules } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const KMS = { sse: 'aws:kms', kmsKeyId: 'k1' } as const;
const UNDER_KEY: EncryptionHeaders = { customerKey: 'c1' };

function reads(headers: EncryptionHeaders): Action {
  return by('ann', { op: 'GetObject', bucket: 'b', key: 'x', headers });
}

/** Objects under customer keys replace others, are replaced, copied and replicated (P12, F-75, E-21 to E-23). */
export const customers: ExploreScope = {
  name: 'customers',
  title: 'Two buckets that take customer keys; an object under one, or under what else there is, and its replica.',
  setup: settingUp({ requesters: ['ann', 'repl'], kmsKeys: ['k1'], buckets: { b: ['x'], d: ['x'] } }),
  profile: {
    ...strictProfile('customers'),
    title: 'As ideal, but that buckets block nothing.',
    unsetBlock: ['NONE'],
  },
  tickMs: TICK_MS,
  actions: [
    puts('ann', 'b/x'),
    puts('ann', 'b/x', { ...KMS, bucketKeyEnabled: false }),
    puts('ann', 'b/x', { ...KMS, bucketKeyEnabled: true }),
    puts('ann', 'b/x', { ...KMS, sse: 'aws:kms:dsse' }),
    puts('ann', 'b/x', UNDER_KEY),
    reads({}),
    reads(UNDER_KEY),
    reads({ customerKey: 'c2' }),
    by('ann', {
      op: 'CopyObject',
      source: { bucket: 'b', key: 'x' },
      sourceCustomerKey: 'c1',
      bucket: 'b',
      key: 'x',
      headers: { customerKey: 'c2' },
    }),
    by('ann', {
      op: 'CopyObject',
      source: { bucket: 'b', key: 'x' },
      bucket: 'b',
      key: 'x',
      headers: {},
      changes: ['metadata'],
    }),
    deletes('ann', 'b/x'),
    rules('ann', 'd', { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] }),
    by('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl', replicaKmsKeyId: 'k1' }),
    happens({ op: 'ReplicateObject', bucket: 'b', key: 'x' }),
    deletes('ann', 'd/x'),
  ],
  monitored: false,
};
