import type { ExploreScope } from '../scope.ts';
import { by, deletes, gets, resets, rules } from './actions.ts';
import { BODY, settingUp, strictProfile, TICK_MS } from './common.ts';

const upload = { bucket: 'b', key: 'x', uploadId: 'u' } as const;

/** An upload that two requesters send parts to, while the rule of its bucket changes. */
export const multipart: ExploreScope = {
  name: 'multipart',
  title:
    'One bucket, one upload, two requesters who send its parts, copy them, complete or abort it; what it costs to ' +
    'complete, and how large parts are, is open.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('multipart'),
    title: 'A completion and a list decrypt or not, parts are too small or not.',
    uploadOpens: [false, true],
    partsTooSmall: [false, true],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }),
    by('ann', { op: 'CreateMultipartUpload', ...upload, headers: {} }),
    by('ann', { op: 'UploadPart', ...upload, partNumber: 1, body: BODY }),
    by('bob', { op: 'UploadPart', ...upload, partNumber: 2, body: BODY }),
    by('bob', { op: 'UploadPartCopy', source: { bucket: 'b', key: 'x' }, ...upload, partNumber: 1 }),
    by('ann', { op: 'CompleteMultipartUpload', ...upload, parts: [1] }),
    by('bob', { op: 'CompleteMultipartUpload', ...upload, parts: [1, 2] }),
    by('bob', { op: 'AbortMultipartUpload', ...upload }),
    by('ann', { op: 'ListParts', ...upload }),
    gets('bob', 'b/x'),
    deletes('ann', 'b/x'),
    resets('ann', 'b'),
    by('ann', { op: 'DeleteBucket', bucket: 'b' }),
  ],
  monitored: false,
};
