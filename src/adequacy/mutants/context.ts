import { bucketArn, type KeyPolicyStatement, objectArn } from '../../../model/index.ts';
import { get, put } from '../../../model/testing/events.ts';
import { homeKey } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { addToKeyPolicy, BOB, BUCKET_KEY_RULE, does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

const { contextFor } = REFERENCE_PARTS.encryption;
const { contextMatches, policyAllows } = REFERENCE_PARTS.kms;

/** Signs that no pattern has, in the place of wildcards that are none. */
const QUESTION = '\u{1}';
const STAR = '\u{2}';

/** Faults of the encryption context, and of the policy conditions on it. */
export const CONTEXT_MUTANTS: readonly Mutant[] = [
  {
    id: 'context-always-object-arn',
    title: 'The encryption context is the object ARN for objects with a bucket key as well.',
    requirements: ['F-88', 'F-94', 'F-137'],
    killedBy: ['context-names-the-bucket', 'audit-complete', 'every-requester-pays', 'explained'],
    parts: partsWith({
      encryption: { contextFor: (arns, bucket, key, _bucketKey, extra) => contextFor(arns, bucket, key, false, extra) },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k'))),
  },
  {
    id: 'context-always-bucket-arn',
    title: 'The encryption context is the bucket ARN although every object has its own key from KMS.',
    requirements: ['F-88', 'F-137'],
    killedBy: ['context-names-the-bucket', 'explained'],
    parts: partsWith({
      encryption: {
        contextFor: (arns, bucket, _key, bucketKey, extra) => ({
          ...(bucketKey ? {} : extra),
          'aws:s3:arn': arns.bucket(bucket),
        }),
      },
    }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k'))),
  },
  {
    id: 'context-bucket-arn-with-slash',
    title: 'The bucket ARN in the encryption context ends with `/*`, as policies write it.',
    requirements: ['F-88', 'F-72'],
    killedBy: ['context-names-the-bucket', 'every-requester-pays', 'explained'],
    parts: partsWith({
      encryption: {
        contextFor: (arns, bucket, key, bucketKey, extra) =>
          bucketKey ? { 'aws:s3:arn': `${arns.bucket(bucket)}/*` } : contextFor(arns, bucket, key, false, extra),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k'))),
  },
  {
    id: 'caller-overrides-arn',
    title: "The caller's context may replace aws:s3:arn.",
    requirements: ['F-88', 'F-89'],
    killedBy: ['context-names-the-bucket', 'explained'],
    parts: partsWith({
      encryption: {
        contextFor: (arns, bucket, key, bucketKey, extra) =>
          bucketKey ? contextFor(arns, bucket, key, true, extra) : { 'aws:s3:arn': arns.object(bucket, key), ...extra },
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', context: { 'aws:s3:arn': 'arn:aws:s3:::c/other' } }))),
  },
  {
    id: 'caller-context-dropped',
    title: "The caller's context pairs do not reach KMS.",
    requirements: ['F-89'],
    killedBy: ['context-names-the-bucket', 'explained'],
    parts: partsWith({
      encryption: { contextFor: (arns, bucket, key, bucketKey) => contextFor(arns, bucket, key, bucketKey, {}) },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', context: { team: 'red' } })), does('ann', get('b/k'))),
  },
  {
    id: 'bucket-key-wrapped-with-caller-context',
    title: 'A bucket key is wrapped with the context pairs of whoever happened to write first.',
    requirements: ['F-90', 'U-12'],
    killedBy: ['context-names-the-bucket', 'explained'],
    parts: partsWith({
      encryption: {
        contextFor: (arns, bucket, key, bucketKey, extra) =>
          bucketKey ? { ...extra, 'aws:s3:arn': arns.bucket(bucket) } : contextFor(arns, bucket, key, false, extra),
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k', { sse: 'aws:kms', context: { team: 'red' } }))),
  },
  {
    id: 'condition-object-pattern-matches-bucket',
    title: 'A policy condition on `bucket/*` also matches the bucket ARN itself.',
    requirements: ['F-94', 'E-04'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        contextMatches: (pattern, value) => contextMatches(pattern.replace(/\/\*$/, '*'), value),
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'], contextArn: objectArn('b', '*') }),
      does('bob', put('b/k')),
      does('bob', get('b/k')),
    ),
  },
  {
    id: 'condition-without-wildcards',
    title: 'Policy conditions on the encryption context are compared literally: `*` matches nothing but itself.',
    requirements: ['F-94', 'E-04'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({ kms: { contextMatches: (pattern, value) => pattern === value } }),
    witness: witness(
      addToKeyPolicy('K1', {
        effect: 'Deny',
        principal: BOB,
        actions: ['kms:GenerateDataKey'],
        contextArn: objectArn('b', '*'),
      }),
      does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') })),
    ),
  },
  {
    id: 'condition-question-mark-literal',
    title: 'In a policy condition on the encryption context `?` stands for itself.',
    requirements: ['F-94', 'E-04'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        contextMatches: (pattern, value) =>
          contextMatches(pattern.replaceAll('?', QUESTION), value.replaceAll('?', QUESTION)),
      },
    }),
    witness: witness(
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'], contextArn: objectArn('b', '?') }),
      does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') })),
    ),
  },
  {
    id: 'condition-one-star',
    title: 'Only the first `*` of a policy condition on the encryption context is a wildcard.',
    requirements: ['F-94', 'E-04'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        contextMatches: (pattern, value) => {
          const [first = '', ...others] = pattern.split('*');
          if (others.length === 0) return contextMatches(pattern, value);
          return contextMatches(`${first}*${others.join(STAR)}`, value.replaceAll('*', STAR));
        },
      },
    }),
    witness: witness(
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'], contextArn: objectArn('*', '*') }),
      does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') })),
    ),
  },
  {
    id: 'condition-only-on-allow',
    title: 'A condition of a Deny is not looked at: the Deny holds for every context.',
    requirements: ['F-94'],
    killedBy: ['explained'],
    parts: partsWith({
      kms: {
        policyAllows: (question, matches) =>
          policyAllows({ ...question, statements: unconditional(question) }, matches),
      },
    }),
    witness: witness(
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'], contextArn: bucketArn('b') }),
      does('bob', put('b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K1') })),
    ),
  },
  {
    id: 'condition-of-deny-never-holds',
    title: 'A Deny with a condition is left out, as one that cannot be told yet.',
    requirements: ['F-94', 'F-117'],
    killedBy: ['revocation-bound', 'explained'],
    parts: partsWith({
      kms: {
        policyAllows: (question, matches) => {
          const statements = question.statements.filter(
            ({ effect, contextArn }) => effect === 'Allow' || contextArn === undefined,
          );
          return policyAllows({ ...question, statements }, matches);
        },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      addToKeyPolicy('K1', { effect: 'Deny', principal: BOB, actions: ['kms:*'], contextArn: bucketArn('b') }),
      does('bob', put('b/k')),
    ),
  },
  {
    id: 'context-names-folded',
    title: "The names of the caller's context pairs reach KMS in lower case.",
    requirements: ['F-89'],
    killedBy: ['context-names-the-bucket', 'explained'],
    parts: partsWith({
      encryption: {
        contextFor: (arns, bucket, key, bucketKey, extra) => {
          const folded = Object.entries(extra).map(([name, value]) => [name.toLowerCase(), value]);
          return contextFor(arns, bucket, key, bucketKey, Object.fromEntries(folded));
        },
      },
    }),
    witness: witness(does('ann', put('b/k', { sse: 'aws:kms', context: { Team: 'red' } }))),
  },
];

/** The statements of a key policy, a Deny without its condition. */
function unconditional({ statements }: { readonly statements: readonly KeyPolicyStatement[] }): KeyPolicyStatement[] {
  return statements.map(({ contextArn, ...statement }) =>
    statement.effect === 'Deny' || contextArn === undefined ? statement : { ...statement, contextArn },
  );
}
