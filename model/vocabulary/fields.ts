import type { Body } from './body.ts';
import type { Conditions } from './conditions.ts';
import type { EncryptionHeaders, EncryptionRule } from './encryption.ts';
import type { GrantConstraints, GrantOperation } from './grant.ts';
import type { OtherKeySpec } from './key-spec.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from './policy.ts';
import { DAY_MS } from './time.ts';

/** An object by its place. */
export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

/**
 * What a copy is told to change beside the encryption: by `x-amz-metadata-directive: REPLACE`, `x-amz-storage-class`,
 * `x-amz-website-redirect-location` (F-51). None of them is kept here, so what it is changed to is left out.
 */
export const COPY_CHANGES = ['metadata', 'storageClass', 'websiteRedirect'] as const;

/** One of {@link COPY_CHANGES}. */
export type CopyChange = (typeof COPY_CHANGES)[number];

/** What the versioning of a bucket can be set to (F-175). */
export type VersioningStatus = 'Enabled' | 'Suspended';

/** What the field of an event can be, by its kind, and how it is written there. */
export interface FieldTypes {
  /** Name of a bucket. */
  readonly bucket: string;
  /** Key of an object in the bucket of the field `bucket`. */
  readonly objectKey: string;
  /** An object of whatever bucket. */
  readonly object: ObjectName;
  readonly body: Body;
  readonly encryptionHeaders: EncryptionHeaders;
  readonly encryptionRules: readonly EncryptionRule[];
  readonly bucketPolicy: readonly BucketPolicyStatement[];
  readonly keyPolicy: readonly KeyPolicyStatement[];
  /** Bare id of a KMS key. */
  readonly keyId: string;
  readonly keySpec: OtherKeySpec;
  /** Where the material of a KMS key comes from, if not from KMS. */
  readonly keyOrigin: 'EXTERNAL';
  /** Key ARN, bare key id, alias or alias ARN, exactly as it was given (F-08). */
  readonly keyReference: string;
  /** Alias of a KMS key; starts with `alias/`. */
  readonly alias: string;
  /** Name of a grant on a KMS key. */
  readonly grantId: string;
  /** ARN of a role. */
  readonly roleArn: string;
  readonly grantOperations: readonly GrantOperation[];
  readonly grantConstraints: GrantConstraints;
  /** Name of a requester. */
  readonly requester: string;
  /** Days until a KMS key is deleted (F-121). */
  readonly waitingPeriod: number;
  /** Days from one rotation of a KMS key to the next (F-124). */
  readonly rotationPeriod: number;
  /** How long imported key material is kept, in milliseconds (F-210). */
  readonly validity: number;
  /** Id of a multipart upload. */
  readonly uploadId: string;
  /** Number of a part of an upload; S3 takes those from 1 to 10,000 (F-157). */
  readonly partNumber: number;
  readonly partNumbers: readonly number[];
  /** On or off. */
  readonly flag: boolean;
  /** What a bucket is to do about versions. */
  readonly versioningStatus: VersioningStatus;
  /**
   * Id of a version as S3 gave it, `null` for what was written without (F-176). `#2` is the second version of the key
   * that is there, the oldest being `#1`: so a step can name a version before S3 has given it an id.
   */
  readonly versionId: string;
  readonly conditions: Conditions;
  readonly copyChanges: readonly CopyChange[];
  /** Name of a customer key (SSE-C). */
  readonly customerKey: string;
  /** The header `Range`, such as `bytes=0-99`. */
  readonly byteRange: string;
}

/** A kind of field. */
export type FieldKind = keyof FieldTypes;

/** The longest that imported key material may be kept that expires at all, in milliseconds (F-210). */
export const LONGEST_VALIDITY_MS = 365 * DAY_MS;

/** The kinds of field that count days. */
export type PeriodKind = 'waitingPeriod' | 'rotationPeriod';

/** The least and the most days that KMS accepts; anything else is a `ValidationException` (F-121, F-124). */
export const PERIODS_IN_DAYS: Readonly<Record<PeriodKind, { readonly least: number; readonly most: number }>> = {
  waitingPeriod: { least: 7, most: 30 },
  rotationPeriod: { least: 90, most: 2560 },
};
