import { kmsKeyArn } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { by, gets, puts } from './actions.ts';
import { HOME, openProfile, settingUp, TICK_MS } from './common.ts';

/** UpdateObjectEncryption by `ann`; the flag is left out unless it is given. */
function updates(keyId: string, bucketKeyEnabled?: boolean) {
  const flag = bucketKeyEnabled === undefined ? {} : { bucketKeyEnabled };
  return by('ann', {
    op: 'UpdateObjectEncryption',
    bucket: 'b',
    key: 'x',
    kmsKeyArn: kmsKeyArn(HOME, keyId),
    ...flag,
  });
}

/** One bucket, one object, two KMS keys, one requester, and all that is open of an update of its encryption. */
export const updatesScope: ExploreScope = {
  name: 'updates',
  title:
    'One bucket, one object that is updated to and from two KMS keys; which calls that takes is as open as AWS ' +
    'leaves it.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1', 'k2'], buckets: { b: [] } }),
  profile: {
    ...openProfile('updates'),
    rewrapsBy: ['Encrypt', 'GenerateDataKey', 'ReEncrypt'],
    updateNeedsPut: [false, true],
    updateKeyAccount: ['bucket', 'organization'],
  },
  tickMs: TICK_MS,
  actions: [
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    updates('k1'),
    updates('k1', true),
    updates('k2'),
    by('ann', { op: 'UpdateObjectEncryption', bucket: 'b', key: 'x', kmsKeyArn: kmsKeyArn('999999999999', 'k9') }),
    by('ann', {
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [{ effect: 'Deny', principal: '*', actions: ['s3:PutObject'] }],
    }),
    by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }),
  ],
  monitored: false,
};
