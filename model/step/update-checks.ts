import { objectVersion, type RewrappedEncryption } from '../charts/object-version.ts';
import { NO_HEADERS } from '../operations/predicates.ts';
import { ANY_ACCOUNT, UNKNOWN_POLICY } from '../records/past.ts';
import { UNNAMED_CUSTOMER_KEY } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { bucketPolicyAllows } from '../rules/policy.ts';
import type { UpdateObjectEncryption } from '../vocabulary/events/object-events.ts';
import { findKey } from './kms-use.ts';
import { bySomePolicy, objectResource, unlessDenied } from './object-checks.ts';
import { takeBeginning } from './past.ts';
import { unknownPolicyAllows } from './past-buckets.ts';
import { type Checking, checked, type Request } from './request.ts';
import { ACCESS_DENIED_REFUSAL, choose } from './transaction.ts';
import type { WriteEncryption } from './write-encryption.ts';

const UNFIT: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-31', 'F-148'] };
const NO_KEY_ARN: Refusal = { ...UNFIT, because: ['E-31', 'F-148', 'F-172'] };
const OTHER_ACCOUNT: Refusal = { status: 403, code: 'AccessDenied', because: ['E-32', 'F-150'] };

const EITHER = [true, false] as const;

/** S3 allows PutObject too, where it asks for that: one of two pages names it (F-151). */
export const putIsAllowed: Checking = (request) => {
  const { transaction, by, bucket: found } = request;
  const bucket = checked(found);
  const resource = objectResource(request, bucket, request.target);
  const isAllowed = bySomePolicy(
    transaction,
    bucket.policy,
    (statements) =>
      statements !== UNKNOWN_POLICY &&
      bucketPolicyAllows(statements, bucket.account, by, 's3:PutObject', NO_HEADERS, resource),
    () => unknownPolicyAllows(transaction, bucket, by),
  );
  if (isAllowed || !choose(transaction, 'updateNeedsPut', transaction.profile.updateNeedsPut)) return undefined;
  if (!transaction.profile.refusedFirst.includes('kms')) return ACCESS_DENIED_REFUSAL;
  transaction.s3Denied = true;
  return undefined;
};

/** The ARN of a KMS key, of whichever region. */
const KEY_ARN = /^arn:[^:]+:kms:[^:]+:([0-9]{12}):key\/[^/:]+$/;

/** The KMS key is named by its ARN (F-148, F-172), and belongs to the account of the bucket (F-150). */
export const keyArnIsFit: Checking = (request) => {
  const { transaction, event, bucket } = request;
  const [, account] = KEY_ARN.exec((event as UpdateObjectEncryption).kmsKeyArn) ?? [];
  if (account === undefined) return unlessDenied(request, NO_KEY_ARN);
  const owner = checked(bucket).account;
  if (owner === ANY_ACCOUNT ? takeBeginning(transaction, EITHER) : owner === account) return undefined;
  return choose(transaction, 'updateKeyAccount', transaction.profile.updateKeyAccount) === 'organization'
    ? undefined
    : unlessDenied(request, OTHER_ACCOUNT);
};

/** The version has an encryption that can be updated: what is not encrypted, or doubly, has not (F-148). */
export const versionIsUpdatable: Checking = (request) => {
  const version = checked(request.version);
  const encryption = updatedEncryption(request, request.event as UpdateObjectEncryption);
  const { on, valuation } = objectVersion.encryption;
  const event = { type: 'UpdateObjectEncryption', result: encryption.state } as const;
  if (on.UpdateObjectEncryption.refuses(version.state, valuation(event))) return unlessDenied(request, UNFIT);
  request.encryption = encryption;
  return undefined;
};

/** The flag is that of the request, off where it says nothing (F-147); the pairs of the version stay (F-149). */
function updatedEncryption(
  { transaction, by, bucket, version }: Request,
  { kmsKeyArn, bucketKeyEnabled }: UpdateObjectEncryption,
): WriteEncryption & { readonly state: RewrappedEncryption } {
  const { account, encryption } = checked(bucket);
  return {
    state: bucketKeyEnabled === true ? 'sseKmsBucketKey' : 'sseKms',
    key: findKey(transaction, { reference: kmsKeyArn, by: 'header' }, by, account),
    pairs: checked(version).context,
    seen: encryption.current,
    customerKey: UNNAMED_CUSTOMER_KEY,
  };
}
