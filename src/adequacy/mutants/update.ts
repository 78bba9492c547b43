import { get, put, update } from '../../../model/testing/events.ts';
import { homeKey } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BOB, BUCKET_KEY_RULE, does, PER_OBJECT_RULE, replicateBToC, rule, witness } from '../witness-steps.ts';

const { keyError, sourceError, resolution } = REFERENCE_PARTS.updates;
const { s3Allows } = REFERENCE_PARTS.configuration;

/** Faults of UpdateObjectEncryption. */
export const UPDATE_MUTANTS: readonly Mutant[] = [
  {
    id: 'update-flag-from-bucket',
    title: 'An update that says nothing of the bucket-key flag takes that of the bucket.',
    requirements: ['F-147', 'SC-35'],
    killedBy: ['update-encryption', 'explained'],
    parts: partsWith({
      updates: {
        resolution: (event, before, bucketRule) => ({
          ...resolution(event, before, bucketRule),
          bucketKey: event.bucketKeyEnabled ?? bucketRule.BucketKeyEnabled === true,
        }),
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does('ann', update('b/k', homeKey('K1'))),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'update-keeps-flag',
    title: 'An update that says nothing of the bucket-key flag leaves that of the object as it was.',
    requirements: ['F-147', 'SC-35'],
    killedBy: ['update-encryption', 'explained'],
    parts: partsWith({
      updates: {
        resolution: (event, before, bucketRule) => ({
          ...resolution(event, before, bucketRule),
          bucketKey: event.bucketKeyEnabled ?? before.encryption.bucketKey,
        }),
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does('ann', update('b/k', homeKey('K2'))),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'update-has-fresh-etag',
    title: 'An update to a KMS key gives the object a new, opaque ETag, as a copy onto itself would.',
    requirements: ['F-85', 'F-149'],
    killedBy: ['update-encryption', 'explained'],
    parts: partsWith({
      updates: { objectAfterUpdate: (_before, written, freshEtag) => ({ ...written, etag: freshEtag() }) },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', update('b/k', homeKey('K1'))), does('ann', get('b/k'))),
  },
  {
    id: 'update-stored-nowhere',
    title: 'An update asks KMS, answers with success, and stores nothing.',
    requirements: ['F-147'],
    killedBy: ['update-encryption', 'explained'],
    parts: partsWith({ updates: { objectAfterUpdate: (before) => before } }),
    witness: witness(does('ann', put('b/k')), does('ann', update('b/k', homeKey('K1'), true)), does('ann', get('b/k'))),
  },
  {
    id: 'update-replicates',
    title: 'What was replicated waits for replication again once its encryption was updated.',
    requirements: ['F-79'],
    killedBy: ['update-encryption', 'explained'],
    parts: partsWith({
      updates: {
        objectAfterUpdate: (before, written) => ({
          ...written,
          replication: before.replication === null ? null : 'PENDING',
        }),
      },
    }),
    witness: witness(
      replicateBToC(),
      does('ann', put('b/k')),
      does(null, { op: 'ReplicateObject', bucket: 'b', key: 'k' }),
      does('ann', get('b/k')),
      does('ann', update('b/k', homeKey('K1'))),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'update-takes-alias',
    title: 'An update resolves the ARN of an alias.',
    requirements: ['F-172', 'F-148', 'E-31'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      updates: {
        keyError: (arn, account) => (arn.includes(':alias/') ? null : keyError(arn, account)),
      },
    }),
    witness: witness(does('ann', put('b/k')), does('ann', update('b/k', 'arn:aws:kms:eu-west-1:111111111111:alias/x'))),
  },
  {
    id: 'update-takes-other-accounts',
    title: 'An update takes a KMS key of another account than that of the bucket.',
    requirements: ['F-150', 'E-32'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      updates: { keyError: (arn) => keyError(arn, arn.split(':')[4] ?? '') },
    }),
    witness: witness(
      does('eve', {
        op: 'PutKeyPolicy',
        keyId: 'KA',
        statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'] }],
      }),
      does('ann', put('b/k')),
      does('ann', update('b/k', 'arn:aws:kms:eu-west-1:222222222222:key/KA')),
    ),
  },
  {
    id: 'update-takes-dsse',
    title: 'An update takes an object that is doubly encrypted.',
    requirements: ['F-148', 'E-31'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      updates: { sourceError: (algorithm) => (algorithm === 'aws:kms:dsse' ? null : sourceError(algorithm)) },
    }),
    witness: witness(
      does('ann', put('b/k', { sse: 'aws:kms:dsse', kmsKeyId: homeKey('K1') })),
      does('ann', update('b/k', homeKey('K1'))),
    ),
  },
  {
    id: 'update-unsigned',
    title: 'An update may be signed by Signature Version 2.',
    requirements: ['F-148', 'E-31'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ updates: { signatureError: () => null } }),
    witness: witness(does('ann', put('b/k')), does('ann-v2', update('b/k', homeKey('K1')))),
  },
  {
    id: 'update-needs-put-only',
    title: 'An update is not held against `s3:UpdateObjectEncryption`.',
    requirements: ['F-151', 'F-46'],
    killedBy: ['revocation-bound', 'errors', 'explained'],
    parts: partsWith({
      configuration: {
        s3Allows: (question) => question.action === 's3:UpdateObjectEncryption' || s3Allows(question),
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [{ effect: 'Deny', principal: BOB, actions: ['s3:UpdateObjectEncryption'] }],
      }),
      does('bob', update('b/k', homeKey('K2'))),
    ),
  },
];
