import type { KeyPolicyStatement } from '../../../model/index.ts';
import { createKey, get, keyPolicy, put } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, SCENE } from '../../../model/testing/scene.ts';
import { kmsKeyArn } from '../../../model/vocabulary/arn.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import {
  ALLOW_ACCOUNT,
  addToKeyPolicy,
  after,
  BOB,
  BUCKET_KEY_RULE,
  does,
  PER_OBJECT_RULE,
  rule,
  witness,
} from '../witness-steps.ts';

const { resolveKeyReference, s3ErrorOf, stateFailure, policyAllows } = REFERENCE_PARTS.kms;
const { resolveEncryption } = REFERENCE_PARTS.encryption;

const DAY_MINUTES = 24 * 60;
const SCHEDULE_DELETION = does('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
const DISABLE = does('ann', { op: 'DisableKey', keyId: 'K1' });

/** Faults around KMS keys: which one is meant, what its state and policy do, what S3 makes of a refusal. */
export const KMS_MUTANTS: readonly Mutant[] = [
  {
    id: 'disabled-key-accepted',
    title: 'KMS goes on using a disabled key.',
    requirements: ['F-115', 'F-116', 'F-120', 'E-05'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({ kms: { stateFailure: (state) => (state === 'Disabled' ? null : stateFailure(state)) } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      DISABLE,
      ...after(6, does('ann', get('b/k'))),
    ),
  },
  {
    id: 'pending-deletion-accepted',
    title: 'A key whose deletion is scheduled works until it is deleted.',
    requirements: ['F-115', 'F-116', 'E-06'],
    killedBy: ['revocation-bound', 'errors', 'explained'],
    parts: partsWith({ kms: { stateFailure: (state) => (state === 'PendingDeletion' ? null : stateFailure(state)) } }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k')), SCHEDULE_DELETION, does('ann', get('b/k'))),
  },
  {
    id: 'deletion-never-carried-out',
    title:
      'A scheduled deletion is only noted down: the key works on, and is still there when its waiting period is over.',
    requirements: ['F-121'],
    killedBy: ['unrecoverable', 'revocation-bound', 'errors', 'explained'],
    parts: partsWith({
      kms: {
        isDeletionDue: () => false,
        stateFailure: (state) => (state === 'PendingDeletion' ? null : stateFailure(state)),
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      SCHEDULE_DELETION,
      ...after(8 * DAY_MINUTES, does('ann', get('b/k'))),
    ),
  },
  {
    id: 'deletion-late',
    title: 'A key is deleted one day after its waiting period is over.',
    requirements: ['F-121', 'E-07'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      kms: {
        isDeletionDue: (key, atMs) => key.deletionAtMs !== null && atMs >= key.deletionAtMs + DAY_MINUTES * 60_000,
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      SCHEDULE_DELETION,
      ...after(7 * DAY_MINUTES, does('ann', get('b/k'))),
    ),
  },
  {
    id: 'cancelled-deletion-enables',
    title: 'A key whose deletion is cancelled is enabled at once instead of disabled.',
    requirements: ['F-121'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({ kms: { stateAfterCancelledDeletion: () => 'Enabled' } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      SCHEDULE_DELETION,
      does('ann', { op: 'CancelKeyDeletion', keyId: 'K1' }),
      does('ann', put('b/k')),
    ),
  },
  {
    id: 'cancelled-deletion-stays-pending',
    title: 'Who controls a key is refused for the state that it had before its deletion was cancelled, for ever.',
    requirements: ['F-121', 'F-122'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ kms: { stateAfterCancelledDeletion: () => 'PendingDeletion' } }),
    witness: witness(
      SCHEDULE_DELETION,
      does('ann', { op: 'CancelKeyDeletion', keyId: 'K1' }),
      ...after(31, does('ann', { op: 'EnableKey', keyId: 'K1' })),
    ),
  },
  {
    id: 'key-policy-not-checked',
    title: 'Whoever may use the bucket may use the KMS key.',
    requirements: ['F-38', 'F-102', 'E-01', 'E-02'],
    killedBy: ['revocation-bound', 'errors', 'explained'],
    parts: partsWith({ kms: { policyAllows: () => true } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:Decrypt'] }),
      does('bob', get('b/k')),
    ),
  },
  {
    id: 'key-policy-deny-ignored',
    title: 'A Deny in a key policy does not win over an Allow.',
    requirements: ['E-01', 'E-02'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        policyAllows: (question, matches) =>
          policyAllows(
            { ...question, statements: question.statements.filter(({ effect }) => effect === 'Allow') },
            matches,
          ),
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:GenerateDataKey'] }),
      does('bob', put('b/k')),
    ),
  },
  {
    id: 'key-policy-last-decides',
    title: 'The last statement of a key policy that applies decides: an Allow after a Deny lets in.',
    requirements: ['E-01', 'E-02'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        policyAllows: (question, matches) => {
          const applies = (one: KeyPolicyStatement) =>
            policyAllows({ ...question, statements: [{ ...one, effect: 'Allow' }] }, matches);
          return question.statements.findLast(applies)?.effect === 'Allow';
        },
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', keyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'] }, ALLOW_ACCOUNT)),
      does('bob', put('b/k')),
    ),
  },
  {
    id: 'key-control-not-checked',
    title: 'Whoever is of the account of a KMS key may disable it, whatever its policy says.',
    requirements: ['F-164'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      kms: {
        policyAllows: (question, matches) =>
          Object.keys(question.context).length === 0 || policyAllows(question, matches),
      },
    }),
    witness: witness(
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:DisableKey'] }),
      does('bob', { op: 'DisableKey', keyId: 'K1' }),
    ),
  },
  {
    id: 'key-policy-locks-out',
    title: 'A key policy is accepted that keeps everybody from ever changing it.',
    requirements: ['F-165', 'E-49'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ kms: { locksOut: () => false } }),
    witness: witness(does('ann', { op: 'PutKeyPolicy', keyId: 'K1', statements: [] })),
  },
  {
    id: 'new-key-policy-ignored',
    title: 'The key policy that a key is made with is left out, so that its account may do everything.',
    requirements: ['F-214'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { policyOfNewKey: (_given, byDefault) => byDefault } }),
    witness: witness(
      does('ann', createKey('N', ALLOW_ACCOUNT, { effect: 'Deny', principal: BOB, actions: ['kms:GenerateDataKey'] })),
      ...after(31, does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: 'N' }))),
    ),
  },
  {
    id: 'new-key-without-policy',
    title: 'A key that is made without a key policy has none, so that nobody may use it.',
    requirements: ['F-214'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { policyOfNewKey: (given) => given ?? [] } }),
    witness: witness(
      does('ann', createKey('N')),
      ...after(31, does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: 'N' }))),
    ),
  },
  {
    id: 'rotation-drops-old-material',
    title: 'A rotation replaces the key material: what older material wrapped can no longer be opened.',
    requirements: ['F-124', 'F-125'],
    killedBy: ['decryptable', 'errors', 'explained'],
    parts: partsWith({ kms: { materialAfterRotation: (_material, fresh) => [fresh] } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      does('ann', { op: 'RotateKeyOnDemand', keyId: 'K1' }),
      does('ann', get('b/k')),
    ),
  },
  {
    id: 'throttling-is-internal-error',
    title: 'S3 answers 500 InternalError when KMS throttles.',
    requirements: ['F-131', 'E-11'],
    killedBy: ['throttling', 'errors', 'explained'],
    parts: partsWith({
      kms: {
        s3ErrorOf: (failure) =>
          failure === 'ThrottlingException' ? { status: 500, code: 'InternalError' } : s3ErrorOf(failure),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does(null, { op: 'ThrottleKms', on: true }), does('ann', put('b/k'))),
  },
  {
    id: 'outage-refused-as-denied',
    title: 'S3 answers 403 AccessDenied while it cannot reach KMS.',
    requirements: ['U-32'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      kms: {
        s3ErrorOf: (failure) =>
          failure === 'unreachable' ? { status: 403, code: 'AccessDenied' } : s3ErrorOf(failure),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does(null, { op: 'InterruptKms', on: true }), does('ann', put('b/k'))),
  },
  {
    id: 'other-key-spec-accepted',
    title: 'KMS encrypts with a key that is for something else.',
    requirements: ['E-10', 'F-11'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { usageFailure: () => null } }),
    witness: {
      setup: { ...SCENE, kmsKeys: [...SCENE.kmsKeys, { id: 'KH', account: HOME_ACCOUNT, keySpec: 'HMAC_256' }] },
      steps: [does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('KH') }))],
    },
  },
  {
    id: 'quota-of-key-owner',
    title: 'A call counts for the KMS quota of the account that owns the key.',
    requirements: ['F-127', 'F-129'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { quotaHolder: (_caller, keyOwner) => keyOwner } }),
    witness: {
      setup: { ...SCENE, kmsQuotas: [{ account: OTHER_ACCOUNT, requestsPerSecond: 0 }] },
      steps: [
        does('eve', keyPolicy('KA', { effect: 'Allow', principal: '*', actions: ['kms:*'] })),
        does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: kmsKeyArn(OTHER_ACCOUNT, 'KA') })),
      ],
    },
  },
  {
    id: 'lost-answer-goes-on',
    title: 'S3 stores what it has no key for: it takes a call for done whose answer never arrived.',
    requirements: ['U-32'],
    killedBy: ['throttling', 'errors', 'explained'],
    parts: partsWith({ kms: { takenForLost: () => null } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does(null, { op: 'InterruptKms', on: true, answersLost: true }),
      does('ann', put('b/k')),
    ),
  },
  {
    id: 'throttling-refused-as-denied',
    title: 'S3 answers 403 AccessDenied to every refusal of KMS, throttling included.',
    requirements: ['F-116', 'F-131', 'E-05', 'E-06', 'E-07', 'E-11'],
    killedBy: ['throttling', 'errors', 'explained'],
    parts: partsWith({ kms: { s3ErrorOf: () => ({ status: 403, code: 'AccessDenied' }) } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does(null, { op: 'ThrottleKms', on: true }),
      does('ann', put('b/k')),
      does(null, { op: 'ThrottleKms', on: false }),
      DISABLE,
      does('ann', put('b/k')),
    ),
  },
  {
    id: 'kms-codes-without-prefix',
    title: 'The code of a KMS refusal is passed on without `KMS.` before it.',
    requirements: ['F-116', 'E-05', 'E-06', 'E-07'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      kms: {
        s3ErrorOf: (failure) => {
          const { status, code } = s3ErrorOf(failure);
          return { status, code: code?.replace('KMS.', '') ?? null };
        },
      },
    }),
    witness: witness(rule('b', PER_OBJECT_RULE), DISABLE, does('ann', put('b/k'))),
  },
  {
    id: 'alias-of-bucket-owner',
    title: "An alias is looked up in the bucket owner's account instead of the writer's.",
    requirements: ['F-10'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        resolveKeyReference: (reference, owner, writer, keys) =>
          resolveKeyReference(reference, owner, reference?.startsWith('alias/') ? owner : writer, keys),
      },
    }),
    witness: witness(
      rule('away', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/x' }),
      does('eve', {
        op: 'PutBucketPolicy',
        bucket: 'away',
        statements: [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }],
      }),
      does('ann', put('away/k')),
    ),
  },
  {
    id: 'bare-id-of-bucket-owner',
    title: "A bare key id in a header is looked for in the bucket owner's account instead of the writer's.",
    requirements: ['F-10'],
    killedBy: ['explained'],
    parts: partsWith({
      encryption: {
        resolveEncryption: (headers, rule) => ({ ...resolveEncryption(headers, rule), namedBy: 'rule' }),
      },
    }),
    witness: witness(
      does('eve', {
        op: 'PutBucketPolicy',
        bucket: 'away',
        statements: [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }],
      }),
      does('ann', put('away/k', { sse: 'aws:kms', kmsKeyId: 'K1' })),
    ),
  },
  {
    id: 'managed-key-of-bucket-owner',
    title: "aws/s3 is that of the bucket owner's account instead of the writer's.",
    requirements: ['F-12', 'F-102'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        resolveKeyReference: (reference, owner, writer, keys) =>
          resolveKeyReference(reference, owner, reference === null ? owner : writer, keys),
      },
    }),
    witness: witness(
      does('eve', {
        op: 'PutBucketPolicy',
        bucket: 'away',
        statements: [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }],
      }),
      does('ann', put('away/k', { sse: 'aws:kms' })),
    ),
  },
  {
    id: 'managed-alias-unknown',
    title: 'The alias alias/aws/s3 is not known, since nobody has made it.',
    requirements: ['F-185'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        resolveKeyReference: (reference, owner, writer, keys) =>
          reference === 'alias/aws/s3' ? reference : resolveKeyReference(reference, owner, writer, keys),
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: 'alias/aws/s3' }))),
  },
  {
    id: 'literal-aws-s3-accepted',
    title: 'The string aws/s3 is taken for the AWS managed key.',
    requirements: ['F-12', 'E-09'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        resolveKeyReference: (reference, owner, writer, keys) =>
          resolveKeyReference(reference === 'aws/s3' ? null : reference, owner, writer, keys),
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: 'aws/s3' }))),
  },
  {
    id: 'unknown-key-falls-back',
    title: 'A bucket whose key does not exist encrypts under aws/s3 instead of refusing writes.',
    requirements: ['F-09', 'E-07'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        resolveKeyReference: (reference, owner, writer, keys) => {
          const arn = resolveKeyReference(reference, owner, writer, keys);
          return keys.knows(arn) ? arn : keys.arns.managedKey(writer);
        },
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('missing') }))),
  },
];
