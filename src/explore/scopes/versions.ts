import type { ExploreScope } from '../scope.ts';
import { by, copies, deletes, gets, happens, puts, rules, switches } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
const names = { bucket: 'b', key: 'x' } as const;

/** One bucket that keeps versions, or is suspended, and one object of which there are up to two at a time. */
export const versions: ExploreScope = {
  name: 'versions',
  title:
    'One bucket whose versioning is turned on and suspended, seen a tick late; one object from before with at most ' +
    'two versions and delete markers.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: { b: ['x'] } }),
  profile: {
    ...strictProfile('versions'),
    title:
      'One strict cache; an earlier versioning may act for one tick; an unknown version id is answered either way.',
    versioningDelayMs: TICK_MS,
    unknownVersion: ['NoSuchVersion', 'InvalidArgument'],
  },
  tickMs: TICK_MS,
  actions: [
    by('ann', { op: 'PutBucketVersioning', bucket: 'b', status: 'Enabled' }),
    by('ann', { op: 'PutBucketVersioning', bucket: 'b', status: 'Suspended' }),
    rules('ann', 'b', kms),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    by('ann', { op: 'GetObject', ...names, versionId: '#1' }),
    copies('ann', 'b/x', 'b/x'),
    by('ann', { op: 'CopyObject', source: names, sourceVersionId: '#1', ...names, headers: {} }),
    deletes('ann', 'b/x'),
    by('ann', { op: 'DeleteObject', ...names, versionId: '#1' }),
    by('ann', { op: 'DeleteObject', ...names, versionId: 'null' }),
    happens({ op: 'ExpireObject', ...names }),
    happens({ op: 'ExpireObject', ...names, versionId: '#1' }),
    happens({ op: 'TransitionObject', ...names }),
    ...switches('ann', 'k1'),
    by('ann', { op: 'DeleteBucket', bucket: 'b' }),
    by('ann', { op: 'CreateBucket', bucket: 'b' }),
  ],
  monitored: false,
  mostVersions: 2,
};
