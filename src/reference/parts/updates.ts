import type { EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { UpdateObjectEncryption } from '../../../model/vocabulary/events/object-events.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { S3Error } from '../refusal.ts';
import type { StoredAlgorithm, StoredObject } from '../s3/stored-object.ts';
import type { Resolution } from './encryption.ts';

/** What UpdateObjectEncryption takes, and what it makes of an object. */
export interface UpdateParts {
  /** What is wrong with the KMS key that is named, in a bucket of an account (E-31, E-32). */
  keyError(kmsKeyArn: string, bucketAccount: string): S3Error | null;
  /** Whether an object is locked (F-150). */
  lockError(object: StoredObject): S3Error | null;
  /** What is wrong with an object that is stored like this (E-31). */
  sourceError(algorithm: StoredAlgorithm): S3Error | null;
  /** What is wrong with the signature (E-31). */
  signatureError(signature: Requester['signature'] | undefined): S3Error | null;
  /** The encryption that is asked for; `rule` is that of the bucket, which has no say (F-147). */
  resolution(event: UpdateObjectEncryption, before: StoredObject, rule: EncryptionRule): Resolution;
  /** What is stored afterwards; `written` has the new encryption, and all else of the object before (F-149). */
  objectAfterUpdate(before: StoredObject, written: StoredObject, freshEtag: () => string): StoredObject;
}

const UNFIT: S3Error = { status: 400, code: 'InvalidRequest' };

/** The full ARN of a key, not of an alias, in the account that owns the bucket (F-148, F-150, F-172). */
function keyError(kmsKeyArn: string, bucketAccount: string): S3Error | null {
  const [arn, , service, region, account = '', resource = '', ...more] = kmsKeyArn.split(':');
  const [kind, id, ...deeper] = resource.split('/');
  const isKey = kind === 'key' && id !== undefined && id !== '' && deeper.length === 0 && more.length === 0;
  if (arn !== 'arn' || service !== 'kms' || region === '' || !isKey || !/^\d{12}$/.test(account)) return UNFIT;
  return account === bucketAccount ? null : { status: 403, code: 'AccessDenied' };
}

/** The correct {@link UpdateParts}. */
export const UPDATE_PARTS: UpdateParts = {
  keyError,
  lockError: ({ legalHold }) => (legalHold === true ? { status: 403, code: 'AccessDenied' } : null),
  sourceError: (algorithm) => (algorithm === 'AES256' || algorithm === 'aws:kms' ? null : UNFIT),
  signatureError: (signature) => (signature === undefined ? null : UNFIT),
  resolution: ({ kmsKeyArn, bucketKeyEnabled = false }, { encryption: { context } }) => ({
    algorithm: 'aws:kms',
    keyReference: kmsKeyArn,
    namedBy: 'header',
    bucketKey: bucketKeyEnabled,
    context,
  }),
  objectAfterUpdate: (_before, written) => written,
};
