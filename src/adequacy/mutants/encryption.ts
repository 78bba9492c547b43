import { copy, get, put } from '../../../model/testing/events.ts';
import { homeKey } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const { resolveEncryption, headersError } = REFERENCE_PARTS.encryption;

/** Faults in which encryption a new object gets (P1 to P11, P14, P15, F-47). */
export const ENCRYPTION_MUTANTS: readonly Mutant[] = [
  {
    id: 'false-flag-cannot-override',
    title:
      'The bucket-key flag of an object is that of the request OR that of the bucket, so a request cannot turn it off.',
    requirements: ['F-23', 'D-03'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, bucketRule) => {
          const flag = headers.bucketKeyEnabled === true || bucketRule.BucketKeyEnabled === true;
          return resolveEncryption({ ...headers, bucketKeyEnabled: flag }, bucketRule);
        },
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k', { bucketKeyEnabled: false }))),
  },
  {
    id: 'empty-algorithm-is-none',
    title: 'An empty algorithm in a header is taken for none.',
    requirements: ['F-29'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      encryption: { headersError: (headers) => (headers.sse === '' ? null : headersError(headers)) },
    }),
    witness: witness(does('ann', put('b/k', { sse: '' }))),
  },
  {
    id: 'read-headers-ignored',
    title: 'Encryption headers of a read are not looked at.',
    requirements: ['E-15', 'F-39'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ encryption: { readHeadersError: () => null } }),
    witness: witness(does('ann', put('b/k')), does('ann', get('b/k', { sse: 'AES256' }))),
  },
  {
    id: 'request-flag-ignored',
    title: 'The bucket-key flag of the request is not looked at: only the flag of the bucket counts.',
    requirements: ['F-21', 'F-23'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: ({ bucketKeyEnabled: _ignored, ...headers }, bucketRule) =>
          resolveEncryption(headers, bucketRule),
      },
    }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k', { bucketKeyEnabled: true }))),
  },
  {
    id: 'bucket-flag-only-for-bare-requests',
    title: 'A request that names its own algorithm or key does not take the bucket-key flag of the bucket.',
    requirements: ['F-23'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, bucketRule) =>
          resolveEncryption(
            headers,
            headers.sse === undefined ? bucketRule : { ...bucketRule, BucketKeyEnabled: false },
          ),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K2') }))),
  },
  {
    id: 'bucket-flag-forgotten',
    title: 'Algorithm and key of the bucket apply to a request without headers, its bucket-key flag does not.',
    requirements: ['F-22', 'F-25'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, bucketRule) =>
          resolveEncryption(headers, { ...bucketRule, BucketKeyEnabled: false }),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k'))),
  },
  {
    id: 'kms-header-takes-bucket-key-id',
    title: 'aws:kms without a key id takes the customer key of the bucket instead of aws/s3.',
    requirements: ['F-24', 'D-04'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, bucketRule) => {
          const resolved = resolveEncryption(headers, bucketRule);
          const isKms = resolved.algorithm !== 'AES256';
          return isKms
            ? { ...resolved, keyReference: headers.kmsKeyId ?? bucketRule.KMSMasterKeyID ?? null }
            : resolved;
        },
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k', { sse: 'aws:kms' }))),
  },
  {
    id: 'request-algorithm-ignored',
    title: 'The encryption of the bucket wins over the algorithm the request asks for.',
    requirements: ['F-22'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, bucketRule) =>
          resolveEncryption(bucketRule.SSEAlgorithm === 'AES256' ? headers : {}, bucketRule),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k', { sse: 'AES256' }))),
  },
  {
    id: 'dsse-under-bucket-key',
    title: 'DSSE objects take a bucket key too, although DSSE never does.',
    requirements: ['F-07', 'F-93', 'K-08'],
    killedBy: ['no-free-ride', 'context-names-the-bucket', 'explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, bucketRule) => {
          const resolved = resolveEncryption(headers, bucketRule);
          return resolved.algorithm === 'aws:kms:dsse' ? { ...resolved, bucketKey: true } : resolved;
        },
      },
    }),
    witness: witness(
      does('ann', put('b/k1', { sse: 'aws:kms:dsse' })),
      does('ann', put('b/k2', { sse: 'aws:kms:dsse' })),
      does('ann', get('b/k1')),
    ),
  },
  {
    id: 'bare-write-stays-clear',
    title: 'A request without headers to a bucket without KMS is stored in the clear, as before 2023.',
    requirements: ['F-33', 'F-02'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, bucketRule) => {
          const resolved = resolveEncryption(headers, bucketRule);
          return headers.sse === undefined && resolved.algorithm === 'AES256'
            ? { ...resolved, algorithm: 'PLAIN' }
            : resolved;
        },
      },
    }),
    witness: witness(does('ann', put('b/k'))),
  },
  {
    id: 'key-id-without-algorithm-accepted',
    title: 'A key id without an algorithm that takes one is ignored instead of refused.',
    requirements: ['F-30', 'E-12'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      encryption: {
        headersError: (headers) => (headers.context === 'malformed' ? { status: 400, code: 'InvalidArgument' } : null),
      },
    }),
    witness: witness(does('ann', put('b/k', { kmsKeyId: homeKey('K1') }))),
  },
  {
    id: 'aes256-with-key-id-accepted',
    title: 'AES256 with a KMS key id is accepted, the key id ignored.',
    requirements: ['F-31', 'E-13'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      encryption: {
        headersError: (headers) => (headers.sse === 'AES256' ? null : headersError(headers)),
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'AES256', kmsKeyId: homeKey('K1') }))),
  },
  {
    id: 'malformed-context-ignored',
    title: 'An encryption context that cannot be parsed is taken for none.',
    requirements: ['F-92', 'E-18'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      encryption: {
        headersError: ({ context: _ignored, ...headers }) => headersError(headers),
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', context: 'malformed' }))),
  },
  {
    id: 'headers-show-no-flag',
    title: 'The bucket-key header is missing from all answers, so objects with a bucket key look like objects without.',
    requirements: ['F-26'],
    killedBy: ['no-free-ride', 'context-names-the-bucket', 'explained'],
    parts: partsWith({
      objects: {
        responseHeaders: (object) => ({ ...REFERENCE_PARTS.objects.responseHeaders(object), bucketKeyEnabled: null }),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k1')), does('ann', put('b/k2'))),
  },
  {
    id: 'flag-shown-as-false',
    title: 'Objects without a bucket key answer with the header `false` instead of leaving it out.',
    requirements: ['F-26'],
    killedBy: ['explained'],
    parts: partsWith({
      objects: {
        responseHeaders: (object) => ({
          ...REFERENCE_PARTS.objects.responseHeaders(object),
          bucketKeyEnabled: object.encryption.bucketKey,
        }),
      },
    }),
    witness: witness(does('ann', put('b/k'))),
  },
  {
    id: 'key-id-echoed-bare',
    title: 'Answers show the bare id of the KMS key instead of its ARN.',
    requirements: ['F-26', 'F-08'],
    killedBy: ['explained'],
    parts: partsWith({
      objects: {
        responseHeaders: (object) => ({
          ...REFERENCE_PARTS.objects.responseHeaders(object),
          kmsKeyArn: object.encryption.kmsKeyArn?.split('/').at(-1) ?? null,
        }),
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: 'K1' }))),
  },
  {
    id: 'copy-of-clear-text-stays-clear',
    title: 'A copy without headers of an object from before 2023 stays in the clear, whatever the bucket says.',
    requirements: ['F-47', 'F-33'],
    killedBy: ['copy-takes-destination', 'explained'],
    parts: partsWith({
      encryption: {
        copyEncryption: (headers, bucketRule, source, resolve) => {
          const resolved = resolve(headers, bucketRule);
          const staysClear = source.algorithm === 'PLAIN' && headers.sse === undefined;
          return staysClear ? { ...resolved, algorithm: 'PLAIN', bucketKey: false } : resolved;
        },
      },
    }),
    witness: witness(rule('c', BUCKET_KEY_RULE), does('ann', copy('b/old', 'c/k'))),
  },
];
