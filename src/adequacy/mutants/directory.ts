import { begin, copy, get, keyPolicy, partCopy, put, update } from '../../../model/testing/events.ts';
import { DIRECTORY_SCENE, homeKey } from '../../../model/testing/scene.ts';
import type { Step } from '../../../model/vocabulary/events/event.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith, type Witness } from '../mutant.ts';
import { ALLOW_ACCOUNT, BOB, BUCKET_KEY_RULE, does, rule } from '../witness-steps.ts';

const { directories, encryption } = REFERENCE_PARTS;

/** In the scene with the directory bucket `z`, which is under K1. */
function inDirectory(...steps: readonly Step[]): Witness {
  return { setup: DIRECTORY_SCENE, steps: [rule('z', BUCKET_KEY_RULE), ...steps] };
}

const WRITTEN = does('ann', put('z/k'));

/** Faults of those for whom a directory bucket is a bucket like any other (F-20, F-53). */
export const DIRECTORY_MUTANTS: readonly Mutant[] = [
  {
    id: 'directory-flag-heard',
    title: 'A request turns the bucket key off in a directory bucket.',
    requirements: ['F-20'],
    killedBy: ['directory-buckets', 'explained'],
    parts: partsWith({
      directories: {
        resolution: (headers, bucketRule, keyForLife, named) => {
          const resolved = directories.resolution(headers, bucketRule, keyForLife, named);
          return 'status' in resolved || headers.bucketKeyEnabled !== false
            ? resolved
            : { ...resolved, bucketKey: false };
        },
      },
    }),
    witness: inDirectory(does('ann', put('z/k', { bucketKeyEnabled: false }))),
  },
  {
    id: 'directory-key-replaced',
    title: 'A directory bucket takes another KMS key by a new rule.',
    requirements: ['E-36', 'F-20'],
    killedBy: ['directory-buckets', 'explained'],
    parts: partsWith({
      directories: { ruleError: (bucketRule, _keyForLife, named) => directories.ruleError(bucketRule, null, named) },
    }),
    witness: inDirectory(
      WRITTEN,
      rule('z', { ...BUCKET_KEY_RULE, KMSMasterKeyID: homeKey('K2') }),
      does('ann', put('z/l')),
    ),
  },
  {
    id: 'directory-takes-any-key',
    title: 'A write into a directory bucket names another KMS key, and gets it.',
    requirements: ['E-36'],
    killedBy: ['directory-buckets', 'explained'],
    parts: partsWith({
      directories: {
        resolution: (headers, bucketRule, keyForLife, named) =>
          directories.resolution(headers, bucketRule, named(headers.kmsKeyId) ?? keyForLife, named),
      },
    }),
    witness: inDirectory(WRITTEN, does('ann', put('z/l', { sse: 'aws:kms', kmsKeyId: homeKey('K2') }))),
  },
  {
    id: 'directory-copy-from-cache',
    title: 'A copy out of a directory bucket is served by the bucket key that is cached.',
    requirements: ['F-53', 'K-31'],
    killedBy: ['directory-buckets', 'explained'],
    parts: partsWith({ directories: { cacheServesCopies: true } }),
    witness: inDirectory(WRITTEN, does('ann', copy('z/k', 'b/k'))),
  },
  {
    id: 'directory-part-from-cache',
    title: 'What is copied into a part is served by the bucket key that is cached.',
    requirements: ['F-53', 'K-31'],
    killedBy: ['directory-buckets', 'explained'],
    parts: partsWith({ directories: { cacheServesCopies: true } }),
    witness: inDirectory(WRITTEN, does('ann', begin('b/k')), does('ann', partCopy('z/k', 'b/k', 1))),
  },
  {
    id: 'directory-copy-keeps-bucket-key',
    title: 'What is copied out of a directory bucket has a bucket key where it goes.',
    requirements: ['F-53'],
    killedBy: ['explained'],
    parts: partsWith({ directories: { leaving: (resolution) => resolution } }),
    witness: inDirectory(rule('b', BUCKET_KEY_RULE), WRITTEN, does('ann', copy('z/k', 'b/k'))),
  },
  {
    id: 'directory-context-of-objects',
    title: 'The encryption context of a directory bucket names the object.',
    requirements: ['F-20'],
    killedBy: ['directory-buckets', 'explained'],
    parts: partsWith({
      encryption: {
        contextFor: (arns, bucket, key, bucketKey, extra) =>
          encryption.contextFor(arns, bucket, key, bucketKey && !arns.isDirectory(bucket), extra),
      },
    }),
    witness: inDirectory(WRITTEN),
  },
  {
    id: 'directory-reads-by-decrypt-alone',
    title: 'Who may decrypt and no more reads what is in a directory bucket.',
    requirements: ['F-20'],
    killedBy: ['explained'],
    parts: partsWith({ directories: { needsBothActions: false } }),
    witness: inDirectory(
      WRITTEN,
      does('ann', keyPolicy('K1', ALLOW_ACCOUNT, { effect: 'Deny', principal: BOB, actions: ['kms:GenerateDataKey'] })),
      does('bob', get('z/k')),
    ),
  },
  {
    id: 'directory-etag-is-md5',
    title: 'The ETag of an object in a directory bucket is the MD5 of its content.',
    requirements: ['F-189'],
    killedBy: ['directory-buckets', 'explained'],
    parts: partsWith({ directories: { etagAs: (algorithm) => algorithm } }),
    witness: inDirectory(does('ann', put('z/k', { sse: 'AES256' }))),
  },
  {
    id: 'directory-updates-encryption',
    title: 'The encryption of an object in a directory bucket can be updated.',
    requirements: ['F-20'],
    killedBy: ['explained'],
    parts: partsWith({ directories: { unknownOperation: null } }),
    witness: inDirectory(WRITTEN, does('ann', update('z/k', homeKey('K1'), true))),
  },
];
