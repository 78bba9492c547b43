import { copy, get, head, put } from '../../../model/testing/events.ts';
import { homeKey } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const K2 = { sse: 'aws:kms', kmsKeyId: homeKey('K2') } as const;

const { selfCopyAllowed } = REFERENCE_PARTS.objects;

/** Faults of CopyObject. */
export const COPY_MUTANTS: readonly Mutant[] = [
  {
    id: 'copy-keeps-source-encryption',
    title: 'A copy without headers keeps algorithm, key and bucket-key flag of its source.',
    requirements: ['F-47', 'D-07'],
    killedBy: ['copy-takes-destination', 'explained'],
    parts: partsWith({
      encryption: {
        copyEncryption: (headers, bucketRule, source, resolve) =>
          headers.sse === undefined
            ? {
                algorithm: source.algorithm,
                keyReference: source.kmsKeyArn,
                namedBy: 'rule',
                bucketKey: source.bucketKey,
                context: {},
              }
            : resolve(headers, bucketRule),
      },
    }),
    witness: witness(
      rule('c', BUCKET_KEY_RULE),
      does('ann', put('b/k', { ...K2, bucketKeyEnabled: false })),
      does('ann', copy('b/k', 'c/k')),
    ),
  },
  {
    id: 'copy-keeps-source-flag',
    title: 'An object that has a bucket key keeps it when it is copied, even where the destination has the flag off.',
    requirements: ['F-47', 'D-07'],
    killedBy: ['copy-takes-destination', 'explained'],
    parts: partsWith({
      encryption: {
        copyEncryption: (headers, bucketRule, source, resolve) => {
          const resolved = resolve(headers, bucketRule);
          return {
            ...resolved,
            bucketKey: resolved.algorithm === 'aws:kms' && (resolved.bucketKey || source.bucketKey),
          };
        },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      rule('c', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      does('ann', copy('b/k', 'c/k')),
    ),
  },
  {
    id: 'copy-does-not-take-flag',
    title: 'A copy without headers takes algorithm and key of the destination bucket, but not its bucket-key flag.',
    requirements: ['F-47'],
    killedBy: ['copy-takes-destination', 'explained'],
    parts: partsWith({
      encryption: {
        copyEncryption: (headers, bucketRule, _source, resolve) =>
          resolve(headers, { ...bucketRule, BucketKeyEnabled: false }),
      },
    }),
    witness: witness(rule('c', BUCKET_KEY_RULE), does('ann', put('b/k')), does('ann', copy('b/k', 'c/k'))),
  },
  {
    id: 'copy-carries-context',
    title: 'A copy carries the caller context of its source over.',
    requirements: ['F-50'],
    killedBy: ['context-names-the-bucket', 'explained'],
    parts: partsWith({
      encryption: {
        copyEncryption: (headers, bucketRule, source, resolve) => {
          const resolved = resolve(headers, bucketRule);
          return { ...resolved, context: { ...source.context, ...resolved.context } };
        },
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k', { sse: 'aws:kms', context: { team: 'red' } })),
      does('ann', copy('b/k', 'b/copy')),
      does('ann', get('b/copy')),
    ),
  },
  {
    id: 'copy-with-headers-stays-clear',
    title: 'A copy with encryption headers answers 200 and stores its content in the clear.',
    requirements: ['F-48', 'F-33'],
    killedBy: ['copy-takes-destination', 'explained'],
    parts: partsWith({
      encryption: {
        copyEncryption: (headers, bucketRule, _source, resolve) => {
          const resolved = resolve(headers, bucketRule);
          return headers.sse === undefined ? resolved : { ...resolved, algorithm: 'PLAIN', bucketKey: false };
        },
      },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', copy('b/k', 'c/k', { sse: 'aws:kms' }))),
  },
  {
    id: 'self-copy-always-accepted',
    title: 'A copy of an object onto itself that changes nothing is accepted.',
    requirements: ['F-51', 'E-26'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ objects: { selfCopyAllowed: () => true } }),
    witness: witness(does('ann', put('b/k')), does('ann', copy('b/k', 'b/k'))),
  },
  {
    id: 'self-copy-must-change-encryption',
    title:
      'A copy of an object onto itself is refused unless its encryption changes, even where the request names one.',
    requirements: ['F-51'],
    killedBy: ['explained'],
    parts: partsWith({
      objects: { selfCopyAllowed: ({ stored, effective }) => stored.algorithm !== effective.algorithm },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', copy('b/k', 'b/k', { sse: 'AES256' }))),
  },
  {
    id: 'self-copy-knows-encryption-only',
    title: 'A copy of an object onto itself is refused although it replaces metadata or names a storage class.',
    requirements: ['F-51'],
    killedBy: ['explained'],
    parts: partsWith({
      objects: { selfCopyAllowed: (self) => selfCopyAllowed({ ...self, changesMore: false }) },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', { ...copy('b/k', 'b/k'), changes: ['storageClass'] })),
  },
  {
    id: 'self-copy-changes-headers-only',
    title: 'A copy of an object onto itself with a new key changes what is shown; the content stays under the old key.',
    requirements: ['F-49', 'F-126'],
    killedBy: ['decryptable', 'audit-complete', 'errors', 'explained'],
    parts: partsWith({
      objects: { objectAfterSelfCopy: (before, rewritten) => ({ ...rewritten, content: before.content }) },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      does('ann', copy('b/k', 'b/k', K2)),
      does('ann', { op: 'DisableKey', keyId: 'K1' }),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'head-reads-content',
    title: 'HeadObject opens the data key, and so costs a KMS call.',
    requirements: ['F-41', 'K-09'],
    killedBy: ['calls-per-side', 'explained'],
    parts: partsWith({ objects: { readsContent: () => true } }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k')), does('ann', head('b/k'))),
  },
  {
    id: 'copy-keeps-source-key',
    title: 'A copy with the header aws:kms and no key id keeps the key of its source instead of taking aws/s3.',
    requirements: ['F-48', 'F-49', 'F-24'],
    killedBy: ['copy-takes-destination', 'explained'],
    parts: partsWith({
      encryption: {
        copyEncryption: (headers, bucketRule, source, resolve) => {
          const resolved = resolve(headers, bucketRule);
          const isUnnamed = headers.sse === 'aws:kms' && headers.kmsKeyId === undefined;
          return isUnnamed ? { ...resolved, keyReference: source.kmsKeyArn } : resolved;
        },
      },
    }),
    witness: witness(does('ann', put('b/k', K2)), does('ann', copy('b/k', 'c/k', { sse: 'aws:kms' }))),
  },
];
