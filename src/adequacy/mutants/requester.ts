import type { Step } from '../../../model/index.ts';
import { get, put } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT, SCENE } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith, type Witness } from '../mutant.ts';
import { addToKeyPolicy, BOB, BUCKET_KEY_RULE, does, rule, witness } from '../witness-steps.ts';

const { cacheKeyFor, requesterIdentity } = REFERENCE_PARTS.bucketKeys;

/** Characters: enough for the account, a role name as short as `ann`, and the beginning of the scoping policy. */
const IDENTITY_COLUMN = 23;

/** The role of `ann` under three policies, and a role that reads like hers with one of them. */
function inOtherScopes(...steps: readonly Step[]): Witness {
  const ann = { account: HOME_ACCOUNT, principal: 'ann', session: 's1' };
  const requesters = [
    ...SCENE.requesters,
    { ...ann, name: 'ann-scoped-otherwise', scopingPolicy: 'wide' },
    { ...ann, name: 'ann-scoped-alike', scopingPolicy: 'Narrow' },
    { ...ann, name: 'ann-narrow', principal: 'ann-narrow' },
  ];
  return { setup: { ...SCENE, requesters }, steps: [rule('b', BUCKET_KEY_RULE), ...steps] };
}

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
    id: 'scoping-policy-yes-or-no',
    title: 'All scoping policies of a role are one: whoever has any shares the bucket keys of whoever has another.',
    requirements: ['F-95', 'F-98'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: {
        requesterIdentity: ({ scopingPolicy, ...requester }, mode) =>
          requesterIdentity(scopingPolicy === undefined ? requester : { ...requester, scopingPolicy: 'any' }, mode),
      },
    }),
    witness: inOtherScopes(does('ann-scoped', put('b/k')), does('ann-scoped-otherwise', get('b/k'))),
  },
  {
    id: 'scoping-policy-folded',
    title: 'Scoping policies are told apart by their names in lower case.',
    requirements: ['F-95', 'F-98'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: { requesterIdentity: (requester, mode) => requesterIdentity(requester, mode).toLowerCase() },
    }),
    witness: inOtherScopes(does('ann-scoped', put('b/k')), does('ann-scoped-alike', get('b/k'))),
  },
  {
    id: 'identity-joined',
    title: 'Role and scoping policy are joined by a hyphen, which may be in either name.',
    requirements: ['F-95', 'F-97'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: {
        requesterIdentity: ({ account, principal, scopingPolicy }) =>
          [account, principal, ...(scopingPolicy === undefined ? [] : [scopingPolicy])].join('-'),
      },
    }),
    witness: inOtherScopes(does('ann-scoped', put('b/k')), does('ann-narrow', get('b/k'))),
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
