import { kmsKeyArn, MINUTE_MS } from '../../../model/index.ts';
import type { Action } from '../../explore/scope.ts';
import { by, copies, deletes, gets, happens, puts, resets, rules } from '../../explore/scopes/actions.ts';
import { HOME } from '../../explore/scopes/common.ts';
import type { RaceWorld } from '../race-scope.ts';

/** Under `ideal` a bucket key is over after five minutes. */
const OVER_MS = 6 * MINUTE_MS;

const SHARED = rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true });
const KEY_OF_EACH = rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' });
const OF_S3 = rules('ann', 'b', { SSEAlgorithm: 'AES256' });
const WARM: readonly Action[] = [SHARED, puts('ann', 'b/k')];
const DISABLED = by('ann', { op: 'DisableKey', keyId: 'k1' });
/** What is not said by a rule: a bucket key under the AWS managed key. */
const UNDER_AWS_KEY = { sse: 'aws:kms', bucketKeyEnabled: true } as const;

const requests: readonly Action[] = [
  puts('ann', 'b/k'),
  puts('ann', 'b/l'),
  puts('bob', 'b/l'),
  puts('ann', 'b/l', { sse: 'aws:kms', kmsKeyId: kmsKeyArn(HOME, 'k2'), bucketKeyEnabled: true }),
  gets('ann', 'b/k'),
  gets('bob', 'b/k'),
  by('ann', { op: 'HeadObject', bucket: 'b', key: 'k' }),
  copies('ann', 'b/k', 'b/m'),
  copies('bob', 'b/k', 'b/l'),
  deletes('ann', 'b/k'),
  by('ann', {
    op: 'UpdateObjectEncryption',
    bucket: 'b',
    key: 'k',
    kmsKeyArn: kmsKeyArn(HOME, 'k2'),
    bucketKeyEnabled: true,
  }),
  rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k2', BucketKeyEnabled: true }),
  OF_S3,
  resets('ann', 'b'),
  by('ann', {
    op: 'PutBucketPolicy',
    bucket: 'b',
    statements: [{ effect: 'Deny', principal: '*', actions: ['s3:PutObject', 's3:GetObject'] }],
  }),
  puts('ann', 'd/k', UNDER_AWS_KEY),
  puts('bob', 'd/k', UNDER_AWS_KEY),
  by('ann', { op: 'DeleteBucket', bucket: 'd' }),
  DISABLED,
  by('ann', { op: 'EnableKey', keyId: 'k1' }),
  by('ann', { op: 'RotateKeyOnDemand', keyId: 'k1' }),
  happens({ op: 'EvictBucketKeys', bucket: 'b' }),
];

const afterwards: readonly Action[] = [
  gets('ann', 'b/k'),
  gets('bob', 'b/l'),
  gets('ann', 'b/m'),
  puts('ann', 'b/z'),
  by('ann', { op: 'CreateBucket', bucket: 'd' }),
  puts('ann', 'd/z', UNDER_AWS_KEY),
];

function world(name: string, before: readonly Action[], sinceMs = 0): RaceWorld {
  return { name, before, sinceMs, requests, afterwards };
}

/** Worlds in which a bucket key is in a cache, is over, is disabled, or is not there. */
export const BUCKET_KEY_WORLDS: readonly RaceWorld[] = [
  world('nothing in the cache', [SHARED]),
  world('a bucket key in the cache', WARM),
  world('a bucket key that is over', WARM, OVER_MS),
  world('a bucket key of a disabled key', [...WARM, DISABLED]),
  world('a bucket key that is over, of a disabled key', [...WARM, DISABLED], OVER_MS),
  world('a key for each object', [KEY_OF_EACH, puts('ann', 'b/k')]),
  world('a bucket key of an earlier rule', [...WARM, OF_S3]),
];
