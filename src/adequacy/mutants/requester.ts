import { get, put } from '../../../model/testing/events.ts';
import { OTHER_ACCOUNT } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { addToKeyPolicy, BOB, BUCKET_KEY_RULE, does, rule, witness } from '../witness-steps.ts';

const { cacheKeyFor, requesterIdentity } = REFERENCE_PARTS.bucketKeys;

/** Characters: enough for the account, a role name as short as `ann`, and the beginning of the scoping policy. */
const IDENTITY_COLUMN = 23;

/** Faults in who counts as one requester. */
export const REQUESTER_MUTANTS: readonly Mutant[] = [
  {
    id: 'cache-shared-by-all',
    title: 'All requesters share the cached bucket keys of a bucket.',
    requirements: ['F-97', 'F-114'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({ bucketKeys: { cacheKeyFor: (scope) => cacheKeyFor({ ...scope, requester: '' }) } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'] }),
      does('ann', put('b/k')),
      does('bob', get('b/k')),
    ),
  },
  {
    id: 'old-signature-accepted',
    title: 'Who signs in the old way, or not at all, may read and write objects under KMS keys.',
    requirements: ['E-16', 'F-34', 'F-101'],
    killedBy: ['errors', 'explained'],
    parts: partsWith({ encryption: { signatureError: () => null } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k')), does('ann-v2', get('b/k'))),
  },
  {
    id: 'scoping-policy-ignored',
    title: 'A role with and without a scoping policy counts as one requester.',
    requirements: ['F-95', 'F-98'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: {
        requesterIdentity: ({ scopingPolicy: _ignored, ...requester }, mode) => requesterIdentity(requester, mode),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k')), does('ann-scoped', get('b/k'))),
  },
  {
    id: 'session-is-requester',
    title: 'Every session of a role is a requester of its own, as until 2023.',
    requirements: ['F-95', 'D-12'],
    killedBy: ['bounded-writes', 'explained'],
    parts: partsWith({ bucketKeys: { requesterIdentity: (requester) => requesterIdentity(requester, 'session') } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k1')), does('ann-again', put('b/k2'))),
  },
  {
    id: 'session-ignored',
    title: 'By the rules of until 2023: sessions of one role share bucket keys.',
    requirements: ['F-96', 'D-12'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    profile: 'aws-2023',
    options: { caches: 1 },
    parts: partsWith({ bucketKeys: { requesterIdentity: (requester) => requesterIdentity(requester, 'rolePolicy') } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k')), does('ann-again', get('b/k'))),
  },
  {
    id: 'account-ignored',
    title: 'Roles of the same name in different accounts count as one requester.',
    requirements: ['F-95', 'F-102'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: { requesterIdentity: (requester, mode) => requesterIdentity({ ...requester, account: '' }, mode) },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [{ effect: 'Allow', principal: `arn:aws:iam::${OTHER_ACCOUNT}:root`, actions: ['s3:*'] }],
      }),
      does('ann', put('b/k')),
      does('eve', get('b/k')),
    ),
  },
  {
    id: 'identity-cut-short',
    title:
      'The identity of a requester is cut to what its column in a table holds: a long role name hides the scoping ' +
      'policy behind it.',
    requirements: ['F-95', 'F-97'],
    killedBy: ['symmetry'],
    parts: partsWith({
      bucketKeys: {
        requesterIdentity: (requester, mode) => requesterIdentity(requester, mode).slice(0, IDENTITY_COLUMN),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k')), does('ann-scoped', get('b/k'))),
  },
];
