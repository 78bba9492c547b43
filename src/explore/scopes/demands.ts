import type { BucketPolicyStatement, EncryptionHeaders } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { by, deletes, puts, resets, rules } from './actions.ts';
import { HOME, settingUp, strictProfile, TICK_MS } from './common.ts';

const KEY_ARN = `arn:aws:kms:eu-west-1:${HOME}:key/k1`;
const NAMED: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: KEY_ARN };
const UPLOAD = { bucket: 'b', key: 'x', uploadId: 'u' } as const;

/** Writes without this value of a header are denied. */
function demands(header: string, value: string): BucketPolicyStatement {
  return {
    effect: 'Deny',
    principal: '*',
    actions: ['s3:PutObject'],
    condition: { StringNotEquals: { [header]: value } },
  };
}

/** One bucket whose policy demands encryption headers, which parts do not have and a default may make up for. */
export const demanding: ExploreScope = {
  name: 'demands',
  title: 'One bucket whose policy demands an algorithm or a KMS key, of what was sent or of what is used.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('demands'),
    title: 'One strict cache; conditions on encryption headers see those that were sent, or what is used.',
    policyHeaders: ['sent', 'used'],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }),
    resets('ann', 'b'),
    puts('ann', 'b/x'),
    puts('ann', 'b/x', NAMED),
    deletes('ann', 'b/x'),
    by('ann', { op: 'CreateMultipartUpload', ...UPLOAD, headers: NAMED }),
    by('ann', { op: 'CompleteMultipartUpload', ...UPLOAD, parts: [1] }),
    by('ann', { op: 'AbortMultipartUpload', ...UPLOAD }),
    ...[
      [demands('s3:x-amz-server-side-encryption', 'aws:kms')],
      [demands('s3:x-amz-server-side-encryption-aws-kms-key-id', KEY_ARN)],
      [],
    ].map((statements) => by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements })),
  ],
  monitored: true,
};
