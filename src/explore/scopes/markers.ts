import { roleArn } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { by, deletes, gets, happens, puts } from './actions.ts';
import { HOME, settingUp, strictProfile, TICK_MS } from './common.ts';

const AWAY_ACCOUNT = '222222222222';
const HERE = settingUp({ requesters: ['ann', 'repl'], kmsKeys: [], buckets: { b: [] } });
const rule = { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl' } as const;

/** A bucket that replicates to one of another account, delete markers too or not. */
export const markers: ExploreScope = {
  name: 'markers',
  title:
    'Two buckets of two accounts that keep versions, an object and its replica with at most two versions and delete ' +
    'markers each; delete markers are replicated across accounts or not.',
  setup: {
    ...HERE,
    requesters: [...HERE.requesters, { name: 'eve', account: AWAY_ACCOUNT, principal: 'eve', session: 's1' }],
    buckets: [
      { name: 'b', account: HOME, plainObjects: [], versioning: 'Enabled' },
      { name: 'd', account: AWAY_ACCOUNT, plainObjects: [], versioning: 'Enabled' },
    ],
  },
  profile: {
    ...strictProfile('markers'),
    title:
      'One strict cache; delete markers are replicated to a bucket of another account, or not; a job replicates ' +
      'again what has a replica, or not.',
    markersAcrossAccounts: [false, true],
    batchRepeats: [false, true],
  },
  tickMs: TICK_MS,
  actions: [
    by('ann', rule),
    by('ann', { ...rule, deleteMarkerReplication: true }),
    by('eve', {
      op: 'PutBucketPolicy',
      bucket: 'd',
      statements: [
        { effect: 'Allow', principal: roleArn(HOME, 'repl'), actions: ['s3:PutObject', 's3:ReplicateDelete'] },
      ],
    }),
    puts('ann', 'b/x'),
    deletes('ann', 'b/x'),
    by('ann', { op: 'DeleteObject', bucket: 'b', key: 'x', versionId: '#1' }),
    happens({ op: 'ReplicateObject', bucket: 'b', key: 'x' }),
    happens({ op: 'ReplicateObject', bucket: 'b', key: 'x', job: 'ann' }),
    happens({ op: 'ExpireObject', bucket: 'b', key: 'x' }),
    gets('eve', 'd/x'),
    by('eve', { op: 'DeleteObject', bucket: 'd', key: 'x', versionId: '#1' }),
  ],
  monitored: false,
  mostVersions: 2,
};
