import type { Arns } from '../../../model/vocabulary/arns.ts';
import {
  type BlockedEncryptionType,
  type EncryptionRule,
  UNCONFIGURED_RULE,
} from '../../../model/vocabulary/encryption.ts';
import type { BucketPolicyStatement, S3Action } from '../../../model/vocabulary/policy.ts';
import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { S3Error } from '../refusal.ts';
import type { StoredObject } from '../s3/stored-object.ts';
import { principalsOf, type ResourceSays, resourceSays } from './policies.ts';

/** May this requester do this to the bucket or its objects? */
export interface S3Question {
  readonly requester: Requester;
  readonly arns: Arns;
  /** Account that owns the bucket. */
  readonly owner: string;
  readonly statements: readonly BucketPolicyStatement[];
  readonly action: S3Action;
  /** Whether the condition of a statement holds. */
  holds(condition: PolicyCondition): boolean;
  /** Puts what the policy says together with what IAM does (F-187). */
  withIam(byPolicy: ResourceSays, isOwnAccount: boolean): boolean;
  /**
   * Whether the object has a bucket key whose plaintext is at hand for the requester. S3's answer must not depend on it
   * (F-46).
   */
  warm(): boolean;
}

/** The configuration of a bucket and what it governs. */
export interface ConfigurationParts {
  /** What is wrong with the rules of a PutBucketEncryption (F-04, F-05). The key is not looked at (F-09). */
  rulesError(rules: readonly EncryptionRule[]): S3Error | null;
  /** The rule GetBucketEncryption answers; null = nobody put one (F-02, F-08). */
  shownRule(rule: EncryptionRule | null): EncryptionRule;
  /** What is wrong with the name of a new bucket, whether another of the name was deleted or not (E-44). */
  nameError(wasDeleted: boolean): S3Error | null;
  /** What a bucket blocks when a rule was put: what the rule says, else what it did before (F-17). */
  blockedAfter(
    rule: EncryptionRule | undefined,
    before: readonly BlockedEncryptionType[],
  ): readonly BlockedEncryptionType[];
  /** What is wrong with a DeleteBucketEncryption; `configured` tells whether there is a rule to delete (F-15). */
  deleteEncryptionError(configured: boolean): S3Error | null;
  /** What becomes of a stored object when its bucket's rule changes (F-13). */
  objectAfterRuleChange(object: StoredObject, rule: EncryptionRule): StoredObject;
  /** Whether a bucket policy makes the bucket public, which Block Public Access does not let happen (F-162, E-47). */
  isPublic(statements: readonly BucketPolicyStatement[]): boolean;
  /** Whether the bucket policy admits the request. */
  s3Allows(question: S3Question): boolean;
  /** Whether who may replace the policy of a bucket is of the account that alone does (F-184, E-54). */
  mayPutPolicy(requester: Requester, owner: string): boolean;
}

/** Exactly one rule; a key id has no business in an AES256 rule. */
function rulesError(rules: readonly EncryptionRule[]): S3Error | null {
  const [rule] = rules;
  if (rules.length !== 1 || rule === undefined) return { status: 400, code: 'MalformedXML' };
  if (rule.SSEAlgorithm === 'AES256' && rule.KMSMasterKeyID !== undefined)
    return { status: 400, code: 'InvalidArgument' };
  return null;
}

/** As it was put, the flag always present. */
function shownRule(rule: EncryptionRule | null): EncryptionRule {
  const shown = rule ?? UNCONFIGURED_RULE;
  return { ...shown, BucketKeyEnabled: shown.BucketKeyEnabled ?? false };
}

/** A Deny wins; principals of the owner's account need no Allow. */
function s3Allows(question: S3Question): boolean {
  const { requester, arns, owner, action } = question;
  const principals = principalsOf(requester, arns);
  const said = question.statements
    .filter((statement) => principals.includes(statement.principal))
    .filter((statement) => statement.actions.includes(action) || statement.actions.includes('s3:*'))
    .filter(({ condition }) => condition === undefined || question.holds(condition));
  return question.withIam(resourceSays(said, arns.accountRoot(requester.account)), requester.account === owner);
}

/** An Allow for everybody, unless it names the one KMS key, role or source that it is for. */
function isPublic(statements: readonly BucketPolicyStatement[]): boolean {
  const limiting = /^(s3:x-amz-server-side-encryption-aws-kms-key-id|aws:principalarn|aws:sourcearn)$/i;
  const isLimited = ({ condition = {} }: BucketPolicyStatement) =>
    [condition.StringLike, condition.StringEquals]
      .flatMap((tests = {}) => Object.entries(tests))
      .some(([key, wanted]) => limiting.test(key) && [wanted].flat().every((value) => !/[*?]/.test(value)));
  return statements.some((one) => one.effect === 'Allow' && one.principal === '*' && !isLimited(one));
}

/** The correct {@link ConfigurationParts}. */
export const CONFIGURATION_PARTS: ConfigurationParts = {
  rulesError,
  shownRule,
  blockedAfter: (rule, before) => rule?.BlockedEncryptionTypes ?? before,
  nameError: () => null,
  deleteEncryptionError: () => null,
  objectAfterRuleChange: (object) => object,
  isPublic,
  s3Allows,
  mayPutPolicy: ({ account }, owner) => account === owner,
};
