import {
  type BucketPolicyStatement,
  objectArn,
  type PolicyCondition,
  type Requester,
  roleArn,
  type Setup,
  type Step,
} from '../../../model/index.ts';
import { bucketPolicy, get, put } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, SCENE } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith, type Witness } from '../mutant.ts';
import { addToKeyPolicy, BOB, BUCKET_KEY_RULE, does, rule, witness } from '../witness-steps.ts';

const { allows, holds, keysOfS3, keysOfKms } = REFERENCE_PARTS.policies;
const { contextMatches } = REFERENCE_PARTS.kms;

const SSE = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';

/** Denies writes to everybody under a condition. */
function denyWrites(condition: PolicyCondition): BucketPolicyStatement {
  return { effect: 'Deny', principal: '*', actions: ['s3:PutObject'], condition };
}

/** ARN by which policies name `eve`. */
const EVE = roleArn(OTHER_ACCOUNT, 'ann');

const CLOUDFRONT = 'cloudfront.amazonaws.com';
/** A distribution, which asks in the name of its service. */
const EDGE: Requester = {
  name: 'edge',
  account: HOME_ACCOUNT,
  principal: 'edge',
  session: 'edge',
  servicePrincipal: CLOUDFRONT,
  sourceArn: 'arn:aws:cloudfront::111111111111:distribution/EDGE',
};

/** A witness in the scene, of which is told what IAM says. */
function withIam(told: Pick<Setup, 'identityPolicies' | 'scopingPolicies'>, ...steps: readonly Step[]): Witness {
  return { setup: { ...SCENE, ...told }, steps };
}

