import { accountRootArn, type BucketPolicyStatement } from '../../../model/index.ts';
import { attributes, get, head, put } from '../../../model/testing/events.ts';
import { homeKey, OTHER_ACCOUNT } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { addToKeyPolicy, after, BOB, BUCKET_KEY_RULE, does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const { rulesError, s3Allows, shownRule } = REFERENCE_PARTS.configuration;
const { readsContent } = REFERENCE_PARTS.objects;

const DENY_BOB = does('ann', {
  op: 'PutBucketPolicy',
  bucket: 'b',
  statements: [{ effect: 'Deny', principal: BOB, actions: ['s3:GetObject'] }],
});

const LET_EVE_CONFIGURE: BucketPolicyStatement = {
  effect: 'Allow',
  principal: accountRootArn(OTHER_ACCOUNT),
  actions: ['s3:PutEncryptionConfiguration', 's3:PutBucketPolicy'],
};

/** Faults of bucket configuration: the encryption rule and the bucket policy. */
export const CONFIG_MUTANTS: readonly Mutant[] = [
  {
    id: 'rule-change-flips-stored-flags',
    title: 'The bucket-key flag of stored objects follows the rule of their bucket.',
    requirements: ['F-13', 'F-27'],
    killedBy: ['config-is-not-retroactive', 'explained'],
    parts: partsWith({
      configuration: {
        objectAfterRuleChange: (object, bucketRule) => ({
          ...object,
          encryption: {
            ...object.encryption,
            bucketKey: object.encryption.algorithm === 'aws:kms' && bucketRule.BucketKeyEnabled === true,
          },
        }),
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      rule('b', BUCKET_KEY_RULE),
      does('ann', head('b/k')),
    ),
  },
  {
    id: 'rule-change-relabels-clear-text',
    title: 'Once a bucket has a rule, its objects from before 2023 are shown as encrypted.',
    requirements: ['F-13', 'F-33'],
    killedBy: ['config-is-not-retroactive', 'explained'],
    parts: partsWith({
      configuration: {
        objectAfterRuleChange: (object) =>
          object.encryption.algorithm === 'PLAIN'
            ? { ...object, encryption: { ...object.encryption, algorithm: 'AES256' } }
            : object,
      },
    }),
    witness: witness(rule('b', { SSEAlgorithm: 'AES256' }), does('ann', head('b/old'))),
  },
  {
    id: 'second-delete-is-not-found',
    title: 'Deleting the encryption of a bucket that has no rule answers 404.',
    requirements: ['F-15'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      configuration: {
        deleteEncryptionError: (configured) =>
          configured ? null : { status: 404, code: 'ServerSideEncryptionConfigurationNotFoundError' },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', { op: 'DeleteBucketEncryption', bucket: 'b' }),
      does('ann', { op: 'DeleteBucketEncryption', bucket: 'b' }),
    ),
  },
  {
    id: 'two-rules-accepted',
    title: 'An encryption configuration of two rules is accepted, the first taken.',
    requirements: ['F-04', 'E-27'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ configuration: { rulesError: (rules) => rulesError(rules.slice(0, 1)) } }),
    witness: witness(rule('b', BUCKET_KEY_RULE, PER_OBJECT_RULE)),
  },
  {
    id: 'aes256-rule-with-key-accepted',
    title: 'A rule of AES256 with a KMS key id is accepted.',
    requirements: ['F-05', 'E-28'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      configuration: { rulesError: (rules) => (rules.length === 1 ? null : rulesError(rules)) },
    }),
    witness: witness(rule('b', { SSEAlgorithm: 'AES256', KMSMasterKeyID: homeKey('K1') })),
  },
  {
    id: 'rule-shows-invented-key',
    title: 'GetBucketEncryption answers a key id nobody put: aws/s3 where none was given.',
    requirements: ['F-08', 'F-12'],
    killedBy: ['explained'],
    parts: partsWith({
      configuration: {
        shownRule: (bucketRule) => {
          const shown = shownRule(bucketRule);
          return shown.SSEAlgorithm === 'AES256' ? shown : { KMSMasterKeyID: 'aws/s3', ...shown };
        },
      },
    }),
    witness: witness(
      rule('b', { SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true }),
      does('ann', { op: 'GetBucketEncryption', bucket: 'b' }),
    ),
  },
  {
    id: 'rule-lifts-block',
    title: 'A rule that says nothing of blocked encryption types lifts the block.',
    requirements: ['F-17'],
    killedBy: ['explained'],
    parts: partsWith({ configuration: { blockedAfter: (put) => put?.BlockedEncryptionTypes ?? ['NONE'] } }),
    witness: witness(
      rule('b', { ...BUCKET_KEY_RULE, BlockedEncryptionTypes: ['SSE-C'] }),
      rule('b', BUCKET_KEY_RULE),
      does('ann', { op: 'GetBucketEncryption', bucket: 'b' }),
    ),
  },
  {
    id: 'bucket-policy-skipped-when-warm',
    title: 'A request that a cached bucket key can serve is not held against the bucket policy.',
    requirements: ['F-46', 'F-119'],
    killedBy: ['revocation-bound', 'errors', 'explained'],
    parts: partsWith({ configuration: { s3Allows: (question) => question.warm() || s3Allows(question) } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('bob', put('b/k')), DENY_BOB, does('bob', get('b/k'))),
  },
  {
    id: 'bucket-policy-deny-ignored',
    title: 'A Deny in a bucket policy does not bind principals of the owner account.',
    requirements: ['F-46', 'F-119'],
    killedBy: ['revocation-bound', 'errors', 'explained'],
    parts: partsWith({
      configuration: { s3Allows: (question) => question.requester.account === question.owner || s3Allows(question) },
    }),
    witness: witness(does('ann', put('b/k')), DENY_BOB, does('bob', get('b/k'))),
  },
  {
    id: 'bucket-policy-last-decides',
    title: 'The last statement of a bucket policy that applies decides: an Allow after a Deny lets in.',
    requirements: ['F-46', 'F-119'],
    killedBy: ['revocation-bound', 'errors', 'explained'],
    parts: partsWith({
      configuration: {
        s3Allows: (question) => {
          const applies = (one: BucketPolicyStatement) =>
            s3Allows({ ...question, owner: '', statements: [{ ...one, effect: 'Allow' }] });
          const last = question.statements.findLast(applies);
          return last === undefined ? question.requester.account === question.owner : last.effect === 'Allow';
        },
      },
    }),
    witness: witness(
      does('ann', put('b/k')),
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [
          { effect: 'Deny', principal: BOB, actions: ['s3:GetObject'] },
          { effect: 'Allow', principal: BOB, actions: ['s3:*'] },
        ],
      }),
      does('bob', get('b/k')),
    ),
  },
  {
    id: 'bucket-open-to-other-accounts',
    title: 'Principals of other accounts need no Allow in the bucket policy.',
    requirements: ['F-46', 'F-102'],
    killedBy: ['errors', 'revocation-bound', 'explained'],
    parts: partsWith({
      configuration: { s3Allows: (question) => s3Allows({ ...question, owner: question.requester.account }) },
    }),
    witness: witness(does('eve', put('b/k'))),
  },
  {
    id: 'deleted-name-stays-owned',
    title: 'The name of a bucket that was deleted is said to be owned still.',
    requirements: ['E-42', 'E-44'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      configuration: {
        nameError: (wasDeleted) => (wasDeleted ? { status: 409, code: 'BucketAlreadyOwnedByYou' } : null),
      },
    }),
    witness: witness(
      does('ann', { op: 'DeleteBucket', bucket: 'c' }),
      does('ann', { op: 'CreateBucket', bucket: 'c' }),
    ),
  },
  {
    id: 'deleted-name-never-free',
    title: 'A bucket that was deleted is being deleted for ever: its name is never free.',
    requirements: ['E-44'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      configuration: { nameError: (wasDeleted) => (wasDeleted ? { status: 409, code: 'OperationAborted' } : null) },
    }),
    witness: witness(
      does('ann', { op: 'DeleteBucket', bucket: 'c' }),
      ...after(60, does('ann', { op: 'CreateBucket', bucket: 'c' })),
    ),
  },
  {
    id: 'configuration-by-owner-only',
    title: "Whatever a bucket policy says, only the owner's account configures the bucket.",
    requirements: ['F-184'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      configuration: {
        s3Allows: (question) =>
          question.action.endsWith('Configuration')
            ? question.requester.account === question.owner
            : s3Allows(question),
      },
    }),
    witness: witness(
      does('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [LET_EVE_CONFIGURE] }),
      does('eve', { op: 'PutBucketEncryption', bucket: 'b', rules: [BUCKET_KEY_RULE] }),
    ),
  },
  {
    id: 'configuration-never-denied',
    title:
      "A Deny in a bucket policy keeps principals of the owner's account from objects, not from the configuration.",
    requirements: ['F-184', 'E-46'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      configuration: {
        s3Allows: (question) =>
          (question.action.endsWith('Configuration') && question.requester.account === question.owner) ||
          s3Allows(question),
      },
    }),
    witness: witness(
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [{ effect: 'Deny', principal: BOB, actions: ['s3:PutEncryptionConfiguration'] }],
      }),
      does('bob', { op: 'DeleteBucketEncryption', bucket: 'b' }),
    ),
  },
  {
    id: 'policy-by-guests',
    title: 'Another account that a bucket policy lets in replaces that policy.',
    requirements: ['F-184', 'E-54'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ configuration: { mayPutPolicy: () => true } }),
    witness: witness(
      does('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [LET_EVE_CONFIGURE] }),
      does('eve', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }),
    ),
  },
  {
    id: 'attributes-need-get-object-only',
    title: 'GetObjectAttributes is not held against `s3:GetObjectAttributes`.',
    requirements: ['F-46', 'F-183'],
    killedBy: ['revocation-bound', 'errors', 'explained'],
    parts: partsWith({
      configuration: {
        s3Allows: (question) => question.action === 's3:GetObjectAttributes' || s3Allows(question),
      },
    }),
    witness: witness(
      does('ann', put('b/k')),
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [{ effect: 'Deny', principal: BOB, actions: ['s3:GetObjectAttributes'] }],
      }),
      does('bob', attributes('b/k', false)),
    ),
  },
  {
    id: 'missing-told-to-everybody',
    title: 'A missing object is 404 to whoever may read, though they may not list the bucket.',
    requirements: ['F-161', 'E-41'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({
      configuration: { s3Allows: (question) => question.action === 's3:ListBucket' || s3Allows(question) },
    }),
    witness: witness(
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [{ effect: 'Deny', principal: BOB, actions: ['s3:ListBucket'] }],
      }),
      does('bob', get('b/none')),
    ),
  },
  {
    id: 'public-policy-accepted',
    title: 'Block Public Access lets a policy make a new bucket public.',
    requirements: ['F-162', 'E-47'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ configuration: { isPublic: () => false } }),
    witness: witness(
      does('ann', { op: 'CreateBucket', bucket: 'new' }),
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'new',
        statements: [{ effect: 'Allow', principal: '*', actions: ['s3:GetObject'] }],
      }),
    ),
  },
  {
    id: 'head-checksum-for-nothing',
    title: 'HeadObject shows the checksum of a KMS object without a KMS call.',
    requirements: ['F-42', 'K-10'],
    killedBy: ['explained'],
    parts: partsWith({ objects: { readsContent: (event) => event.op !== 'HeadObject' && readsContent(event) } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      does('ann', { op: 'HeadObject', bucket: 'b', key: 'k', checksumMode: true }),
    ),
  },
  {
    id: 'attributes-always-open',
    title: 'GetObjectAttributes opens the data key although nobody asked for the checksum, and so costs a KMS call.',
    requirements: ['F-183', 'K-12'],
    killedBy: ['calls-per-side', 'explained'],
    parts: partsWith({ objects: { readsContent: ({ op }) => op !== 'HeadObject' } }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k')), does('ann', attributes('b/k', false))),
  },
  {
    id: 'attributes-checksum-for-nothing',
    title: 'GetObjectAttributes shows the checksum of a KMS object to whom the KMS key is denied.',
    requirements: ['F-42', 'U-34'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ objects: { readsContent: ({ op }) => op === 'GetObject' } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', put('b/k')),
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:Decrypt'] }),
      does('bob', attributes('b/k', true)),
    ),
  },
];
