import { roleArn, type Setup } from '../../../model/index.ts';
import { grant, put, retire, revoke } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, SCENE } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BOB, BUCKET_KEY_RULE, does, letNobodyUse, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const { grantAllows, retires } = REFERENCE_PARTS.kms;

const ANN = roleArn(HOME_ACCOUNT, 'ann');
/** IAM lets bob do nothing at KMS. */
const BOB_BY_S3_ALONE: Setup = {
  ...SCENE,
  identityPolicies: [{ account: HOME_ACCOUNT, principal: 'bob', statements: [{ effect: 'Allow', actions: ['s3:*'] }] }],
};

const OBJECT = { 'aws:s3:arn': 'arn:aws:s3:::b/k' };
const NOBODY_USES_K1 = letNobodyUse('K1');
const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;

/** Faults around grants: for whom, for what and how long they are. */
export const GRANT_MUTANTS: readonly Mutant[] = [
  {
    id: 'grants-ignored',
    title: 'KMS asks key policies alone, and no grants.',
    requirements: ['F-203'],
    killedBy: ['explained'],
    parts: partsWith({ kms: { grantAllows: () => false } }),
    witness: witness(rule('b', PER_OBJECT_RULE), NOBODY_USES_K1, does('ann', grant('g', BOB)), does('bob', put('b/k'))),
  },
  {
    id: 'grant-for-everybody',
    title: 'A grant lets everybody use the key, not its grantee alone.',
    requirements: ['F-203'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        grantAllows: (one, use) =>
          grantAllows({ ...one, granteePrincipal: use.arns.role(use.requester.account, use.requester.principal) }, use),
      },
    }),
    witness: witness(rule('b', PER_OBJECT_RULE), NOBODY_USES_K1, does('ann', grant('g', BOB)), does('ann', put('b/k'))),
  },
  {
    id: 'grant-in-any-context',
    title: 'The constraints of a grant are taken down, and not looked at.',
    requirements: ['F-204', 'F-205'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({ kms: { grantAllows: ({ constraints: _, ...one }, use) => grantAllows(one, use) } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      NOBODY_USES_K1,
      does('ann', grant('g', BOB, { EncryptionContextSubset: OBJECT })),
      does('bob', put('b/k')),
    ),
  },
  {
    id: 'grant-equals-as-subset',
    title: 'A grant for a context allows what has more pairs as well.',
    requirements: ['F-204'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        grantAllows: ({ constraints: { EncryptionContextEquals: equal, ...more } = {}, ...one }, use) =>
          grantAllows({ ...one, constraints: { EncryptionContextSubset: equal ?? {}, ...more } }, use),
      },
    }),
    witness: witness(
      NOBODY_USES_K1,
      does('ann', grant('g', BOB, { EncryptionContextEquals: OBJECT })),
      does('bob', put('b/k', { ...KMS, context: { a: 'b' } })),
    ),
  },
  {
    id: 'any-grantee-retires',
    title: 'Who is granted anything may retire the grant as well.',
    requirements: ['F-208'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        retires: ({ granteePrincipal, retiringPrincipal }, asks) =>
          [granteePrincipal, retiringPrincipal].includes(asks),
      },
    }),
    witness: {
      setup: BOB_BY_S3_ALONE,
      steps: [does('ann', { ...grant('g', BOB), operations: ['Decrypt'] }), does('bob', retire('g'))],
    },
  },
  {
    id: 'retiring-principal-ignored',
    title: 'A grant is retired by its grantee and its account alone.',
    requirements: ['F-208'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: { retires: ({ retiringPrincipal: _, ...one }, asks) => retires(one, asks) },
    }),
    witness: {
      setup: BOB_BY_S3_ALONE,
      steps: [does('ann', { ...grant('g', ANN), retiringPrincipal: BOB }), does('bob', retire('g'))],
    },
  },
  {
    id: 'grant-not-revoked',
    title: 'A grant that was revoked goes on.',
    requirements: ['F-206'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({ kms: { grantsLeft: (grants) => grants } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      NOBODY_USES_K1,
      does('ann', grant('g', BOB)),
      does('ann', revoke('g')),
      does('bob', put('b/k')),
    ),
  },
];