/** Faults of who may: of the conditions of policies, and of what several policies come to. */
export const POLICY_MUTANTS: readonly Mutant[] = [
  {
    id: 'header-condition-by-default',
    title: 'A condition on the encryption headers tests what the bucket would encrypt with, where nothing was sent.',
    requirements: ['F-143', 'E-33', 'SC-36'],
    killedBy: ['errors', 'revocation-bound', 'explained'],
    parts: partsWith({
      policies: {
        keysOfS3: (request) => {
          const { rule: byDefault, headers } = request;
          const kmsKeyId = headers.kmsKeyId ?? byDefault.KMSMasterKeyID;
          const sse = headers.sse ?? byDefault.SSEAlgorithm;
          return keysOfS3({ ...request, headers: { sse, ...(kmsKeyId !== undefined && { kmsKeyId }) } });
        },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', bucketPolicy('b', denyWrites({ StringNotEquals: { [SSE]: 'aws:kms' } }))),
      does('ann', put('b/k')),
    ),
  },
  {
    id: 'condition-star-stops-at-slash',
    title: 'A `*` in the condition of a policy does not go beyond a slash, as in paths of files.',
    requirements: ['F-94', 'F-186'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        contextMatches: (pattern, value) =>
          pattern.split('/').length === value.split('/').length && contextMatches(pattern, value),
      },
    }),
    witness: witness(
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'], contextArn: objectArn('b', '*') }),
      does('bob', put('b/logs/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') })),
    ),
  },
  {
    id: 'deny-passed-over-without-key',
    title: 'A condition on what a request has not is never met: a Deny of all but one value lets pass who sends none.',
    requirements: ['F-186', 'F-143'],
    killedBy: ['errors', 'revocation-bound', 'explained'],
    parts: partsWith({
      policies: {
        holds: (condition, request, like) =>
          Object.entries(condition).every(
            ([operator, tests]) =>
              operator === 'Null' || Object.keys(tests).every((key) => request.has(key.toLowerCase())),
          ) && holds(condition, request, like),
      },
    }),
    witness: witness(
      does('ann', bucketPolicy('b', denyWrites({ StringNotEquals: { [SSE]: 'aws:kms' } }))),
      does('ann', put('b/k')),
    ),
  },
  {
    id: 'condition-any-test',
    title: 'A condition is met where one of its tests is, not all.',
    requirements: ['F-186'],
    killedBy: ['explained'],
    parts: partsWith({
      policies: {
        holds: (condition, request, like) =>
          Object.entries(condition).some(([operator, tests]) =>
            Object.entries(tests).some(([key, values]) => holds({ [operator]: { [key]: values } }, request, like)),
          ),
      },
    }),
    witness: witness(
      does(
        'ann',
        bucketPolicy(
          'b',
          denyWrites({ StringEquals: { [SSE]: 'aws:kms' }, StringNotEquals: { [KEY_ID]: homeKey('K1') } }),
        ),
      ),
      does('ann', put('b/k')),
    ),
  },
  {
    id: 'condition-keys-by-case',
    title: 'A condition key is looked up as it is written: AWS:PrincipalArn is nothing that a request has.',
    requirements: ['F-186'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      policies: {
        holds: (condition, request, like) => {
          const written = Object.values(condition).flatMap((tests) => Object.keys(tests));
          const odd = written.filter((key) => key.startsWith('AWS:')).map((key) => key.toLowerCase());
          return holds(condition, new Map([...request].filter(([key]) => !odd.includes(key))), like);
        },
      },
    }),
    witness: witness(
      addToKeyPolicy('K1', {
        effect: 'Deny',
        principal: '*',
        actions: ['kms:GenerateDataKey'],
        condition: { StringEquals: { 'AWS:PrincipalArn': BOB } },
      }),
      does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') })),
    ),
  },
  {
    id: 'all-values-as-any',
    title: 'ForAllValues is met where one of the values is listed.',
    requirements: ['F-186'],
    killedBy: ['explained'],
    parts: partsWith({
      policies: {
        holds: (condition, request, like) =>
          holds(
            Object.fromEntries(
              Object.entries(condition).map(([operator, tests]) => [
                operator.replace('ForAllValues', 'ForAnyValue'),
                tests,
              ]),
            ),
            request,
            like,
          ),
      },
    }),
    witness: witness(
      addToKeyPolicy('K1', {
        effect: 'Deny',
        principal: '*',
        actions: ['kms:GenerateDataKey'],
        condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' } },
      }),
      does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1'), context: { team: 'red' } })),
    ),
  },
  {
    id: 'via-service-not-told',
    title: 'KMS is not told that S3 asks: conditions on kms:ViaService never see it.',
    requirements: ['F-145'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      policies: {
        keysOfKms: (requester, arns, context) => {
          const keys = new Map(keysOfKms(requester, arns, context));
          keys.delete('kms:viaservice');
          return keys;
        },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      addToKeyPolicy('K1', {
        effect: 'Deny',
        principal: BOB,
        actions: ['kms:*'],
        condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
      }),
      does('bob', put('b/k')),
    ),
  },
  {
    id: 'source-not-told',
    title: 'KMS is not told for what a service asks: every source may what one may.',
    requirements: ['K-28', 'SC-37'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      policies: {
        holds: (condition, request, like) => {
          const names = Object.values(condition).flatMap((tests) => Object.keys(tests));
          return names.every((key) => key.toLowerCase() === 'aws:sourcearn') || holds(condition, request, like);
        },
      },
    }),
    witness: {
      setup: { ...SCENE, requesters: [...SCENE.requesters, EDGE] },
      steps: [
        rule('b', BUCKET_KEY_RULE),
        does('ann', put('b/k')),
        does('ann', bucketPolicy('b', { effect: 'Allow', principal: CLOUDFRONT, actions: ['s3:GetObject'] })),
        addToKeyPolicy('K1', {
          effect: 'Allow',
          principal: CLOUDFRONT,
          actions: ['kms:Decrypt'],
          condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::111111111111:distribution/OTHER' } },
        }),
        does('edge', get('b/k')),
      ],
    },
  },
  {
    id: 'another-account-without-iam',
    title: 'What a bucket or key policy lets another account do needs no leave of that account.',
    requirements: ['F-187', 'F-102'],
    killedBy: ['explained'],
    parts: partsWith({
      policies: {
        allows: (byPolicy, isOwn, isOpenToIam, iam) =>
          allows(byPolicy, isOwn, isOpenToIam, isOwn ? iam : { ...iam, role: 'Allow' }),
      },
    }),
    witness: withIam(
      { identityPolicies: [{ account: OTHER_ACCOUNT, principal: 'ann', statements: [] }] },
      does('ann', bucketPolicy('b', { effect: 'Allow', principal: EVE, actions: ['s3:*'] })),
      does('eve', put('b/k')),
    ),
  },
  {
    id: 'scoping-policy-adds',
    title: 'A session may what its role or its scoping policy allows, instead of what both do.',
    requirements: ['F-187'],
    killedBy: ['explained'],
    parts: partsWith({
      policies: {
        allows: (byPolicy, isOwn, isOpenToIam, { role, session }) => {
          const either = role === 'Allow' || session === 'Allow' ? 'Allow' : role;
          return allows(byPolicy, isOwn, isOpenToIam, { role: either, session: 'Allow' });
        },
      },
    }),
    witness: withIam(
      { scopingPolicies: [{ name: 'narrow', statements: [{ effect: 'Allow', actions: ['s3:GetObject'] }] }] },
      does('ann-scoped', put('b/k')),
    ),
  },
  {
    id: 'key-policy-for-account-is-enough',
    title: 'A key policy that names the account lets everybody of it use the key, whatever IAM says.',
    requirements: ['F-187'],
    killedBy: ['explained'],
    parts: partsWith({
      policies: {
        allows: (byPolicy, isOwn, isOpenToIam, iam) => {
          const allowsAsker = byPolicy.allowsAsker || (!isOpenToIam && byPolicy.allowsAccount);
          return allows({ ...byPolicy, allowsAsker }, isOwn, isOpenToIam, iam);
        },
      },
    }),
    witness: withIam(
      {
        identityPolicies: [
          { account: HOME_ACCOUNT, principal: 'bob', statements: [{ effect: 'Allow', actions: ['s3:*'] }] },
        ],
      },
      does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') })),
    ),
  },
];
