import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { AWAY, after, BOB, BUCKET_KEYS, does, get, HOME, homeKey, keyPolicy, put, rule, witness } from '../witness-steps.ts';

const { cacheKeyFor, requesterIdentity } = REFERENCE_PARTS.bucketKeys;

/** Faults in who counts as one requester. */
export const REQUESTER_MUTANTS: readonly Mutant[] = [
  {
    id: 'cache-shared-by-all',
    title: 'All requesters share the cached bucket keys of a bucket.',
    requirements: ['F-97', 'F-114'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({ bucketKeys: { cacheKeyFor: (scope) => cacheKeyFor({ ...scope, requester: '' }) } }),
    witness: witness(
      rule('b', BUCKET_KEYS),
      keyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'] }),
      put('ann', 'b/k'),
      get('bob', 'b/k'),
    ),
  },
  {
    id: 'scoping-policy-ignored',
    title: 'A role with and without a scoping policy counts as one requester.',
    requirements: ['F-95', 'F-98'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    parts: partsWith({
      bucketKeys: { requesterIdentity: ({ scopingPolicy: _ignored, ...requester }, mode) => requesterIdentity(requester, mode) },
    }),
    witness: witness(rule('b', BUCKET_KEYS), put('ann', 'b/k'), get('ann-scoped', 'b/k')),
  },
  {
    id: 'session-is-requester',
    title: 'Every session of a role is a requester of its own, as until 2023.',
    requirements: ['F-95', 'D-12'],
    killedBy: ['bounded-writes', 'explained'],
    parts: partsWith({ bucketKeys: { requesterIdentity: (requester) => requesterIdentity(requester, 'session') } }),
    witness: witness(rule('b', BUCKET_KEYS), put('ann', 'b/k1'), put('ann-again', 'b/k2')),
  },
  {
    id: 'session-ignored',
    title: 'By the rules of until 2023: sessions of one role share bucket keys.',
    requirements: ['F-96', 'D-12'],
    killedBy: ['every-requester-pays', 'bounded-reads', 'explained'],
    profile: 'aws-2023',
    options: { caches: 1 },
    parts: partsWith({ bucketKeys: { requesterIdentity: (requester) => requesterIdentity(requester, 'rolePolicy') } }),
    witness: witness(rule('b', BUCKET_KEYS), put('ann', 'b/k'), get('ann-again', 'b/k')),
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
      rule('b', BUCKET_KEYS),
      does('ann', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [{ effect: 'Allow', principal: `arn:aws:iam::${AWAY}:root`, actions: ['s3:*'] }],
      }),
      put('ann', 'b/k'),
      get('ann-away', 'b/k'),
    ),
  },
  {
    id: 'role-name-cut-short',
    title: 'Requesters are told apart by the first letter of their role: the column it is kept in was too narrow.',
    requirements: ['F-95', 'F-97'],
    killedBy: ['symmetry', 'every-requester-pays', 'explained'],
    parts: partsWith({
      bucketKeys: {
        requesterIdentity: (requester, mode) => requesterIdentity({ ...requester, principal: requester.principal.slice(0, 1) }, mode),
      },
    }),
    witness: {
      setup: {
        requesters: ['alice', 'adam', 'bob'].map((principal) => ({ name: principal, account: HOME, principal, session: 's' })),
        kmsKeys: [{ id: 'K1', account: HOME }],
        aliases: [],
        buckets: [{ name: 'b', account: HOME, plainObjects: [] }],
      },
      steps: [
        does('alice', { op: 'PutBucketEncryption', bucket: 'b', rules: [BUCKET_KEYS] }),
        put('alice', 'b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') }),
        ...after(1, get('adam', 'b/k')),
      ],
    },
  },
];
